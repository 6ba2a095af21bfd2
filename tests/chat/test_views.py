"""The pages of conversations, with and without htmx: what they answer, and what they make of bad input."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from characters import publishing
from chat import threads
from chat.models import Conversation, Generation, Message
from tests.chat.factories import conversation, fresh, seconds_from_now, set_state, taken_turn
from tests.factories import published_character

State = Generation.State
HTMX = {"HX-Request": "true"}


@pytest.fixture
def character(db):
    return published_character(engine="scripted:say-3")


@pytest.fixture
def talk(user, character):
    return conversation(user, character=character)


@pytest.fixture
def complete(user, talk):
    return taken_turn(
        user, into=talk, state=State.COMPLETE, attempt=1, text_attempt=1, written="I am **Ada**."
    )


@pytest.fixture
def send(user_client, talk):
    """Say something in the conversation; a key of its own unless one is given."""

    def post(text="And why?", *, htmx=False, client=user_client, **form):
        form = {"text": text, "client_key": str(uuid.uuid4()), **form}
        return client.post(reverse("chat:send", args=[talk.pk]), form, headers=HTMX if htmx else {})

    return post


@pytest.fixture
def begin(user_client, character):
    def post(client=user_client, **form):
        form = {"client_key": str(uuid.uuid4()), **form}
        return client.post(reverse("chat:begin", args=[character.slug]), form)

    return post


def page_of(response) -> str:
    return response.content.decode()


# --- Who may see what -------------------------------------------------------------------------------------------


def addresses(generation):
    talk, reply = generation.conversation_id, generation.reply_id
    return {
        "get": [
            reverse("chat:conversation", args=[talk]),
            reverse("chat:delete", args=[talk]),
            reverse("chat:reply", args=[reply]),
        ],
        "post": [
            reverse("chat:send", args=[talk]),
            reverse("chat:delete", args=[talk]),
            reverse("chat:stop", args=[reply]),
            reverse("chat:retry", args=[reply]),
        ],
    }


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_a_stranger_finds_nothing_and_changes_nothing(stranger_client, user, talk, headers):
    failed = taken_turn(user, into=talk, state=State.FAILED)
    form = {"text": "Hello", "client_key": str(uuid.uuid4())}
    for method, paths in addresses(failed).items():
        for path in paths:
            assert getattr(stranger_client, method)(path, form, headers=headers).status_code == 404, path
    assert Message.objects.count() == 2
    assert Conversation.objects.filter(pk=talk.pk).exists()


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_the_signed_out_are_asked_to_sign_in(client, complete, headers):
    for method, paths in addresses(complete).items():
        for path in paths:
            response = getattr(client, method)(path, headers=headers)
            assert response.status_code == 302 or "Sign in" in page_of(response), path
    assert client.get(reverse("chat:list")).status_code == 302


def test_what_does_not_exist_is_not_found(user_client):
    for pk in (0, 10**12, 10**25):
        for name in ("conversation", "delete", "reply"):
            assert user_client.get(reverse(f"chat:{name}", args=[pk])).status_code == 404
        for name in ("send", "delete", "stop", "retry"):
            assert user_client.post(reverse(f"chat:{name}", args=[pk])).status_code == 404


def test_a_users_own_message_is_no_reply(user_client, complete):
    asked = complete.reply.answers_id
    assert user_client.get(reverse("chat:reply", args=[asked])).status_code == 404
    for name in ("stop", "retry"):
        assert user_client.post(reverse(f"chat:{name}", args=[asked])).status_code == 404


def test_a_page_answers_only_what_it_is_for(user_client, complete):
    for name in ("send", "stop", "retry"):
        assert user_client.get(reverse(f"chat:{name}", args=[complete.conversation_id])).status_code == 405
    for name in ("conversation", "reply"):
        assert user_client.post(reverse(f"chat:{name}", args=[complete.conversation_id])).status_code == 405
    assert user_client.post(reverse("chat:list")).status_code == 405


def test_no_page_is_kept_by_a_cache(user_client, complete):
    for path in [reverse("chat:list"), *addresses(complete)["get"]]:
        assert "no-store" in user_client.get(path)["Cache-Control"]


def test_without_a_csrf_token_nothing_is_sent(user, talk):
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    form = {"text": "Hello", "client_key": str(uuid.uuid4())}
    assert client.post(reverse("chat:send", args=[talk.pk]), form).status_code == 403
    assert not talk.messages.exists()


# --- The list ----------------------------------------------------------------------------------------------------


def test_the_list_shows_my_conversations_alone(user_client, stranger, talk):
    conversation(stranger, character=talk.character, text="Someone else's")
    page = page_of(user_client.get(reverse("chat:list")))
    assert talk.get_absolute_url() in page
    assert "Someone else" not in page


def test_an_empty_list_says_where_to_go(user_client):
    assert reverse("characters:catalog") in page_of(user_client.get(reverse("chat:list")))


def test_htmx_gets_the_next_rows_alone(user_client, user, character, monkeypatch):
    monkeypatch.setattr("chat.views.LIST_SIZE", 2)
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
    assert escape(threads.ENGINES["scripted"]) in page
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
    assert (reverse("chat:retry", args=[row.reply_id]) in page) == (fields["state"] != State.COMPLETE)


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


# --- Sending --------------------------------------------------------------------------------------------------------


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


@pytest.mark.parametrize("key", ["", "x", "1" * 31, "\x00", "🦉", str(uuid.uuid4()) + "x"])
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


# --- Stop, retry, reply, delete -------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", list(State))
def test_stop_answers_in_every_state(user_client, user, talk, state):
    row = taken_turn(user, into=talk, state=state)
    path = reverse("chat:stop", args=[row.reply_id])
    assert user_client.post(path)["Location"] == talk.get_absolute_url()
    assert f'id="message-{row.reply_id}"' in page_of(user_client.post(path, headers=HTMX))


def test_retry_gives_a_new_reply_and_keeps_the_earlier_one_in_sight(user_client, user, talk):
    row = taken_turn(user, into=talk, state=State.FAILED, written="Half a reply")
    page = page_of(user_client.post(reverse("chat:retry", args=[row.reply_id]), headers=HTMX))
    again = Message.objects.latest("pk")
    assert again.pk != row.reply_id
    assert f'id="message-{again.pk}"' in page
    assert "Half a reply" in page


def test_retry_without_htmx_goes_back_to_the_conversation(user_client, user, talk):
    row = taken_turn(user, into=talk, state=State.FAILED)
    path = reverse("chat:retry", args=[row.reply_id])
    for _ in range(2):
        assert user_client.post(path)["Location"] == talk.get_absolute_url()
    assert Generation.objects.count() == 2


def test_a_retry_that_cannot_be_is_refused_in_place(user_client, complete):
    page = page_of(user_client.post(reverse("chat:retry", args=[complete.reply_id]), headers=HTMX))
    assert "This reply cannot be asked for again." in page
    assert "I am <strong>Ada</strong>." in page


def test_a_reply_is_sent_alone(user_client, complete):
    page = page_of(user_client.get(reverse("chat:reply", args=[complete.reply_id]), headers=HTMX))
    assert page.count("<li") >= 1
    assert f'id="message-{complete.reply_id}"' in page
    assert "<html" not in page


def test_a_conversation_is_deleted_after_asking(user_client, user, talk):
    taken_turn(user, into=talk)
    path = reverse("chat:delete", args=[talk.pk])
    assert "for good" in page_of(user_client.get(path))
    assert Conversation.objects.filter(pk=talk.pk).exists()
    assert user_client.post(path)["Location"] == reverse("chat:list")
    assert not Message.objects.exists()
    assert user_client.post(path).status_code == 404


def test_events_are_not_served_here(user_client, complete):
    assert user_client.get(reverse("chat:events", args=[complete.reply_id])).status_code == 421
