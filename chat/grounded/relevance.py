"""How likely each passage of an edition answers a question: meaning and words, fused."""

import math
from collections import Counter
from dataclasses import dataclass, field
from functools import cache, cached_property
from threading import Lock

import numpy as np
from cachetools import LRUCache
from django.db import connection

from characters.models import Edition, Passage
from characters.text_search import ENGLISH, readable, text_search_config
from chat.grounded.typical_questions import BESIDE, OF_THEMES, questions_in
from embeddings import FLOATS, encode
from engines.normalised import folded
from engines.tongues import tongue_of
from engines.tongues.tongue import Tongue

EDITIONS_IN_MEMORY = 64
STEMS_SQL = """
SELECT tsvector_to_array(to_tsvector(%s, asked.text))
FROM unnest(%s::text[]) WITH ORDINALITY AS asked(text, number) ORDER BY asked.number
"""
LEXEMES_SQL = "SELECT id, tsvector_to_array(words) FROM characters_passage WHERE edition_id = %s"

# A logistic regression of “this passage answers” over the columns of ``features``, fitted on the tune half of
# benchmarks/judged_questions (the best passage of each question) by ``benchmarks/judge_retrieval.py --fit``.
WEIGHTS = np.array((-1.29, 11.21, 1.28, 2.20, 4.44, -6.70, -2.15))
# A message whose only telling word stands in so few passages' headings is on their matter.
FEW = 2
OF_ITS_MATTER = 0.6
# … if the passage has at least so much of the rest: “quantum computing” is not on a heading with “computer”.
HALF = 0.5
# Of a message with a single telling word, a passage without that word is seldom the answer, near as it may seem.
WITHOUT_THE_WORD = 0.8
# The same for passages without vectors, from their words alone: a share of one half is as good as even.
WORDS_ALONE = np.array((-4.0, 8.0))


@dataclass(frozen=True)
class Question:
    """A text to be answered, its vector and its stemmed words, without those that say nothing."""

    text: str
    vector: np.ndarray
    stems: frozenset[str]


@dataclass(frozen=True)
class Index:
    """The passages of one edition in memory: about 25 rows, their vectors and their stemmed words."""

    passages: tuple[Passage, ...]
    lexemes: tuple[frozenset[str], ...]
    headings: tuple[frozenset[str], ...]
    meanings: np.ndarray
    questions: tuple[np.ndarray, ...] = field(repr=False)
    language: str = ENGLISH

    @property
    def tongue(self) -> Tongue:
        return tongue_of(self.language)

    @cached_property
    def is_embedded(self) -> bool:
        return all(passage.embedding is not None for passage in self.passages)

    @cached_property
    def found_in(self) -> Counter:
        """In how many passages each word stands."""
        return Counter(lexeme for found in self.lexemes for lexeme in found)

    def weight(self, lexeme: str) -> float:
        """How much a word tells: the fewer passages have it, the more."""
        return math.log((len(self.passages) + 1) / (self.found_in[lexeme] + 0.5))


_kept: LRUCache[tuple, Index] = LRUCache(EDITIONS_IN_MEMORY)
_lock = Lock()


def index_of(edition: Edition) -> Index:
    """The edition's passages; editions never change, so they are loaded once per process."""
    key = (edition.pk, edition.made_at)
    with _lock:
        if index := _kept.get(key):
            return index
    index = _load(edition)
    if index.is_embedded:
        with _lock:
            _kept[key] = index
    return index


def _load(edition) -> Index:
    passages = tuple(edition.passages.defer("words").order_by("position"))
    language = edition.language
    with connection.cursor() as cursor:
        cursor.execute(LEXEMES_SQL, [edition.pk])
        lexemes = dict(cursor.fetchall())
        headings = [readable(f"{p.heading} {p.question}", language) for p in passages]
        cursor.execute(STEMS_SQL, [text_search_config(language), headings])
        headings = tuple(frozenset(row[0] or ()) for row in cursor.fetchall())
    return Index(
        passages=passages,
        lexemes=tuple(frozenset(lexemes[passage.pk] or ()) for passage in passages),
        headings=headings,
        meanings=np.array([_row(passage.embedding) for passage in passages], dtype=np.float32),
        questions=tuple(_questions_of(passage, tongue_of(language)) for passage in passages),
        language=language,
    )


def _row(vector):
    return np.zeros(FLOATS) if vector is None else np.asarray(vector)


def _questions_of(passage: Passage, tongue: Tongue) -> np.ndarray:
    """A row for each question that the passage is known to answer; a paragraph of the biography has none."""
    if passage.kind == Passage.Kind.BIOGRAPHY:
        return np.zeros((0, FLOATS), dtype=np.float32)
    own = np.asarray([_row(passage.question_embedding)], dtype=np.float32)
    theme = _theme_of(passage.heading, tongue) if passage.kind == Passage.Kind.REMARK else ""
    return np.concatenate([own, _typical(OF_THEMES[tongue.code][theme])]) if theme else own


def _theme_of(heading: str, tongue: Tongue) -> str:
    themes = {tongue.matter.themes.get(word) for word in folded(heading).split()}
    return next((theme for theme in OF_THEMES[tongue.code] if theme in themes), "")


@cache
def _typical(text: str) -> np.ndarray:
    return encode(questions_in(text))


def read(texts: list[str], language: str = ENGLISH) -> list[Question]:
    """The texts as they are compared with passages: one query to PostgreSQL, one call of the encoder."""
    with connection.cursor() as cursor:
        plain = [readable(text, language) for text in texts]
        cursor.execute(STEMS_SQL, [text_search_config(language), plain])
        wrapping = tongue_of(language).matter.wrapping
        stems = [frozenset(row[0] or ()) - wrapping for row in cursor.fetchall()]
    return [
        Question(text, vector, found) for text, vector, found in zip(texts, encode(texts), stems, strict=True)
    ]


def likelihoods(index: Index, question: Question) -> np.ndarray:
    """For each passage how likely it answers, in 0..1."""
    if index.is_embedded:
        return _by_words(index, question, _logistic(features(index, question) @ WEIGHTS))
    share = word_shares(index, question)
    return np.where(share > 0, _logistic(WORDS_ALONE[0] + WORDS_ALONE[1] * share), 0.0)


def _by_words(index: Index, question: Question, found: np.ndarray) -> np.ndarray:
    """Rare words weigh more than the regression can tell: “Kronstadt” is one remark's theme, and few words mislead."""
    shares = word_shares(index, question)
    for stem in question.stems:
        having = [at for at, heading in enumerate(index.headings) if stem in heading and shares[at] >= HALF]
        if 0 < len(having) <= FEW and index.found_in[stem] <= FEW + 1:
            found[having] = np.maximum(found[having], OF_ITS_MATTER)
    if len(question.stems) <= 1:
        found[shares == 0] *= WITHOUT_THE_WORD
    return found


def features(index: Index, question: Question) -> np.ndarray:
    """A row for each passage: a constant, how its meaning stands out among the edition's, its share of the words, how
    its question stands out; and of the message alone: how near the nearest question is, how like it is to what pages
    rarely answer, and whether it asks for a measure."""
    near = index.meanings @ question.vector
    asked = np.array([np.max(rows @ question.vector, initial=-1.0) for rows in index.questions])
    has_question = asked > -1
    nearest = asked.max()
    standing_out = (
        np.where(has_question, asked - asked[has_question].mean(), 0) if has_question.any() else asked * 0
    )
    beside = np.sort(_typical(BESIDE) @ question.vector)[-3:].mean()
    measure = float(bool(index.tongue.matter.measure.search(question.text.lower())))
    of_message = np.broadcast_to([nearest, beside, measure], (len(near), 3))
    return np.column_stack(
        [np.ones(len(near)), near - near.mean(), word_shares(index, question), standing_out, of_message]
    )


def word_shares(index: Index, question: Question) -> np.ndarray:
    """The share of the question's words that each passage has, weighed by how much each word tells."""
    total = sum(index.weight(stem) for stem in question.stems) or 1
    return np.array([sum(map(index.weight, question.stems & found)) / total for found in index.lexemes])


def _logistic(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))
