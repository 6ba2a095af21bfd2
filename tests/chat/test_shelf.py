"""Naming, pinning, archiving, deleting and bringing back; and what is cleared for good."""

import datetime as dt
import threading
import uuid

import pytest
from django.db import connection, transaction
from django.utils import timezone

from chat import clearing, tasks, titles, turns
from chat.models import Citation, Conversation, Generation, Message
from chat.replies import transitions
from chat.shelves import shelf
from tests.chat.factories import claimed, conversation, fresh, taken_turn
from tests.chat.test_turns import at_once
from tests.chat.waiting import Meanwhile
from tests.factories import published_character

State = Generation.State


def of(talk) -> Conversation:
    return Conversation.objects.get(pk=talk.pk)


# --- A name ---------------------------------------------------------------------------------------------------------


def test_a_conversation_has_the_name_that_its_user_gives_it(user, talk):
    shelf.rename(user=user, conversation_id=talk.pk, title="  About\n the \x00loom \u202eltr ")
    assert of(talk).title == "About the loom ltr"


@pytest.mark.parametrize(
    "title", ["", "   ", "\u200b", "\x00", "\u202e", "x" * 121, "y" * 1_000_000, "e" + "\u0301" * 3_000]
)
def test_a_name_that_is_none_or_too_long_changes_nothing(user, talk, title):
    with pytest.raises(shelf.NotNamed):
        shelf.rename(user=user, conversation_id=talk.pk, title=title)
    assert of(talk).title == "Who are you?"


def test_a_lone_surrogate_in_a_name_is_replaced(user, talk):
    shelf.rename(user=user, conversation_id=talk.pk, title="a \ud83d b")
    assert of(talk).title == "a \ufffd b"


@pytest.mark.parametrize("change", [shelf.pin, shelf.archive], ids=["pin", "archive"])
def test_to_pin_and_to_archive_twice_is_once_and_can_be_taken_back(user, talk, change):
    column = {shelf.pin: "pinned_at", shelf.archive: "archived_at"}[change]
    change(user=user, conversation_id=talk.pk, is_on=True)
    first = getattr(of(talk), column)
    change(user=user, conversation_id=talk.pk, is_on=True)
    assert getattr(of(talk), column) == first is not None
    change(user=user, conversation_id=talk.pk, is_on=False)
    assert getattr(of(talk), column) is None


def test_no_more_are_pinned_than_stand_on_a_page(user, character, monkeypatch):
    monkeypatch.setattr(shelf, "MOST_PINNED", 1)
    first, second = (conversation(user, character=character) for _ in range(2))
    for _ in range(2):
        shelf.pin(user=user, conversation_id=first.pk, is_on=True)
    with pytest.raises(shelf.TooManyPinned):
        shelf.pin(user=user, conversation_id=second.pk, is_on=True)
    shelf.pin(user=user, conversation_id=second.pk, is_on=False)


@pytest.mark.django_db(transaction=True)
def test_of_many_pinned_at_once_exactly_as_many_are_as_may_be(user, monkeypatch):
    monkeypatch.setattr(shelf, "MOST_PINNED", 3)
    character = published_character()
    talks = iter([conversation(user, character=character) for _ in range(20)])
    refused = at_once(20, lambda: shelf.pin(user=user, conversation_id=next(talks).pk, is_on=True))
    assert [type(item) for item in refused if item] == 17 * [shelf.TooManyPinned]
    assert Conversation.objects.filter(pinned_at__isnull=False).count() == 3


def test_nobody_changes_a_strangers(stranger, talk):
    for change in (
        lambda: shelf.rename(user=stranger, conversation_id=talk.pk, title="Mine"),
        lambda: shelf.pin(user=stranger, conversation_id=talk.pk, is_on=True),
        lambda: shelf.archive(user=stranger, conversation_id=talk.pk, is_on=True),
        lambda: shelf.delete(user=stranger, conversation_id=talk.pk),
        lambda: shelf.restore(user=stranger, conversation_id=talk.pk),
        lambda: shelf.clear(user=stranger, conversation_id=talk.pk),
    ):
        with pytest.raises(Conversation.DoesNotExist):
            change()
    assert (of(talk).title, of(talk).pinned_at, of(talk).deleted_at) == ("Who are you?", None, None)


# --- Deleting and bringing back -------------------------------------------------------------------------------------


def test_what_is_deleted_is_out_of_sight_and_comes_back_as_it_was(user, talk):
    shelf.pin(user=user, conversation_id=talk.pk, is_on=True)
    shelf.delete(user=user, conversation_id=talk.pk)
    assert not Conversation.objects.of(user).exists()
    assert list(Conversation.objects.deleted_by(user)) == [talk]
    for _ in range(2):
        shelf.restore(user=user, conversation_id=talk.pk)
    assert list(Conversation.objects.of(user)) == [talk]
    assert of(talk).pinned_at


def test_to_delete_twice_is_to_find_nothing(user, talk):
    shelf.delete(user=user, conversation_id=talk.pk)
    with pytest.raises(Conversation.DoesNotExist):
        shelf.delete(user=user, conversation_id=talk.pk)


@pytest.mark.parametrize("state", [State.QUEUED, State.GENERATING])
def test_the_reply_that_is_being_written_ends(user, talk, state):
    row = taken_turn(user, into=talk, state=state)
    shelf.delete(user=user, conversation_id=talk.pk)
    assert fresh(row).cancel_asked_at
    assert (fresh(row).state == State.CANCELLED) == (state == State.QUEUED)


def test_in_a_deleted_conversation_nothing_more_is_said(user, talk):
    shelf.delete(user=user, conversation_id=talk.pk)
    with pytest.raises(Conversation.DoesNotExist):
        turns.take_turn(user=user, conversation_id=talk.pk, text="Hello", client_key=uuid.uuid4())


def test_what_began_a_deleted_conversation_is_not_said_again_by_going_back(user, character):
    key = uuid.uuid4()
    begun = turns.begin(user=user, character=character, text="Hello", client_key=key)
    shelf.delete(user=user, conversation_id=begun.pk)
    with pytest.raises(turns.KeyReused):
        turns.begin(user=user, character=character, text="Hello", client_key=key)


@pytest.mark.django_db(transaction=True)
def test_a_turn_that_is_being_taken_while_one_deletes_is_stopped(user, talk):
    row = taken_turn(user, into=talk, state=State.COMPLETE)
    with Meanwhile(lambda: shelf.delete(user=user, conversation_id=talk.pk)) as deleting:
        turns.take_turn(user=user, conversation_id=talk.pk, text="And?", client_key=uuid.uuid4())
        deleting.begins()
    later = Generation.objects.exclude(pk=row.pk).get()
    assert (later.state, of(talk).deleted_at is None) == (State.CANCELLED, False)


# --- Clearing -------------------------------------------------------------------------------------------------------


def deleted_days_ago(talk, days):
    Conversation.objects.filter(pk=talk.pk).update(deleted_at=timezone.now() - dt.timedelta(days=days))


def test_what_was_deleted_a_week_ago_is_cleared_with_all_that_was_said(user, character, settings):
    settings.CONVERSATIONS_KEPT_DELETED_DAYS = 7
    kept, lately, long_ago = (conversation(user, character=character) for _ in range(3))
    row = taken_turn(user, into=long_ago, state=State.COMPLETE)
    Citation.objects.create(generation=row, number=1, passage=row.edition.passages.first())
    deleted_days_ago(lately, 6.9)
    deleted_days_ago(long_ago, 7.1)
    for _ in range(2):
        tasks.clear_deleted_conversations()
    assert set(Conversation.objects.all()) == {kept, lately}
    assert not Message.objects.exists()


def test_many_are_cleared_in_one_go(user, character, monkeypatch):
    monkeypatch.setattr(clearing, "AT_ONCE", 2)
    for _ in range(5):
        deleted_days_ago(conversation(user, character=character), 30)
    assert clearing.clear_deleted() == 5
    assert clearing.clear_deleted() == 0


def test_what_is_brought_back_meanwhile_is_not_cleared(user, talk):
    assert clearing.clear(talk.pk) is False
    assert of(talk)


def test_only_what_is_deleted_is_cleared_by_its_user(user, talk):
    with pytest.raises(Conversation.DoesNotExist):
        shelf.clear(user=user, conversation_id=talk.pk)
    shelf.delete(user=user, conversation_id=talk.pk)
    shelf.clear(user=user, conversation_id=talk.pk)
    assert not Conversation.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_conversation_is_cleared_while_its_reply_ends(user, talk):
    row = taken_turn(user, into=talk)
    held = claimed(row)
    shelf.delete(user=user, conversation_id=talk.pk)

    def finish():
        try:
            transitions.finish(held, State.CANCELLED, text="Half")
        finally:
            connection.close()

    ending = threading.Thread(target=finish)
    with transaction.atomic():
        ending.start()
        assert clearing.clear(talk.pk) is True
    ending.join(10)
    assert not Generation.objects.exists()


def test_an_account_that_goes_takes_the_deleted_along(user, talk):
    taken_turn(user, into=talk)
    shelf.delete(user=user, conversation_id=talk.pk)
    user.delete()
    assert not Conversation.objects.exists()
    assert not Message.objects.exists()


# --- Titles ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("What is the engine?", "What is the engine?"),
        ("Hello! What is the engine?", "What is the engine?"),
        ("Good morning, why did you leave?", "Why did you leave?"),
        ("Hello", "Hello"),
        ("How are you?", "How are you?"),
        ("one\n\n two", "one two"),
        ("\u202egnihton", "gnihton"),
    ],
)
def test_a_title_is_what_the_first_message_is_about(text, title):
    assert titles.title_of(text, name="Ada Lovelace") == title


def test_a_long_title_ends_behind_a_whole_word():
    title = titles.title_of(
        "Why did nobody believe that a machine could ever do anything but calculate, and do it at all?"
    )
    assert title == "Why did nobody believe that a machine could ever do anything but calculate…"
    assert len(titles.title_of("x" * 200)) == titles.MOST
