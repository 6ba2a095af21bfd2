"""Sending a message, with and without htmx: what is answered, and what is made of bad input."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from characters import editions
from chat.models import Generation, Message
from tests.chat.answers import page_of
from tests.chat.factories import long_talk, set_state, taken_turn

State = Generation.State


def test_htmx_gets_the_turn_and_a_fresh_key(send):
    response = send("And <why>?", htmx=True)
    page = page_of(response)
    reply = Message.objects.get(role="CHARACTER")
    assert response.status_code == 200
    assert "And &lt;why&gt;?" in page
    assert f'id="message-{reply.pk}"' in page
    assert 'data-cursor="0-0"' in page
    assert 'id="client-key"' in page
    assert 'hx-swap-oob="true"' in page
    assert "<html" not in page


def test_without_htmx_the_conversation_is_shown_at_the_message(send, talk):
    response = send()
    message = talk.messages.first()
    assert response["Location"] == f"{talk.get_absolute_url()}#message-{message.pk}"


@pytest.mark.parametrize("htmx", [False, True], ids=["page", "htmx"])
def test_a_double_click_is_answered_twice_with_one_turn(send, htmx):
    key = str(uuid.uuid4())
    first, second = send(client_key=key, htmx=htmx), send(client_key=key, htmx=htmx)
    assert first.status_code == second.status_code
    assert Message.objects.count() == 2


@pytest.mark.parametrize("num_turns", [1, 60])
def test_a_message_takes_fifteen_queries_however_much_was_said_before(send, user, talk, num_turns):
    """Two for who sends it, two for the savepoint that stands here for the transaction, eleven for the turn."""
    long_talk(user, num_turns=num_turns, into=talk)
    talk.refresh_from_db()
    editions.remembered(talk.character.live_edition)
    with CaptureQueriesContext(connection) as queries:
        assert send(htmx=True, after=talk.tip_id).status_code == 200
    assert len(queries) == 15


REFUSED = {
    "": (422, "Write something first."),
    " \n\t ": (422, "Write something first."),
    "\u200b\u200d\ufeff": (422, "Write something first."),
    "\x00\x01": (422, "Write something first."),
    "x" * 8001: (422, "8,000 characters"),
    "x" * 900_000: (422, "8,000 characters"),
}


@pytest.mark.parametrize(("text", "refusal"), REFUSED.items(), ids=range(len(REFUSED)))
@pytest.mark.parametrize("htmx", [False, True], ids=["page", "htmx"])
def test_what_cannot_be_sent_is_refused_with_a_sentence_and_stays_in_the_composer(send, text, refusal, htmx):
    status, words = refusal
    response = send(text, htmx=htmx)
    page = page_of(response)
    assert response.status_code == (200 if htmx else status)
    assert words in page
    assert text.strip()[:500] in page
    assert not Message.objects.exists()
    if htmx:
        assert (response["HX-Retarget"], response["HX-Reswap"]) == ("#composer", "outerHTML")


@pytest.mark.parametrize(
    "text",
    ["a\x00b", "\u202eright to left\u2066", "Z" + "\u0301" * 3000, "🦉" * 8000, "<script>alert(1)</script>", "[" * 8000,
     "{{ settings.SECRET_KEY }}{% debug %}", "' OR 1=1; --", "%s %(id)s \\0 \\x00"],
)  # fmt: skip
def test_strange_text_is_taken_as_it_is_and_shown_as_text(send, user_client, talk, text):
    assert send(text, htmx=True).status_code == 200
    assert talk.messages.first().text == text.replace("\x00", "")
    page = user_client.get(talk.get_absolute_url())
    assert page.status_code == 200
    assert "<script>alert(1)</script>" not in page_of(page)


def test_lone_surrogates_are_taken_as_replacements(user_client, talk):
    body = f"client_key={uuid.uuid4()}&text=half+%ED%A0%BE+owl+%FF"
    response = user_client.post(
        reverse("chat:send", args=[talk.pk]), body, content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 302
    assert "half \ufffd" in talk.messages.first().text


@pytest.mark.parametrize("key", ["", "x", "1" * 31, "\x00", "🦉", f"{uuid.UUID(int=1)}x"])
@pytest.mark.parametrize("htmx", [False, True], ids=["page", "htmx"])
def test_a_forged_key_is_refused_with_a_sentence_and_the_text_stays(send, key, htmx):
    response = send("My text", client_key=key, htmx=htmx)
    assert response.status_code == (200 if htmx else 400)
    assert "Reload it, then send again" in page_of(response)
    assert "My text" in page_of(response)
    assert not Message.objects.exists()


def test_a_megabyte_is_a_bad_request(send):
    assert send("x" * 1_100_000).status_code == 400
    assert not Message.objects.exists()


@pytest.mark.parametrize("htmx", [False, True], ids=["page", "htmx"])
def test_while_a_reply_is_pending_the_text_stays(send, user, talk, htmx):
    taken_turn(user, into=talk)
    response = send("My next thought", htmx=htmx)
    assert response.status_code == (200 if htmx else 409)
    assert "still being written" in page_of(response)
    assert ">My next thought</textarea>" in page_of(response)


def test_whoever_has_said_too_much_is_told_when_to_go_on(send, settings):
    settings.MESSAGES_PER_HOUR = 0
    assert send().status_code == 429
    settings.MESSAGES_PER_HOUR = 1
    send()
    set_state(Generation.objects.get(), state=State.COMPLETE)
    response = send("More")
    assert response.status_code == 429
    assert "You can go on at" in page_of(response)
    assert ">More</textarea>" in page_of(response)
