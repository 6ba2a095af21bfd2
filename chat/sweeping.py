"""Heal what a lost message, a dead worker or a full queue left behind: every reply ends.

It runs every few seconds in a process of its own (``manage.py sweep``), under an advisory lock so that many may be
started, and for one conversation whenever its page is opened.
"""

import itertools

import structlog
from django.conf import settings
from django.db import connection

from chat.replies import transitions
from chat.tasks import wake

log = structlog.get_logger(__name__)

# An arbitrary number that only the sweeper locks.
LOCK = 7_205_114_329
MOST_CALLED = 1_000

# An expired lease: stopped if that was asked, failed after the last attempt, else queued again, from now on.
LEASES = """
UPDATE chat_generation SET lease_until = NULL,
    state = CASE WHEN cancel_asked_at IS NOT NULL THEN 'CANCELLED'
                 WHEN attempt >= %(attempts)s * GREATEST(1, jsonb_array_length(engines)) THEN 'FAILED'
                 ELSE 'QUEUED' END,
    fault = CASE WHEN cancel_asked_at IS NOT NULL THEN fault ELSE 'lost' END,
    queued_at = clock_timestamp(), woken_at = NULL,
    finished_at = CASE WHEN cancel_asked_at IS NOT NULL
        OR attempt >= %(attempts)s * GREATEST(1, jsonb_array_length(engines)) THEN clock_timestamp() END
WHERE state = 'GENERATING' AND lease_until < clock_timestamp() AND {which}
RETURNING id
"""
TOO_LATE = """
UPDATE chat_generation SET state = 'FAILED', fault = 'too_late', finished_at = clock_timestamp()
WHERE state = 'QUEUED' AND queued_at < clock_timestamp() - make_interval(secs => %(queue)s) AND {which}
RETURNING id
"""
# Queued, due, and nobody called for it lately: the message was lost, or it is the time of the next attempt. Below a
# ceiling no more are called than there is room for; the others are taken up as replies end. A subquery could be asked
# anew for each row, with the limit anew.
WAITING = """
WITH waiting AS MATERIALIZED (
    SELECT id FROM chat_generation
    WHERE state = 'QUEUED' AND (next_attempt_at IS NULL OR next_attempt_at <= clock_timestamp())
        AND (woken_at IS NULL OR woken_at < clock_timestamp() - make_interval(secs => %(again)s)
             OR woken_at < next_attempt_at)
        AND {which}
    ORDER BY queued_at LIMIT %(most)s FOR UPDATE SKIP LOCKED
)
UPDATE chat_generation AS generation SET woken_at = clock_timestamp()
FROM waiting WHERE generation.id = waiting.id
RETURNING generation.queued_at, generation.id
"""


def sweep() -> int:
    """Heal all conversations, unless another sweeper is at it; the number of workers called."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return 0
        try:
            return _heal(cursor, "TRUE", {})
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def sweep_conversation(conversation_id: int) -> int:
    """Heal one conversation, as its page is opened."""
    with connection.cursor() as cursor:
        return _heal(cursor, "conversation_id = %(conversation)s", {"conversation": conversation_id})


def _heal(cursor, which, params) -> int:
    params = {
        **params,
        "attempts": settings.REPLY_ATTEMPTS,
        "queue": settings.REPLY_QUEUE_SECONDS,
        "again": settings.SWEEP_SECONDS,
    }
    for name, sql in (("lease ran out", LEASES), ("queued too long", TOO_LATE)):
        cursor.execute(sql.format(which=which), params)
        for (generation_id,) in cursor.fetchall():
            log.warning(name, generation=generation_id)
    params["most"] = transitions.num_free(at_most=MOST_CALLED)
    cursor.execute(WAITING.format(which=which), params)
    return _wake(generation_id for _, generation_id in sorted(cursor.fetchall()))


def _wake(generation_ids) -> int:
    """How many were called: up to the first that the broker does not take, so that leases are looked at again soon."""
    return sum(1 for _ in itertools.takewhile(wake, generation_ids))
