"""What the pages of conversations show: threads, read in few queries and made ready for templates."""

import uuid
from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from characters.models import Edition
from chat import branches, trials, turns
from chat.grounded import citing
from chat.models import Citation, Conversation, Message, Note
from chat.replies import queue
from chat.replies.receipt_words import receipt_words
from chat.replies.stream import Cursor
from web.markdown import render

# Messages on one page of a thread; earlier ones are a link away.
THREAD_SIZE = 100
FAULTS = {
    "unreachable": _("What writes the replies could not be reached."),
    "busy": _("What writes the replies is too busy just now."),
    "stalled": _("The reply stopped coming."),
    "broke_off": _("The reply broke off."),
    "silent": _("The reply came without a word."),
    "resting": _("What writes the replies keeps failing just now."),
    "lost": _("The reply was interrupted again and again."),
    "too_late": _("The reply had to wait too long."),
    "overflow": _("This is more than what writes the replies can take in at once. A shorter message may do."),
}
OTHER_FAULT = _("Something went wrong while the reply was written.")
NOTED_BY = {
    "curated": _("Made without a language model, out of what you said and how each reply began"),
    "scripted": _("Written by a script, for development"),
}
NOTED_BY_A_MODEL = _("Written by a language model, the one that writes the replies")
# From how much of its context on a page says how full an engine is, in hundredths.
TELLING_FULLNESS = 50


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 18


@dataclass(frozen=True)
class Thread:
    """A part of the branch that is shown. ``before`` and ``later`` are where the parts around it meet this one.

    ``after`` is the reply that ends the branch: what is said next follows it.
    """

    conversation: Conversation
    edition: Edition | None
    messages_so_far: list[Message]
    before: str
    later: str
    after: int | None

    @property
    def running(self) -> Message | None:
        """The reply that is being written."""
        return next((m for m in self.messages_so_far if _is_reply(m) and m.generation.is_running), None)

    @property
    def last_reply(self) -> Message | None:
        """The reply with which this part ends."""
        last = self.messages_so_far[-1] if self.messages_so_far else None
        return last if last and _is_reply(last) else None


def thread(user, pk: int, *, before: str | None = None, start: str | None = None) -> Thread:
    """A part of a conversation: its end, or what stands before a message, or what begins with one.

    404 for a stranger, and for a message that the conversation does not hold.
    """
    conversation = get_object_or_404(Conversation.objects.of(user).with_character().defer(None), pk=pk)
    if before:
        return _part_before(conversation, _held(conversation, before))
    if start:
        return _part_from(conversation, _held(conversation, start))
    return _part(
        conversation, branches.path_to(conversation.tip_id, most=THREAD_SIZE + 1), conversation.tip_id
    )


def through(user, pk: int, message: str) -> Thread:
    """The end of the branch that goes through this message: what another tab has added to a page that ends with it."""
    conversation = get_object_or_404(Conversation.objects.of(user).with_character().defer(None), pk=pk)
    end = branches.end_through(conversation, _held(conversation, message).pk)
    return _part(conversation, branches.path_to(end, most=THREAD_SIZE + 1), end)


def _held(conversation, pk: str) -> Message:
    if not _is_id(pk):
        raise Http404
    return get_object_or_404(conversation.messages, pk=int(pk))


def _part_before(conversation, message) -> Thread:
    ids = branches.path_to(message.parent_id, most=THREAD_SIZE + 1)
    return _part(conversation, ids, branches.end_through(conversation, message.pk), later=str(message.pk))


def _part_from(conversation, message) -> Thread:
    end = branches.end_through(conversation, message.pk)
    *ids, later = [*branches.way_down(message.pk, end, most=THREAD_SIZE + 1), ""]
    if len(ids) > THREAD_SIZE:
        *ids, later = ids
    shown = _shown(conversation, ids)
    before = str(message.pk) if message.parent_id else ""
    return Thread(conversation, _edition_of(conversation), shown, before, str(later), end)


def _part(conversation, ids, end, *, later="") -> Thread:
    """The last of these, which may be one more than a page holds."""
    kept = ids[-THREAD_SIZE:]
    before = str(kept[0]) if len(ids) > len(kept) else ""
    return Thread(conversation, _edition_of(conversation), _shown(conversation, kept), before, later, end)


def _edition_of(conversation) -> Edition | None:
    """Who one talks with now: the live edition, if there is one; in a trial the draft."""
    if conversation.is_trial:
        return trials.shown_edition(conversation.character)
    return conversation.character.live_edition


def _shown(conversation, ids) -> list[Message]:
    """Messages of one path, made ready for their templates."""
    return _made_ready(conversation, list(_messages().filter(pk__in=ids).order_by("pk")))


def _made_ready(conversation, found: list[Message]) -> list[Message]:
    variants = branches.variants_of(conversation, found)
    for message in found:
        message.variants = variants.get(message.pk)
        message.may_go_on = conversation.is_trial or message.conversation.character.live_edition_id
        if _is_reply(message):
            _make_ready(message)
            note_of(message)
    return found


def _is_reply(message) -> bool:
    return message.role == Message.Role.CHARACTER


def _messages():
    """With all that is shown of them."""
    rows = citing.with_sources(Message.objects.all())
    return rows.select_related("conversation__character", "rating", "report", "note")


def said(message: Message) -> list[Message]:
    """A message of the user's just said, and its newest reply."""
    reply = getattr(message, "just_asked", None)
    if reply is None:
        return _shown(message.conversation, [message.pk, message.replies.latest("pk").pk])
    # Whoever took the turn has all of it in hand already; nothing is cited yet, and no note ends with it.
    Message._meta.get_field("note").set_cached_value(reply, None)
    prefetched = reply.generation.__dict__.setdefault("_prefetched_objects_cache", {})
    prefetched["citations"] = Citation.objects.none()
    return _made_ready(message.conversation, [message, reply])


def shown_alone(message: Message) -> Message:
    return _shown(message.conversation, [message.pk])[0]


def message_or_404(user, pk: int, role: Message.Role | None = None) -> Message:
    """Of this user's own; one in this role, where that matters."""
    own = Message.objects.select_related("conversation").filter(
        conversation__in=Conversation.objects.of(user)
    )
    return get_object_or_404(own.filter(role=role) if role else own, pk=pk)


def address_of(message: Message) -> str:
    """Where this message stands: on the page that a conversation opens with, or on one that begins with it.

    404 when the conversation has been cleared at this moment.
    """
    conversation = get_object_or_404(Conversation, pk=message.conversation_id)
    is_near = message.pk in branches.path_to(conversation.tip_id, most=THREAD_SIZE)
    query = "" if is_near else f"?from={message.pk}"
    return f"{conversation.get_absolute_url()}{query}#message-{message.pk}"


def reply_or_404(user, pk: int) -> Message:
    return shown_alone(message_or_404(user, pk, Message.Role.CHARACTER))


def _make_ready(reply: Message) -> Message:
    """Give a reply what its template shows: cursor, place, HTML with citations, the fault in words, what wrote it."""
    generation = reply.generation
    reply.cursor = Cursor(generation.text_attempt, len(reply.text))
    reply.place = queue.told(generation)
    reply.sources = citing.sources_of(reply)
    reply.html = "" if generation.is_running else citing.linked(render(reply.text), reply.sources)
    reply.fault = FAULTS.get(generation.fault, OTHER_FAULT) if generation.state == "FAILED" else ""
    reply.may_be_continued = turns.may_be_continued(reply)
    reply.offers = [{**offer, "client_key": uuid.uuid4()} for offer in generation.offers]
    reply.fullness = _fullness(generation)
    reply.receipt = receipt_words(reply)
    return reply


def _fullness(generation) -> int | None:
    """How much of its context the engine was told, in hundredths, where that is worth saying."""
    if not (generation.prompt_tokens and generation.context_tokens):
        return None
    told = min(100, round(100 * generation.prompt_tokens / generation.context_tokens))
    return told if told >= TELLING_FULLNESS else None


def note_of(message: Message) -> Note | None:
    """The note that ends with this message, made ready for its template."""
    note = getattr(message, "note", None)
    if note:
        note.written_by = NOTED_BY.get(note.engine.partition(":")[0], NOTED_BY_A_MODEL)
    return note


def starters(edition: Edition) -> list[dict]:
    """The questions to begin with, as ``{"question", "anchor"}``."""
    return [{"question": q["question"], "anchor": q["anchor"]} for q in edition.content["starter_questions"]]
