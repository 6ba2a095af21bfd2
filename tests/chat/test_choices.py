"""A starter question is counted each time that a visitor chooses it, and nothing else is."""

import uuid

import pytest
from django.urls import reverse

from characters import publishing
from chat import choices, turns
from chat.models import Generation, QuestionChoice
from tests.chat.factories import conversation, set_state, taken_turn
from tests.chat.test_turns import at_once
from tests.factories import StarterQuestionFactory, UserFactory, published_character

pytestmark = pytest.mark.django_db


def counted(character) -> dict:
    return dict(character.question_choices.values_list("anchor", "num_times"))


@pytest.fixture
def ada():
    return published_character(engine="scripted:say-3-gap-0")


@pytest.mark.parametrize(
    "text", ["What is the engine?", " what is  the ENGINE ", "What is the engine?!", "What is the engine…"]
)
def test_a_question_counts_however_it_is_typed(user, ada, text):
    taken_turn(user, into=conversation(user, character=ada), text=text)
    assert counted(ada) == {"engine": 1}


def test_a_printers_apostrophe_makes_no_difference(user, ada):
    StarterQuestionFactory(character=ada, anchor="whose", question="Was it Babbage's?")
    publishing.publish(ada)
    taken_turn(user, into=conversation(user, character=ada), text="Was it Babbage’s?")
    assert counted(ada) == {"whose": 1}


@pytest.mark.parametrize("text", ["Hello", "What is the engine made of?", "?", "What is the engine? " * 40])
def test_other_messages_are_not_counted(user, ada, text):
    taken_turn(user, into=conversation(user, character=ada), text=text)
    assert counted(ada) == {}


def test_a_question_of_the_draft_alone_is_not_counted(user, ada):
    StarterQuestionFactory(character=ada, anchor="later", question="Since when?")
    taken_turn(user, into=conversation(user, character=ada), text="Since when?")
    assert counted(ada) == {}


def test_a_question_chosen_by_its_link_counts_once_with_its_conversation(user, user_client, ada):
    url, key = reverse("chat:begin", args=[ada.slug]), str(uuid.uuid4())
    for _ in range(2):  # a double click
        user_client.post(url, {"ask": "engine", "client_key": key})
    assert counted(ada) == {"engine": 1}


def test_trying_a_turn_again_counts_no_second_choice(user, ada):
    generation = taken_turn(user, into=conversation(user, character=ada), text="What is the engine?")
    set_state(generation, state=Generation.State.FAILED, written="")
    turns.retry(user=user, reply_id=generation.reply_id)
    assert counted(ada) == {"engine": 1}


def test_a_trial_is_not_counted(editor, ada):
    taken_turn(editor, into=conversation(editor, character=ada, is_trial=True), text="What is the engine?")
    assert counted(ada) == {}


def test_a_refused_turn_is_not_counted(user, ada):
    talk = conversation(user, character=ada)
    taken_turn(user, into=talk, text="Hello")
    with pytest.raises(turns.ReplyPending):
        taken_turn(user, into=talk, text="What is the engine?")
    assert counted(ada) == {}


def test_deleting_a_conversation_takes_no_choice_back(user, ada):
    talk = conversation(user, character=ada)
    generation = taken_turn(user, into=talk, text="What is the engine?")
    set_state(generation, state=Generation.State.CANCELLED)
    turns.delete(user=user, conversation_id=talk.pk)
    assert counted(ada) == {"engine": 1}


def test_only_a_chosen_question_costs_one_more_query(user, ada, django_assert_num_queries):
    edition = ada.live_edition
    with django_assert_num_queries(0):
        choices.count_one(edition, "Hello")
    with django_assert_num_queries(1):
        choices.count_one(edition, "What is the engine?")


def test_draft_questions_say_how_often_they_were_chosen(ada, django_assert_num_queries):
    StarterQuestionFactory(character=ada, anchor="never")
    QuestionChoice.objects.create(character=ada, anchor="engine", num_times=12)
    QuestionChoice.objects.create(character=published_character(), anchor="never", num_times=5)
    with django_assert_num_queries(1):
        found = {q.anchor: q.num_times for q in choices.with_num_times(ada.starter_questions.all())}
    assert found == {"engine": 12, "never": None}


@pytest.mark.django_db(transaction=True)
def test_many_choices_at_once_are_all_counted():
    ada = published_character(engine="scripted:say-3-gap-0")
    StarterQuestionFactory(character=ada, anchor="loom", question="Why a loom?")
    publishing.publish(ada)
    people = [UserFactory() for _ in range(8)]
    waiting = [(user, conversation(user, character=ada)) for user in people for _ in range(2)]

    def choose():
        user, talk = waiting.pop()
        for text in ("What is the engine?", "Why a loom?"):
            generation = taken_turn(user, into=talk, text=text)
            set_state(generation, state=Generation.State.COMPLETE)
        return "counted"

    assert at_once(16, choose) == ["counted"] * 16
    assert counted(ada) == {"engine": 16, "loom": 16}
