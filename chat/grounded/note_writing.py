"""Write a note of old turns: by the engine that writes the replies, else, without a model, as an extract of them."""

import asyncio
import contextlib
from dataclasses import dataclass, field, replace

import structlog
from django.db import connection

from characters.editions import content_of
from characters.models import Edition
from chat.grounded import notes
from chat.models import Generation, Message, Note
from chat.receipts import NOTHING, Receipt, receipt
from engines import order
from engines.base import (
    NOTE,
    Ending,
    Engine,
    EngineError,
    EngineOverflow,
    EngineSilent,
    Prompt,
    PromptMessage,
    Told,
)
from engines.breaker import Permit
from engines.extracts import extract
from engines.prices import UNKNOWN, Prices
from engines.registry import CURATED, UnknownEngine, get_engine, permit_for
from engines.text import clean

log = structlog.get_logger(__name__)

# What an engine may take, well within the lease.
SECONDS = 90
# Of very long branches that never had a note, so many messages are told as they were said; older ones as an extract.
MESSAGES_TOLD = 100
ASKED = "Write the note now, in the language in which the reader writes."


def write(generation_id: int):
    """Write the note that is due on a reply's branch, if one is. Called twice, the second finds nothing to claim."""
    rows = Generation.objects.select_related("edition").filter(conversation__deleted_at=None)
    generation = rows.filter(pk=generation_id, conversation__is_trial=False).first()
    if generation and (begun := notes.begin(generation)):
        due, held = begun
        _write(held, generation, due.before, due.messages)


def write_anew(note_id: int):
    """Write a note again that was claimed for it. Its text stays until then, and for good if its user changes it."""
    rows = Note.objects.filter(pk=note_id, conversation__deleted_at=None)
    note = rows.select_related("upto__generation__edition").first()
    if note and note.is_written:
        held = notes.Claim(note.pk, note.writing_until)
        _write(held, _last_generation(note), *notes.messages_upto(note))


def _last_generation(note: Note) -> Generation:
    """Who writes the replies now writes the note, also where another wrote the one that it ends with."""
    newest = Generation.objects.select_related("edition").filter(conversation=note.conversation_id)
    return newest.order_by("-pk").first() or note.upto.generation


def _write(held: notes.Claim, generation: Generation, before: Note | None, messages: list[Message]):
    prompt = prompt_for_note(generation.edition, before, messages, engine=generation.engine)
    # The thread only waits from here on, and needs its connection no more; somebody's transaction does.
    if not connection.in_atomic_block:
        connection.close()
    done = written(generation.engine, prompt)
    if done.receipt.is_told:
        notes.charge(held.note_id, done.receipt, engine=generation.engine)
    if not notes.keep(held, done.text, engine=done.engine):
        log.info("fenced: the note has been changed or deleted", note=held.note_id)


def prompt_for_note(
    edition: Edition, before: Note | None, messages: list[Message], *, engine: str = ""
) -> Prompt:
    said = tuple(PromptMessage(message.role, message.text) for message in messages)
    content = content_of(edition)
    prompt = Prompt(
        character_name=content.name,
        persona="",
        greeting="",
        message=ASKED,
        messages_so_far=said[:-MESSAGES_TOLD],
        note=before.text if before else "",
        model_name=order.model_name_of(engine),
        kind=NOTE,
        language=content.language,
    )
    return replace(prompt, note=extract(prompt), messages_so_far=said[-MESSAGES_TOLD:])


@dataclass
class Asked:
    """What an engine was told for a note, and what of it has come."""

    told: Told | None = None
    prices: Prices = UNKNOWN
    parts: list[str] = field(default_factory=list)
    num_pieces: int = 0
    ending: Ending | None = None

    @property
    def text(self) -> str:
        return "".join(self.parts)

    @property
    def receipt(self) -> Receipt:
        """Nothing while not a word has come: servers charge for no more than they write to."""
        if not self.num_pieces:
            return NOTHING
        usage, model_name = (self.ending.usage, self.ending.model_name) if self.ending else (None, "")
        return receipt(
            self.told,
            text=self.text,
            usage=usage,
            model_name=model_name,
            num_pieces=self.num_pieces,
            prices=self.prices,
        )


@dataclass(frozen=True)
class Written:
    """The text, never too long, and what wrote it; ``receipt`` is of the engine that was asked."""

    text: str
    engine: str
    receipt: Receipt


def written(engine: str, prompt: Prompt) -> Written:
    """By the engine, else as an extract."""
    asked = Asked()
    try:
        permit = permit_for(engine)
        try:
            text = asyncio.run(_read(get_engine(order.name_of(engine)), prompt, permit, asked))
            permit.ended_well()
        except EngineError as fault:
            permit.failed(fault)
            raise
        finally:
            permit.drop()
        return Written(_bounded(text), engine, asked.receipt)
    except (EngineError, UnknownEngine, TimeoutError) as fault:
        log.warning(
            "no note by the engine", engine=engine, fault=getattr(fault, "code", type(fault).__name__)
        )
        return Written(_bounded(extract(prompt)), CURATED, asked.receipt)


async def _read(engine: Engine, prompt: Prompt, permit: Permit, asked: Asked) -> str:
    async with asyncio.timeout(SECONDS):
        try:
            return await _text(engine, prompt, permit, asked)
        except EngineOverflow:
            # Once more: the engine has learnt how much it may be told.
            return await _text(engine, prompt, permit, asked)


async def _text(engine: Engine, prompt: Prompt, permit: Permit, asked: Asked) -> str:
    asked.told, asked.prices = engine.tell(prompt), engine.prices
    async with contextlib.aclosing(engine.stream(prompt, asked.told)) as pieces:
        async for piece in pieces:
            if isinstance(piece, Ending):
                asked.ending = piece
                continue
            # Nobody's reply has to wait until the note is whole.
            permit.first_piece_came()
            asked.parts.append(piece.text)
            asked.num_pieces += piece.num_pieces
    if not (text := clean(asked.text).strip()):
        raise EngineSilent
    return text


def _bounded(text: str) -> str:
    text = text.strip()
    if len(text) <= notes.MAX_CHARACTERS:
        return text
    return text[: notes.MAX_CHARACTERS - 1].rsplit(maxsplit=1)[0].rstrip() + "…"
