"""Whom the site begins with, the same for everybody: the editors' picks, then a wide choice; and who is new."""

import datetime as dt

from django.db import connection
from django.db.models import Exists, OuterRef

from characters.catalog import Card, card_from, card_rows, live
from characters.eras import Era
from characters.models import Edition

# Of each era so many are looked at, in the order of their names: more need a collection of picks.
OF_AN_ERA = 40


def featured(limit: int = 6) -> list[Card]:
    """The editors' picks in their order, then one era after another, so that the choice is wide."""
    ids = featured_ids(limit)
    rows = {row["character"]: row for row in card_rows(live().filter(live_for__in=ids), "character")}
    return [card_from(rows[pk]) for pk in ids if pk in rows]


def featured_ids(limit: int) -> list[int]:
    """The same as ids of characters: picks, then of each era those first whom the links of others name most often."""
    sql = """SELECT 'PICK', m.character_id, k.position, 0, k.id, m.position, m.id
            FROM characters_collection k JOIN characters_collectionmember m ON m.collection_id = k.id
            JOIN characters_character c ON c.id = m.character_id
            WHERE k.is_published AND k.is_picks AND c.live_edition_id IS NOT NULL
        UNION ALL
        SELECT e.era, e.character_id, -links.num, row_number() OVER (ORDER BY e.sort_name, e.id), 0, 0, 0
            FROM unnest(%s::text[]) AS wanted(era), LATERAL (
                SELECT e.era, e.sort_name, e.id, c.id AS character_id FROM characters_edition e
                JOIN characters_character c ON c.live_edition_id = e.id
                WHERE e.era = wanted.era AND e.translation_of_id IS NULL
                ORDER BY e.sort_name, e.id LIMIT %s) AS e, LATERAL (
                SELECT count(*) AS num FROM characters_similaritylink l
                JOIN characters_character c ON c.id = l.character_id
                WHERE l.similar_id = e.character_id AND c.live_edition_id IS NOT NULL
                    AND c.translation_of_id IS NULL) AS links"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [["", *Era.values], OF_AN_ERA])
        rows = sorted(cursor.fetchall(), key=lambda row: row[2:])
    picked = [pk for kind, pk, *_ in rows if kind == "PICK"]
    wide = _one_era_after_another([(kind, pk) for kind, pk, *_ in rows if kind != "PICK"])
    return list(dict.fromkeys(picked + wide))[:limit]


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
    first = first.filter(translation_of=None)
    return dict(first.order_by("-published_at", "-id").values_list("character", "published_at")[:limit])
