"""Whom a live character is near to in meaning, by PostgreSQL's index, and what can be said of each."""

from django.db import connection

from characters import pools
from characters.discovery.reasons import for_readers
from characters.likeness import Between, Profile, Rarity, compare


def nearest(edition, *, but: set[int], num: int) -> dict[int, float]:
    """Ids of live characters with the cosine, the nearest first: those that share a field or the era.

    No more than the 240 whom the index finds in a few milliseconds, whatever the catalog holds. Empty while nothing is
    known of this character's meaning.
    """
    sql = """WITH near AS MATERIALIZED (SELECT * FROM characters_nearest(%s))
        SELECT c.id, 1 - near.distance FROM near JOIN characters_character c ON c.id = near.character_id
        JOIN characters_edition e ON e.id = c.live_edition_id
        WHERE near.distance IS NOT NULL AND c.id <> ALL(%s::bigint[])
            AND (e.fields && %s::varchar[] OR e.era = %s AND e.era <> '')
        ORDER BY near.distance, c.id LIMIT %s"""
    me = edition.character_id
    with connection.cursor() as cursor:
        cursor.execute(sql, [me, [me, *but], list(edition.fields), edition.era, num])
        return dict(cursor.fetchall())


def told(rows: dict[int, dict], me: int, cosines: dict[int, float], edition_id: int | None) -> dict[int, str]:
    """Why each of these is near, in a sentence or two. ``rows`` are of cards, by character, ``me`` among them.

    With the edition's id, passages that are near are named.
    """
    mine = _profile(rows[me])
    headings = pools.headings(edition_id, list(cosines)) if edition_id else {}
    return {
        pk: for_readers(
            compare(
                mine, _profile(rows[pk]), Between(cosine=cosine, headings=headings.get(pk)), Rarity()
            ).reasons
        )
        for pk, cosine in cosines.items()
    }


def _profile(row) -> Profile:
    return Profile(
        id=row["character"],
        name=row["name"],
        fields=frozenset(row["fields"]),
        born=row["born"],
        died=row["died"],
        era=row["era"],
        names=frozenset(row["character__meaning__names"] or ()),
        called=frozenset(row["character__meaning__called"] or ()),
    )
