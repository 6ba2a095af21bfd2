"""How many replies a user may ask for in an hour, counted apart from what was said: deleting that gives none back."""

import datetime as dt

from django.conf import settings
from django.db import connection
from django.utils import timezone

from chat.models import Allowance

HOUR = dt.timedelta(hours=1)
# One row of an account and hour is raised by one request after the other, however many come at once.
USE_ONE = """
INSERT INTO chat_allowance AS held (user_id, hour, num_replies) VALUES (%(user)s, %(hour)s, 1)
ON CONFLICT (user_id, hour) DO UPDATE SET num_replies = held.num_replies + 1
WHERE held.num_replies < %(most)s
RETURNING num_replies
"""


class TooManyMessages(Exception):
    """MESSAGES_PER_HOUR are used up; ``again_at`` is when the next may be said."""

    def __init__(self, again_at: dt.datetime):
        super().__init__(again_at)
        self.again_at = again_at


def use_one(user):
    """Count one more reply in this hour; undone with the transaction around it.

    :raises TooManyMessages: when this hour's are used up.
    """
    hour, most = hour_of(timezone.now()), settings.MESSAGES_PER_HOUR
    if most < 1 or not _is_counted(user, hour, most):
        raise TooManyMessages(hour + HOUR)


def _is_counted(user, hour, most) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(USE_ONE, {"user": user.pk, "hour": hour, "most": most})
        return cursor.fetchone() is not None


def hour_of(moment: dt.datetime) -> dt.datetime:
    """When its hour began, by the clock of UTC."""
    return moment.astimezone(dt.UTC).replace(minute=0, second=0, microsecond=0)


def clear():
    """Hours that have passed are gone afterwards."""
    Allowance.objects.filter(hour__lt=timezone.now() - HOUR).delete()
