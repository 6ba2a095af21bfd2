"""Who has a character's form open: each browser says so as long as it does."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from desk.models import Opening

# Without a sign for so long, somebody is gone. A page signs every 20 seconds, but browsers slow the clocks of
# pages that nobody looks at to one stroke a minute.
GONE_SECONDS = 90
# Whoever leaves and is back before twice that time, say from a second tab, has had it open all along.
SIGN = """
WITH mine AS (
    INSERT INTO desk_opening (character_id, user_id, opened_at, seen_at)
    SELECT id, %(user)s, clock_timestamp(), clock_timestamp() FROM characters_character WHERE id = %(character)s
    ON CONFLICT (character_id, user_id) DO UPDATE SET seen_at = excluded.seen_at, opened_at = CASE
        WHEN desk_opening.seen_at < excluded.seen_at - 2 * make_interval(secs => %(gone)s) THEN excluded.opened_at
        ELSE desk_opening.opened_at END
)
SELECT users_user.email, opened_at, seen_at FROM desk_opening JOIN users_user ON users_user.id = user_id
WHERE character_id = %(character)s AND user_id <> %(user)s
    AND seen_at > clock_timestamp() - make_interval(secs => %(gone)s)
ORDER BY opened_at, user_id
"""


@dataclass(frozen=True)
class Other:
    """Somebody else who has the form open."""

    email: str
    opened_at: dt.datetime
    seen_at: dt.datetime

    @property
    def last_active(self) -> str:
        is_now = timezone.now() - self.seen_at < dt.timedelta(seconds=40)
        return _("just now") if is_now else _("a minute ago")


def sign(character_id: int, user) -> list[Other]:
    """Say that this user has the form open; who else has it, the first to come first. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(SIGN, {"character": character_id, "user": user.pk, "gone": GONE_SECONDS})
        return [Other(*row) for row in cursor.fetchall()]


def leave(character_id: int, user):
    """Say that this user has closed it."""
    mine = Opening.objects.filter(character=character_id, user=user)
    mine.update(seen_at=Now() - dt.timedelta(seconds=GONE_SECONDS))


def clear():
    """What is a day old and more is gone afterwards."""
    Opening.objects.filter(seen_at__lt=Now() - dt.timedelta(days=1)).delete()
