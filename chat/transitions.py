"""From one state of a generation to the next: each change is one UPDATE that names the attempt it belongs to.

All go by PostgreSQL's clock. An attempt that has been overtaken changes no row, and learns so.
"""

import json
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

CLAIM = """
UPDATE chat_generation SET state = 'GENERATING', attempt = attempt + 1, next_attempt_at = NULL,
    lease_until = clock_timestamp() + make_interval(secs => %(lease)s),
    started_at = COALESCE(started_at, clock_timestamp())
WHERE id = %(id)s AND cancel_asked_at IS NULL
    -- A worker that went away and handed the reply over is not held against it.
    AND (attempt < %(attempts)s OR (state = 'QUEUED' AND fault = 'handed_over')) AND (
    (state = 'QUEUED' AND (next_attempt_at IS NULL OR next_attempt_at <= clock_timestamp()))
    OR (state = 'GENERATING' AND lease_until < clock_timestamp()))
RETURNING attempt
"""
# One statement, so that the text of an overtaken attempt can never follow the state of its successor.
CHECKPOINT = """
WITH held AS (
    UPDATE chat_generation SET lease_until = clock_timestamp() + make_interval(secs => %(lease)s),
        text_attempt = CASE WHEN %(text)s = '' THEN text_attempt ELSE attempt END,
        num_pieces = CASE WHEN %(text)s = '' THEN num_pieces ELSE %(num_pieces)s END
    WHERE id = %(id)s AND attempt = %(attempt)s AND state = 'GENERATING'
    RETURNING reply_id, cancel_asked_at
), written AS (
    UPDATE chat_message SET text = %(text)s FROM held WHERE chat_message.id = held.reply_id AND %(text)s <> ''
)
SELECT cancel_asked_at IS NOT NULL FROM held
"""
FINISH = """
WITH held AS (
    UPDATE chat_generation SET state = %(state)s, lease_until = NULL, finished_at = clock_timestamp(),
        ending = %(ending)s, fault = %(fault)s, offers = %(offers)s::jsonb,
        model_name = COALESCE(NULLIF(%(model_name)s, ''), model_name),
        first_piece_at = COALESCE(first_piece_at, to_timestamp(%(first_piece_at)s)),
        text_attempt = CASE WHEN %(text)s = '' THEN text_attempt ELSE attempt END,
        num_pieces = CASE WHEN %(text)s = '' THEN num_pieces ELSE %(num_pieces)s END
    WHERE id = %(id)s AND attempt = %(attempt)s AND state = 'GENERATING'
    RETURNING reply_id, conversation_id
), written AS (
    UPDATE chat_message SET text = %(text)s FROM held WHERE chat_message.id = held.reply_id AND %(text)s <> ''
), said AS (
    UPDATE chat_conversation SET last_said_at = clock_timestamp() FROM held
    WHERE chat_conversation.id = held.conversation_id
)
SELECT reply_id FROM held
"""
REQUEUE = """
UPDATE chat_generation SET lease_until = NULL, fault = %(fault)s, queued_at = clock_timestamp(),
    state = CASE WHEN cancel_asked_at IS NULL THEN 'QUEUED' ELSE 'CANCELLED' END,
    finished_at = CASE WHEN cancel_asked_at IS NOT NULL THEN clock_timestamp() END,
    next_attempt_at = clock_timestamp() + make_interval(secs => %(wait)s)
WHERE id = %(id)s AND attempt = %(attempt)s AND state = 'GENERATING'
RETURNING state
"""


@dataclass(frozen=True)
class Claim:
    """The right to write: holds until the lease ends or a later attempt claims."""

    generation_id: int
    attempt: int

    @property
    def is_last(self) -> bool:
        return self.attempt >= settings.REPLY_ATTEMPTS


def claim(generation_id: int) -> Claim | None:
    """Take a queued generation, or one whose holder's lease ran out; None when someone else has it."""
    row = _one(CLAIM, id=generation_id, lease=settings.REPLY_LEASE_SECONDS, attempts=settings.REPLY_ATTEMPTS)
    return Claim(generation_id, row[0]) if row else None


def keep(held: Claim, text: str, num_pieces: int = 0) -> tuple[bool] | None:
    """Checkpoint: the text so far, and a new lease. Whether the user asked to stop; None when overtaken."""
    return _one(
        CHECKPOINT,
        id=held.generation_id,
        attempt=held.attempt,
        text=text,
        num_pieces=num_pieces,
        lease=settings.REPLY_LEASE_SECONDS,
    )


def requeue(held: Claim, *, fault: str, wait: float) -> str | None:
    """Back into the queue, for an attempt in ``wait`` seconds; the state, which is CANCELLED if a stop was asked."""
    row = _one(REQUEUE, id=held.generation_id, attempt=held.attempt, fault=fault, wait=wait)
    return row[0] if row else None


def finish(
    held: Claim,
    state,
    *,
    text: str,
    num_pieces: int = 0,
    fault="",
    ending=None,
    offers=(),
    first_piece_at: float | None = None,
) -> bool:
    """The end, with the whole text; False when overtaken. ``first_piece_at`` counts seconds since 1970."""
    row = _one(
        FINISH,
        id=held.generation_id,
        attempt=held.attempt,
        state=str(state),
        text=text,
        num_pieces=num_pieces,
        ending=ending.reason if ending else "",
        model_name=ending.model_name if ending else "",
        fault=fault,
        offers=json.dumps(list(offers)),
        first_piece_at=first_piece_at,
    )
    return row is not None


def _one(sql: str, **params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchone()
