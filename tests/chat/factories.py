"""Conversations and replies for tests, each in the state that a test asks for."""

import datetime as dt
import uuid

from django.db import connection
from django.utils import timezone

from chat import turns
from chat.models import Conversation, Generation, Message
from chat.replies.transitions import Claim
from tests.factories import published_character

FINAL = (Generation.State.COMPLETE, Generation.State.FAILED, Generation.State.CANCELLED)


def conversation(user, *, character=None, text="Who are you?", **fields) -> Conversation:
    """A conversation in which nothing has been said yet."""
    return Conversation.objects.create(
        user=user,
        character=character or published_character(engine="scripted:say-3-gap-0"),
        title=text,
        client_key=uuid.uuid4(),
        **fields,
    )


def taken_turn(user, *, into=None, text="Who are you?", **generation_fields) -> Generation:
    """A turn just taken: its generation, QUEUED unless the fields say otherwise."""
    into = into or conversation(user)
    message = turns.take_turn(user=user, conversation_id=into.pk, text=text, client_key=uuid.uuid4())
    generation = message.replies.get().generation
    return set_state(generation, **generation_fields) if generation_fields else generation


def set_state(generation: Generation, *, written=None, **fields) -> Generation:
    """Put a generation into a state as the worker would have left it, with what it has written."""
    state = fields.get("state", generation.state)
    if state in FINAL:
        fields.setdefault("finished_at", timezone.now())
    if state == Generation.State.GENERATING:
        fields.setdefault("lease_until", seconds_from_now(30))
        fields.setdefault("attempt", 1)
    Generation.objects.filter(pk=generation.pk).update(**fields)
    if written is not None:
        Message.objects.filter(pk=generation.reply_id).update(text=written)
    return fresh(generation)


def claimed(generation: Generation, attempt=1, **fields) -> Claim:
    """The generation in the hands of this attempt."""
    set_state(generation, state=Generation.State.GENERATING, attempt=attempt, **fields)
    return Claim(generation.pk, attempt)


def fresh(generation: Generation) -> Generation:
    """The row as it is now, with its reply."""
    return Generation.objects.select_related("reply", "conversation").get(pk=generation.pk)


def seconds_from_now(seconds: float) -> dt.datetime:
    return timezone.now() + dt.timedelta(seconds=seconds)


def long_talk(user, *, num_turns: int, into=None, **generation_fields) -> Conversation:
    """A conversation of so many turns that are answered, "Question 7" by "Answer 7.", written in a few statements."""
    into = into or conversation(user)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('chat_message', 'id')) FROM generate_series(1, %s)",
            [2 * num_turns],
        )
        ids = [pk for (pk,) in cursor.fetchall()]
    messages = []
    for number, (asked, reply) in enumerate(zip(ids[::2], ids[1::2], strict=True), 1):
        before = messages[-1].pk if messages else into.tip_id
        said = {"conversation": into, "created_at": timezone.now()}
        messages += [
            Message(
                pk=asked,
                role="USER",
                text=f"Question {number}?",
                follows_id=before,
                client_key=uuid.uuid4(),
                **said,
            ),
            Message(
                pk=reply,
                role="CHARACTER",
                text=f"Answer {number}. And some words more.",
                answers_id=asked,
                **said,
            ),
        ]
    Message.objects.bulk_create(messages)
    fields = {
        "state": Generation.State.COMPLETE,
        "finished_at": timezone.now(),
        "engine": "scripted",
        "edition": into.character.live_edition,
        **generation_fields,
    }
    replies = messages[1::2]
    Generation.objects.bulk_create(Generation(conversation=into, reply=reply, **fields) for reply in replies)
    Conversation.objects.filter(pk=into.pk).update(tip=replies[-1])
    into.refresh_from_db()
    return into
