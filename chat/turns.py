"""Take turns: what a user says, the reply it asks for, stopping it and asking again."""

import re
import unicodedata
from uuid import UUID

import structlog
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from redis import Redis
from redis.exceptions import RedisError

from characters.models import Character
from chat import allowances, choices, stream, tasks, trials
from chat.models import Conversation, Generation, Message
from engines.text import clean

log = structlog.get_logger(__name__)

TITLE_CHARACTERS = 80
# Letters, marks and symbols by their category, and yet nothing to see: fillers, a blank, joiners and selectors.
BLANKS = re.compile("[\u034f\u115f\u1160\u2800\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# Controls, formats and separators. (``isprintable`` would refuse an emoji that is younger than this Python.)
UNSEEN = {"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"}
# They would turn the words around a title as well; in a message they end with its paragraph.
DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")


class NothingSaid(Exception):
    """The message is empty, or holds only what cannot be seen."""


class TooLong(Exception):
    """The message is longer than MESSAGE_MAX_CHARACTERS."""


class ReplyPending(Exception):
    """The conversation's last reply is unfinished."""


class CharacterWithdrawn(Exception):
    """The character has no live edition to speak from."""


class KeyReused(Exception):
    """The key has said something else already: ``text``."""

    def __init__(self, text: str):
        super().__init__()
        self.text = text


class NothingToRetry(Exception):
    """The reply has not failed and was not stopped, or a later message follows it."""


def tidied(text: str) -> str:
    """Without what browsers, keyboards and machines add to a text."""
    return clean(text.replace("\r\n", "\n")).strip()


def said(text: str) -> str:
    """A user's text as it is kept.

    :raises NothingSaid: / TooLong: as the names say.
    """
    text = tidied(text)
    if not any(unicodedata.category(character) not in UNSEEN for character in BLANKS.sub("", text)):
        raise NothingSaid
    if len(text) > settings.MESSAGE_MAX_CHARACTERS:
        raise TooLong
    return text


def begin(*, user, character: Character, text: str, client_key: UUID, is_trial: bool = False) -> Conversation:
    """A conversation with its first turn taken; the one begun before, if this key began it with this text.

    A trial speaks from the draft and is counted nowhere.
    :raises NothingSaid, TooLong, KeyReused, CharacterWithdrawn, TooManyMessages, TooManyRunning: and then
        nothing is kept.
    :raises trials.DraftClashes: of a trial, whose draft then has to be mended first.
    """
    text = said(text)
    try:
        with transaction.atomic():
            conversation = Conversation.objects.create(
                user=user,
                character=character,
                title=_title(text),
                client_key=client_key,
                is_trial=is_trial,
            )
            take_turn(user=user, conversation=conversation, text=text, client_key=client_key)
    except IntegrityError:
        begun = Conversation.objects.of(user).filter(client_key=client_key).first()
        if begun is None:
            raise
        _check_is_same(begun.messages.get(client_key=client_key), text)
        return begun
    return conversation


def _check_is_same(before: Message, text: str):
    if before.text != text:
        raise KeyReused(before.text)


@transaction.atomic
def take_turn(
    *, user, conversation: Conversation, text: str, client_key: UUID, after_id: int | None = None
) -> Message:
    """The user's message, kept with an empty reply and its generation QUEUED. COMMIT is the promise.

    It follows the reply ``after_id``, which is the one that its user sees last, else the branch shown last. Sent
    twice with one key, it is one turn. A worker is called after the commit.
    :raises NothingSaid, TooLong, KeyReused, ReplyPending, CharacterWithdrawn, TooManyMessages, TooManyRunning:
        and then nothing is kept.
    :raises Message.DoesNotExist: when the conversation holds no such reply.
    """
    text = said(text)
    conversation = Conversation.objects.of(user).select_for_update().get(pk=conversation.pk)
    if before := conversation.messages.filter(client_key=client_key).first():
        _check_is_same(before, text)
        return before
    if conversation.generations.running().exists():
        raise ReplyPending
    follows = _reply_before(conversation, after_id)
    message = Message.objects.create(
        conversation=conversation, role=Message.Role.USER, text=text, client_key=client_key, follows=follows
    )
    generation = _ask_for_reply(conversation, message)
    if not conversation.is_trial:
        choices.count_one(generation.edition, text)
    return message


def _reply_before(conversation, after_id) -> Message | None:
    if after_id is None:
        return conversation.tip
    return conversation.messages.get(pk=after_id, role=Message.Role.CHARACTER)


def _title(text: str) -> str:
    line = " ".join(DIRECTIONS.sub("", text).split())
    return line if len(line) <= TITLE_CHARACTERS else line[: TITLE_CHARACTERS - 1].rstrip() + "…"


def _reserve(conversation) -> allowances.Reservation:
    return allowances.Reservation() if conversation.is_trial else allowances.reserve(conversation.user_id)


def _edition_to_speak_from(conversation):
    if conversation.is_trial:
        return trials.edition_of(conversation.character)
    edition = Character.objects.select_related("live_edition").get(pk=conversation.character_id).live_edition
    if edition is None:
        raise CharacterWithdrawn
    return edition


def _ask_for_reply(conversation, message) -> Generation:
    edition, reserved = _edition_to_speak_from(conversation), _reserve(conversation)
    reply = Message.objects.create(conversation=conversation, role=Message.Role.CHARACTER, answers=message)
    generation = Generation.objects.create(
        conversation=conversation,
        reply=reply,
        edition=edition,
        engine=edition.content["engine"] or settings.ENGINE,
        seed=message.pk,
        woken_at=timezone.now(),
        allowance_hour=reserved.allowance_hour,
        num_reserved=reserved.num_reserved,
    )
    Conversation.objects.filter(pk=conversation.pk).update(last_said_at=timezone.now(), tip=reply)
    transaction.on_commit(lambda: tasks.wake(generation.pk))
    return generation


@transaction.atomic
def retry(*, user, reply_id: int) -> Message:
    """A new reply to the same message, after one that failed or was stopped; the earlier text stays in its row.

    :raises NothingToRetry, ReplyPending, CharacterWithdrawn, TooManyMessages, TooManyRunning:
    """
    earlier = Message.objects.select_related("generation").get(
        pk=reply_id, conversation__in=Conversation.objects.of(user), role=Message.Role.CHARACTER
    )
    conversation = Conversation.objects.of(user).select_for_update().get(pk=earlier.conversation_id)
    if conversation.generations.running().exists():
        raise ReplyPending
    is_last = not conversation.messages.filter(pk__gt=earlier.pk).exists()
    if not is_last or earlier.generation.state not in (Generation.State.FAILED, Generation.State.CANCELLED):
        raise NothingToRetry
    return _ask_for_reply(conversation, earlier.answers).reply


def stop(*, user, reply_id: int):
    """Ask the writing of a reply to end: at once while queued, within a moment while it is written.

    What was written stays. Stopping what is final changes nothing.
    """
    generation = Generation.objects.of(user).get(reply_id=reply_id)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE chat_generation SET cancel_asked_at = COALESCE(cancel_asked_at, clock_timestamp()),
                state = CASE state WHEN 'QUEUED' THEN 'CANCELLED' ELSE state END,
                finished_at = CASE state WHEN 'QUEUED' THEN clock_timestamp() END
            WHERE id = %s AND state IN ('QUEUED', 'GENERATING') RETURNING state, attempt
            """,
            [generation.pk],
        )
        row = cursor.fetchone()
    if row:
        _tell_of_stop(generation.pk, stream.Final(row[1], row[0]) if row[0] == "CANCELLED" else None)


@transaction.atomic
def delete(*, user, conversation_id: int):
    """Delete a conversation for good, whatever is being written in it or said at this moment.

    :raises Conversation.DoesNotExist: also when another tab has just deleted it.
    """
    conversation = Conversation.objects.of(user).select_for_update().get(pk=conversation_id)
    # Whoever writes its reply waits here, and then finds no row: a citation added meanwhile would forbid the deletion.
    list(conversation.generations.select_for_update().values_list("pk"))
    conversation.delete()


def _tell_of_stop(generation_id, final):
    """The column is the truth; Valkey only makes it quick."""
    try:
        with Redis.from_url(settings.STREAM_URL, socket_timeout=1, socket_connect_timeout=1) as valkey:
            pipeline = valkey.pipeline(transaction=False)
            pipeline.set(stream.cancel_key(generation_id), "1", ex=settings.STREAM_TTL_SECONDS)
            if final:
                stream.add(pipeline, generation_id, final)
            pipeline.execute()
    except (RedisError, OSError) as error:
        log.warning(
            "streams unreachable, the next checkpoint stops it",
            generation=generation_id,
            error=type(error).__name__,
        )
