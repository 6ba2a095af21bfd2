"""Who may be meant by some words: a few hundred at most, by what each of PostgreSQL's indexes finds."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import numpy as np
import structlog
from django.conf import settings
from django.db import connection

from characters.languages import of_reader
from characters.search.asked import FILTERS, MAX_WORDS, Search
from characters.search.entries import ENGLISH, NAMES, config_of
from characters.search.vocabulary import Meant
from embeddings import encode

# How many each way of finding gives at most, so that no search reads more of a larger catalog.
MOST = 120
NEAREST = 80
# Of names that look like it, so many are compared.
LOOKED_AT = 800
# Trigrams find nothing for fewer letters; and what is longer is no word, but costs the encoder as many guesses.
SHORTEST, LONGEST = 3, 40
# Below this, what a misspelt name looks like is somebody else.
ALIKE = 0.45

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Asked:
    """A query in all the shapes that it is looked for in. ``meant`` as of ``vocabulary.meant_by``.

    ``configs`` are those of English and of the reader's languages: it is not known in which one asks.
    """

    q: str
    words: tuple[str, ...]
    meant: dict[str, list[Meant]]
    vector: str | None
    configs: tuple[str, ...]

    @property
    def is_misspelt(self) -> bool:
        """Whether some word is in no text."""
        return bool(self.meant)

    @property
    def likely(self) -> list[tuple[str, ...]]:
        """Of each word what it may be: itself, or what was meant by one that is in no text."""
        return [tuple(each.word for each in self.meant.get(word, ())[:2]) or (word,) for word in self.words]

    @property
    def put_right(self) -> list[str]:
        return [likely[0] for likely in self.likely]

    def query(self, *, all_but: int = 0, is_typed: bool = False) -> str:
        """For to_tsquery: documents with all words, or all but so many; the last one may be unfinished."""
        each = [_either(words) for words in self.likely]
        if is_typed and not self.meant.get(self.words[-1]):
            each[-1] = f"({each[-1]} | {self.words[-1]}:*)"
        if all_but >= len(each) - 1:
            return " | ".join(each)
        if not all_but:
            return " & ".join(each)
        return " | ".join(f"({' & '.join(each[:at] + each[at + 1 :])})" for at in range(len(each)))


def _either(words) -> str:
    return words[0] if len(words) == 1 else f"({' | '.join(words)})"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be meant, and how they fit: each figure is 0 where they do not. ``names`` in plain letters.

    ``original`` is whom this tells in another language, or themselves; ``languages`` are all that they are told in.
    """

    id: int
    edition_id: int
    era: str
    fields: tuple[str, ...]
    land: str
    sort_name: str
    year: int
    first_live_at: datetime
    num_conversations: int
    names: str
    language: str
    languages: tuple[str, ...]
    original: int
    name_likeness: float
    title_rank: float
    text_rank: float
    cosine: float


def asked_of(search: Search, meant: dict[str, list[Meant]]) -> Asked:
    configs = dict.fromkeys([ENGLISH, config_of(of_reader()), config_of(search.language)])
    return Asked(search.q, tuple(search.words), meant, _vector_of(search.q), tuple(configs))


@lru_cache(maxsize=512)
def _encoded(q: str) -> str:
    """As pgvector reads it. What was asked a moment ago is asked again for the next page and the next filter."""
    return json.dumps([round(float(each), 6) for each in np.asarray(encode([q])[0])])


def _vector_of(q: str) -> str | None:
    """None where there is no encoder: search by words goes on without it."""
    if not settings.SEARCH_BY_MEANING:
        return None
    try:
        return _encoded(" ".join(word[:LONGEST] for word in q.split()))
    except (ImportError, OSError, RuntimeError, ValueError, MemoryError) as error:
        log.warning("search without meaning", error=type(error).__name__)
        return None


# Each is to be found by its own index and no further than its limit, a weaker way only where a stronger found few.
# Patterns of LIKE and of tsquery are made of letters and digits alone.
_WAYS = {
    "named": """SELECT e.character_id FROM characters_searchentry e
        WHERE {patterns} {filters} LIMIT %(most)s""",
    "alike": """SELECT character_id FROM (
            SELECT e.character_id, e.names FROM characters_searchentry e
            WHERE %(plain)s <%% e.names {filters} LIMIT %(looked_at)s
        ) AS e ORDER BY %(plain)s <<-> names LIMIT %(most)s""",
    "titled": """SELECT e.character_id FROM characters_searchentry e, asked
        WHERE e.title_words @@ asked.typed {filters} LIMIT %(most)s""",
    "titled_in_part": """SELECT e.character_id FROM characters_searchentry e, asked
        WHERE (SELECT count(*) FROM titled) < %(most)s
            AND e.title_words @@ (asked.some_typed || asked.some_named) {filters} LIMIT %(most)s""",
    "told": """SELECT e.character_id FROM characters_searchentry e, asked
        WHERE e.words @@ asked.every {filters} LIMIT %(most)s""",
    "told_nearly": """SELECT e.character_id FROM characters_searchentry e, asked
        WHERE (SELECT count(*) FROM told) < %(most)s AND e.words @@ asked.nearly {filters} LIMIT %(most)s""",
    "told_in_part": """SELECT e.character_id FROM characters_searchentry e, asked
        WHERE (SELECT count(*) FROM told) + (SELECT count(*) FROM told_nearly) < %(most)s
            AND e.words @@ asked.some {filters} LIMIT %(most)s""",
    "near": """SELECT m.character_id FROM characters_meaning m JOIN characters_searchentry e USING (character_id)
        WHERE true {filters} ORDER BY m.vector <=> %(vector)s::vector LIMIT %(nearest)s""",
}
_FILTERS = {
    "era": "AND e.era = %(era)s",
    "field": "AND e.fields @> ARRAY[%(field)s]::varchar[]",
    "place": "AND e.land = %(place)s",
    "language": "AND e.languages @> ARRAY[%(language)s]::varchar[]",
}
_QUERIES = ("typed", "every", "nearly", "some", "some_typed")
_SQL = f"""
WITH asked AS MATERIALIZED (
    SELECT {{typed}} || to_tsquery('{NAMES}', %(typed)s) AS typed,
        {{every}} AS every, {{nearly}} AS nearly, {{some}} AS some, {{some_typed}} AS some_typed,
        to_tsquery('{NAMES}', %(some_typed)s) AS some_named
), {{ways}}, found AS (SELECT DISTINCT character_id FROM ({{union}}) AS every_way)
SELECT e.character_id, e.edition_id, e.era, e.fields, e.land, e.sort_name, e.year, e.first_live_at,
    e.num_conversations, e.names, t.language, e.languages, coalesce(e.translation_of_id, e.character_id),
    greatest(word_similarity(%(plain)s, e.names), strict_word_similarity(%(plain)s, e.names)),
    greatest(ts_rank(ARRAY[0, 0.3, 0.6, 1]::real[], e.title_words, asked.some_typed),
        ts_rank(ARRAY[0, 0.3, 0.6, 1]::real[], e.title_words, asked.some_named)),
    ts_rank(ARRAY[0, 0, 0.6, 1]::real[], e.words, asked.some),
    coalesce(1 - (m.vector <=> %(vector)s::vector), 0)
FROM found JOIN characters_searchentry e USING (character_id) JOIN characters_edition t ON t.id = e.edition_id
CROSS JOIN asked LEFT JOIN characters_meaning m ON m.character_id = coalesce(e.translation_of_id, e.character_id)
"""
# PostgreSQL takes rare words for common ones, and would read all rows, one way or the other; and compiling a query of
# milliseconds takes it longer than the query. For the statements that are sent with these, and no longer.
_SETTINGS = {
    "enable_seqscan": "off",
    "jit": "off",
    "hnsw.ef_search": str(NEAREST + 20),
    "hnsw.iterative_scan": "relaxed_order",
    "pg_trgm.word_similarity_threshold": str(ALIKE),
}
_BEFORE = "SELECT " + ", ".join(f"set_config('{name}', '{value}', true)" for name, value in _SETTINGS.items())
_AFTER = "; ".join(f"SET LOCAL {name} TO DEFAULT" for name in _SETTINGS)


def candidates(asked: Asked, search: Search) -> list[Candidate]:
    """Everybody who may be meant and whom the filters let through, in no order."""
    if not asked.words:
        return []
    with connection.cursor() as cursor:
        # Sent together they are one transaction and one way there and back.
        cursor.execute(f"{_BEFORE}; {_statement(asked, search)}; {_AFTER}", _parameters(asked, search))
        cursor.nextset()
        return [Candidate(*row) for row in cursor.fetchall()]


def _statement(asked, search) -> str:
    plain = "".join(asked.words)
    ways = dict(_WAYS)
    if min(map(len, asked.words)) < SHORTEST:
        del ways["named"]
    if not plain.isascii() or len(plain) < SHORTEST:
        del ways["alike"]
    if asked.vector is None:
        del ways["near"]
    filters = " ".join(words for name, words in _FILTERS.items() if getattr(search, name))
    patterns = " AND ".join(f"e.names LIKE %(pattern{at})s" for at in range(len(asked.words)))
    return _SQL.format(
        **{name: _read_as(name, asked.configs) for name in _QUERIES},
        ways=", ".join(
            f"{name} AS MATERIALIZED ({sql.format(filters=filters, patterns=patterns)})"
            for name, sql in ways.items()
        ),
        union=" UNION ALL ".join(f"SELECT character_id FROM {name}" for name in ways),
    )


def _read_as(name, configs) -> str:
    return " || ".join(f"to_tsquery('{config}', %({name})s)" for config in configs)


def _parameters(asked, search) -> dict:
    return {
        "plain": " ".join(asked.words),
        **{f"pattern{at}": f"%{word}%" for at, word in enumerate(asked.words)},
        "typed": asked.query(is_typed=True),
        "every": asked.query(),
        "nearly": asked.query(all_but=1),
        "some": asked.query(all_but=MAX_WORDS),
        "some_typed": asked.query(all_but=MAX_WORDS, is_typed=True),
        "vector": asked.vector,
        "most": MOST,
        "looked_at": LOOKED_AT,
        "nearest": NEAREST,
        **{name: getattr(search, name) for name in FILTERS},
    }
