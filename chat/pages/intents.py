"""What someone came to say: posted, or kept in the session while they sign in."""

import time
import uuid
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404

from characters.models import Character
from chat import turns
from web import languages

SESSION_KEY, DRAFT_KEY, EDITED_KEY = "intent", "draft", "edited"
# Long enough to sign up and read one's mail; a question of yesterday is not asked out of the blue.
SECONDS_KEPT = 3600


class NoKey(Exception):
    """The form has no client key, or one that is not a UUID."""


@dataclass(frozen=True)
class Intent:
    text: str
    client_key: uuid.UUID


@dataclass(frozen=True)
class Wish:
    """Whom someone wants to talk with, by name, and what they want to say, if anything yet."""

    name: str
    question: str


def client_key(request) -> uuid.UUID:
    """:raises NoKey:"""
    try:
        return uuid.UUID(request.POST.get("client_key", ""))
    except ValueError:
        raise NoKey from None


def after_id(request) -> int | None:
    """The reply after which the composer's page goes on; None for a form that does not say.

    :raises turns.NoSuchReply: for what no page of ours has written.
    """
    after = request.POST.get("after", "")
    if not after:
        return None
    if not (after.isascii() and after.isdigit() and len(after) < 18):
        raise turns.NoSuchReply
    return int(after)


def question(character: Character, anchor: str) -> str:
    """The live edition's starter question with this anchor, or nothing."""
    questions = character.live_edition.content["starter_questions"]
    return next((row["question"] for row in questions if row["anchor"] == anchor), "")


def posted(request, character: Character) -> Intent:
    """A question by its anchor, or free text. A form without a key begins a conversation of its own."""
    text = question(character, request.POST.get("ask", "")) or request.POST.get("text", "")
    try:
        return Intent(text, client_key(request))
    except NoKey:
        return Intent(text, uuid.uuid4())


def asked(request, character: Character) -> Intent | None:
    """A question that the address names, to be put into the composer and not yet asked."""
    text = question(character, request.GET.get("ask", ""))
    return Intent(text, uuid.uuid4()) if text else None


def keep(request, character: Character):
    """Remember in the session what a visitor wanted to say, until they have signed in; the last wish counts."""
    form = request.POST if request.method == "POST" else request.GET
    text = question(character, form.get("ask", ""))
    if not text and request.method == "POST":
        text = _bounded(form.get("text", ""))
    if not text:
        # Nothing worth a row for everybody, and every robot, that follows a link.
        request.session.pop(SESSION_KEY, None)
        return
    request.session[SESSION_KEY] = {
        "slug": character.live_edition.slug,
        "question": text,
        "client_key": str(uuid.uuid4()),
        "kept_at": time.time(),
    }


def _bounded(text: str) -> str:
    """One character more than may be said, so that what is too long is refused in words and not said in part."""
    return turns.tidied(text)[: settings.MESSAGE_MAX_CHARACTERS + 1]


def take(request, character: Character) -> Intent | None:
    """What was kept for this character in the last hour; it is used once."""
    kept = _kept(request, character)
    if kept is None:
        return None
    del request.session[SESSION_KEY]
    return Intent(kept["question"], uuid.UUID(kept["client_key"]))


def _kept(request, character) -> dict | None:
    kept = request.session.get(SESSION_KEY)
    if not kept or kept["slug"] != character.live_edition.slug:
        return None
    if time.time() - kept.get("kept_at", 0) > SECONDS_KEPT:
        del request.session[SESSION_KEY]
        return None
    return kept


def wish(request, path: str) -> Wish | None:
    """What whoever is sent to this path after signing in wants: to talk with somebody, and perhaps a question."""
    try:
        match = languages.resolved(urlsplit(path).path)
    except (Resolver404, ValueError):
        return None
    if match.view_name != "chat:begin":
        return None
    live = Character.objects.live().select_related("live_edition")
    character = live.filter(live_edition__slug=match.kwargs["slug"]).first()
    if character is None:
        return None
    kept = _kept(request, character)
    return Wish(character.live_edition.name, kept["question"] if kept else "")


def keep_draft(request, conversation_id: int):
    """Remember what was being said in a conversation when the session turned out to have ended."""
    _keep_typed(request, DRAFT_KEY, "conversation", conversation_id)


def take_draft(request, conversation_id: int) -> str:
    """What was kept for this conversation, once; else nothing."""
    return _take_typed(request, DRAFT_KEY, "conversation", conversation_id)


def keep_edited(request, message_id: int):
    """As ``keep_draft``, of a message that was being said in other words."""
    _keep_typed(request, EDITED_KEY, "message", message_id)


def take_edited(request, message_id: int) -> str:
    return _take_typed(request, EDITED_KEY, "message", message_id)


def _keep_typed(request, key, what, pk):
    request.session[key] = {what: pk, "text": _bounded(request.POST.get("text", ""))}


def _take_typed(request, key, what, pk) -> str:
    typed = request.session.get(key)
    if not typed or typed[what] != pk:
        return ""
    del request.session[key]
    return typed["text"]
