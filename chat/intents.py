"""What someone came to say: posted, or kept in the session while they sign in."""

import uuid
from dataclasses import dataclass

from characters.models import Character

SESSION_KEY, DRAFT_KEY = "intent", "draft"
# A cookie-less visitor's text waits in the session; no need to keep a book there.
MAX_KEPT = 8_000


class NoKey(Exception):
    """The form has no client key, or one that is not a UUID."""


@dataclass(frozen=True)
class Intent:
    text: str
    client_key: uuid.UUID


def client_key(request) -> uuid.UUID:
    """:raises NoKey:"""
    try:
        return uuid.UUID(request.POST.get("client_key", ""))
    except ValueError:
        raise NoKey from None


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
    """Remember in the session what a visitor wanted, until they have signed in."""
    form = request.POST if request.method == "POST" else request.GET
    text = question(character, form.get("ask", ""))
    if not text and request.method == "POST":
        text = form.get("text", "")[:MAX_KEPT]
    request.session[SESSION_KEY] = {
        "slug": character.slug,
        "name": character.live_edition.name,
        "question": text,
        "client_key": str(uuid.uuid4()),
    }


def take(request, character: Character) -> Intent | None:
    """What was kept for this character; it is used once."""
    kept = request.session.get(SESSION_KEY)
    if not kept or kept["slug"] != character.slug:
        return None
    del request.session[SESSION_KEY]
    return Intent(kept["question"], uuid.UUID(kept["client_key"]))


def keep_draft(request, conversation_id: int):
    """Remember what was being said in a conversation when the session turned out to have ended."""
    request.session[DRAFT_KEY] = {
        "conversation": conversation_id,
        "text": request.POST.get("text", "")[:MAX_KEPT],
    }


def take_draft(request, conversation_id: int) -> str:
    """What was kept for this conversation, once; else nothing."""
    draft = request.session.get(DRAFT_KEY)
    if not draft or draft["conversation"] != conversation_id:
        return ""
    del request.session[DRAFT_KEY]
    return draft["text"]
