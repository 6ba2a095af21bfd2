"""What the pages of conversations show: lists and threads, read in few queries and made ready for templates."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404

from characters.models import Edition
from chat import citing, queue, trials
from chat.models import Citation, Conversation, Message
from chat.stream import Cursor
from web.markdown import render

# Messages on one page of a thread; earlier ones are a link away.
THREAD_SIZE = 100
FAULTS = {
    "unreachable": "What writes the replies could not be reached.",
    "busy": "What writes the replies is too busy just now.",
    "stalled": "The reply stopped coming.",
    "broke_off": "The reply broke off.",
    "silent": "The reply came without a word.",
    "lost": "The reply was interrupted again and again.",
    "too_late": "The reply had to wait too long.",
}
OTHER_FAULT = "Something went wrong while the reply was written."
ENGINES = {
    "curated": "The editors’ words, no language model",
    "openai_compatible": "A language model, told to keep to the editors’ texts",
    "scripted": "A script, for development",
}
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class ConversationPage:
    conversations: list[Conversation]
    before: str


def page_of_conversations(user, *, size: int, before: str | None = None) -> ConversationPage:
    """One page, latest first; ``before`` is the place of the last one on the page above, wherever that is by now."""
    rows = Conversation.objects.of(user).real().with_character().latest_first()
    if before:
        rows = rows.extra(where=["(last_said_at, chat_conversation.id) < (%s, %s)"], params=_place(before))
    found = list(rows[: size + 1])
    return ConversationPage(found[:size], _before(found[size - 1]) if len(found) > size else "")


def _before(row: Conversation) -> str:
    """Its place among the conversations, ``<microseconds since 1970>-<id>``."""
    return f"{(row.last_said_at - EPOCH) // dt.timedelta(microseconds=1)}-{row.pk}"


def _place(before: str) -> tuple[dt.datetime, int]:
    said_at, _, pk = before.partition("-")
    if not (_is_id(said_at) and _is_id(pk)):
        raise Http404
    return EPOCH + dt.timedelta(microseconds=int(said_at)), int(pk)


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 18


@dataclass(frozen=True)
class Turn:
    """A message, its newest reply, and earlier replies that left some text."""

    message: Message
    reply: Message | None
    earlier: list[Message]


@dataclass(frozen=True)
class Thread:
    conversation: Conversation
    edition: Edition | None
    turns: list[Turn]
    before: str

    @property
    def running(self) -> Message | None:
        """The reply that is being written."""
        return next(
            (turn.reply for turn in self.turns if turn.reply and turn.reply.generation.is_running), None
        )


def thread(user, pk: int, *, before: str | None = None) -> Thread:
    """A page of a conversation, its newest turns or those before a message; 404 for a stranger."""
    conversation = get_object_or_404(Conversation.objects.of(user).with_character().defer(None), pk=pk)
    asked = conversation.messages.filter(role=Message.Role.USER).order_by("-pk")
    if before:
        if not _is_id(before):
            raise Http404
        asked = asked.filter(pk__lt=int(before))
    half = THREAD_SIZE // 2
    asked = list(asked.prefetch_related(Prefetch("replies", _replies()))[: half + 1])
    turns = [_turn(message, list(message.replies.all())) for message in reversed(asked[:half])]
    oldest = str(turns[0].message.pk) if len(asked) > half else ""
    return Thread(conversation, _edition_of(conversation), turns, oldest)


def _edition_of(conversation) -> Edition | None:
    """Who one talks with now: the live edition, if there is one; in a trial the draft."""
    if conversation.is_trial:
        return trials.shown_edition(conversation.character)
    return conversation.character.live_edition


def _replies():
    return (
        Message.objects.select_related("generation__edition", "conversation__character")
        .prefetch_related(Prefetch("generation__citations", Citation.objects.select_related("passage")))
        .order_by("pk")
    )


def _turn(message: Message, replies: list[Message]) -> Turn:
    for reply in replies:
        _make_ready(reply)
    return Turn(message, replies[-1] if replies else None, [r for r in replies[:-1] if r.text])


def turn(message: Message) -> Turn:
    """The turn that this message of the user's opened."""
    return _turn(message, list(_replies().filter(answers=message)))


def reply_or_404(user, pk: int) -> Message:
    return _make_ready(
        get_object_or_404(
            _replies(), pk=pk, conversation__in=Conversation.objects.of(user), role=Message.Role.CHARACTER
        )
    )


def _make_ready(reply: Message) -> Message:
    """Give a reply what its template shows: cursor, place, HTML with citations, the fault in words, what wrote it."""
    generation = reply.generation
    reply.cursor = Cursor(generation.text_attempt, len(reply.text))
    reply.place = queue.told(generation)
    reply.sources = citing.sources_of(reply)
    reply.html = "" if generation.is_running else citing.linked(render(reply.text), reply.sources)
    reply.fault = FAULTS.get(generation.fault, OTHER_FAULT) if generation.state == "FAILED" else ""
    reply.offers = [{**offer, "client_key": uuid.uuid4()} for offer in generation.offers]
    engine = generation.engine.partition(":")[0]
    reply.written_by = ENGINES.get(engine, engine)
    reply.model_name = "" if engine == "curated" else generation.model_name
    return reply


def starters(edition: Edition) -> list[dict]:
    """The questions to begin with, as ``{"question", "anchor"}``."""
    return [{"question": q["question"], "anchor": q["anchor"]} for q in edition.content["starter_questions"]]
