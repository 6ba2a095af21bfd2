"""Take turns: what a user says or says otherwise, the reply it asks for, stopping it, asking again and going on."""

import re
import unicodedata
from uuid import UUID

import structlog
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone
from redis import Redis
from redis.exceptions import RedisError

from characters import editions
from characters.models import Character
from chat import allowances, choices, clearing, tasks, titles, trials, unsent
from chat.models import Citation, Conversation, Generation, Message
from chat.replies import stream
from chat.replies.receipt_words import author_of
from engines.registry import order_for
from engines.text import clean

log = structlog.get_logger(__name__)

# Letters, marks and symbols by their category, and yet nothing to see: fillers, a blank, joiners and selectors.
BLANKS = re.compile("[\u034f\u115f\u1160\u2800\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# Controls, formats, separators, and marks that stand on nothing. (``isprintable`` would refuse an emoji that is
# younger than this Python.)
UNSEEN = {"Cc", "Cf", "Cs", "Zs", "Zl", "Zp", "Mn", "Mc", "Me"}
# What a turn needs of a conversation and its character: a page's texts are long, and read once per process.
OF_A_TURN = (
    "user", "character", "title", "tip", "is_trial", "unsent", "unsent_key", "deleted_at", "character__live_slug",
    "character__live_edition__character", "character__live_edition__number", "character__live_edition__slug",
    "character__live_edition__name", "character__live_edition__made_at",
)  # fmt: skip


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


class NothingToContinue(Exception):
    """The reply is whole, or has no text to go on from."""


class NothingChanged(Exception):
    """The edited message says what it said before."""


class NoSuchReply(Message.DoesNotExist):
    """The conversation holds no such reply to go on from."""


def tidied(text: str) -> str:
    """Without what browsers, keyboards and machines add to a text."""
    return clean(text).strip()


def said(text: str) -> str:
    """A user's text as it is kept.

    :raises NothingSaid: / TooLong: as the names say.
    """
    text = tidied(text)
    if not can_be_seen(text):
        raise NothingSaid
    if len(text) > settings.MESSAGE_MAX_CHARACTERS:
        raise TooLong
    return text


def can_be_seen(text: str) -> bool:
    """Whether anything of it can."""
    return any(unicodedata.category(character) not in UNSEEN for character in BLANKS.sub("", text))


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
                title=titles.title_of(text, name=character.name),
                client_key=client_key,
                is_trial=is_trial,
            )
            take_turn(user=user, conversation_id=conversation.pk, text=text, client_key=client_key)
    except IntegrityError:
        begun = Conversation.objects.filter(user=user, client_key=client_key).first()
        if begun is None:
            raise
        said_first = begun.messages.filter(client_key=client_key).first()
        if said_first is None or not Conversation.objects.of(user).filter(pk=begun.pk).exists():
            # It began with what somebody shared, or is deleted.
            raise KeyReused(text) from None
        _check_is_same(said_first, text)
        return begun
    return conversation


def _check_is_same(before: Message, text: str):
    if before.text != text:
        raise KeyReused(before.text)


@transaction.atomic
def take_turn(
    *, user, conversation_id: int, text: str, client_key: UUID, after_id: int | None = None
) -> Message:
    """The user's message, kept with an empty reply and its generation QUEUED. COMMIT is the promise.

    It follows the reply ``after_id``, which is the one that its user sees last, else the branch shown last. Sent
    twice with one key, it is one turn. A worker is called after the commit.
    :raises NothingSaid, TooLong, KeyReused, ReplyPending, CharacterWithdrawn, TooManyMessages, TooManyRunning:
        and then nothing is kept.
    :raises NoSuchReply: when the conversation does not hold ``after_id``.
    :raises Conversation.DoesNotExist: when it is no conversation of this user's, or is deleted.
    """
    text = said(text)
    conversation = _locked(user, conversation_id)
    if before := _said_with(conversation, client_key, text):
        return before
    message = _say(conversation, text, client_key, follows_id=_reply_before(conversation, after_id))
    unsent.forget(conversation, client_key=client_key, text=text)
    return message


@transaction.atomic
def edit(*, user, message_id: int, text: str, client_key: UUID) -> Message:
    """The same message in other words: a variant beside it, with a reply of its own. The old branch stays.

    :raises NothingChanged: and what ``take_turn`` raises; then nothing is kept.
    :raises Message.DoesNotExist: when it is no message of this user's.
    """
    text = said(text)
    mine = Message.objects.filter(conversation__in=Conversation.objects.of(user), role=Message.Role.USER)
    earlier = mine.get(pk=message_id)
    conversation = _locked(user, earlier.conversation_id)
    if before := _said_with(conversation, client_key, text):
        return before
    if text == earlier.text:
        raise NothingChanged
    return _say(conversation, text, client_key, follows_id=earlier.follows_id)


def _locked(user, conversation_id) -> Conversation:
    """Turns of one conversation are taken one after the other. With the edition that its character speaks from."""
    rows = Conversation.objects.of(user).select_related("character__live_edition").only(*OF_A_TURN)
    return rows.select_for_update(of=("self",)).get(pk=conversation_id)


def _said_with(conversation, client_key, text) -> Message | None:
    """What this key has said already; if nothing, then nothing is being written either.

    :raises KeyReused, ReplyPending:
    """
    # By a statement of its own, after the lock: it has to see what the turn before has done.
    said_before = Subquery(conversation.messages.filter(client_key=client_key).values("pk")[:1])
    is_written = Exists(Generation.objects.running().filter(conversation=OuterRef("pk")))
    rows = Conversation.objects.filter(pk=conversation.pk).values_list(said_before, is_written)
    before_id, is_pending = rows.get()
    if before_id:
        before = conversation.messages.get(pk=before_id)
        _check_is_same(before, text)
        return before
    if is_pending:
        raise ReplyPending
    return None


def _check_nothing_runs(conversation):
    if conversation.generations.running().exists():
        raise ReplyPending


def _say(conversation, text, client_key, *, follows_id) -> Message:
    message = Message.objects.create(
        conversation=conversation,
        role=Message.Role.USER,
        text=text,
        client_key=client_key,
        follows_id=follows_id,
    )
    generation = _ask_for_reply(conversation, message, seed=message.pk)
    if not conversation.is_trial:
        choices.count_one(generation.edition, text)
    # For the page that shows it now (chat.pages).
    message.just_asked, message.left = generation.reply, generation.left
    return message


def _reply_before(conversation, after_id) -> int | None:
    """What is shown last is a reply; any other has to be looked for."""
    if after_id is None or after_id == conversation.tip_id:
        return conversation.tip_id
    if not conversation.messages.filter(pk=after_id, role=Message.Role.CHARACTER).exists():
        raise NoSuchReply
    return after_id


def _reserve(conversation) -> allowances.Reservation:
    return allowances.Reservation() if conversation.is_trial else allowances.reserve(conversation.user_id)


def _edition_to_speak_from(conversation):
    if conversation.is_trial:
        return trials.edition_of(conversation.character)
    if conversation.character.live_edition is None:
        raise CharacterWithdrawn
    return editions.remembered(conversation.character.live_edition)


def _ask_for_reply(conversation, message, *, seed) -> Generation:
    edition = _edition_to_speak_from(conversation)
    engines = order_for(edition.content["engine"])
    return _queue(conversation, message, edition=edition, engines=engines, seed=seed)


def _queue(conversation, message, *, engines: list[str], text="", **how) -> Generation:
    """A reply to this message, which is shown from now on, and its generation; a worker is called."""
    reserved = _reserve(conversation)
    reply = Message.objects.create(
        conversation=conversation, role=Message.Role.CHARACTER, answers=message, text=text
    )
    generation = Generation.objects.create(
        conversation=conversation,
        reply=reply,
        engine=engines[0],
        engines=engines,
        woken_at=timezone.now(),
        allowance_hour=reserved.allowance_hour,
        num_reserved=reserved.num_reserved,
        **how,
    )
    generation.left = reserved.left
    Conversation.objects.filter(pk=conversation.pk).update(last_said_at=timezone.now(), tip=reply)
    transaction.on_commit(lambda: tasks.wake(generation.pk))
    return generation


@transaction.atomic
def retry(*, user, reply_id: int) -> Message:
    """A variant of a reply that has ended, shown from now on; the earlier one stays, and what followed it too.

    :raises ReplyPending, CharacterWithdrawn, TooManyMessages, TooManyRunning:
    :raises Message.DoesNotExist: when it is no reply of this user's.
    """
    earlier, conversation = _reply_at_rest(user, reply_id)
    asked = earlier.answers
    return _ask_for_reply(conversation, asked, seed=asked.pk + asked.replies.count()).reply


@transaction.atomic
def continue_reply(*, user, reply_id: int) -> Message:
    """A variant that begins with all the words of a reply that was cut, and goes on.

    :raises NothingToContinue, ReplyPending, CharacterWithdrawn, TooManyMessages, TooManyRunning:
    :raises Message.DoesNotExist: when it is no reply of this user's.
    """
    earlier, conversation = _reply_at_rest(user, reply_id)
    cut = earlier.generation
    if not may_be_continued(earlier):
        raise NothingToContinue
    _edition_to_speak_from(conversation)
    # From the same edition, by the engine whose words they are and its seed: what it says begins with what it said.
    generation = _queue(
        conversation, earlier.answers, text=earlier.text, continues=earlier, text_attempt=1,
        edition=cut.edition, engines=[author_of(cut)], seed=cut.seed,
    )  # fmt: skip
    # The numbers in its text go on standing for the same passages.
    Citation.objects.bulk_create(
        Citation(generation=generation, number=number, passage_id=passage)
        for number, passage in cut.citations.values_list("number", "passage_id")
    )
    return generation.reply


def may_be_continued(reply: Message) -> bool:
    """Whether it broke off with words: cut at its longest, stopped or failed."""
    generation = reply.generation
    is_cut = generation.ending == "length" or generation.state in (
        Generation.State.CANCELLED,
        Generation.State.FAILED,
    )
    return bool(reply.text) and is_cut and not generation.is_running


def _reply_at_rest(user, reply_id) -> tuple[Message, Conversation]:
    """A reply and its conversation, locked, in which nothing is being written."""
    own = Message.objects.filter(conversation__in=Conversation.objects.of(user), role=Message.Role.CHARACTER)
    conversation = _locked(user, own.values_list("conversation", flat=True).get(pk=reply_id))
    _check_nothing_runs(conversation)
    # Read after the lock: until then its last words may have been on their way.
    return own.select_related("answers").get(pk=reply_id), conversation


def stop(*, user, reply_id: int):
    """Ask the writing of a reply to end: at once while queued, within a moment while it is written.

    What was written stays. Stopping what is final changes nothing.
    """
    end(Generation.objects.of(user).get(reply_id=reply_id))


def end(generation: Generation):
    """As ``stop``, whoever it is that asks."""
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


def delete(*, user, conversation_id: int):
    """Delete a conversation for good, whatever is being written in it or said at this moment.

    :raises Conversation.DoesNotExist: also when another tab has just deleted it.
    """
    # Marked first: no turn begins in it any more while it is cleared.
    own = Conversation.objects.of(user).filter(pk=conversation_id)
    if not own.update(deleted_at=timezone.now()):
        raise Conversation.DoesNotExist
    clearing.clear(conversation_id)


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
