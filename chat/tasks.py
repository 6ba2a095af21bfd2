"""What Celery calls: wake-ups, of which the rows are the truth, and housekeeping."""

import sys

import structlog
from celery import shared_task
from celery.signals import worker_init, worker_shutting_down
from django.conf import settings
from kombu.exceptions import OperationalError

from chat import allowances, generation, trials, writing
from embeddings import encode

log = structlog.get_logger(__name__)


@shared_task
def write_reply(generation_id: int):
    """Before: QUEUED, or GENERATING with its lease run out. After: final, or QUEUED for a later attempt.

    May run twice, also at once: it begins with a claim.
    """
    generation.write_reply(generation_id)


@shared_task
def clear_allowances():
    """What was counted in hours that have passed is gone afterwards. May run twice."""
    allowances.clear()


@shared_task
def clear_trial_editions():
    """What was made for trial conversations and is spoken from in none is gone a day later. May run twice."""
    trials.clear_editions()


@worker_init.connect
def warm_up(**_):
    """Load the encoder before the first reply asks for it: that takes seconds, and a lease is running."""
    encode(["warm"])
    # One loop receives and sends all replies, beside threads that prepare others: see config.asgi.
    sys.setswitchinterval(settings.SWITCH_SECONDS)


@worker_shutting_down.connect
def leave(**_):
    writing.leave()


def wake(generation_id: int) -> bool:
    """Call a worker; False when the broker cannot be reached, and then the sweeper calls again."""
    try:
        write_reply.apply_async((generation_id,), retry=False)
    except (OperationalError, OSError) as error:
        log.warning(
            "broker unreachable, the sweeper will call", generation=generation_id, error=type(error).__name__
        )
        return False
    return True
