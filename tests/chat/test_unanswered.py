"""Questions that no page answers: kept as a gist with the reply, and told only when three people asked the same."""

import datetime as dt

import pytest
from django.utils import timezone

from chat.grounded import unanswered
from chat.models import Generation
from chat.replies import generation
from tests.chat.factories import conversation, fresh, taken_turn
from tests.factories import UserFactory, published_character

pytestmark = pytest.mark.django_db


@pytest.fixture
def character():
    return published_character(name="Ada Lovelace", engine="curated", embed_now=True)


def ask(character, text, *, by=None, **conversation_fields) -> Generation:
    """A question, prepared as a worker does before it writes."""
    by = by or UserFactory()
    asked = taken_turn(by, into=conversation(by, character=character, **conversation_fields), text=text)
    row = Generation.objects.select_related("edition", "conversation", "reply__answers").get(pk=asked.pk)
    generation._prepare(row)
    return fresh(asked)


def told() -> list[tuple[str, int]]:
    rows = unanswered.asked_by_several(limit=9)
    return [(row["question"], row["num_users"]) for row in rows]


# --- What is kept ---


@pytest.mark.parametrize(
    ("text", "gist"),
    [
        ("What did you think of volcanoes in Iceland?", "what did you think of volcanoes in iceland"),
        ("Ada, how deep is the Pacific OCEAN?!", "how deep is the pacific ocean"),
    ],
)
def test_the_gist_of_a_question_that_no_passage_answers_is_kept(character, text, gist):
    assert ask(character, text).unanswered == gist


@pytest.mark.parametrize(
    "text",
    [
        "What is the engine?",
        "Hello, how are you?",
        "Who are you?",
        "Tell me more",
        "asdf qwer zxcv",
        "When were you born?",
    ],
)
def test_what_is_answered_and_what_is_only_talk_is_not_kept(character, text):
    assert ask(character, text).unanswered == ""


@pytest.mark.parametrize(
    "text",
    [
        "Why volcanoes?",
        "What happened to volcano number 4711?",
        "What do you write to ada@example.org about volcanoes?",
        "What is on https://volcano.example about lava?",
        "What stands on volcano.com about lava flows?",
        "What should I do about my husband and his volcano?",
        "Volcanoes are hot and beautiful",
        "I live near a volcano. What is lava made of?",
        "What is lava " + "really " * 40 + "made of?",
    ],
)
def test_what_might_tell_of_the_one_who_asks_is_not_kept(character, text):
    assert unanswered.gist_of(text, "Ada Lovelace") == ""
    assert ask(character, text).unanswered == ""


def test_nothing_is_kept_of_a_trial(character, editor):
    row = ask(character, "What did you think of volcanoes in Iceland?", by=editor, is_trial=True)
    assert row.unanswered == ""


def test_a_question_is_kept_whichever_engine_writes_the_reply():
    scripted = published_character(name="Ada", engine="scripted:say-3-gap-0", embed_now=True)
    assert ask(scripted, "What did you think of volcanoes in Iceland?").unanswered


def test_it_goes_with_its_conversation(character):
    row = ask(character, "What did you think of volcanoes in Iceland?")
    row.conversation.delete()
    assert not Generation.objects.exclude(unanswered="").exists()


# --- What is told ---


def test_what_three_people_asked_the_same_character_is_told_and_nothing_else(character):
    question = "What did you think of volcanoes in Iceland?"
    first, second, third = (UserFactory() for _ in range(3))
    ask(character, question, by=first)
    ask(character, question, by=first)
    ask(character, question, by=second)
    assert told() == []
    other = published_character(name="Other", engine="curated", embed_now=True)
    ask(other, question, by=third)
    assert told() == []
    ask(character, question.lower(), by=third)
    assert told() == [("what did you think of volcanoes in iceland", 3)]
    first.conversations.update(deleted_at=timezone.now())
    assert told() == []
    first.conversations.all().delete()
    assert told() == []


def test_what_was_asked_long_ago_is_told_no_more(character):
    for _ in range(3):
        ask(character, "What did you think of volcanoes in Iceland?")
    assert told()
    Generation.objects.update(queued_at=timezone.now() - dt.timedelta(days=unanswered.DAYS + 1))
    assert told() == []


def test_a_trial_counts_for_nobody(character):
    for _ in range(3):
        row = ask(character, "What did you think of volcanoes in Iceland?")
    row.conversation.is_trial = True
    row.conversation.save()
    assert told() == []
