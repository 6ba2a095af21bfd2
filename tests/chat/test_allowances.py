"""What one may ask for in an hour: held back as it is asked for, exactly, whatever asks at once; and said in words."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from characters import publishing
from chat import allowances, tasks, turns
from chat.allowances import TooManyMessages, TooManyPieces, TooManyRunning
from chat.models import Allowance, Generation
from tests.chat.answers import HTMX, page_of
from tests.chat.factories import conversation, set_state, taken_turn
from tests.chat.test_turns import at_once
from tests.factories import published_character

State = Generation.State


def say(user, talk, key=None):
    return turns.take_turn(
        user=user, conversation_id=talk.pk, text="And why?", client_key=key or uuid.uuid4()
    )


def num_counted(user):
    return sum(Allowance.objects.filter(user=user).values_list("num_replies", flat=True))


def num_pieces_counted(user):
    return sum(Allowance.objects.filter(user=user).values_list("num_pieces", flat=True))


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
    reply_id = taken_turn(user, state=State.CANCELLED, num_pieces=1).reply_id
    again = turns.retry(user=user, reply_id=reply_id)
    set_state(again.generation, state=State.CANCELLED, num_pieces=1)
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


def begin_at_once(user, number):
    """So many conversations begun by as many requests at once; the names of what came of each."""
    character = published_character()

    def begin():
        return turns.begin(user=user, character=character, text="Hello", client_key=uuid.uuid4())

    return sorted(type(item).__name__ for item in at_once(number, begin))


@pytest.mark.django_db(transaction=True)
def test_of_a_hundred_messages_at_once_exactly_as_many_as_are_left_are_taken(user, settings):
    settings.MESSAGES_PER_HOUR, settings.RUNNING_REPLIES_PER_USER = 13, 0
    assert begin_at_once(user, 100) == 13 * ["Conversation"] + 87 * ["TooManyMessages"]
    assert (num_counted(user), Generation.objects.count()) == (13, 13)


@pytest.mark.django_db(transaction=True)
def test_of_a_hundred_messages_at_once_exactly_as_many_are_taken_as_there_are_pieces_for(user, settings):
    settings.MESSAGES_PER_HOUR, settings.RUNNING_REPLIES_PER_USER = 1_000, 0
    settings.PIECES_PER_HOUR, settings.PIECES_RESERVED = 999, 100
    assert begin_at_once(user, 100) == 9 * ["Conversation"] + 91 * ["TooManyPieces"]
    assert num_pieces_counted(user) == 900


@pytest.mark.django_db(transaction=True)
def test_of_a_hundred_messages_at_once_exactly_as_many_replies_are_asked_for_as_may_run(user, settings):
    settings.MESSAGES_PER_HOUR, settings.RUNNING_REPLIES_PER_USER = 1_000, 5
    assert begin_at_once(user, 100) == 5 * ["Conversation"] + 95 * ["TooManyRunning"]
    assert (num_counted(user), num_pieces_counted(user)) == (5, 5 * settings.PIECES_RESERVED)


@pytest.mark.parametrize("state", [State.QUEUED, State.GENERATING])
def test_unfinished_replies_of_all_conversations_count_and_final_ones_and_trials_do_not(
    editor, stranger, settings, state
):
    user = editor
    settings.RUNNING_REPLIES_PER_USER = 2
    taken_turn(stranger)
    taken_turn(user, into=conversation(user, is_trial=True))
    first = taken_turn(user, state=state)
    taken_turn(user, state=state)
    with pytest.raises(TooManyRunning) as refused:
        taken_turn(user)
    assert refused.value.most == 2
    set_state(first, state=State.COMPLETE)
    taken_turn(user)


def test_a_refused_turn_holds_nothing_back(user, settings):
    settings.RUNNING_REPLIES_PER_USER = 1
    taken_turn(user)
    with pytest.raises(TooManyRunning):
        taken_turn(user)
    settings.RUNNING_REPLIES_PER_USER = 0
    settings.PIECES_PER_HOUR = 1_500
    with pytest.raises(TooManyPieces):
        taken_turn(user)
    assert (num_counted(user), num_pieces_counted(user)) == (1, settings.PIECES_RESERVED)


def test_a_reply_says_what_is_held_back_for_it(user, settings):
    settings.PIECES_RESERVED = 77
    generation = taken_turn(user)
    assert (generation.num_reserved, generation.allowance_hour) == (77, Allowance.objects.get().hour)


def test_an_hour_of_fewer_pieces_than_the_longest_reply_has_allows_one_reply(user, settings):
    settings.PIECES_RESERVED, settings.PIECES_PER_HOUR = 500, 300
    assert taken_turn(user).num_reserved == 300
    with pytest.raises(TooManyPieces):
        taken_turn(user)


def test_pieces_and_running_replies_without_limit_are_without_limit(user, settings):
    settings.PIECES_PER_HOUR = settings.RUNNING_REPLIES_PER_USER = 0
    for _ in range(12):
        taken_turn(user)
    assert num_pieces_counted(user) == 12 * settings.PIECES_RESERVED
    assert allowances.left(user.pk).num_pieces is None


def test_trials_are_not_counted(editor, settings):
    settings.MESSAGES_PER_HOUR, settings.RUNNING_REPLIES_PER_USER = 0, 1
    for _ in range(2):
        generation = taken_turn(editor, into=conversation(editor, is_trial=True))
        assert (generation.num_reserved, generation.allowance_hour) == (0, None)
    assert not Allowance.objects.exists()


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


# --- In words -------------------------------------------------------------------------------------------------


def test_the_page_says_what_is_left_only_when_it_is_little(send, user_client, talk, settings):
    settings.MESSAGES_PER_HOUR = allowances.FEW + 2
    assert "left in this hour" not in page_of(user_client.get(talk.get_absolute_url()))
    send()
    assert "left in this hour" not in page_of(user_client.get(talk.get_absolute_url()))
    set_state(Generation.objects.get(), state=State.COMPLETE)
    shown = page_of(send(htmx=True))
    assert "10 messages left in this hour. It begins anew at " in shown
    assert 'id="composer-left" hx-swap-oob="true"' in shown
    assert "10 messages left in this hour" in page_of(user_client.get(talk.get_absolute_url()))


def test_the_page_says_when_little_text_is_left(user, user_client, talk, settings):
    settings.PIECES_PER_HOUR, settings.PIECES_RESERVED = 2_000, 100
    taken_turn(user, state=State.COMPLETE, num_pieces=999)
    assert "little text" not in page_of(user_client.get(talk.get_absolute_url()))
    taken_turn(user, state=State.COMPLETE, num_pieces=2)
    assert "Only a little text is left for you in this hour" in page_of(
        user_client.get(talk.get_absolute_url())
    )


def test_one_message_left_and_none_are_said_so(user, user_client, talk, settings):
    settings.MESSAGES_PER_HOUR = 1
    assert "1 message left in this hour" in page_of(user_client.get(talk.get_absolute_url()))
    taken_turn(user, state=State.COMPLETE)
    assert "No message is left in this hour" in page_of(user_client.get(talk.get_absolute_url()))


LIMITS = [
    ({"MESSAGES_PER_HOUR": 1}, "as much as one can say in an hour. You can go on at ", range(1, 3601)),
    ({"PIECES_PER_HOUR": 1_000}, "as much as they can in an hour", range(1, 3601)),
    ({"RUNNING_REPLIES_PER_USER": 1}, "A reply to you is still being written", range(5, 6)),
]


@pytest.mark.parametrize(("limits", "words", "seconds"), LIMITS)
@pytest.mark.parametrize("door", ["send", "begin"])
def test_who_may_not_go_on_is_told_so_and_programs_when_to_come_back(
    user, send, begin, settings, limits, words, seconds, door
):
    taken_turn(user)
    for name, value in limits.items():
        setattr(settings, name, value)
    response = {"send": send, "begin": begin}[door](text="My next thought")
    assert response.status_code == 429
    assert int(response["Retry-After"]) in seconds
    assert words in page_of(response)
    assert ">My next thought</textarea>" in page_of(response)


@pytest.mark.parametrize(("limits", "words", "_"), LIMITS)
def test_htmx_gets_the_same_words_with_the_text(user, user_client, talk, settings, limits, words, _):
    taken_turn(user)
    for name, value in limits.items():
        setattr(settings, name, value)
    form = {"text": "My next thought", "client_key": str(uuid.uuid4())}
    response = user_client.post(reverse("chat:send", args=[talk.pk]), form, headers=HTMX)
    assert (response.status_code, response["HX-Retarget"]) == (200, "#composer")
    assert words in page_of(response)
    assert ">My next thought</textarea>" in page_of(response)


def test_more_than_one_reply_that_is_being_written_is_said_with_their_number(user, send, settings):
    settings.RUNNING_REPLIES_PER_USER = 3
    for _ in range(3):
        taken_turn(user)
    assert "3 replies to you are still being written. Wait for one to end, or stop one" in page_of(send())
