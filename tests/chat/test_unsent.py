"""What stands in the composer and is not sent yet is kept, shown again, and never comes back once it was sent."""

import uuid

import pytest
from django.urls import reverse

from chat import turns, unsent
from chat.models import Conversation, Generation
from tests.chat.answers import HTMX, page_of
from tests.chat.factories import taken_turn
from tests.chat.waiting import Meanwhile
from tests.factories import UserFactory, published_character

KEY, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)


@pytest.fixture
def keep(user, talk):
    def keep_text(text, key=KEY):
        return unsent.keep(user=user, conversation_id=talk.pk, text=text, client_key=key)

    return keep_text


def kept(talk) -> str:
    return Conversation.objects.get(pk=talk.pk).unsent


def take(user, talk, text, key=KEY):
    return turns.take_turn(user=user, conversation_id=talk.pk, text=text, client_key=key)


@pytest.fixture
def post(user_client, talk):
    def post_text(text, key=KEY, client=user_client):
        return client.post(
            reverse("chat:keep_unsent", args=[talk.pk]), {"text": text, "client_key": str(key)}
        )

    return post_text


# --- In a conversation ------------------------------------------------------------------------------------------------


def test_what_was_typed_stands_in_the_composer_again(user_client, talk, post):
    assert post("My long\r\n thought ").status_code == 204
    page = page_of(user_client.get(talk.get_absolute_url()))
    assert ">My long\n thought </textarea>" in page
    assert f'value="{KEY}"' in page


def test_the_last_that_was_typed_counts_and_nothing_is_nothing(talk, keep):
    keep("One")
    keep("Two", OTHER)
    assert kept(talk) == "Two"
    keep("  ", OTHER)
    assert kept(talk) == ""


def test_what_was_sent_is_not_kept(user, talk, keep):
    keep("Hello, are y")
    take(user, talk, "Hello, are you there?")
    assert kept(talk) == ""


def test_what_arrives_behind_its_turn_is_ignored(user, talk, keep, post):
    take(user, talk, "Hello")
    assert keep("Hello") is False
    assert "has been sent" in page_of(post("Hello"))
    assert kept(talk) == ""


def test_what_was_sent_under_another_key_is_not_kept_either(user, talk, keep):
    keep("Hello ")
    take(user, talk, "Hello", OTHER)
    assert kept(talk) == ""


def test_a_question_picked_meanwhile_leaves_what_was_typed(user, talk, keep):
    keep("My own thought")
    take(user, talk, "What is the engine?", OTHER)
    assert kept(talk) == "My own thought"


def test_trying_again_leaves_what_was_typed(user, talk, keep):
    row = taken_turn(user, into=talk, state=Generation.State.FAILED)
    keep("My own thought")
    turns.retry(user=user, reply_id=row.reply_id)
    assert kept(talk) == "My own thought"


def test_a_turn_that_is_refused_leaves_what_was_typed(user, user_client, talk, keep):
    taken_turn(user, into=talk)
    keep("And then?")
    form = {"text": "And then?", "client_key": str(KEY)}
    response = user_client.post(reverse("chat:send", args=[talk.pk]), form, headers=HTMX)
    assert "And then?" in page_of(response)
    assert kept(talk) == "And then?"


@pytest.mark.django_db(transaction=True)
def test_a_text_that_waits_for_its_own_turn_does_not_come_back(user, talk, keep):
    with Meanwhile(lambda: keep("Hello")) as saving:
        take(user, talk, "Hello")
        saving.begins()
    assert (saving.answers, kept(talk)) == ([False], "")


@pytest.mark.parametrize("text", ["\x00", "\u200b", "e" + "\u0301" * 3_000, "\u202e", "x" * 900_000])
def test_strange_texts_are_kept_within_bounds(talk, post, text, settings):
    assert post(text).status_code == 204
    assert len(kept(talk)) <= settings.MESSAGE_MAX_CHARACTERS + 1


def test_a_text_too_large_for_a_form_is_a_bad_request(post):
    assert post("x" * 2_000_000).status_code == 400


@pytest.mark.parametrize("key", ["", "x", "1" * 1_000, "\x00"])
def test_a_forged_key_is_a_bad_request_with_a_sentence(post, talk, key):
    response = post("Hello", key)
    assert (response.status_code, kept(talk)) == (400, "")
    assert "Reload" in page_of(response)


def test_nobody_writes_into_a_strangers_composer(stranger_client, client, post, talk):
    assert post("Hello", client=stranger_client).status_code == 404
    assert "signed out" in page_of(post("Hello", client=client))
    assert kept(talk) == ""


def test_another_turn_is_sent_from_a_kept_text_once(user, user_client, talk, keep):
    """Two devices show the same text under the same key: whoever sends it second says nothing twice."""
    keep("Hello")
    for _ in range(2):
        form = {"text": "Hello", "client_key": str(KEY)}
        assert user_client.post(reverse("chat:send", args=[talk.pk]), form).status_code == 302
    assert talk.messages.filter(role="USER").count() == 1


def test_after_a_session_that_ended_its_text_stands_there(client, user, talk, keep):
    keep("Before")
    form = {"text": "My last words", "client_key": str(OTHER)}
    client.post(reverse("chat:send", args=[talk.pk]), form)
    client.force_login(user)
    assert ">My last words</textarea>" in page_of(client.get(talk.get_absolute_url()))


# --- Before it is begun ---------------------------------------------------------------------------------------------


@pytest.fixture
def post_begun(user_client):
    def post_text(character, text, key=KEY, client=user_client):
        path = reverse("chat:keep_begun", args=[character.slug])
        return client.post(path, {"text": text, "client_key": str(key)})

    return post_text


def begin_page(client, character):
    return page_of(client.get(reverse("chat:begin", args=[character.slug])))


def test_what_was_begun_stands_there_again_for_this_character_alone(user_client, character, post_begun):
    other = published_character()
    assert post_begun(character, "To Ada").status_code == 204
    assert ">To Ada</textarea>" in begin_page(user_client, character)
    assert "To Ada" not in begin_page(user_client, other)
    post_begun(character, "")
    assert "To Ada" not in begin_page(user_client, character)


def test_a_conversation_that_is_begun_takes_its_text_along(user_client, character, post_begun, begin):
    post_begun(character, "Hello A")
    begin(text="Hello Ada", client_key=str(KEY))
    assert "has been sent" in page_of(post_begun(character, "Hello Ada"))
    assert "Hello A" not in begin_page(user_client, character).partition("chat-main")[2]


def test_a_session_holds_no_more_than_some(user_client, post_begun, monkeypatch):
    monkeypatch.setattr(unsent, "MOST_BEGUN", 2)
    characters = [published_character() for _ in range(3)]
    for character in characters:
        post_begun(character, f"To {character.name}")
    assert list(user_client.session[unsent.SESSION_KEY]) == [str(c.pk) for c in characters[1:]]


def test_who_is_not_signed_in_keeps_nothing_here(client, character, post_begun):
    assert "signed out" in page_of(post_begun(character, "Hello", client=client))
    assert not client.session.keys()


def test_somebody_else_on_the_same_browser_sees_nothing_of_it(user_client, character, post_begun):
    post_begun(character, "A secret")
    user_client.force_login(UserFactory())
    assert "A secret" not in begin_page(user_client, character)


def test_a_question_in_the_address_goes_before_what_was_typed(user_client, character, post_begun):
    post_begun(character, "Hello")
    page = page_of(user_client.get(reverse("chat:begin", args=[character.slug]), {"ask": "engine"}))
    assert ">What is the engine?</textarea>" in page
