"""Find the passages of an edition that speak to a message: words and meaning, fused."""

from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, FloatField, Value
from django.db.models.functions import Coalesce, Greatest
from pgvector.django import CosineDistance

from characters.models import Edition, Passage
from characters.passages import TEXT_SEARCH
from chat.models import Message
from embeddings import encode

NUM_PASSAGES = 5
NUM_OFFERS = 3


@dataclass(frozen=True)
class Found:
    """``score`` in 0..1; ``is_question``: the message is (nearly) this passage's question."""

    passage: Passage
    score: float
    is_question: bool = False
    is_said: bool = False


@dataclass(frozen=True)
class Ground:
    """Passages best first, and the nearest curated questions as ``{"question", "anchor"}``."""

    found: tuple[Found, ...]
    offers: list[dict]


def ground(edition: Edition, message: str, before: list[Message], *, said: set[int]) -> Ground:
    """The best passages of the edition for a message and what was said before it."""
    vector = encode([message])[0]
    near = 1 - CosineDistance("embedding", vector)
    asked = 1 - CosineDistance("question_embedding", vector)
    words = SearchQuery(message, config=TEXT_SEARCH, search_type="websearch")
    rows = (
        edition.passages.annotate(
            near=Coalesce(near, Value(0.0), output_field=FloatField()),
            asked=Coalesce(asked, Value(0.0), output_field=FloatField()),
            rank=SearchRank(F("words"), words, normalization=32),
        )
        .annotate(score=Greatest("near", "asked") * 0.8 + F("rank") * 0.2)
        .order_by("-score", "position")
    )
    rows = list(rows)
    found = tuple(
        Found(row, row.score, is_question=row.asked > 0.9, is_said=row.pk in said) for row in rows[:NUM_PASSAGES]
    )
    questions = [row for row in rows if row.kind == Passage.Kind.ANSWER and row.pk not in said]
    return Ground(found, [{"question": row.question, "anchor": row.anchor} for row in questions[:NUM_OFFERS]])
