"""Which passages of some editions speak to a query, and how well: what a result shows and is ranked by."""

from dataclasses import dataclass
from math import log

from django.db import connection

from characters.search.candidates import Asked
from characters.search.entries import config_of

# Passages are kept in the stems of their own language, so a query is read in each that there is among them.
_SQL = """
WITH live AS MATERIALIZED (
    SELECT * FROM unnest(%(editions)s::bigint[], %(configs)s::text[]) AS each (id, config)
), asked AS MATERIALIZED (
    SELECT config, ARRAY(
        SELECT to_tsquery(config::regconfig, word) FROM unnest(%(likely)s::text[]) AS word) AS words
    FROM (SELECT DISTINCT config FROM live) AS among
)
SELECT p.edition_id, p.id,
    greatest(coalesce(1 - (p.embedding <=> %(vector)s::vector), 0),
        coalesce(1 - (p.question_embedding <=> %(vector)s::vector), 0)),
    ARRAY(SELECT p.words @@ word FROM unnest(asked.words) AS word)
FROM characters_passage p JOIN live ON live.id = p.edition_id JOIN asked ON asked.config = live.config
WHERE p.edition_id = ANY(%(editions)s)
"""


@dataclass(frozen=True, slots=True)
class Spoken:
    """How well the best passage of an edition speaks to the query, and which that is.

    ``share`` of what the query's words weigh that stands in one passage, ``of_all`` in any of them; ``cosine`` of the
    passage nearest in meaning. All in 0..1.
    """

    passage_id: int
    share: float
    of_all: float
    cosine: float


def speaking(asked: Asked, languages: dict[int, str]) -> dict[int, Spoken]:
    """For each of these editions that has passages; ``languages`` by the edition's id."""
    rows = _passages(asked, languages)
    weights = _weights([matches for _, _, _, matches in rows])
    of_edition = {}
    for edition_id, pk, cosine, matches in rows:
        of_edition.setdefault(edition_id, []).append((pk, cosine, matches))
    return {edition_id: _spoken(passages, weights) for edition_id, passages in of_edition.items()}


def _passages(asked, languages):
    if not languages:
        return []
    likely = [" | ".join(words) for words in asked.likely]
    with connection.cursor() as cursor:
        values = {"likely": likely, "vector": asked.vector, "editions": list(languages)}
        cursor.execute(_SQL, {**values, "configs": [config_of(each) for each in languages.values()]})
        return cursor.fetchall()


def _weights(matches: list[list[bool]]) -> list[float]:
    """Of the query's words: the rarer a word is among these passages, the more it says. Of one in none, nothing."""
    found = [sum(column) for column in zip(*matches, strict=True)]
    return [log((len(matches) + 1) / num) if num else 0 for num in found]


def _spoken(passages, weights) -> Spoken:
    in_all = sum(weights) or 1

    def share(matches):
        return sum(weight for weight, matched in zip(weights, matches, strict=True) if matched) / in_all

    best = max(passages, key=lambda row: (share(row[2]) + 2 * max(row[1], 0), -row[0]))
    return Spoken(
        passage_id=best[0],
        share=max(share(matches) for _, _, matches in passages),
        of_all=share([any(column) for column in zip(*(matches for _, _, matches in passages), strict=True)]),
        cosine=max(cosine for _, cosine, _ in passages),
    )
