"""What Celery calls: wake-ups, of which the rows are the truth, and housekeeping."""

import sys
import time

import structlog
from celery import shared_task
from celery.signals import worker_init, worker_shutting_down
from django.conf import settings
from kombu.exceptions import OperationalError

from chat import allowances, clearing, popularity, trials
from chat.grounded import note_writing, notes
from chat.replies import generation, writing
from embeddings import encode

log = structlog.get_logger(__name__)

GOES_ON_SECONDS = 30


@shared_task
def write_reply(generation_id: int):
    """Before: QUEUED, or GENERATING with its lease run out. After: final, or QUEUED for a later attempt or its turn.

    May run twice, also at once: it begins with a claim. While replies wait it goes on with the one whose turn it is: a
    wake-up that came to a full house is gone. Not for long, since other tasks wait for a thread too.
    """
    until = time.monotonic() + GOES_ON_SECONDS
    while written := generation.write_reply(generation_id):
        if written.num_unnoted >= notes.LEAST_NOTED:
            ask_for_note(written.generation_id)
        if time.monotonic() > until:
            wake(generation_id)
            return


@shared_task
def write_note(generation_id: int):
    """Before: the branch that ends with this reply is long. After: a note tells what is old of it. May run twice."""
    note_writing.write(generation_id)


@shared_task
def write_note_anew(note_id: int):
    """Before: the note waits to be written anew. After: it is, unless its user has changed it meanwhile."""
    note_writing.write_anew(note_id)


@shared_task
def clear_allowances():
    """What was counted in hours that have passed is gone afterwards. May run twice."""
    allowances.clear()


@shared_task
def clear_deleted_conversations():
    """Conversations deleted some days ago are gone for good afterwards. May run twice, also at once."""
    clearing.clear_deleted()


@shared_task
def count_conversations():
    """Afterwards the catalog knows how often each character is talked to. May run twice."""
    popularity.count()


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


def ask_for_note(generation_id: int):
    """Call a worker for a note, where one may be due. Should it not come, the next reply asks again."""
    if notes.may_be_due(generation_id):
        _call(write_note, generation_id)


def ask_for_note_anew(note_id: int) -> bool:
    return _call(write_note_anew, note_id)


def _call(task, pk: int) -> bool:
    try:
        task.apply_async((pk,), retry=False)
    except (OperationalError, OSError) as error:
        log.warning("broker unreachable, no note", task=task.name, error=type(error).__name__)
        return False
    return True


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
