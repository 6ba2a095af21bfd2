"""Whom the site begins with, the same for everybody: the editors' picks, then a wide choice; and who is new."""

import datetime as dt

from django.db import connection
from django.db.models import Exists, OuterRef

from characters.catalog import Card, _card, _cards, live
from characters.eras import Era
from characters.models import CollectionMember, Edition

# Of each era so many are looked at, in the order of their names: more need a collection of picks.
OF_AN_ERA = 40


def featured(limit: int = 6) -> list[Card]:
    """The editors' picks in their order, then one era after another, so that the choice is wide."""
    return [_card(row) for row in _rows(limit)]


def featured_ids(limit: int) -> list[int]:
    """The same as ids of characters."""
    return [row["character"] for row in _rows(limit)]


def _rows(limit) -> list[dict]:
    ids = _picked()[:limit]
    if len(ids) < limit:
        ids += [pk for pk in _one_era_after_another(_most_linked()) if pk not in ids][: limit - len(ids)]
    rows = {row["character"]: row for row in _cards(live().filter(live_for__in=ids), "character")}
    return [rows[pk] for pk in ids if pk in rows]


def _picked() -> list[int]:
    members = CollectionMember.objects.filter(
        collection__is_published=True, collection__is_picks=True, character__live_edition__isnull=False
    )
    ids = members.order_by("collection__position", "collection", "position", "id")
    return list(dict.fromkeys(ids.values_list("character", flat=True)[:100]))


def _most_linked() -> list[tuple[str, int]]:
    """Era and id of a few dozen, of each era those first whom the links of others name most often."""
    sql = """SELECT e.era, e.character_id FROM unnest(%s::text[]) AS wanted(era), LATERAL (
            SELECT e.era, e.sort_name, e.id, c.id AS character_id FROM characters_edition e
            JOIN characters_character c ON c.live_edition_id = e.id
            WHERE e.era = wanted.era ORDER BY e.sort_name, e.id LIMIT %s) AS e, LATERAL (
            SELECT count(*) AS num FROM characters_similaritylink l JOIN characters_character c ON c.id = l.character_id
            WHERE l.similar_id = e.character_id AND c.live_edition_id IS NOT NULL) AS links
        ORDER BY links.num DESC, e.sort_name, e.id"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [["", *Era.values], OF_AN_ERA])
        return cursor.fetchall()


def _one_era_after_another(rows: list[tuple[str, int]]) -> list[int]:
    chosen, waiting = [], rows
    while waiting:
        seen, rest = set(), []
        for era, pk in waiting:
            (rest if era in seen else chosen).append((era, pk))
            seen.add(era)
        waiting = rest
    return [pk for _, pk in chosen]


def newest(limit: int) -> dict[int, dt.datetime]:
    """Ids of the characters who came last and are live, with when: however often they were revised since."""
    earlier = Edition.objects.filter(
        character=OuterRef("character"), published_at__lt=OuterRef("published_at")
    )
    first = Edition.objects.public().filter(~Exists(earlier), character__live_edition__isnull=False)
    return dict(first.order_by("-published_at", "-id").values_list("character", "published_at")[:limit])
