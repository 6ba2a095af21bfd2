"""The queue of replies that wait to be written: whose turn is next, and a reply's place in it.

A wake-up only says that something waits; the reply that is claimed is the one whose turn it is. First comes whose user
has the fewest replies being written, counting those of theirs that stand before it; then whose user was served longest
ago; then who waits longest. So one user's fifty replies stand between, and not before, those of others.
"""

import datetime as dt

from django.conf import settings
from django.contrib.humanize.templatetags.humanize import ordinal
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from chat.models import Generation

# That a ``generation`` may be claimed now. A lost worker's reply is its own caller's (``id``) to claim.
WAITS = """
generation.state IN ('QUEUED', 'GENERATING') AND generation.cancel_asked_at IS NULL
-- A worker that went away and handed the reply over is not held against it.
AND (generation.attempt < %(attempts)s * GREATEST(1, jsonb_array_length(generation.engines))
     OR (generation.state = 'QUEUED' AND generation.fault = 'handed_over'))
AND ((generation.state = 'QUEUED'
      AND (generation.next_attempt_at IS NULL OR generation.next_attempt_at <= statement_timestamp()))
     OR (generation.id = %(id)s AND generation.state = 'GENERATING'
         AND generation.lease_until < statement_timestamp()))
"""
SOME = f"SELECT generation.id FROM chat_generation AS generation WHERE {WAITS} LIMIT 2"
# Each table is read once and in no loop, so that no guess of the planner's about how many wait can make it slow.
IN_ORDER = f"""
WITH unfinished AS (
    SELECT generation.id, generation.queued_at, generation.allowance_hour, talk.user_id, FALSE AS is_written
    FROM chat_generation AS generation JOIN chat_conversation AS talk ON talk.id = generation.conversation_id
    WHERE {WAITS}
  UNION ALL
    SELECT generation.id, generation.queued_at, NULL, talk.user_id, TRUE
    FROM chat_generation AS generation JOIN chat_conversation AS talk ON talk.id = generation.conversation_id
    WHERE generation.state = 'GENERATING' AND generation.lease_until >= statement_timestamp()
), ranked AS (
    SELECT *, row_number() OVER (PARTITION BY user_id ORDER BY is_written DESC, queued_at, id) AS turn FROM unfinished
)
SELECT ranked.id FROM ranked LEFT JOIN chat_allowance AS allowance
    ON allowance.user_id = ranked.user_id AND allowance.hour = ranked.allowance_hour
WHERE NOT ranked.is_written
ORDER BY ranked.turn, allowance.served_at NULLS FIRST, ranked.queued_at, ranked.id LIMIT %(most)s
"""
A_MOMENT = dt.timedelta(seconds=1)
# More than workers can be claiming at one moment; more than anybody likes to wait behind.
TO_CLAIM, TO_TELL = 100, 10_000


def is_anything_waiting(generation_id: int) -> bool:
    """Whether anything may be claimed now; cheap."""
    return bool(_ids(SOME, generation_id))


def to_claim(generation_id: int) -> list[int]:
    """The generations that may be claimed now, first whose turn it is."""
    return _ids(IN_ORDER, generation_id, most=TO_CLAIM)


def places() -> dict[int, int]:
    """The place of every generation that waits for a worker, from 1 on."""
    some = _ids(SOME, None)
    in_order = some if len(some) < 2 else _ids(IN_ORDER, None, most=TO_TELL)
    return {pk: place for place, pk in enumerate(in_order, 1)}


def told(generation: Generation) -> str:
    """Its place in words; empty when it waits for no worker, or is next and has only just come."""
    if generation.state != Generation.State.QUEUED:
        return ""
    place = places().get(generation.pk, 0)
    has_waited = timezone.now() - generation.queued_at > A_MOMENT
    return words(place) if place > 1 or (place and has_waited) else ""


def words(place: int) -> str:
    """As the page says it."""
    return _("Next in the queue") if place == 1 else _("%(place)s in the queue") % {"place": ordinal(place)}


def _ids(sql, generation_id, **params) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"id": generation_id, "attempts": settings.REPLY_ATTEMPTS, **params})
        return [pk for (pk,) in cursor.fetchall()]
