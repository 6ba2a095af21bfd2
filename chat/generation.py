"""The writing of one reply: claim, ground, prompt, engine, checkpoint, finish.

Every change of state is one UPDATE that names the attempt it belongs to, on PostgreSQL's clock. An attempt that has
been overtaken changes no row, learns so, and stops.
"""

import json
import random
from dataclasses import dataclass

import structlog
from django.conf import settings
from django.db import DatabaseError, OperationalError, connection

from chat import prompts, stream, trials, unanswered
from chat.models import Generation
from chat.writing import Checkpoint, Ended, LiveReply, is_leaving, writing_loop
from engines.base import EngineError
from engines.registry import UnknownEngine, get_engine

log = structlog.get_logger(__name__)

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
        text_attempt = CASE WHEN %(text)s = '' THEN text_attempt ELSE attempt END
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
        text_attempt = CASE WHEN %(text)s = '' THEN text_attempt ELSE attempt END
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
MAX_WAIT_SECONDS = 60


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


def write_reply(generation_id: int):
    """Write one reply from claim to finish. Called twice, the second finds nothing to claim."""
    if is_leaving():
        return
    held = claim(generation_id)
    if held is None:
        return
    prepared = _prepare_or_fail(held)
    # The thread only waits from here on; its connection goes back to the pool until a checkpoint needs one.
    connection.close()
    if prepared is not None:
        _write(held, *prepared)


def _write(held: Claim, engine, prompt, offers):
    reply, news = writing_loop().write(engine, prompt, generation_id=held.generation_id, attempt=held.attempt)
    try:
        for item in news:
            if isinstance(item, Checkpoint):
                _checkpoint(held, reply, item.text)
            else:
                _end(held, reply, item, offers)
            connection.close()
    finally:
        # Should the thread fail, nobody is left to keep what the engine goes on to say.
        writing_loop().stop(reply)


def _prepare_or_fail(held: Claim):
    """Engine, prompt and offers; None when the reply has failed already or its conversation is deleted."""
    rows = Generation.objects.select_related("edition", "conversation", "reply__answers")
    generation = rows.filter(pk=held.generation_id).first()
    if generation is None:
        return None
    try:
        return _prepare(generation)
    except DatabaseError:
        # The lease runs out and another attempt is made.
        raise
    except Exception as error:  # noqa: BLE001 - a bug must end as a state that the user sees, and at once
        if not isinstance(error, EngineError | UnknownEngine):
            log.exception("no prompt", generation=held.generation_id)
        _fail(held, error, text="", reply=None)
        return None


def _prepare(generation):
    name, _, model_name = generation.engine.partition(":")
    engine = get_engine(name)
    trials.make_ready(generation.edition)
    prompt, offers = prompts.prompt_for(generation, model_name=model_name)
    unanswered.keep(generation, prompt)
    return engine, prompt, offers


def _checkpoint(held: Claim, reply: LiveReply, text: str):
    try:
        row = _keep(held, text)
    except OperationalError as error:
        # The next checkpoint holds this text too; should none succeed before the lease ends, a later attempt fences us.
        log.warning("no checkpoint", generation=held.generation_id, error=type(error).__name__)
        return
    if row is None:
        log.warning(
            "fenced: a later attempt has the reply", generation=held.generation_id, attempt=held.attempt
        )
    if row is None or row[0]:
        writing_loop().stop(reply)


def _end(held: Claim, reply: LiveReply, ended: Ended, offers: list):
    if ended.ending:
        state = Generation.State.COMPLETE
        shown = offers if ended.ending.offers_questions else []
        _finish(held, reply, ended, state, offers=shown, ending=ended.ending)
    elif ended.fault:
        _fail(held, ended.fault, text=ended.text, reply=reply)
    elif ended.is_handed_over:
        _keep(held, ended.text)
        _requeue(held, fault="handed_over", wait=0)
    else:
        _finish(held, reply, ended, Generation.State.CANCELLED)


def _fail(held: Claim, fault: Exception, *, text: str, reply: LiveReply | None):
    """Try again later when that may help, else end as failed; what was written stays either way."""
    code = getattr(fault, "code", "bug")
    log.warning("engine fault", generation=held.generation_id, attempt=held.attempt, fault=code)
    if getattr(fault, "is_retryable", False) and not held.is_last:
        if text:
            _keep(held, text)
        _requeue(held, fault=code, wait=_wait(held.attempt, getattr(fault, "retry_after", None)))
    else:
        _finish(held, reply, Ended(text), Generation.State.FAILED, fault=code)


def _wait(attempt: int, retry_after: float | None) -> float:
    """Seconds before the next attempt: what the server asks for, else 1, 2, 4… with some jitter."""
    if retry_after is not None:
        return min(max(retry_after, 0), MAX_WAIT_SECONDS)
    return min(2 ** (attempt - 1) * random.uniform(0.8, 1.2), MAX_WAIT_SECONDS)


def _keep(held: Claim, text: str):
    return _one(
        CHECKPOINT, id=held.generation_id, attempt=held.attempt, text=text, lease=settings.REPLY_LEASE_SECONDS
    )


def _requeue(held: Claim, *, fault: str, wait: float):
    row = _one(REQUEUE, id=held.generation_id, attempt=held.attempt, fault=fault, wait=wait)
    if row and row[0] == Generation.State.CANCELLED:
        writing_loop().announce(held.generation_id, stream.Final(held.attempt, row[0]))


def _finish(held: Claim, reply, ended: Ended, state, *, fault="", ending=None, offers=()):
    """One fenced UPDATE, committed before anybody hears of it."""
    row = _one(
        FINISH,
        id=held.generation_id,
        attempt=held.attempt,
        state=str(state),
        text=ended.text,
        ending=ending.reason if ending else "",
        model_name=ending.model_name if ending else "",
        fault=fault,
        offers=json.dumps(list(offers)),
        first_piece_at=reply.first_piece_at if reply else None,
    )
    if row:
        writing_loop().announce(held.generation_id, stream.Final(held.attempt, str(state)))
        log.info("reply finished", generation=held.generation_id, attempt=held.attempt, state=str(state))


def _one(sql: str, **params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchone()
