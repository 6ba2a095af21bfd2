"""Background work on characters."""

import structlog
from celery import shared_task
from django.db.models import Q
from kombu.exceptions import OperationalError

from characters import checklist, passages, portraits, renditions, similarity
from characters.editions import content_of, draft_of
from characters.models import Character, Edition, Passage, Schedule
from characters.search import entries

log = structlog.get_logger(__name__)

BATCH = 200


@shared_task
def embed_edition(edition_id: int):
    """Before: a new edition whose passages have no vectors. After: all have, and if it is live, so has the character
    suggestions made from it. May run twice."""
    passages.embed(Passage.objects.filter(edition=edition_id))
    similarity.renew(Edition.objects.get(pk=edition_id))


@shared_task
def embed_missing_passages():
    """Fill in vectors that a lost message left out, of editions live or with a date, and what is suggested by them.

    May run twice.
    """
    shown = Q(edition__live_for__isnull=False) | Q(edition__schedules__state=Schedule.State.PENDING)
    missing = Passage.objects.filter(shown, embedding=None)
    while ids := list(missing.values_list("id", flat=True)[:BATCH]):
        passages.embed(Passage.objects.filter(id__in=ids))
    similarity.renew_stale(limit=BATCH)


@shared_task
def keep_search_entries():
    """What is live and the catalog does not list, for whatever reason, it lists afterwards. May run twice."""
    entries.keep_missing(BATCH)


@shared_task
def refresh_checklists():
    """What the checklist counts is true again for those whose links' ends changed, and for new ones. May run twice."""
    checklist.refresh()


@shared_task
def make_renditions(character_id: int):
    """Before: a portrait that was chosen or cut anew. After: the draft's squares are there. May run twice."""
    for character in Character.objects.filter(pk=character_id).exclude(portrait=""):
        content = draft_of(character)
        renditions.make(content, widest=renditions.widest_of(content))


def wake_renditions(character_id: int):
    """Call a worker; what a lost message leaves out, beat makes once it is live."""
    try:
        make_renditions.delay(character_id)
    except OperationalError:
        log.warning("broker unreachable, beat will make the renditions", character=character_id)


@shared_task
def make_missing_renditions():
    """Make the squares that live editions show and that are not there, wherever they got lost. May run twice."""
    there = portraits.stored()
    live = Edition.objects.filter(live_for__isnull=False).exclude(portrait="")
    missing = [
        pk
        for pk, name in live.values_list("pk", "portrait")
        if name not in there and renditions.original_of(name) in there
    ]
    for edition in Edition.objects.filter(pk__in=missing[:BATCH]).only("content", "portrait"):
        renditions.make(content_of(edition), widest=edition.portrait)
