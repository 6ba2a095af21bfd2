"""Conversations as they are after many turns: written straight into the site's tables.

Run as a script with the site's settings: ``long_talks.py <conversation> <turns>``.
"""

import os
import sys
import uuid

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.utils import timezone  # noqa: E402

from chat import turns  # noqa: E402
from chat.models import Conversation, Generation, Note  # noqa: E402
from tests.chat.factories import set_state  # noqa: E402


def grow(conversation: Conversation, number: int):
    """So many turns more."""
    for count in range(1, number + 1):
        message = turns.take_turn(
            user=conversation.user,
            conversation_id=conversation.pk,
            text=f"Question {count}?",
            client_key=uuid.uuid4(),
        )
        _write(message.replies.get(), f"Answer {count}.\n\n" + "It takes some lines to say. " * 8)
        conversation.refresh_from_db()


def branch(conversation: Conversation):
    """Two replies to the first message, and to its other wording one that was cut."""
    user, reply = conversation.user, conversation.messages.get(role="CHARACTER")
    _write(reply, "I dreamt of an engine that **weaves algebra** as a loom weaves flowers.")
    grow(conversation, 1)
    again = turns.retry(user=user, reply_id=reply.pk)
    _write(again, "Of numbers, always of numbers; and of flying.")
    other = turns.edit(
        user=user,
        message_id=reply.answers_id,
        text="What did you dream of as a child?",
        client_key=uuid.uuid4(),
    )
    _write(other.replies.get(), "I dreamt of wings: I had measured the crow and", ending="length")
    again = turns.retry(user=user, reply_id=other.replies.get().pk)
    _write(again, "I wished to fly, and began a book that I called *Flyology*. But my", ending="length")


def note(conversation: Conversation) -> Note:
    """Some turns, the older of them kept in a note, in a conversation that fills much of its engine's context."""
    grow(conversation, 4)
    replies = (
        conversation.messages.filter(role="CHARACTER").exclude(generation__state="QUEUED").order_by("pk")
    )
    kept = Note.objects.create(
        conversation=conversation,
        upto=replies[1],
        text="The reader’s name is Ben, and he builds kites.\n\nHe asked what Ada dreamt of as a child; she told of "
        "wings that she had measured, and promised to tell of the engine later.",
        engine="openai_compatible",
        edited_at=timezone.now(),
    )
    told = Generation.objects.filter(reply=conversation.tip_id)
    told.update(prompt_tokens=5079, context_tokens=8192, note=kept)
    return kept


def _write(reply, text, **fields):
    fields = {"state": Generation.State.COMPLETE, "attempt": 1, "text_attempt": 1, **fields}
    set_state(reply.generation, written=text, **fields)


if __name__ == "__main__":
    grow(Conversation.objects.get(pk=sys.argv[1]), int(sys.argv[2]))
