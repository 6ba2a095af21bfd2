"""Taking turns: what is kept, what is refused, and what happens when it is asked twice or at once."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from characters import publishing
from chat import allowances, branches, turns
from chat.models import Citation, Conversation, Generation, Message
from tests.chat.factories import conversation, fresh, set_state, taken_turn
from tests.factories import published_character

State = Generation.State


def at_once(number, function):
    """Call a function in so many threads at once; what each returned or raised."""

    def call(_):
        try:
            return function()
        except Exception as error:  # noqa: BLE001 - the refusal is what the tests look at
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(call, range(number)))


# --- Beginning ------------------------------------------------------------------------------------------------


def test_a_conversation_begins_with_its_first_turn(user):
    character = published_character(engine="scripted:say-3")
    begun = turns.begin(user=user, character=character, text=" Who are you? ", client_key=uuid.uuid4())
    message, reply = begun.messages.all()
    assert (begun.title, message.text, reply.text) == ("Who are you?", "Who are you?", "")
    assert (reply.answers, reply.generation.state) == (message, State.QUEUED)
    assert (reply.generation.edition, reply.generation.engine) == (character.live_edition, "scripted:say-3")


def test_beginning_twice_with_one_key_is_one_conversation(user):
    character, key = published_character(), uuid.uuid4()
    first = turns.begin(user=user, character=character, text="Hello", client_key=key)
    assert turns.begin(user=user, character=character, text="Hello", client_key=key) == first
    assert Message.objects.count() == 2


def test_a_key_that_began_a_conversation_begins_no_other_with_other_words(user):
    character, key = published_character(), uuid.uuid4()
    turns.begin(user=user, character=character, text="Hello", client_key=key)
    with pytest.raises(turns.KeyReused) as refused:
        turns.begin(user=user, character=character, text="Goodbye", client_key=key)
    assert refused.value.text == "Hello"
    assert Message.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_beginning_at_once_with_one_key_is_one_conversation(user):
    character, key = published_character(), uuid.uuid4()
    begun = at_once(8, lambda: turns.begin(user=user, character=character, text="Hello", client_key=key))
    assert {type(item) for item in begun} == {Conversation}
    assert len({item.pk for item in begun}) == Conversation.objects.count() == 1
    assert (Message.objects.count(), Generation.objects.count()) == (2, 1)


def test_the_same_key_of_two_users_is_two_conversations(user, stranger):
    character, key = published_character(), uuid.uuid4()
    for who in (user, stranger):
        turns.begin(user=who, character=character, text="Hello", client_key=key)
    assert Conversation.objects.count() == 2


@pytest.mark.parametrize("text", ["", "x" * 8001])
def test_a_refused_beginning_keeps_nothing(user, text):
    with pytest.raises((turns.NothingSaid, turns.TooLong)):
        turns.begin(user=user, character=published_character(), text=text, client_key=uuid.uuid4())
    assert not Conversation.objects.exists()


def test_beginning_with_a_withdrawn_character_keeps_nothing(user):
    character = published_character()
    publishing.withdraw(character)
    with pytest.raises(turns.CharacterWithdrawn):
        turns.begin(user=user, character=character, text="Hello", client_key=uuid.uuid4())
    assert not Conversation.objects.exists()


def test_a_long_first_message_gives_a_short_title(user):
    begun = turns.begin(
        user=user, character=published_character(), text="word " * 500, client_key=uuid.uuid4()
    )
    assert len(begun.title) <= 80
    assert begun.title.endswith("…")


def test_a_title_cannot_turn_the_line_around_it(user):
    text = "\u202egnihton \u2066 at \u2069all\u202c"
    begun = turns.begin(user=user, character=published_character(), text=text, client_key=uuid.uuid4())
    assert begun.title == "gnihton at all"
    assert begun.messages.first().text == text


# --- What was said --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  Hello\r\nthere  ", "Hello\nthere"),
        ("a\x00b\x07c", "abc"),
        ("half \ud83e an owl", "half \ufffd an owl"),
        ("\ud83e\udd89", "🦉"),
        ("\u202eright to left", "\u202eright to left"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("?", "?"),
        ("\U0001fae9", "\U0001fae9"),
        ("नमस्ते", "नमस्ते"),
    ],
)
def test_what_is_said_is_kept_clean(text, kept):
    assert turns.said(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t ",
        "\x00\x01",
        "\u200b\u2060\ufeff",
        "\u00ad",
        "\u202e\u202c",
        "\u3164\uffa0",
        "\u2800\ufe0f",
    ],
)
def test_what_nobody_can_see_is_nothing_said(text):
    with pytest.raises(turns.NothingSaid):
        turns.said(text)


def test_the_longest_message_is_kept_and_one_more_character_is_too_long(settings):
    settings.MESSAGE_MAX_CHARACTERS = 10
    assert turns.said(" 🦉" + "x" * 9 + " ") == "🦉" + "x" * 9
    with pytest.raises(turns.TooLong):
        turns.said("x" * 11)


# --- Turns ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_double_click_at_once_is_one_turn(user, talk):
    key = uuid.uuid4()
    taken = at_once(
        8, lambda: turns.take_turn(user=user, conversation_id=talk.pk, text="And why?", client_key=key)
    )
    assert {type(item) for item in taken} == {Message}
    assert len({item.pk for item in taken}) == 1
    assert (Message.objects.count(), Generation.objects.count()) == (2, 1)


@pytest.mark.django_db(transaction=True)
def test_of_many_turns_at_once_one_is_taken_and_the_others_wait(user, talk):
    def take():
        return turns.take_turn(user=user, conversation_id=talk.pk, text="And why?", client_key=uuid.uuid4())

    taken = at_once(8, take)
    assert sorted(type(item).__name__ for item in taken) == ["Message"] + 7 * ["ReplyPending"]
    assert (Message.objects.count(), Generation.objects.count()) == (2, 1)


@pytest.mark.parametrize("state", [State.QUEUED, State.GENERATING])
def test_no_turn_is_taken_while_a_reply_is_pending(user, talk, state):
    taken_turn(user, into=talk, state=state)
    with pytest.raises(turns.ReplyPending):
        turns.take_turn(user=user, conversation_id=talk.pk, text="And why?", client_key=uuid.uuid4())
    assert talk.messages.count() == 2


def test_the_same_key_gives_the_same_turn_also_while_its_reply_is_pending(user, talk):
    key = uuid.uuid4()
    first = turns.take_turn(user=user, conversation_id=talk.pk, text="And why?", client_key=key)
    assert turns.take_turn(user=user, conversation_id=talk.pk, text="And why?", client_key=key) == first


@pytest.mark.parametrize("state", [State.QUEUED, State.COMPLETE])
def test_the_same_key_with_other_words_is_refused_and_swallows_nothing(user, talk, state):
    key = uuid.uuid4()
    message = turns.take_turn(user=user, conversation_id=talk.pk, text="And why?", client_key=key)
    set_state(message.replies.get().generation, state=state)
    with pytest.raises(turns.KeyReused) as refused:
        turns.take_turn(user=user, conversation_id=talk.pk, text="And when?", client_key=key)
    assert refused.value.text == "And why?"
    assert (
        turns.take_turn(user=user, conversation_id=talk.pk, text=" And why?\r\n", client_key=key) == message
    )
    assert talk.messages.count() == 2


@pytest.mark.parametrize("state", [State.COMPLETE, State.FAILED, State.CANCELLED])
def test_the_next_turn_is_taken_when_the_reply_has_ended(user, talk, state):
    taken_turn(user, into=talk, state=state)
    taken_turn(user, into=talk)
    assert talk.messages.count() == 4


def test_no_turn_is_taken_with_a_withdrawn_character(user, talk):
    publishing.withdraw(talk.character)
    with pytest.raises(turns.CharacterWithdrawn):
        turns.take_turn(user=user, conversation_id=talk.pk, text="Hello", client_key=uuid.uuid4())
    assert not talk.messages.exists()


def test_nobody_takes_a_turn_in_the_conversation_of_another(stranger, talk):
    with pytest.raises(Conversation.DoesNotExist):
        turns.take_turn(user=stranger, conversation_id=talk.pk, text="Hello", client_key=uuid.uuid4())


def test_a_worker_is_called_only_after_the_commit(user, talk, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        taken_turn(user, into=talk)
    assert len(callbacks) == 1


def test_a_turn_moves_its_conversation_to_the_top(user):
    older = conversation(user)
    conversation(user)
    taken_turn(user, into=older)
    assert Conversation.objects.latest_first().first() == older


# --- Asking again ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [State.FAILED, State.CANCELLED])
def test_asking_again_gives_a_new_reply_and_keeps_the_earlier_text(user, state):
    earlier = taken_turn(user, state=state, written="What came of it")
    again = turns.retry(user=user, reply_id=earlier.reply_id)
    assert (again.answers_id, again.text) == (earlier.reply.answers_id, "")
    assert again.generation.state == State.QUEUED
    assert (fresh(earlier).reply.text, fresh(earlier).state) == ("What came of it", state)


@pytest.mark.parametrize("state", [State.COMPLETE, State.FAILED, State.CANCELLED])
def test_a_reply_that_has_ended_gets_a_variant_with_a_seed_of_its_own(user, talk, state):
    earlier = taken_turn(user, into=talk, state=state, written="Once")
    seeds = {earlier.seed}
    for number in (1, 2):
        again = turns.retry(user=user, reply_id=earlier.reply_id)
        talk.refresh_from_db()
        assert talk.tip == again
        seeds.add(set_state(again.generation, state=State.COMPLETE, written="Again").seed)
        assert len(seeds) == 1 + number
    assert fresh(earlier).reply.text == "Once"


def test_what_followed_a_reply_that_is_asked_for_again_stays_in_its_branch(user, talk):
    earlier = taken_turn(user, into=talk, state=State.COMPLETE)
    later = taken_turn(user, into=talk, state=State.COMPLETE)
    again = turns.retry(user=user, reply_id=earlier.reply_id)
    assert branches.path_to(again.pk) == [earlier.reply.answers_id, again.pk]
    assert branches.end_below(earlier.reply_id) == later.reply_id


@pytest.mark.parametrize("state", [State.QUEUED, State.GENERATING])
def test_while_a_reply_is_written_none_is_asked_for_again(user, talk, state):
    earlier = taken_turn(user, into=talk, state=State.COMPLETE)
    running = taken_turn(user, into=talk, state=state)
    for reply_id in (earlier.reply_id, running.reply_id):
        with pytest.raises(turns.ReplyPending):
            turns.retry(user=user, reply_id=reply_id)


@pytest.mark.django_db(transaction=True)
def test_asking_again_at_once_gives_one_reply(user):
    earlier = taken_turn(user, state=State.FAILED)
    asked = at_once(8, lambda: turns.retry(user=user, reply_id=earlier.reply_id))
    assert sorted(type(item).__name__ for item in asked) == ["Message"] + 7 * ["ReplyPending"]


def test_nobody_asks_again_for_the_reply_of_another(user, stranger):
    with pytest.raises(Message.DoesNotExist):
        turns.retry(user=stranger, reply_id=taken_turn(user, state=State.FAILED).reply_id)


def test_asking_again_is_counted(user, settings):
    settings.MESSAGES_PER_HOUR = 1
    earlier = taken_turn(user, state=State.COMPLETE)
    with pytest.raises(allowances.TooManyMessages):
        turns.retry(user=user, reply_id=earlier.reply_id)


# --- Saying it otherwise ------------------------------------------------------------------------------------


def edit(user, message, text="Otherwise", key=None):
    return turns.edit(user=user, message_id=message.pk, text=text, client_key=key or uuid.uuid4())


def test_an_edited_message_stands_beside_the_old_one_with_a_reply_of_its_own(user, talk):
    first = taken_turn(user, into=talk, state=State.COMPLETE)
    second = taken_turn(user, into=talk, text="And why?", state=State.COMPLETE)
    other = edit(user, second.reply.answers, " And how? ")
    assert (other.text, other.follows) == ("And how?", first.reply)
    reply = other.replies.get()
    talk.refresh_from_db()
    assert (talk.tip, reply.generation.state) == (reply, State.QUEUED)
    assert branches.path_to(second.reply_id)[-2:] == [second.reply.answers_id, second.reply_id]
    assert fresh(second).reply.answers.text == "And why?"


def test_a_first_message_is_edited_too(user):
    first = taken_turn(user, state=State.COMPLETE)
    assert edit(user, first.reply.answers).follows is None


def test_an_edit_sent_twice_is_one(user):
    message, key = taken_turn(user, state=State.COMPLETE).reply.answers, uuid.uuid4()
    assert edit(user, message, key=key) == edit(user, message, key=key)
    with pytest.raises(turns.KeyReused):
        edit(user, message, "Something else", key=key)
    assert Message.objects.count() == 4


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", turns.NothingSaid),
        ("\u200b", turns.NothingSaid),
        ("x" * 8001, turns.TooLong),
        ("Who are you?", turns.NothingChanged),
    ],
)
def test_a_refused_edit_keeps_nothing(user, text, refusal):
    message = taken_turn(user, state=State.COMPLETE).reply.answers
    with pytest.raises(refusal):
        edit(user, message, text)
    assert Message.objects.count() == 2


def test_while_a_reply_is_written_nothing_is_edited(user):
    message = taken_turn(user).reply.answers
    with pytest.raises(turns.ReplyPending):
        edit(user, message)


def test_nobody_edits_what_another_said_nor_a_reply(user, stranger):
    generation = taken_turn(user, state=State.COMPLETE)
    for who, what in ((stranger, generation.reply.answers), (user, generation.reply)):
        with pytest.raises(Message.DoesNotExist):
            edit(who, what)


# --- Going on with what was cut -------------------------------------------------------------------------------


CUT = [
    {"state": State.COMPLETE, "ending": "length"},
    {"state": State.CANCELLED},
    {"state": State.FAILED, "fault": "broke_off"},
]


@pytest.mark.parametrize("how", CUT)
def test_a_cut_reply_is_gone_on_with_from_its_words(user, talk, how):
    cut = taken_turn(user, into=talk, written="I was", engine="scripted:say-9", **how)
    passage = cut.edition.passages.first()
    Citation.objects.create(generation=cut, number=3, passage=passage)
    longer = turns.continue_reply(user=user, reply_id=cut.reply_id)
    goes_on = longer.generation
    assert (longer.text, longer.answers) == ("I was", cut.reply.answers)
    assert (goes_on.continues, goes_on.seed, goes_on.engine) == (cut.reply, cut.seed, "scripted:say-9")
    assert (goes_on.edition, goes_on.state) == (cut.edition, State.QUEUED)
    assert [(c.number, c.passage) for c in goes_on.citations.all()] == [(3, passage)]
    talk.refresh_from_db()
    assert talk.tip == longer
    assert fresh(cut).reply.text == "I was"


@pytest.mark.parametrize(
    "how",
    [
        {"state": State.COMPLETE, "ending": "stop", "written": "All."},
        {"state": State.CANCELLED},
        {"state": State.FAILED},
    ],
)
def test_what_is_whole_or_has_no_words_is_not_gone_on_with(user, how):
    reply_id = taken_turn(user, **how).reply_id
    with pytest.raises(turns.NothingToContinue):
        turns.continue_reply(user=user, reply_id=reply_id)
    assert Generation.objects.count() == 1


def test_words_that_an_engine_before_the_last_wrote_are_gone_on_with_by_that_one(user):
    tried = [{"engine": "openai_compatible:llama3", "fault": "broke_off", "attempt": 1}]
    cut = taken_turn(
        user, state=State.FAILED, written="I was", attempt=2, text_attempt=1, tried=tried, engine="curated",
        engines=["openai_compatible:llama3", "curated"],
    )  # fmt: skip
    goes_on = turns.continue_reply(user=user, reply_id=cut.reply_id).generation
    assert (goes_on.engine, goes_on.engines) == ("openai_compatible:llama3", ["openai_compatible:llama3"])


def test_nobody_goes_on_with_the_reply_of_another(user, stranger):
    cut = taken_turn(user, state=State.CANCELLED, written="I was")
    with pytest.raises(Message.DoesNotExist):
        turns.continue_reply(user=stranger, reply_id=cut.reply_id)


def test_the_withdrawn_go_on_with_nothing(user, talk):
    cut = taken_turn(user, into=talk, state=State.CANCELLED, written="I was")
    publishing.withdraw(talk.character)
    for ask in (turns.continue_reply, turns.retry):
        with pytest.raises(turns.CharacterWithdrawn):
            ask(user=user, reply_id=cut.reply_id)
    assert Generation.objects.count() == 1


# --- Stopping -------------------------------------------------------------------------------------------------


def test_a_queued_reply_is_stopped_at_once(user):
    generation = taken_turn(user)
    turns.stop(user=user, reply_id=generation.reply_id)
    stopped = fresh(generation)
    assert (stopped.state, stopped.finished_at is None) == (State.CANCELLED, False)


def test_a_reply_in_the_writing_is_asked_to_stop(user):
    generation = taken_turn(user, state=State.GENERATING)
    turns.stop(user=user, reply_id=generation.reply_id)
    asked = fresh(generation)
    assert (asked.state, asked.finished_at, asked.cancel_asked_at is None) == (State.GENERATING, None, False)
    turns.stop(user=user, reply_id=generation.reply_id)
    assert fresh(generation).cancel_asked_at == asked.cancel_asked_at


@pytest.mark.parametrize("state", [State.COMPLETE, State.FAILED, State.CANCELLED])
def test_stopping_what_is_final_changes_nothing(user, state):
    generation = taken_turn(user, state=state)
    turns.stop(user=user, reply_id=generation.reply_id)
    after = fresh(generation)
    assert (after.state, after.finished_at, after.cancel_asked_at) == (state, generation.finished_at, None)


def test_nobody_stops_the_reply_of_another(user, stranger):
    generation = taken_turn(user)
    with pytest.raises(Generation.DoesNotExist):
        turns.stop(user=stranger, reply_id=generation.reply_id)
    assert fresh(generation).state == State.QUEUED


def test_stop_holds_also_while_the_streams_are_away(user, settings):
    settings.STREAM_URL = "redis://127.0.0.1:1/0"
    generation = taken_turn(user)
    turns.stop(user=user, reply_id=generation.reply_id)
    assert fresh(generation).state == State.CANCELLED


# --- Deleting -------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_turn_taken_while_its_conversation_is_deleted_breaks_neither(user):
    for _ in range(5):
        talk = conversation(user)
        jobs = [
            lambda talk=talk: turns.take_turn(
                user=user, conversation_id=talk.pk, text="Hello", client_key=uuid.uuid4()
            ),
            lambda talk=talk: turns.delete(user=user, conversation_id=talk.pk),
        ]
        results = at_once(6, lambda jobs=jobs: jobs.append(job := jobs.pop(0)) or job())
        allowed = (Message, type(None), Conversation.DoesNotExist, turns.ReplyPending)
        assert all(isinstance(item, allowed) for item in results), results
        assert not Conversation.objects.filter(pk=talk.pk).exists()
