"""From one state of a generation to the next: each change is one UPDATE that names the attempt it belongs to.

All go by PostgreSQL's clock. An attempt that has been overtaken changes no row, and learns so.
"""

import json
import time
from dataclasses import dataclass, field

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction

from chat.receipts import NOTHING, Receipt
from chat.replies import queue

log = structlog.get_logger(__name__)
# Between two tries while PostgreSQL is away.
AGAIN_SECONDS = 0.3

# Of the replies that wait the one whose turn it is. One that another worker is taking at this moment is passed over.
TAKEN = f"""
taken AS (
    SELECT generation.id FROM first JOIN chat_generation AS generation ON generation.id = first.id
    -- Looked at again once the row is locked: another worker may have been quicker.
    WHERE {queue.WAITS} ORDER BY first.place LIMIT 1 FOR NO KEY UPDATE OF generation SKIP LOCKED
), claimed AS (
    UPDATE chat_generation AS generation SET state = 'GENERATING', attempt = attempt + 1, next_attempt_at = NULL,
        lease_until = clock_timestamp() + make_interval(secs => %(lease)s),
        started_at = COALESCE(started_at, clock_timestamp())
    FROM taken WHERE generation.id = taken.id
    RETURNING generation.id, generation.attempt, generation.conversation_id, generation.allowance_hour,
        GREATEST(1, jsonb_array_length(generation.engines)) AS num_engines
), served AS (
    -- Only a hint whose turn is next: never worth a wait for whoever is just asking for a reply.
    UPDATE chat_allowance SET served_at = clock_timestamp() WHERE id IN (
        SELECT allowance.id FROM claimed JOIN chat_conversation AS talk ON talk.id = claimed.conversation_id
        JOIN chat_allowance AS allowance
            ON allowance.user_id = talk.user_id AND allowance.hour = claimed.allowance_hour
        FOR NO KEY UPDATE OF allowance SKIP LOCKED)
)
"""
CLAIM = f"""
WITH first AS (SELECT * FROM unnest(%(ids)s::bigint[]) WITH ORDINALITY AS first (id, place)), {TAKEN}
SELECT id, attempt, num_engines FROM claimed
"""
# As a rule only one waits, or none, and whose turn it is need not be found out: that costs ten times as much.
CLAIM_THE_ONLY_ONE = f"""
WITH waiting AS MATERIALIZED ({queue.SOME}),
first AS (SELECT id, 1 AS place FROM waiting WHERE (SELECT count(*) FROM waiting) = 1), {TAKEN}
SELECT (SELECT count(*) FROM waiting), claimed.id, attempt, num_engines
FROM (SELECT) AS one_row LEFT JOIN claimed ON TRUE
"""
# What an attempt leaves in the row. A count of pieces stands beside the text that they made.
RECEIPT = """
        text_attempt = CASE WHEN %(text)s = '' THEN text_attempt ELSE attempt END,
        num_pieces = CASE WHEN %(text)s = '' THEN num_pieces ELSE %(num_pieces)s END,
        first_piece_at = COALESCE(to_timestamp(%(first_piece_at)s), first_piece_at),
        model_name = COALESCE(NULLIF(%(model_name)s, ''), model_name),
        parameters = CASE WHEN %(is_told)s THEN %(parameters)s::jsonb ELSE parameters END,
        prompt_hash = CASE WHEN %(is_told)s THEN %(prompt_hash)s ELSE prompt_hash END,
        prompt_tokens = CASE WHEN %(is_told)s THEN %(prompt_tokens)s ELSE prompt_tokens END,
        context_tokens = CASE WHEN %(is_told)s THEN %(context_tokens)s ELSE context_tokens END,
        reply_tokens = CASE WHEN %(is_told)s THEN %(reply_tokens)s ELSE reply_tokens END
"""
# Once an attempt: what it cost is added to what others before it cost.
COST = """
        cost = CASE WHEN %(cost)s::numeric IS NULL THEN cost ELSE COALESCE(cost, 0) + %(cost)s END
"""
WRITTEN = """
    UPDATE chat_message SET text = %(text)s FROM held WHERE chat_message.id = held.reply_id AND %(text)s <> ''
"""
# Arbitrary; locked by whoever claims below a ceiling, so that two who see one free place do not both take it.
CEILING = 7_205_114_330
BEING_WRITTEN = (
    "SELECT count(*) FROM chat_generation WHERE state = 'GENERATING' AND lease_until >= statement_timestamp()"
)
# One statement, so that the text of an overtaken attempt can never follow the state of its successor.
CHECKPOINT = f"""
WITH held AS (
    UPDATE chat_generation SET lease_until = clock_timestamp() + make_interval(secs => %(lease)s), {RECEIPT}
    WHERE id = %(id)s AND attempt = %(attempt)s AND state = 'GENERATING'
    RETURNING reply_id, cancel_asked_at
), written AS ({WRITTEN})
SELECT cancel_asked_at IS NOT NULL FROM held
"""
FINISH = f"""
WITH held AS (
    UPDATE chat_generation SET state = %(state)s, lease_until = NULL, finished_at = clock_timestamp(),
        ending = %(ending)s, fault = %(fault)s, offers = %(offers)s::jsonb, {RECEIPT}, {COST}
    WHERE id = %(id)s AND attempt = %(attempt)s AND state = 'GENERATING'
    RETURNING reply_id, conversation_id
), written AS ({WRITTEN}), said AS (
    UPDATE chat_conversation SET last_said_at = clock_timestamp() FROM held
    WHERE chat_conversation.id = held.conversation_id
)
SELECT reply_id FROM held
"""
REQUEUE = f"""
WITH held AS (
    UPDATE chat_generation SET lease_until = NULL, fault = %(fault)s, queued_at = clock_timestamp(),
        engine = COALESCE(NULLIF(%(engine)s, ''), engine), tried = tried || %(tried)s::jsonb,
        state = CASE WHEN cancel_asked_at IS NULL THEN 'QUEUED' ELSE 'CANCELLED' END,
        finished_at = CASE WHEN cancel_asked_at IS NOT NULL THEN clock_timestamp() END,
        next_attempt_at = clock_timestamp() + make_interval(secs => %(wait)s), {RECEIPT}, {COST}
    WHERE id = %(id)s AND attempt = %(attempt)s AND state = 'GENERATING'
    RETURNING state, reply_id
), written AS ({WRITTEN})
SELECT state FROM held
"""
# Its holder goes on with the next engine: a new attempt, so that no page takes two texts for one.
FALL_BACK = f"""
WITH held AS (
    UPDATE chat_generation SET attempt = attempt + 1, engine = %(engine)s, fault = %(fault)s,
        tried = tried || %(tried)s::jsonb,
        lease_until = clock_timestamp() + make_interval(secs => %(lease)s), {RECEIPT}, {COST}
    WHERE id = %(id)s AND attempt = %(attempt)s AND state = 'GENERATING' AND cancel_asked_at IS NULL
    RETURNING attempt, reply_id
), written AS ({WRITTEN})
SELECT attempt FROM held
"""


@dataclass(frozen=True)
class Claim:
    """The right to write: holds until the lease ends or a later attempt claims."""

    generation_id: int
    attempt: int
    num_engines: int = field(default=1, compare=False)

    @property
    def is_last(self) -> bool:
        """Whether no further round follows this one."""
        return self.attempt >= settings.REPLY_ATTEMPTS * self.num_engines


def claim(generation_id: int) -> Claim | None:
    """Take the reply whose turn it is: this one, or another that waits with more right (chat.replies.queue).

    It is queued and due, or, if it is this one, its holder's lease ran out. None when nothing waits, or when as many
    are written as RUNNING_REPLIES allows; then it stays queued, and whoever ends a reply takes it.
    """
    if not settings.RUNNING_REPLIES:
        return _claim(generation_id)
    # As a rule nothing waits, or the house is full: neither is worth a lock.
    if not (queue.is_anything_waiting(generation_id) and num_free(at_most=1)):
        return None
    with transaction.atomic():
        _one("SELECT pg_advisory_xact_lock(%(lock)s)", lock=CEILING)
        # Counted by a statement of its own, after the lock: it has to see what the holder before has taken.
        return _claim(generation_id) if num_free(at_most=1) else None


def num_free(*, at_most: int) -> int:
    """How many more replies may be written at this moment below RUNNING_REPLIES."""
    if not settings.RUNNING_REPLIES:
        return at_most
    return min(max(settings.RUNNING_REPLIES - _one(BEING_WRITTEN)[0], 0), at_most)


def _claim(generation_id):
    asked = {"id": generation_id, "lease": settings.REPLY_LEASE_SECONDS, "attempts": settings.REPLY_ATTEMPTS}
    num_waiting, *claimed = _one(CLAIM_THE_ONLY_ONE, **asked)
    if num_waiting > 1:
        claimed = _one(CLAIM, ids=queue.to_claim(generation_id), **asked)
    return Claim(*claimed) if claimed and claimed[0] else None


def keep(held: Claim, text: str, receipt: Receipt = NOTHING) -> tuple[bool] | None:
    """Checkpoint: the text so far, and a new lease. Whether the user asked to stop; None when overtaken.

    A connection that was cut since the last costs no checkpoint: it is asked for once more, on a new one.
    """
    lease = {"lease": settings.REPLY_LEASE_SECONDS}
    try:
        return _of_attempt(CHECKPOINT, held, text, receipt, **lease)
    except (OperationalError, InterfaceError):
        if connection.in_atomic_block:
            raise
        connection.close()
        return _of_attempt(CHECKPOINT, held, text, receipt, **lease)


def fall_back(
    held: Claim, *, to: str, fault: str, tried: dict, text: str = "", receipt: Receipt = NOTHING
) -> Claim | None:
    """Go on with the engine ``to``: its claim; None when overtaken, or when a stop was asked."""
    row = _until_it_answers(
        _of_attempt,
        FALL_BACK,
        held,
        text,
        receipt,
        engine=to,
        fault=fault,
        tried=json.dumps([tried]),
        lease=settings.REPLY_LEASE_SECONDS,
    )
    return Claim(held.generation_id, row[0], held.num_engines) if row else None


def requeue(
    held: Claim,
    *,
    fault: str,
    wait: float,
    engine: str = "",
    tried: dict | None = None,
    text: str = "",
    receipt: Receipt = NOTHING,
) -> str | None:
    """Back into the queue, for an attempt in ``wait`` seconds; the state, which is CANCELLED if a stop was asked.

    ``engine`` is asked then, or the one that is named in the row.
    """
    told = {"fault": fault, "wait": wait, "engine": engine, "tried": json.dumps([tried] if tried else [])}
    row = _until_it_answers(_of_attempt, REQUEUE, held, text, receipt, **told)
    return row[0] if row else None


def finish(
    held: Claim, state, *, text: str, fault="", ending=None, offers=(), receipt: Receipt = NOTHING
) -> bool:
    """The end, with the whole text; False when overtaken."""
    row = _until_it_answers(
        _of_attempt,
        FINISH,
        held,
        text,
        receipt,
        state=str(state),
        ending=ending.reason if ending else "",
        fault=fault,
        offers=json.dumps(list(offers)),
    )
    return row is not None


def _of_attempt(sql: str, held: Claim, text: str, receipt: Receipt, **params):
    kept = {**vars(receipt), "parameters": json.dumps(receipt.parameters)}
    return _one(sql, id=held.generation_id, attempt=held.attempt, text=text, **kept, **params)


def _until_it_answers(transition, *args, **params):
    """The transition, asked for again while PostgreSQL is being restarted: the whole text is nowhere but here.

    As long as the lease may last. If it was done and only the answer was lost, it says “overtaken”, and pages see by
    themselves that the reply is final.
    """
    last = time.monotonic() + settings.REPLY_LEASE_SECONDS
    while True:
        try:
            return transition(*args, **params)
        except (OperationalError, InterfaceError) as error:
            if connection.in_atomic_block or time.monotonic() > last:
                raise
            log.warning("database unreachable, asking again", error=type(error).__name__)
            connection.close()
            time.sleep(AGAIN_SECONDS)


def _one(sql: str, **params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchone()
