"""The writing of one reply: claim, ground, prompt, engine, checkpoint, finish."""

import random

import structlog
from django.db import DatabaseError, OperationalError, connection

from chat import prompts, stream, transitions, trials, unanswered
from chat.models import Generation
from chat.transitions import Claim
from chat.writing import Checkpoint, Ended, LiveReply, is_leaving, writing_loop
from engines.base import EngineError
from engines.registry import UnknownEngine, get_engine

log = structlog.get_logger(__name__)

MAX_WAIT_SECONDS = 60


def write_reply(generation_id: int):
    """Write one reply from claim to finish. Called twice, the second finds nothing to claim."""
    if is_leaving():
        return
    held = transitions.claim(generation_id)
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
    rows = Generation.objects.select_related("edition", "conversation", "reply__answers", "continues")
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
        row = transitions.keep(held, text)
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
        transitions.keep(held, ended.text)
        _requeue(held, fault="handed_over", wait=0)
    else:
        _finish(held, reply, ended, Generation.State.CANCELLED)


def _fail(held: Claim, fault: Exception, *, text: str, reply: LiveReply | None):
    """Try again later when that may help, else end as failed; what was written stays either way."""
    code = getattr(fault, "code", "bug")
    log.warning("engine fault", generation=held.generation_id, attempt=held.attempt, fault=code)
    if getattr(fault, "is_retryable", False) and not held.is_last:
        if text:
            transitions.keep(held, text)
        _requeue(held, fault=code, wait=_wait(held.attempt, getattr(fault, "retry_after", None)))
    else:
        _finish(held, reply, Ended(text), Generation.State.FAILED, fault=code)


def _wait(attempt: int, retry_after: float | None) -> float:
    """Seconds before the next attempt: what the server asks for, else 1, 2, 4… with some jitter."""
    if retry_after is not None:
        return min(max(retry_after, 0), MAX_WAIT_SECONDS)
    return min(2 ** (attempt - 1) * random.uniform(0.8, 1.2), MAX_WAIT_SECONDS)


def _requeue(held: Claim, *, fault: str, wait: float):
    if transitions.requeue(held, fault=fault, wait=wait) == Generation.State.CANCELLED:
        writing_loop().announce(held.generation_id, stream.Final(held.attempt, "CANCELLED"))


def _finish(held: Claim, reply: LiveReply | None, ended: Ended, state, **how):
    """Committed before anybody hears of it."""
    first = reply.first_piece_at if reply else None
    if transitions.finish(held, state, text=ended.text, first_piece_at=first, **how):
        writing_loop().announce(held.generation_id, stream.Final(held.attempt, str(state)))
        log.info("reply finished", generation=held.generation_id, attempt=held.attempt, state=str(state))
