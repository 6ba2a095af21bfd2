"""What a user may ask for in an hour: held back before a reply is queued, settled when it is final.

Messages and pieces are counted in one row a user and hour, apart from what was said: deleting gives no message back.
A trigger settles (chat/migrations/0008_quotas.py), so that no road to a final state can forget it.
"""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.utils import timezone

from chat import one_at_a_time
from chat.models import Allowance, Generation

HOUR = dt.timedelta(hours=1)
# One row of a user and hour is raised by one request after the other, however many come at once.
RESERVE = """
INSERT INTO chat_allowance AS held (user_id, hour, num_replies, num_pieces)
VALUES (%(user)s, %(hour)s, 1, %(pieces)s)
ON CONFLICT (user_id, hour) DO UPDATE
SET num_replies = held.num_replies + 1, num_pieces = held.num_pieces + excluded.num_pieces
WHERE held.num_replies < %(most_replies)s
    AND (%(most_pieces)s = 0 OR held.num_pieces + excluded.num_pieces <= %(most_pieces)s)
RETURNING num_replies, num_pieces
"""
# Told to the user once so few messages are left, or pieces for so few replies.
FEW = 10


class TooManyMessages(Exception):
    """MESSAGES_PER_HOUR are used up; ``again_at`` is when the next may be said."""

    def __init__(self, again_at: dt.datetime):
        super().__init__(again_at)
        self.again_at = again_at


class TooManyPieces(TooManyMessages):
    """What is left of PIECES_PER_HOUR may not be enough for a reply; ``again_at`` as above."""


class TooManyRunning(Exception):
    """As many replies of the user's are unfinished as may be at once: ``most``."""

    def __init__(self, most: int):
        super().__init__(most)
        self.most = most


@dataclass(frozen=True)
class Left:
    """What may still be asked for before ``anew_at``; ``num_pieces`` is None where they are not limited."""

    num_replies: int
    num_pieces: int | None
    anew_at: dt.datetime

    @property
    def is_little(self) -> bool:
        return self.num_replies <= FEW or self.is_little_text

    @property
    def is_little_text(self) -> bool:
        return self.num_pieces is not None and self.num_pieces < FEW * pieces_a_reply()


@dataclass(frozen=True)
class Reservation:
    """What is held back for one reply, as its generation keeps it, and what is left then; nothing for a trial."""

    allowance_hour: dt.datetime | None = None
    num_reserved: int = 0
    left: Left | None = None


def reserve(user_id: int) -> Reservation:
    """Hold back a reply and its pieces from this hour; undone with the transaction around it.

    :raises TooManyRunning, TooManyMessages, TooManyPieces: and then nothing is held back.
    """
    _check_running(user_id)
    hour, pieces = hour_of(timezone.now()), pieces_a_reply()
    used = _hold(user_id, hour, pieces) if settings.MESSAGES_PER_HOUR > 0 else None
    if used is None:
        raise _refusal(user_id, hour)
    return Reservation(hour, pieces, _left(hour, *used))


def pieces_a_reply() -> int:
    """How many pieces are held back until it is known how many a reply has."""
    return min(settings.PIECES_RESERVED, settings.PIECES_PER_HOUR or settings.PIECES_RESERVED)


def _check_running(user_id):
    most = settings.RUNNING_REPLIES_PER_USER
    if not most:
        return
    one_at_a_time.wait(one_at_a_time.REPLIES, user_id)
    running = Generation.objects.running().filter(conversation__user=user_id, conversation__is_trial=False)
    if running.count() >= most:
        raise TooManyRunning(most)


def _hold(user_id, hour, pieces) -> tuple[int, int] | None:
    """How many replies and pieces are used then; None when that would be too many."""
    with connection.cursor() as cursor:
        cursor.execute(
            RESERVE,
            {
                "user": user_id,
                "hour": hour,
                "pieces": pieces,
                "most_replies": settings.MESSAGES_PER_HOUR,
                "most_pieces": settings.PIECES_PER_HOUR,
            },
        )
        return cursor.fetchone()


def _refusal(user_id, hour) -> TooManyMessages:
    found = Allowance.objects.filter(user=user_id, hour=hour).first()
    is_all_said = found is None or found.num_replies >= settings.MESSAGES_PER_HOUR
    return (TooManyMessages if is_all_said else TooManyPieces)(hour + HOUR)


def left(user_id: int) -> Left:
    """What this user has left of this hour, without what is held back for replies that are being written."""
    hour = hour_of(timezone.now())
    used = Allowance.objects.filter(user=user_id, hour=hour).values_list("num_replies", "num_pieces").first()
    return _left(hour, *(used or (0, 0)))


def _left(hour, num_replies: int, num_pieces: int) -> Left:
    return Left(
        max(settings.MESSAGES_PER_HOUR - num_replies, 0),
        max(settings.PIECES_PER_HOUR - num_pieces, 0) if settings.PIECES_PER_HOUR else None,
        hour + HOUR,
    )


def hour_of(moment: dt.datetime) -> dt.datetime:
    """When its hour began, by the clock of UTC."""
    return moment.astimezone(dt.UTC).replace(minute=0, second=0, microsecond=0)


def clear():
    """Hours that have passed are gone afterwards."""
    Allowance.objects.filter(hour__lt=timezone.now() - HOUR).delete()
