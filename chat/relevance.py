"""How well each passage of an edition answers a question: meaning and words, fused into a likelihood."""

import math
from collections import Counter, OrderedDict
from dataclasses import dataclass
from functools import cached_property
from threading import Lock

import numpy as np
from django.db import connection

from characters.models import Edition, Passage
from characters.passages import TEXT_SEARCH
from embeddings import FLOATS

# Words that visitors wrap a question in, as PostgreSQL stems them. They say nothing of its matter.
WRAPPING = frozenset(
    "hello hi pleas thank tell say know think mr realli like go get would could much mani ever one way u ur thing "
    "make made do did".split()
)
EDITIONS_IN_MEMORY = 64
WORDS_SQL = """
WITH asked AS (SELECT plainto_tsquery(%(config)s, %(text)s) AS query)
SELECT passage.id, ts_rank(passage.words, replace(asked.query::text, '&', '|')::tsquery),
    tsvector_to_array(to_tsvector(%(config)s, %(text)s))
FROM characters_passage passage, asked WHERE passage.edition_id = %(edition)s ORDER BY passage.position
"""
LEXEMES_SQL = "SELECT id, tsvector_to_array(words) FROM characters_passage WHERE edition_id = %s"


@dataclass(frozen=True)
class Index:
    """The passages of one edition in memory: about 25 rows, their vectors and their stemmed words."""

    passages: tuple[Passage, ...]
    meanings: np.ndarray
    questions: np.ndarray
    lexemes: tuple[frozenset[str], ...]
    names: tuple[str, ...]

    @cached_property
    def is_embedded(self) -> bool:
        return all(passage.embedding is not None for passage in self.passages)

    @cached_property
    def _found_in(self) -> Counter:
        return Counter(lexeme for found in self.lexemes for lexeme in found)

    def weight(self, lexeme: str) -> float:
        """How much a word tells: the fewer passages have it, the more."""
        return math.log((len(self.passages) + 1) / (self._found_in[lexeme] + 0.5))


_kept: OrderedDict[tuple, Index] = OrderedDict()
_lock = Lock()


def index_of(edition: Edition) -> Index:
    """The edition's passages; editions never change, so they are loaded once per process."""
    key = (edition.pk, edition.published_at)
    with _lock:
        if index := _kept.get(key):
            _kept.move_to_end(key)
            return index
    index = _load(edition)
    if index.is_embedded:
        with _lock:
            _kept[key] = index
            while len(_kept) > EDITIONS_IN_MEMORY:
                _kept.popitem(last=False)
    return index


def _load(edition) -> Index:
    passages = tuple(edition.passages.defer("words").order_by("position"))
    with connection.cursor() as cursor:
        cursor.execute(LEXEMES_SQL, [edition.pk])
        lexemes = dict(cursor.fetchall())
    return Index(
        passages=passages,
        meanings=_matrix(passage.embedding for passage in passages),
        questions=_matrix(passage.question_embedding for passage in passages),
        lexemes=tuple(frozenset(lexemes[passage.pk] or ()) for passage in passages),
        names=(edition.name, edition.sort_name),
    )


def _matrix(vectors) -> np.ndarray:
    rows = [np.zeros(FLOATS) if vector is None else np.asarray(vector) for vector in vectors]
    return np.array(rows, dtype=np.float32).reshape(len(rows), FLOATS)


def scores(index: Index, edition: Edition, text: str, vector: np.ndarray) -> np.ndarray:
    """For each passage the likelihood that it answers the text."""
    near = index.meanings @ vector
    share, rank = _words(index, edition, text)
    fused = -3.95 - 6.46 * near + 35 * (near - near.mean()) + 1.5 * share
    return 1 / (1 + np.exp(-fused))


def _words(index, edition, text) -> tuple[np.ndarray, np.ndarray]:
    """The share of the text's telling words that each passage has, and PostgreSQL's rank for them."""
    with connection.cursor() as cursor:
        cursor.execute(WORDS_SQL, {"config": TEXT_SEARCH, "text": text, "edition": edition.pk})
        rows = cursor.fetchall()
    asked = {lexeme for lexeme in (rows[0][2] or ()) if lexeme not in WRAPPING} if rows else set()
    total = sum(index.weight(lexeme) for lexeme in asked) or 1
    shares = [sum(index.weight(lexeme) for lexeme in asked & found) / total for found in index.lexemes]
    return np.array(shares), np.array([row[1] for row in rows])
