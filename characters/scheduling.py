"""Let an edition go live, or a page go away, by itself at a time that editors set.

What is to be published is frozen when it is asked for: an edition with a date. PostgreSQL is the clock and the list of
what is to be done; any number of processes may call ``run_due``.
"""

import datetime as dt

import structlog
from django.db import OperationalError, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_noop

from characters import publishing
from characters.editions import content_of
from characters.models import Character, Edition, Schedule

log = structlog.get_logger(__name__)

FURTHEST = dt.timedelta(days=5 * 366)
Kind, State = Schedule.Kind, Schedule.State
# Kept with what was called off or failed: see characters.kept_words.
ANOTHER_TIME = gettext_noop("It was given another time.")
IN_ITS_PLACE = gettext_noop("Edition %(number)s was scheduled in its place.")
CALLED_OFF = gettext_noop("Somebody called it off.")
NO_PAGE = gettext_noop("There was no page to withdraw.")
UNFORESEEN = gettext_noop("Something went wrong that nobody foresaw. The log says where.")


class NotAhead(Exception):
    """The time has passed."""


class TooFarAhead(Exception):
    """The time is more than five years away."""


class NothingNew(Exception):
    """The draft says what the live edition says, which will still be live at that time."""


class AlreadyOver(Exception):
    """It is done, has failed or was called off before."""


@transaction.atomic
def schedule_publishing(character: Character, *, due_at: dt.datetime, by=None, note: str = "") -> Schedule:
    """Freeze the draft as the next edition now, to go live at ``due_at``, in place of one that waits already.

    With an unchanged draft and no new note the one that waits is given the new time.

    :raises NotAhead, TooFarAhead: for a time that makes no sense.
    :raises publishing.Incomplete: while the draft lacks what a page needs, its address included.
    :raises NothingNew: when it would change nothing.
    """
    _check(due_at)
    character = _held(character)
    content = publishing.publishable(character)
    waiting = character.schedules.filter(kind=Kind.PUBLISH, state=State.PENDING).first()
    if waiting and not note and content_of(waiting.edition) == content:
        edition, reason = waiting.edition, ANOTHER_TIME
    elif _says_the_same_then(character, content, due_at):
        raise NothingNew
    else:
        edition = publishing.freeze(character, content, by=by, note=note)
        reason = IN_ITS_PLACE % {"number": edition.number}
    publishing.call_off_pending(character, Kind.PUBLISH, reason)
    # Now, and not when it goes live: by then a newer draft may wait for review.
    publishing.leave_review(character)
    # So that conversations find its passages from the first second on.
    transaction.on_commit(lambda: publishing.wake_embedding(edition.pk))
    return _schedule(character, Kind.PUBLISH, due_at, by, edition)


@transaction.atomic
def schedule_withdrawal(character: Character, *, due_at: dt.datetime, by=None) -> Schedule:
    """Let the page go away at ``due_at``, in place of an earlier such wish. Its editions stay.

    :raises NotAhead, TooFarAhead: for a time that makes no sense.
    :raises publishing.NothingToWithdraw: when there is no page, and none will be by then.
    """
    _check(due_at)
    character = _held(character)
    before = Q(kind=Kind.PUBLISH, state=State.PENDING, due_at__lte=due_at)
    if not character.live_edition_id and not character.schedules.filter(before).exists():
        raise publishing.NothingToWithdraw
    publishing.call_off_pending(character, Kind.WITHDRAW, ANOTHER_TIME)
    return _schedule(character, Kind.WITHDRAW, due_at, by)


def call_off(schedule: Schedule, *, by=None):
    """What has not happened yet will not.

    :raises AlreadyOver: when it has, or somebody was faster.
    """
    pending = Schedule.objects.filter(pk=schedule.pk, state=State.PENDING)
    if not pending.update(state=State.CANCELLED, failure=CALLED_OFF, ended_at=Now()):
        raise AlreadyOver
    log.info("schedule called off", schedule=schedule.pk, by=by and by.pk)


def run_due() -> int:
    """Do everything that is due, the earliest first, each once and each by itself; the number done or failed.

    Two that are due for one character are done one after the other, whoever does them.
    """
    number = 0
    while _run_next():
        number += 1
    return number


def _check(due_at):
    now = timezone.now()
    # Editors set minutes: the one that has begun is not over yet.
    if due_at < now.replace(second=0, microsecond=0):
        raise NotAhead
    if due_at > now + FURTHEST:
        raise TooFarAhead


def _held(character) -> Character:
    return Character.objects.select_for_update(of=("self",)).get(pk=character.pk)


def _says_the_same_then(character, content, due_at) -> bool:
    live = character.live_edition
    gone = Q(kind=Kind.WITHDRAW, state=State.PENDING, due_at__lte=due_at)
    return bool(live) and content_of(live) == content and not character.schedules.filter(gone).exists()


def _schedule(character, kind, due_at, by, edition: Edition | None = None) -> Schedule:
    schedule = Schedule.objects.create(
        character=character, kind=kind, due_at=due_at, edition=edition, asked_by=by
    )
    log.info("scheduled", schedule=schedule.pk, kind=kind, character=character.slug, by=by and by.pk)
    return schedule


@transaction.atomic
def _run_next() -> bool:
    """Take one, which nobody else gets hold of meanwhile, and end it; False when none is left."""
    schedule = _due().first()
    if schedule is None:
        return False
    try:
        with transaction.atomic():
            _end(schedule, State.DONE)
            _perform(schedule)
    except publishing.Incomplete as incomplete:
        _end(schedule, State.FAILED, str(incomplete))
    except publishing.NothingToWithdraw:
        _end(schedule, State.FAILED, NO_PAGE)
    except OperationalError:
        raise  # The database is away, or had to choose between two: the next round tries again.
    except Exception:
        log.exception("schedule failed", schedule=schedule.pk)
        _end(schedule, State.FAILED, UNFORESEEN)
    log.info("schedule ended", schedule=schedule.pk, kind=schedule.kind, state=schedule.state)
    return True


def _due():
    """Those whose turn it is, with their characters held; what another process holds is skipped.

    The character is held along with the row, since publishing by hand holds it first and the row after.
    """
    earlier = Schedule.objects.filter(
        Q(due_at__lt=OuterRef("due_at")) | Q(due_at=OuterRef("due_at"), id__lt=OuterRef("id")),
        character=OuterRef("character"),
        state=State.PENDING,
    )
    return (
        Schedule.objects.select_for_update(skip_locked=True, of=("self", "character"))
        .select_related("character", "edition")
        .filter(~Exists(earlier), state=State.PENDING, due_at__lte=Now())
        .order_by("due_at", "id")
    )


def _end(schedule, state, failure=""):
    schedule.state, schedule.failure = state, failure[:300]
    Schedule.objects.filter(pk=schedule.pk).update(state=state, failure=schedule.failure, ended_at=Now())


def _perform(schedule):
    if schedule.kind == Kind.WITHDRAW:
        publishing.withdraw(schedule.character)
        return
    publishing.go_live(schedule.character, schedule.edition)
    if schedule.edition.passages.filter(embedding=None).exists():
        transaction.on_commit(lambda: publishing.wake_embedding(schedule.edition_id))
