"""Whom a live character is near to in meaning, by PostgreSQL's index, and what can be said of each."""

from django.db import connection, transaction

from characters import pools
from characters.discovery.reasons import for_readers
from characters.likeness import Between, Profile, Rarity, compare

# Looked at in all: the index finds them in a few milliseconds, whatever the catalog holds.
NEAREST = 240


def nearest(edition, *, but: set[int], num: int) -> dict[int, float]:
    """Ids of live characters with the cosine, the nearest first: those that share a field or the era.

    Empty while nothing is known of this character's meaning.
    """
    sql = """WITH me AS (SELECT vector FROM characters_meaning WHERE character_id = %s),
        near AS MATERIALIZED (
            SELECT character_id, vector <=> (SELECT vector FROM me) AS distance FROM characters_meaning
            ORDER BY vector <=> (SELECT vector FROM me) LIMIT %s)
        SELECT c.id, 1 - near.distance FROM near JOIN characters_character c ON c.id = near.character_id
        JOIN characters_edition e ON e.id = c.live_edition_id
        WHERE near.distance IS NOT NULL AND c.id <> ALL(%s::bigint[])
            AND (e.fields && %s::varchar[] OR e.era = %s AND e.era <> '')
        ORDER BY near.distance, c.id LIMIT %s"""
    me, others = edition.character_id, [edition.character_id, *but]
    # Without a savepoint: whoever has a transaction open keeps the setting to its end, and looks at no more.
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('hnsw.ef_search', %s, true)", [str(NEAREST + 20)])
        cursor.execute(sql, [me, NEAREST, others, list(edition.fields), edition.era, num])
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
