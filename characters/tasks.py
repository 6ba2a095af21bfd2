"""Background work on characters."""

from celery import shared_task

from characters import passages, similarity
from characters.models import Edition, Passage

BATCH = 200


@shared_task
def embed_edition(edition_id: int):
    """Before: a new edition whose passages have no vectors. After: all have, and if it is live, so has the character
    suggestions made from it. May run twice."""
    passages.embed(Passage.objects.filter(edition=edition_id))
    similarity.renew(Edition.objects.get(pk=edition_id))


@shared_task
def embed_missing_passages():
    """Fill in vectors that a lost message left out, of live editions first to last, and the suggestions made from them.
    May run twice."""
    missing = Passage.objects.filter(embedding=None, edition__live_for__isnull=False)
    while ids := list(missing.values_list("id", flat=True)[:BATCH]):
        passages.embed(Passage.objects.filter(id__in=ids))
    similarity.renew_stale(limit=BATCH)
