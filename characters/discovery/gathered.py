"""Collections as readers see them: those that are published, with their members who are live."""

from dataclasses import dataclass, field

from django.db import connection
from django.utils.safestring import SafeString, mark_safe

from characters.catalog import Card, card_from, card_rows, live
from characters.eras import lifespan
from characters.models import Collection
from web.markdown import plain, render
from web.typography import curled

PAGE = 24
# How many members a collection is pictured by.
PICTURED = 4


@dataclass(frozen=True)
class Summary:
    """A collection on a list. ``faces`` are cards of the first members, for pictures only."""

    slug: str
    title: str
    intro: str
    num_members: int
    faces: list[Card] = field(default_factory=list)


@dataclass(frozen=True)
class Gathered:
    """A collection's own page; ``intro`` is sanitized HTML."""

    slug: str
    title: str
    intro: SafeString
    description: str
    cards: list[Card]


def summaries(*, limit: int, after: str = "", holding: int = 0) -> list[Summary]:
    """In the editors' order, behind the one named, or those with this character in them; in one query."""
    sql = """SELECT k.slug, k.title, k.intro, m.* FROM (
            SELECT k.* FROM characters_collection k
            WHERE k.is_published AND (%(holding)s = 0 OR EXISTS (
                SELECT 1 FROM characters_collectionmember WHERE collection_id = k.id AND character_id = %(holding)s))
            AND EXISTS (SELECT 1 FROM characters_collectionmember m JOIN characters_character c ON c.id = m.character_id
                WHERE m.collection_id = k.id AND c.live_edition_id IS NOT NULL)
            AND (%(after)s = '' OR (k.position, k.title, k.id) > (
                SELECT position, title, id FROM characters_collection WHERE slug = %(after)s))
            ORDER BY k.position, k.title, k.id LIMIT %(limit)s) AS k, LATERAL (
            SELECT count(*) OVER (), e.id, e.number, e.slug, e.name, e.sort_name, e.era, e.portrait, e.born, e.died
            FROM characters_collectionmember m JOIN characters_character c ON c.id = m.character_id
            JOIN characters_edition e ON e.id = c.live_edition_id
            WHERE m.collection_id = k.id ORDER BY m.position, m.id LIMIT %(pictured)s) AS m
        ORDER BY k.position, k.title, k.id"""
    with connection.cursor() as cursor:
        cursor.execute(sql, {"limit": limit, "after": after, "holding": holding, "pictured": PICTURED})
        found = {}
        for slug, title, intro, num, *face in cursor:
            new = Summary(slug, curled(title), curled(_first(intro)), num)
            found.setdefault(slug, new).faces.append(_face(*face))
    return list(found.values())


def _first(intro: str) -> str:
    """The first paragraph, as plain text."""
    return plain(intro.strip().split("\n\n")[0]).replace("\n", " ")


def _face(pk, number, slug, name, sort_name, era, portrait, born, died) -> Card:
    return Card(pk, number, slug, name, sort_name, "", lifespan(born, died), era, (), portrait, "", slug)


def gathered(slug: str) -> Gathered | None:
    """The published collection at this address, if anybody in it is live."""
    found = Collection.objects.published().filter(slug=slug).first()
    if found is None:
        return None
    lines = dict(found.members.values_list("character", "line"))
    rows = {row["character"]: row for row in card_rows(live().filter(live_for__in=lines), "character")}
    cards = [card_from(rows[pk], reason=line, by_editors=True) for pk, line in lines.items() if pk in rows]
    intro = curled(_first(found.intro))
    return (
        Gathered(slug, curled(found.title), mark_safe(render(found.intro)), intro, cards) if cards else None
    )
