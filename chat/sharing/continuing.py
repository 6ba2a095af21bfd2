"""Go on from a shared conversation: a conversation of one's own that begins with what was shared.

The rows are copied here from the rows that the share leads to. No text comes from the browser, so nobody can put
words into a character's mouth.
"""

import datetime as dt
import time
import uuid

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from chat import branches, one_at_a_time, titles
from chat.models import Citation, Conversation, Generation, Message, Share
from chat.sharing import shares
from chat.turns import CharacterWithdrawn

SESSION_KEY = "continue_shared"
# Long enough to sign up and read one's mail, as for what one wanted to say.
SECONDS_KEPT = 3600
# Copies cost their user nothing, and the site rows: more than this in an hour is no reading.
MOST_AN_HOUR = 30
BATCH = 500
# Of each table, what a copy shares with what it is copied from. What an hour is charged for, what a reply cost and
# which question it left unanswered is counted once, where it was said first.
COPIED = (
    "edition_id", "seed", "state", "attempt", "text_attempt", "engine", "engines", "tried", "model_name", "parameters",
    "prompt_hash", "context_tokens", "ending", "fault", "offers", "started_at", "first_piece_at", "finished_at",
)  # fmt: skip


class KeyTaken(Exception):
    """The key has begun another conversation already, or one that was deleted since."""


class TooManyCopies(Exception):
    """MOST_AN_HOUR conversations were begun from shared ones within the last hour."""


def continue_shared(*, user, key: str, client_key: uuid.UUID) -> Conversation:
    """A conversation of this user's that goes on from what is shared under ``key``; for one ``client_key`` only one.

    :raises shares.NotShared, CharacterWithdrawn, KeyTaken, TooManyCopies: and then nothing is kept.
    """
    found = shares.open_share(key)
    try:
        with transaction.atomic():
            one_at_a_time.wait(one_at_a_time.COPIES, user.pk)
            # Sent twice at once, the second finds here what the first has begun.
            return _begun(user, client_key, found) or _begin(user, client_key, found)
    except IntegrityError:
        # The key begins something else at this moment.
        begun = _begun(user, client_key, found)
        if begun is None:
            raise
        return begun


def _begin(user, client_key, found: Share) -> Conversation:
    if found.conversation.character.live_edition is None:
        raise CharacterWithdrawn
    since = timezone.now() - dt.timedelta(hours=1)
    lately = Conversation.objects.filter(user=user, begun_from__isnull=False, created_at__gte=since)
    if lately.count() >= MOST_AN_HOUR:
        raise TooManyCopies
    # Until the copy is whole, what it is made of cannot be cleared; its owner goes on talking meanwhile.
    if not Share.objects.select_for_update().filter(pk=found.pk, revoked_at=None):
        raise shares.NotShared
    return _copy(user, client_key, found)


def _begun(user, client_key, found: Share) -> Conversation | None:
    begun = Conversation.objects.filter(user=user, client_key=client_key).first()
    if begun and (begun.begun_from_id != found.pk or begun.deleted_at):
        raise KeyTaken
    return begun


def _copy(user, client_key, found) -> Conversation:
    said = shares.messages_of(branches.path_to(found.tip_id))
    conversation = Conversation.objects.create(
        user=user,
        character=found.conversation.character,
        title=titles.title_of(said[0].text, name=shares.name_of(found.conversation.character)),
        client_key=client_key,
        begun_from=found,
    )
    new_ids = dict(zip((message.pk for message in said), _message_ids(len(said)), strict=True))
    Message.objects.bulk_create(
        [_message(message, conversation, new_ids) for message in said], batch_size=BATCH
    )
    _copy_generations([m.generation for m in said if m.role == Message.Role.CHARACTER], conversation, new_ids)
    conversation.tip_id = new_ids[found.tip_id]
    conversation.save(update_fields=["tip"])
    return conversation


def _message_ids(number: int) -> list[int]:
    """Ids that are free, in order: a message's parent has to be named before it has a row."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('chat_message', 'id')) FROM generate_series(1, %s)",
            [number],
        )
        return sorted(pk for (pk,) in cursor.fetchall())


def _message(message, conversation, new_ids) -> Message:
    is_users = message.role == Message.Role.USER
    return Message(
        pk=new_ids[message.pk],
        conversation=conversation,
        role=message.role,
        text=message.text,
        answers_id=new_ids.get(message.answers_id),
        follows_id=new_ids.get(message.follows_id),
        client_key=uuid.uuid4() if is_users else None,
    )


def _copy_generations(generations, conversation, new_ids):
    copies = [
        Generation(
            conversation=conversation,
            reply_id=new_ids[generation.reply_id],
            continues_id=new_ids.get(generation.continues_id),
            **{name: getattr(generation, name) for name in COPIED},
        )
        for generation in generations
    ]
    Generation.objects.bulk_create(copies, batch_size=BATCH)
    for copy, generation in zip(copies, generations, strict=True):
        copy.queued_at = generation.queued_at  # which a new row says of itself
    Generation.objects.bulk_update(copies, ["queued_at"], batch_size=BATCH)
    citations = [
        Citation(generation=copy, number=citation.number, passage_id=citation.passage_id)
        for copy, generation in zip(copies, generations, strict=True)
        for citation in generation.citations.all()
    ]
    Citation.objects.bulk_create(citations, batch_size=BATCH)


def keep_wish(request, key: str, client_key: uuid.UUID):
    """Remember in the session that a visitor wants to go on from here, until they have signed in."""
    request.session[SESSION_KEY] = {"key": key, "client_key": str(client_key), "kept_at": time.time()}


def take_wish(request, key: str) -> uuid.UUID | None:
    """The client key of what was wished for here within the last hour; it is used once."""
    kept = request.session.get(SESSION_KEY)
    if not kept or kept["key"] != key:
        return None
    del request.session[SESSION_KEY]
    return uuid.UUID(kept["client_key"]) if time.time() - kept["kept_at"] < SECONDS_KEPT else None
