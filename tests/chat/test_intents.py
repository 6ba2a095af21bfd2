"""What someone came to say survives signing in, signing up, and a session that ended under an open page."""

import time
import uuid

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from chat.models import Conversation, Message
from tests.chat.factories import conversation, taken_turn
from tests.factories import PASSWORD, UserFactory, published_character


@pytest.fixture
def begin_path(character):
    return reverse("chat:begin", args=[character.slug])


def sign_in(client, user, response, **follow):
    """Sign in on the page that this response led to."""
    form = {"login": user.email, "password": PASSWORD}
    return client.post(response["Location"], form, **follow)


def sign_up(client, response, **follow):
    path = response["Location"].replace(reverse("account_login"), reverse("account_signup"))
    return client.post(path, {"email": "new@example.org", "password1": PASSWORD}, **follow)


def test_a_question_asked_by_a_visitor_is_asked_after_signing_in(client, user, begin_path):
    response = client.get(begin_path, {"ask": "engine"})
    assert response["Location"].startswith(reverse("account_login"))
    assert "What is the engine?" in client.get(response["Location"]).content.decode()
    opened = sign_in(client, user, response, follow=True)
    begun = Conversation.objects.of(user).get()
    assert (opened.redirect_chain[-1][0], begun.title) == (begun.get_absolute_url(), "What is the engine?")


def test_a_question_asked_by_a_visitor_is_asked_after_signing_up(client, begin_path):
    opened = sign_up(client, client.get(begin_path, {"ask": "engine"}), follow=True)
    assert opened.redirect_chain[-1][0] == Conversation.objects.get().get_absolute_url()


def test_what_a_visitor_wrote_is_said_after_signing_in(client, user, begin_path):
    response = client.post(begin_path, {"text": "My own words", "client_key": str(uuid.uuid4())})
    sign_in(client, user, response, follow=True)
    assert Message.objects.get(role="USER").text == "My own words"


@pytest.mark.parametrize(("seconds", "is_asked"), [(3500, True), (3700, False)])
def test_a_question_of_more_than_an_hour_ago_is_not_asked(client, user, begin_path, seconds, is_asked):
    response = client.get(begin_path, {"ask": "engine"})
    session = client.session
    session["intent"] = {**session["intent"], "kept_at": time.time() - seconds}
    session.save()
    assert ("What is the engine?" in client.get(response["Location"]).content.decode()) == is_asked
    opened = sign_in(client, user, response, follow=True)
    assert Conversation.objects.exists() == is_asked
    assert (opened.redirect_chain[-1][0] == begin_path) != is_asked


def test_the_last_wish_counts(client, user, begin_path):
    client.get(begin_path, {"ask": "engine"})
    sign_in(client, user, client.get(begin_path), follow=True)
    assert not Conversation.objects.exists()


@pytest.mark.parametrize("form", [{}, {"ask": "no-such-question"}])
def test_whoever_only_follows_a_link_leaves_no_session(client, begin_path, form):
    response = client.get(begin_path, form)
    assert "To talk with" in client.get(response["Location"]).content.decode()
    assert not Session.objects.exists()


@pytest.mark.parametrize("path", ["/chat/with/nobody/", "/chat/", "/no-such-page/", "\x00", "//x/chat/with/"])
def test_the_page_to_sign_in_on_shows_no_wish_that_is_none(client, db, path):
    response = client.get(reverse("account_login"), {"next": path})
    assert response.status_code == 200
    assert "To talk with" not in response.content.decode()


# --- Long texts ---------------------------------------------------------------------------------------------------


def test_the_longest_text_of_a_visitor_is_said_whole(client, user, begin_path, settings):
    settings.MESSAGE_MAX_CHARACTERS = 9_000
    text = "One line\r\n" * 899 + "The end."
    sign_in(client, user, client.post(begin_path, {"text": f"  {text}  "}), follow=True)
    assert Message.objects.get(role="USER").text == text.replace("\r\n", "\n")


def test_a_text_of_a_visitor_that_is_too_long_is_refused_and_not_cut(client, user, begin_path):
    response = client.post(begin_path, {"text": "x\r\n" * 4_000 + "y"})
    opened = sign_in(client, user, response, follow=True)
    assert opened.status_code == 422
    assert "That is too long" in opened.content.decode()
    assert not Message.objects.exists()


def test_a_browser_cuts_no_text_that_may_be_said(user_client, begin_path, settings):
    settings.MESSAGE_MAX_CHARACTERS = 100
    assert 'maxlength="201"' in user_client.get(begin_path).content.decode()


def test_a_question_is_asked_once(client, user, begin_path):
    sign_in(client, user, client.get(begin_path, {"ask": "engine"}), follow=True)
    assert client.get(begin_path).status_code == 200
    assert Conversation.objects.count() == 1


def test_whoever_only_wanted_to_talk_finds_an_empty_composer(client, user, begin_path):
    opened = sign_in(client, user, client.get(begin_path), follow=True)
    assert opened.redirect_chain[-1][0] == begin_path
    assert not Conversation.objects.exists()


@pytest.mark.parametrize("text", ["\x00", "\u200b", "x" * 20_000, "\x00" * 9_000 + "x"])
def test_a_strange_wish_breaks_nothing(client, user, begin_path, text):
    response = client.post(begin_path, {"text": text})
    assert sign_in(client, user, response, follow=True).status_code in (200, 422)


def test_a_forged_question_is_no_question(client, user, begin_path):
    opened = sign_in(client, user, client.get(begin_path, {"ask": "<script>"}), follow=True)
    assert opened.redirect_chain[-1][0] == begin_path


def test_a_question_for_one_character_is_not_asked_of_another(client, user, begin_path):
    client.get(begin_path, {"ask": "engine"})
    other = published_character()
    client.force_login(user)
    client.get(reverse("chat:begin", args=[other.slug]))
    assert not Conversation.objects.exists()


# --- A session that ended -----------------------------------------------------------------------------------------


@pytest.fixture
def send_signed_out(client, user, character):
    talk = conversation(user, character=character)

    def post(**headers):
        form = {"text": "My long thought", "client_key": str(uuid.uuid4())}
        return talk, client.post(reverse("chat:send", args=[talk.pk]), form, headers=headers)

    return post


def test_with_htmx_the_text_stays_in_the_page_and_a_sentence_says_why(send_signed_out):
    talk, response = send_signed_out(**{"HX-Request": "true"})
    assert (response["HX-Retarget"], response["HX-Reswap"]) == ("#composer-error", "innerHTML")
    assert "You have been signed out" in response.content.decode()
    assert not talk.messages.exists()


def test_without_htmx_the_text_is_in_the_composer_after_signing_in(client, user, send_signed_out):
    talk, response = send_signed_out()
    opened = sign_in(client, user, response, follow=True)
    assert opened.redirect_chain[-1][0] == talk.get_absolute_url()
    assert ">My long thought</textarea>" in opened.content.decode()
    assert "My long thought" not in client.get(talk.get_absolute_url()).content.decode()


def test_someone_else_who_signs_in_there_sees_nothing_of_it(client, send_signed_out):
    talk, response = send_signed_out()
    opened = sign_in(client, UserFactory(), response, follow=True)
    assert opened.status_code == 404
    assert "My long thought" not in opened.content.decode()


@pytest.fixture
def edit_signed_out(client, user, character):
    said = taken_turn(user, into=conversation(user, character=character), state="COMPLETE").reply.answers

    def post(text="In other words", **headers):
        form = {"text": text, "client_key": str(uuid.uuid4())}
        return said, client.post(reverse("chat:edit", args=[said.pk]), form, headers=headers)

    return post


def test_without_htmx_an_edited_message_is_in_its_form_after_signing_in(client, user, edit_signed_out):
    said, response = edit_signed_out()
    opened = sign_in(client, user, response, follow=True)
    assert opened.redirect_chain[-1][0] == reverse("chat:edit", args=[said.pk])
    assert ">In other words</textarea>" in opened.content.decode()
    assert said.conversation.messages.count() == 2
    # Once, and nowhere else.
    assert ">Who are you?</textarea>" in client.get(opened.redirect_chain[-1][0]).content.decode()


def test_an_edited_message_and_a_new_one_are_kept_beside_each_other(client, user, edit_signed_out):
    said, response = edit_signed_out()
    talk = said.conversation
    form = {"text": "My long thought", "client_key": str(uuid.uuid4())}
    client.post(reverse("chat:send", args=[talk.pk]), form)
    opened = sign_in(client, user, response, follow=True)
    assert ">In other words</textarea>" in opened.content.decode()
    assert ">My long thought</textarea>" in client.get(talk.get_absolute_url()).content.decode()


def test_with_htmx_an_edited_message_stays_in_the_page(edit_signed_out):
    _, response = edit_signed_out(**{"HX-Request": "true"})
    assert "You have been signed out" in response.content.decode()
    assert not Session.objects.exists()


@pytest.mark.parametrize("text", ["", "\x00", "\u200b", "x" * 20_000])
def test_a_strange_edit_breaks_nothing(client, user, edit_signed_out, text):
    _, response = edit_signed_out(text)
    assert sign_in(client, user, response, follow=True).status_code == 200


def test_someone_else_who_signs_in_after_an_edit_sees_nothing_of_it(client, edit_signed_out):
    _, response = edit_signed_out()
    opened = sign_in(client, UserFactory(), response, follow=True)
    assert opened.status_code == 404
    assert "In other words" not in opened.content.decode()
