"""The pages of conversations, with and without htmx: the list, beginning, reading on, stop, and retry."""

import uuid

import pytest
from django.urls import reverse
from django.utils.html import escape

from characters import publishing
from chat.models import Conversation, Generation
from chat.replies.receipt_words import WRITERS
from tests.chat.answers import HTMX, page_of
from tests.chat.factories import conversation, fresh, seconds_from_now, taken_turn

State = Generation.State


# --- The list ----------------------------------------------------------------------------------------------------


def test_the_list_shows_my_conversations_alone(user_client, stranger, talk):
    conversation(stranger, character=talk.character, text="Someone else's")
    page = page_of(user_client.get(reverse("chat:list")))
    assert talk.get_absolute_url() in page
    assert "Someone else" not in page


def test_an_empty_list_says_where_to_go(user_client):
    assert reverse("characters:catalog") in page_of(user_client.get(reverse("chat:list")))


def test_htmx_gets_the_next_rows_alone(user_client, user, character, monkeypatch):
    monkeypatch.setattr("chat.pages.shelf_views.LIST_SIZE", 2)
    talks = [conversation(user, character=character) for _ in range(3)]
    first = user_client.get(reverse("chat:list"))
    before = first.context["page"].before
    assert f"before={before}" in page_of(first)
    rest = page_of(user_client.get(reverse("chat:list"), {"before": before}, headers=HTMX))
    assert talks[0].get_absolute_url() in rest
    assert "<html" not in rest


@pytest.mark.parametrize("before", ["x", "1", "-", "9" * 40 + "-1", "\x00-\x00", "1-1' OR 1=1"])
def test_a_forged_place_in_the_list_is_not_found(user_client, before):
    assert user_client.get(reverse("chat:list"), {"before": before}).status_code == 404


# --- Beginning ----------------------------------------------------------------------------------------------------


def test_the_first_page_greets_and_offers_the_editors_questions(user_client, character):
    page = page_of(user_client.get(reverse("chat:begin", args=[character.slug])))
    assert "Good day. What shall we reason about?" in page
    assert "What is the engine?" in page


def test_a_question_in_the_address_is_put_into_the_composer_and_not_asked(user_client, character):
    page = page_of(user_client.get(reverse("chat:begin", args=[character.slug]), {"ask": "engine"}))
    assert ">What is the engine?</textarea>" in page
    assert not Conversation.objects.exists()


@pytest.mark.parametrize("form", [{"text": "Hello"}, {"ask": "engine"}, {"ask": "engine", "text": "Ignored"}])
def test_a_conversation_is_begun_and_opened(begin, form):
    response = begin(**form)
    begun = Conversation.objects.get()
    assert (response.status_code, response["Location"]) == (302, begun.get_absolute_url())
    assert begun.title == ("What is the engine?" if "ask" in form else "Hello")


def test_a_question_asked_twice_with_one_key_opens_the_same_conversation(begin):
    key = str(uuid.uuid4())
    assert begin(ask="engine", client_key=key)["Location"] == begin(ask="engine", client_key=key)["Location"]
    assert Conversation.objects.count() == 1


@pytest.mark.parametrize("form", [{}, {"text": " "}, {"ask": "no-such-question"}, {"text": "\u200b"}])
def test_a_beginning_without_a_word_is_refused_with_a_sentence(begin, form):
    response = begin(**form)
    assert response.status_code == 422
    assert "Write something first." in page_of(response)
    assert not Conversation.objects.exists()


def test_with_nobody_and_with_the_withdrawn_no_conversation_is_begun(user_client, begin, character):
    publishing.withdraw(character)
    assert begin(text="Hello").status_code == 404
    assert user_client.get(reverse("chat:begin", args=["nobody"])).status_code == 404


# --- A conversation -----------------------------------------------------------------------------------------------


def test_a_finished_reply_is_shown_as_html_with_what_wrote_it(user_client, complete):
    page = page_of(user_client.get(complete.conversation.get_absolute_url()))
    assert "I am <strong>Ada</strong>." in page
    assert escape(WRITERS["scripted"]) in page
    assert "data-events" not in page


@pytest.mark.parametrize("state", [State.QUEUED, State.GENERATING])
def test_a_running_reply_is_shown_with_where_to_follow_it(user_client, user, talk, state):
    row = taken_turn(user, into=talk, state=state, attempt=1, text_attempt=1, written="So <b>far")
    page = page_of(user_client.get(talk.get_absolute_url()))
    assert f'data-events="{reverse("chat:events", args=[row.reply_id])}" data-cursor="1-9"' in page
    assert "So &lt;b&gt;far" in page
    assert reverse("chat:stop", args=[row.reply_id]) in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"state": State.FAILED, "fault": "stalled"}, "The reply stopped coming."),
        ({"state": State.FAILED, "fault": "bug", "written": "Half"}, "What came of it stands above."),
        ({"state": State.CANCELLED}, "Stopped before a word was written."),
        ({"state": State.CANCELLED, "written": "Half"}, "Stopped."),
        ({"state": State.COMPLETE, "ending": "length", "written": "Long"}, "cut at the longest length"),
    ],
)
def test_every_ending_is_said_in_words(user_client, user, talk, fields, words):
    row = taken_turn(user, into=talk, **fields)
    page = page_of(user_client.get(talk.get_absolute_url()))
    assert words in page
    assert reverse("chat:retry", args=[row.reply_id]) in page
    assert (reverse("chat:continue", args=[row.reply_id]) in page) == ("written" in fields)


def test_opening_a_conversation_heals_it(user_client, user, talk):
    row = taken_turn(user, into=talk, state=State.GENERATING, attempt=3, lease_until=seconds_from_now(-1))
    page = page_of(user_client.get(talk.get_absolute_url()))
    assert fresh(row).state == State.FAILED
    assert "interrupted again and again" in page


def test_a_conversation_with_the_withdrawn_can_be_read_and_not_gone_on_with(user_client, complete, send):
    publishing.withdraw(complete.conversation.character)
    page = page_of(user_client.get(complete.conversation.get_absolute_url()))
    assert "I am <strong>Ada</strong>." in page
    assert "composer-text" not in page
    assert send().status_code == 409


# --- Stop, reply ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", list(State))
def test_stop_answers_in_every_state(user_client, user, talk, state):
    row = taken_turn(user, into=talk, state=state)
    path = reverse("chat:stop", args=[row.reply_id])
    assert user_client.post(path)["Location"] == f"{talk.get_absolute_url()}#message-{row.reply_id}"
    assert f'id="message-{row.reply_id}"' in page_of(user_client.post(path, headers=HTMX))


def test_a_reply_is_sent_alone(user_client, complete):
    page = page_of(user_client.get(reverse("chat:reply", args=[complete.reply_id]), headers=HTMX))
    assert page.count("<li") >= 1
    assert f'id="message-{complete.reply_id}"' in page
    assert "<html" not in page


def test_events_are_not_served_here(user_client, complete):
    assert user_client.get(reverse("chat:events", args=[complete.reply_id])).status_code == 421
