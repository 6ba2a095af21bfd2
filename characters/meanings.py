"""Keep where each live edition stands: the middle of its passages' vectors, and the names in its texts."""

import numpy as np
from django.db.models import Avg, F, Q
from pgvector.django import VectorField

from characters.editions import content_of
from characters.mentions import called, named_in
from characters.models import EMBEDDING_FLOATS, Character, Edition, Meaning, Passage

# What the biography, the answers and the remarks count for, however many there are of each.
SHARES = {Passage.Kind.BIOGRAPHY: 0.45, Passage.Kind.ANSWER: 0.45, Passage.Kind.REMARK: 0.1}


def stale() -> list[int]:
    """Ids of live characters whose suggestions were made for an earlier edition, or never; lowest first."""
    changed = Character.objects.live().filter(
        Q(meaning=None) | ~Q(meaning__edition=F("live_edition")) | Q(meaning__is_suggested=False)
    )
    return list(changed.order_by("id").values_list("id", flat=True))


def vector_of(edition: Edition) -> np.ndarray | None:
    """512 floats of length 1; None while a passage has no vector, or when there is none."""
    if edition.passages.filter(embedding=None).exists():
        return None
    middle = Avg("embedding", output_field=VectorField(dimensions=EMBEDDING_FLOATS))
    means = edition.passages.order_by().values_list("kind").annotate(middle)
    total = sum((SHARES[kind] * np.asarray(mean, dtype=np.float32) for kind, mean in means), np.zeros(1))
    length = np.linalg.norm(total)
    return total / length if length else None


def keep(edition: Edition) -> bool:
    """Before: an edition. After: if it is live and its passages have vectors, its meaning is kept. May run twice."""
    if not Character.objects.filter(live_edition=edition).exists():
        return False
    if Meaning.objects.filter(edition=edition).exists():
        return True
    vector = vector_of(edition)
    if vector is None:
        return False
    content = content_of(edition)
    values = {"edition": edition, "vector": vector, "names": named_in(content), "called": called(content)}
    Meaning.objects.update_or_create(
        character_id=edition.character_id, defaults={**values, "is_suggested": False}
    )
    return True
