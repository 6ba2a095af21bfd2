"""The writing of one reply: claim, ground, prompt, engine, checkpoint, finish; or the next engine."""

from dataclasses import dataclass

import structlog
from django.db import DatabaseError, InterfaceError, OperationalError, connection

from characters import editions
from chat import receipts, trials
from chat.grounded import prompts, unanswered
from chat.models import Generation
from chat.replies import fallback, stream, transitions
from chat.replies.transitions import Claim
from chat.replies.writing import Checkpoint, Ended, LiveReply, is_leaving, writing_loop
from engines import order
from engines.base import Engine, EngineError, Prompt, Told
from engines.breaker import Permit
from engines.registry import UnknownEngine, get_engine, permit_for

log = structlog.get_logger(__name__)

# What an attempt needs of the rows around it: the content of an edition is long, and read once per process.
OF_AN_ATTEMPT = (
    "conversation__is_trial", "reply__answers__text", "reply__answers__follows", "continues__text",
    "edition__character", "edition__number", "edition__made_at", "attempt", "engine", "seed", "note",
)  # fmt: skip
# An attempt that ended before an engine was asked.
NOTHING_SAID = Ended("")


@dataclass(frozen=True)
class Prepared:
    """All that one attempt needs; ``permit`` is the right to ask this engine, and told what came of it."""

    engine: Engine
    permit: Permit
    prompt: Prompt
    told: Told
    offers: list[dict]


@dataclass(frozen=True)
class Written:
    """A reply that was written, and how many messages of its branch stand in no note, the two of its turn with them."""

    generation_id: int
    num_unnoted: int = 0


def write_reply(generation_id: int) -> Written | None:
    """Write the reply whose turn it is, from claim to finish: this one, or another that has waited with more right.

    None when none was to be claimed. Called twice for one reply, the second finds nothing.
    """
    if is_leaving():
        return None
    held = transitions.claim(generation_id)
    if held is None:
        return None
    written = Written(held.generation_id)
    while held is not None:
        written, held = _attempt(held, written)
    return written


def _attempt(held: Claim, written: Written) -> tuple[Written, Claim | None]:
    """One attempt by one engine; the claim of the next, when this one failed and another is in the order."""
    rows = Generation.objects.select_related("edition", "conversation", "reply__answers", "continues")
    generation = rows.only(*OF_AN_ATTEMPT).filter(pk=held.generation_id).order_by().first()
    if generation is None:
        return written, None
    try:
        generation.edition = editions.remembered(generation.edition)
        prepared = _prepare(generation)
    except (EngineError, UnknownEngine) as fault:
        return written, _fail(held, fault)
    except DatabaseError:
        # The lease runs out and another attempt is made.
        raise
    except Exception:  # a bug of ours, which no other engine mends, must end as a state that the user sees
        log.exception("no prompt", generation=held.generation_id)
        _finish(held, None, NOTHING_SAID, Generation.State.FAILED, fault="bug")
        return written, None
    finally:
        # The thread only waits from here on; its connection goes back to the pool until a checkpoint needs one.
        connection.close()
    prompt = prepared.prompt
    num_unnoted = len(prompt.messages_so_far) - prompt.num_noted + 2
    return Written(held.generation_id, num_unnoted), _write(held, prepared)


def _prepare(generation: Generation) -> Prepared:
    engine = get_engine(order.name_of(generation.engine))
    permit = permit_for(generation.engine)
    try:
        trials.make_ready(generation.edition)
        model_name = order.model_name_of(generation.engine)
        prompt, offers = prompts.prompt_for(generation, model_name=model_name)
        unanswered.keep(generation, prompt)
        return Prepared(engine, permit, prompt, engine.tell(prompt), offers)
    except BaseException:
        permit.drop()
        raise


def _write(held: Claim, prepared: Prepared) -> Claim | None:
    reply, news = writing_loop().write(
        prepared.engine,
        prepared.prompt,
        generation_id=held.generation_id,
        attempt=held.attempt,
        told=prepared.told,
        on_first_piece=prepared.permit.first_piece_came,
    )
    following = None
    try:
        for item in news:
            if isinstance(item, Checkpoint):
                _checkpoint(held, reply, item)
            else:
                _note(prepared.permit, item)
                following = _end(held, reply, item, prepared.offers)
            connection.close()
    finally:
        prepared.permit.drop()
        # Should the thread fail, nobody is left to keep what the engine goes on to say.
        writing_loop().stop(reply)
    return following


def _note(permit: Permit, ended: Ended):
    if ended.ending:
        permit.ended_well()
    elif ended.fault:
        permit.failed(ended.fault)


def _checkpoint(held: Claim, reply: LiveReply, so_far: Checkpoint):
    try:
        row = transitions.keep(held, so_far.text, _receipt(reply, so_far))
    except (OperationalError, InterfaceError) as error:
        # The next checkpoint holds this text too; should none succeed before the lease ends, a later attempt fences us.
        log.warning("no checkpoint", generation=held.generation_id, error=type(error).__name__)
        return
    if row is None:
        log.warning(
            "fenced: a later attempt has the reply", generation=held.generation_id, attempt=held.attempt
        )
    if row is None or row[0]:
        writing_loop().stop(reply)


def _receipt(reply: LiveReply | None, written: Checkpoint | Ended):
    if reply is None:
        return receipts.NOTHING
    ending = getattr(written, "ending", None)
    return receipts.receipt(
        reply.told,
        text=written.text[len(reply.so_far) :],
        usage=ending.usage if ending else None,
        model_name=ending.model_name if ending else "",
        num_pieces=written.num_pieces,
        first_piece_at=reply.first_piece_at,
        prices=reply.prices,
    )


def _end(held: Claim, reply: LiveReply, ended: Ended, offers: list) -> Claim | None:
    """Finish, or try again; the claim of the next engine when the reply goes on with that."""
    if ended.fault:
        return _fail(held, ended.fault, ended, reply)
    if ended.ending:
        shown = offers if ended.ending.offers_questions else []
        _finish(held, reply, ended, Generation.State.COMPLETE, offers=shown, ending=ended.ending)
    elif ended.is_handed_over:
        _requeue(held, reply, ended, fault="handed_over", wait=0)
    else:
        _finish(held, reply, ended, Generation.State.CANCELLED)
    return None


def _fail(
    held: Claim, fault: Exception, ended: Ended = NOTHING_SAID, reply: LiveReply | None = None
) -> Claim | None:
    """The next engine at once, else all again when that may help, else failed; what was written stays."""
    place = fallback.order_of(held.generation_id)
    if place is None:
        return None
    tried = place.failed(fault, attempt=held.attempt)
    code = tried["fault"]
    log.warning(
        "engine fault", generation=held.generation_id, attempt=held.attempt, engine=place.engine, fault=code
    )
    wait = place.wait_after(tried)
    if place.following:
        return _fall_back(held, reply, ended, to=place.following, tried=tried)
    if wait is not None and not held.is_last:
        _requeue(held, reply, ended, fault=code, wait=wait, engine=place.first, tried=tried)
    else:
        _finish(held, reply, ended, Generation.State.FAILED, fault=code)
    return None


def _fall_back(held: Claim, reply: LiveReply | None, ended: Ended, *, to: str, tried: dict) -> Claim | None:
    if is_leaving():
        _requeue(held, reply, ended, fault="handed_over", wait=0, engine=to, tried=tried)
        return None
    kept = {"text": ended.text, "receipt": _receipt(reply, ended)}
    following = transitions.fall_back(held, to=to, fault=tried["fault"], tried=tried, **kept)
    if following is None:
        # A stop was asked meanwhile, or a later attempt has the reply, and then this changes nothing.
        _finish(held, reply, ended, Generation.State.CANCELLED)
    return following


def _requeue(held: Claim, reply: LiveReply | None, ended: Ended, **how):
    state = transitions.requeue(held, text=ended.text, receipt=_receipt(reply, ended), **how)
    if state == Generation.State.CANCELLED:
        writing_loop().announce(held.generation_id, stream.Final(held.attempt, "CANCELLED"))


def _finish(held: Claim, reply: LiveReply | None, ended: Ended, state, **how):
    """Committed before anybody hears of it."""
    if transitions.finish(held, state, text=ended.text, receipt=_receipt(reply, ended), **how):
        writing_loop().announce(held.generation_id, stream.Final(held.attempt, str(state)))
        log.info("reply finished", generation=held.generation_id, attempt=held.attempt, state=str(state))
