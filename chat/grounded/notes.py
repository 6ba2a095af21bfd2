"""The notes that stand for old turns: which one holds on a branch, when the next is due, and who may write it.

A note belongs to the reply up to which it tells, and holds for every branch that goes through that reply. It is
written under a lease, by one writer at a time; whoever is overtaken, or finds all deleted, changes nothing.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from chat import branches
from chat.models import Conversation, Generation, Message, Note
from chat.receipts import Receipt
from engines import order
from engines.base import Engine
from engines.registry import CURATED, UnknownEngine, get_engine

MAX_CHARACTERS = Note._meta.get_field("text").max_length
# A note is due when more messages than this stand in none, or when a prompt fills more than this of the budget.
MOST_MESSAGES = 40
FULL = 0.6
# What then stays out of the note: the newest, so many at most and of so much of the budget, and the last turn always.
KEPT_MESSAGES = 20
KEPT_SHARE = 0.25
# For less, no note is written: a prompt that is full of other things gets no shorter by it.
LEAST_NOTED = 6
LEASE_SECONDS = 120

MAY_BE_DUE = """
SELECT generation.engine, generation.prompt_tokens, EXISTS (
    SELECT 1 FROM chat_message WHERE conversation_id = conversation.id OFFSET %(most)s), EXISTS (
    SELECT 1 FROM chat_message WHERE conversation_id = conversation.id OFFSET %(fewest)s)
FROM chat_generation AS generation JOIN chat_conversation AS conversation ON conversation.id = conversation_id
WHERE generation.id = %(id)s AND state IN ('COMPLETE', 'CANCELLED')
    AND NOT conversation.is_trial AND conversation.deleted_at IS NULL
"""
CLAIM = """
INSERT INTO chat_note AS note (conversation_id, upto_id, text, engine, made_at, writing_until)
SELECT id, %(upto)s, '', '', clock_timestamp(), clock_timestamp() + make_interval(secs => %(lease)s)
FROM chat_conversation WHERE id = %(conversation)s AND deleted_at IS NULL
ON CONFLICT (upto_id) DO UPDATE SET writing_until = EXCLUDED.writing_until
    WHERE note.text = '' AND note.writing_until < clock_timestamp()
RETURNING id, writing_until
"""
CLAIM_ANEW = """
UPDATE chat_note SET writing_until = clock_timestamp() + make_interval(secs => %(lease)s)
FROM chat_conversation AS conversation
WHERE chat_note.id = %(id)s AND conversation.id = conversation_id AND deleted_at IS NULL
    AND (writing_until IS NULL OR writing_until < clock_timestamp())
RETURNING chat_note.id, writing_until
"""
KEEP = """
UPDATE chat_note SET text = %(text)s, engine = %(engine)s, made_at = clock_timestamp(), edited_at = NULL,
    writing_until = NULL
WHERE id = %(id)s AND writing_until = %(until)s
RETURNING id
"""
# Whatever becomes of the text: its user may have written another meanwhile.
CHARGE = """
UPDATE chat_note SET asked_engine = %(engine)s, model_name = %(model_name)s,
    prompt_tokens = CASE WHEN %(prompt_tokens)s::bigint IS NULL THEN prompt_tokens
        ELSE COALESCE(prompt_tokens, 0) + %(prompt_tokens)s END,
    reply_tokens = CASE WHEN %(reply_tokens)s::bigint IS NULL THEN reply_tokens
        ELSE COALESCE(reply_tokens, 0) + %(reply_tokens)s END,
    cost = CASE WHEN %(cost)s::numeric IS NULL THEN cost ELSE COALESCE(cost, 0) + %(cost)s END
WHERE id = %(id)s RETURNING id
"""


@dataclass(frozen=True)
class Due:
    """What the next note shall tell: the messages since the one before it, oldest first, up to a reply."""

    before: Note | None
    messages: list[Message]

    @property
    def upto(self) -> Message:
        return self.messages[-1]


@dataclass(frozen=True)
class Claim:
    """The right to write a note until then; taken away by its user, who writes it themselves."""

    note_id: int
    until: dt.datetime


def in_force(path: list[int]) -> Note | None:
    """The newest note on a path of messages."""
    return Note.objects.filter(upto__in=path).exclude(text="").order_by("-upto").first()


def may_be_due(generation_id: int) -> bool:
    """Whether it is worth while to look for what is due, once a reply is final. One query."""
    row = _one(MAY_BE_DUE, id=generation_id, most=MOST_MESSAGES, fewest=LEAST_NOTED - 1)
    if row is None:
        return False
    engine, prompt_tokens, are_many, are_enough = row
    # A prompt may be full of a persona and passages from the first turn on.
    return are_many or are_enough and _is_full(prompt_tokens, engine_for(engine))


def engine_for(name: str) -> Engine:
    """The engine that wrote a reply, without its model's name; for one that is gone, the editors' words."""
    try:
        return get_engine(order.name_of(name))
    except UnknownEngine:
        return get_engine(CURATED)


def _is_full(prompt_tokens: int | None, engine: Engine) -> bool:
    return bool(engine.budget_tokens and prompt_tokens and prompt_tokens > FULL * engine.budget_tokens)


@transaction.atomic
def begin(generation: Generation) -> tuple[Due, Claim] | None:
    """Take what is due on this reply's branch; None when nothing is, or another is at it, or all is deleted.

    Workers that look at one conversation at once take turns, so that the next note begins where the last one ends.
    """
    rows = Conversation.objects.select_for_update(no_key=True).filter(deleted_at=None)
    if not rows.filter(pk=generation.conversation_id).first():
        return None
    if Note.objects.filter(
        conversation=generation.conversation_id, writing_until__gt=timezone.now()
    ).exists():
        return None
    found = due(generation)
    held = claim(found.upto) if found else None
    return (found, held) if held else None


def due(generation: Generation) -> Due | None:
    """What the next note on this reply's branch shall tell; None while all of it may be told as it was said."""
    engine = engine_for(generation.engine)
    path = branches.path_to(generation.reply_id)
    before = in_force(path)
    since = _since(path, before)
    if len(since) <= MOST_MESSAGES and not _is_full(generation.prompt_tokens, engine):
        return None
    messages = _with_words(since)
    del messages[len(messages) - _num_kept(messages, engine) :]
    # It ends with a reply: what follows that is told as it was said.
    while messages and messages[-1].role == Message.Role.USER:
        messages.pop()
    return Due(before, messages) if len(messages) >= LEAST_NOTED else None


def _num_kept(messages: list[Message], engine: Engine) -> int:
    newest = messages[-KEPT_MESSAGES:]
    if engine.budget_tokens is None:
        return len(newest)
    left = KEPT_SHARE * engine.budget_tokens
    for number, message in enumerate(reversed(newest)):
        left -= engine.count_tokens(message.text)
        if left < 0:
            return max(number, 2)
    return len(newest)


def messages_upto(note: Note) -> tuple[Note | None, list[Message]]:
    """What this note tells: the note before it, and what was said since."""
    path = branches.path_to(note.upto_id)
    before = in_force(path[:-1])
    return before, _with_words(_since(path, before))


def _since(path: list[int], before: Note | None) -> list[int]:
    return [pk for pk in path if before is None or pk > before.upto_id]


def _with_words(ids: list[int]) -> list[Message]:
    return list(Message.objects.filter(pk__in=ids).exclude(text="").order_by("pk"))


def claim(upto: Message) -> Claim | None:
    """Begin the note that tells up to this reply; None when there is one, or another writes it, or all is deleted."""
    row = _one(CLAIM, conversation=upto.conversation_id, upto=upto.pk, lease=LEASE_SECONDS)
    return Claim(*row) if row else None


def claim_anew(note_id: int) -> Claim | None:
    """Begin to write a note that there is; it keeps its text until it has another."""
    row = _one(CLAIM_ANEW, id=note_id, lease=LEASE_SECONDS)
    return Claim(*row) if row else None


def give_back(held: Claim):
    """Nobody can be called to write: the note stays as it is."""
    Note.objects.filter(pk=held.note_id, writing_until=held.until).update(writing_until=None)


def keep(held: Claim, text: str, *, engine: str) -> bool:
    """The text, if the claim still holds."""
    return _one(KEEP, id=held.note_id, until=held.until, text=text, engine=engine[:120]) is not None


def charge(note_id: int, receipt: Receipt, *, engine: str):
    """What one writing cost is added to what others before it did."""
    told = {name: getattr(receipt, name) for name in ("prompt_tokens", "reply_tokens", "cost")}
    _one(CHARGE, id=note_id, engine=engine[:120], model_name=receipt.model_name[:200], **told)


def _one(sql: str, **params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchone()
