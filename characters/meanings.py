"""Keep where each live edition stands: the middle of its passages' vectors, and the names in its texts.

Translations stand where their originals do, and are kept nowhere else.
"""

import numpy as np
from django.db.models import Avg, Count, Exists, F, OuterRef, Q
from pgvector.django import VectorField

from characters.editions import content_of
from characters.mentions import called, named_in_texts
from characters.models import EMBEDDING_FLOATS, Character, Edition, Meaning, Passage

# What the biography, the answers and the remarks count for, however many there are of each.
SHARES = {Passage.Kind.BIOGRAPHY: 0.45, Passage.Kind.ANSWER: 0.45, Passage.Kind.REMARK: 0.1}


def stale(among: list[int] | None = None) -> list[int]:
    """Ids of live characters whose suggestions were made for an earlier edition, or never; lowest first.

    Not of those whose passages still wait for vectors, or who have none: nothing could be made for them.
    """
    changed = (
        Character.objects.live()
        .filter(live_edition__translation_of=None)
        .filter(Q(meaning=None) | ~Q(meaning__edition=F("live_edition")) | Q(meaning__is_suggested=False))
    )
    passages = Passage.objects.filter(edition=OuterRef("live_edition"))
    able = changed.filter(Exists(passages), ~Exists(passages.filter(embedding=None)))
    if among is not None:
        able = able.filter(pk__in=among)
    return list(able.order_by("id").values_list("id", flat=True))


def vector_of(edition: Edition) -> np.ndarray | None:
    """512 floats of length 1; None while a passage has no vector, or when there is none."""
    return _vectors([edition.pk]).get(edition.pk)


def _vectors(edition_ids) -> dict[int, np.ndarray]:
    """The vectors of those editions that can have one."""
    middle = Avg("embedding", output_field=VectorField(dimensions=EMBEDDING_FLOATS))
    kinds = Passage.objects.filter(edition__in=edition_ids).order_by().values_list("edition", "kind")
    totals, waiting = {}, set()
    for pk, kind, mean, num_waiting in kinds.annotate(
        middle=middle, num=Count("id", filter=Q(embedding=None))
    ):
        if num_waiting:
            waiting.add(pk)
        else:
            totals[pk] = totals.get(pk, np.zeros(1)) + SHARES[kind] * np.asarray(mean, dtype=np.float32)
    lengths = {pk: np.linalg.norm(total) for pk, total in totals.items()}
    return {pk: total / lengths[pk] for pk, total in totals.items() if pk not in waiting and lengths[pk]}


def keep(edition: Edition) -> bool:
    """Before: an edition. After: if it is live and its passages have vectors, its meaning is kept. May run twice."""
    if not Character.objects.filter(live_edition=edition).exists():
        return False
    keep_all([edition.character_id])
    return Meaning.objects.filter(edition=edition).exists()


def keep_all(character_ids: list[int]):
    """The same for the live editions of many, in five queries."""
    live = Edition.objects.filter(live_for__in=character_ids, translation_of=None)
    new = live.exclude(pk__in=Meaning.objects.filter(character__in=character_ids).values("edition"))
    editions = list(new.order_by("id").only("character", "content"))
    vectors = _vectors([edition.pk for edition in editions])
    texts = _texts(vectors)
    Meaning.objects.bulk_create(
        [
            _unsaved(edition, vectors[edition.pk], texts[edition.pk])
            for edition in editions
            if edition.pk in vectors
        ],
        update_conflicts=True,
        unique_fields=("character",),
        update_fields=("edition", "vector", "names", "called", "is_suggested"),
    )


def _texts(edition_ids) -> dict[int, list[str]]:
    """The biography and the answers of each, as plain text."""
    found = {pk: {} for pk in edition_ids}
    told = Passage.objects.filter(edition__in=found, kind__in=(Passage.Kind.BIOGRAPHY, Passage.Kind.ANSWER))
    for pk, kind, position, text in told.order_by("edition", "position").values_list(
        "edition", "kind", "position", "text"
    ):
        # The biography is one text, whose words without capitals are told apart together.
        found[pk].setdefault(kind if kind == Passage.Kind.BIOGRAPHY else position, []).append(text)
    return {pk: ["\n".join(parts) for parts in texts.values()] for pk, texts in found.items()}


def _unsaved(edition, vector, texts) -> Meaning:
    content = content_of(edition)
    return Meaning(
        character_id=edition.character_id,
        edition=edition,
        vector=vector,
        names=named_in_texts(texts, content),
        called=called(content),
        is_suggested=False,
    )
