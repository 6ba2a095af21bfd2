"""Background work on characters."""

from celery import shared_task
from django.db.models import Q

from characters import checklist, passages
from characters.models import Passage, Schedule

BATCH = 200


@shared_task
def embed_edition(edition_id: int):
    """Before: a new edition whose passages have no vectors. After: all have. May run twice."""
    passages.embed(Passage.objects.filter(edition=edition_id))


@shared_task
def embed_missing_passages():
    """Fill in vectors that a lost message left out, of editions live or with a date. May run twice."""
    shown = Q(edition__live_for__isnull=False) | Q(edition__schedules__state=Schedule.State.PENDING)
    missing = Passage.objects.filter(shown, embedding=None)
    while ids := list(missing.values_list("id", flat=True)[:BATCH]):
        passages.embed(Passage.objects.filter(id__in=ids))


@shared_task
def refresh_checklists():
    """What the checklist counts is true again for those whose links' ends changed, and for new ones. May run twice."""
    checklist.refresh()
