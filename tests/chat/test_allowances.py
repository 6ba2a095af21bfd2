"""How much one may say in an hour: counted as it is asked for, and kept whatever becomes of it."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError
from django.utils import timezone

from characters import publishing
from chat import allowances, tasks, turns
from chat.allowances import TooManyMessages
from chat.models import Allowance, Generation
from tests.chat.factories import set_state, taken_turn
from tests.chat.test_turns import at_once
from tests.factories import published_character

State = Generation.State


def say(user, talk, key=None):
    return turns.take_turn(user=user, conversation=talk, text="And why?", client_key=key or uuid.uuid4())


def num_counted(user):
    return sum(Allowance.objects.filter(user=user).values_list("num_replies", flat=True))


def test_the_refusal_says_when_one_can_go_on(user, settings):
    settings.MESSAGES_PER_HOUR = 2
    taken_turn(user)
    taken_turn(user)
    with pytest.raises(TooManyMessages) as refused:
        taken_turn(user)
    assert dt.timedelta(0) < refused.value.again_at - timezone.now() <= dt.timedelta(hours=1)
    assert refused.value.again_at.minute == 0


def test_what_was_said_in_earlier_hours_and_by_others_does_not_count(user, stranger, settings):
    settings.MESSAGES_PER_HOUR = 1
    taken_turn(stranger)
    taken_turn(user)
    Allowance.objects.filter(user=user).update(hour=allowances.hour_of(timezone.now()) - allowances.HOUR)
    taken_turn(user)


def test_deleting_a_conversation_gives_nothing_back(user, settings):
    settings.MESSAGES_PER_HOUR = 1
    generation = taken_turn(user)
    turns.delete(user=user, conversation_id=generation.conversation_id)
    with pytest.raises(TooManyMessages):
        taken_turn(user)


def test_nothing_is_allowed_when_nothing_shall_be(user, settings):
    settings.MESSAGES_PER_HOUR = 0
    with pytest.raises(TooManyMessages):
        taken_turn(user)
    assert not Allowance.objects.exists()


def test_asking_again_counts_like_asking(user, settings):
    settings.MESSAGES_PER_HOUR = 2
    reply_id = taken_turn(user, state=State.FAILED).reply_id
    again = turns.retry(user=user, reply_id=reply_id)
    set_state(again.generation, state=State.FAILED)
    with pytest.raises(TooManyMessages):
        turns.retry(user=user, reply_id=again.pk)


def test_a_turn_that_is_sent_twice_or_refused_counts_once_or_not_at_all(user, talk):
    key = uuid.uuid4()
    say(user, talk, key)
    say(user, talk, key)
    with pytest.raises(turns.ReplyPending):
        say(user, talk)
    assert num_counted(user) == 1
    set_state(Generation.objects.get(), state=State.COMPLETE)
    publishing.withdraw(talk.character)
    with pytest.raises(turns.CharacterWithdrawn):
        say(user, talk)
    assert num_counted(user) == 1


@pytest.mark.django_db(transaction=True)
def test_the_limit_holds_when_many_conversations_ask_at_once(user, settings):
    settings.MESSAGES_PER_HOUR = 3
    character = published_character()

    def begin():
        return turns.begin(user=user, character=character, text="Hello", client_key=uuid.uuid4())

    taken = at_once(8, begin)
    assert sorted(type(item).__name__ for item in taken) == 3 * ["Conversation"] + 5 * ["TooManyMessages"]
    assert num_counted(user) == 3


def test_an_hour_is_counted_in_one_row(user):
    taken_turn(user)
    row = Allowance.objects.get()
    with pytest.raises(IntegrityError, match="allowance_once_an_hour"):
        Allowance.objects.create(user=user, hour=row.hour, num_replies=1)


def test_hours_that_have_passed_are_cleared_and_this_one_is_kept(user):
    taken_turn(user)
    for hours in (2, 30):
        hour = allowances.hour_of(timezone.now()) - dt.timedelta(hours=hours)
        Allowance.objects.create(user=user, hour=hour, num_replies=5)
    tasks.clear_allowances()
    assert num_counted(user) == 1


def test_an_hour_begins_by_the_clock_of_utc():
    half_past_in_india = dt.datetime(
        2026, 11, 22, 12, 10, tzinfo=dt.timezone(dt.timedelta(hours=5, minutes=30))
    )
    assert allowances.hour_of(half_past_in_india) == dt.datetime(2026, 11, 22, 6, 0, tzinfo=dt.UTC)


def test_with_the_account_goes_what_was_counted(user):
    taken_turn(user)
    user.delete()
    assert not Allowance.objects.exists()
