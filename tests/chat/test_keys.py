"""A page that sends again: the same words are one turn, others are refused until sent with a fresh key."""

import re
import uuid

import pytest
from django.urls import reverse

from chat.models import Conversation, Generation, Message
from tests.chat.answers import HTMX
from tests.chat.factories import conversation, set_state


@pytest.fixture
def post(user_client):
    """Send a form with these words and this key."""

    def post(path, text, key, headers=None):
        form = {"text": text, "client_key": key}
        return user_client.post(path, form, headers=headers or {})

    return post


def fresh_key(response, *others):
    """The key in the composer of a page, which is none of the others."""
    html = response.content.decode()
    key = re.search(r'name="client_key" id="client-key" value="([^"]+)"', html)[1]
    assert key not in others
    return key


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_other_words_under_a_used_key_stay_in_the_composer_and_go_when_sent_again(
    user, character, post, headers
):
    talk, key = conversation(user, character=character), str(uuid.uuid4())
    path = reverse("chat:send", args=[talk.pk])
    post(path, "First <words>", key, headers)
    set_state(Generation.objects.get(), state=Generation.State.COMPLETE)
    refused = post(path, "Other words", key, headers)
    assert refused.status_code == (200 if headers else 409)
    html = refused.content.decode()
    assert "“First &lt;words&gt;” was sent from here already." in html
    assert ">Other words</textarea>" in html
    assert talk.messages.count() == 2
    post(path, "Other words", fresh_key(refused, key), headers)
    assert [m.text for m in talk.messages.filter(role="USER")] == ["First <words>", "Other words"]


def test_other_first_words_under_a_used_key_begin_a_conversation_when_sent_again(character, post):
    path, key = reverse("chat:begin", args=[character.slug]), str(uuid.uuid4())
    post(path, "First words", key)
    refused = post(path, "Other words", key)
    assert refused.status_code == 409
    assert ">Other words</textarea>" in refused.content.decode()
    assert Conversation.objects.count() == 1
    post(path, "Other words", fresh_key(refused, key))
    assert Conversation.objects.count() == 2
    assert Message.objects.filter(role="USER").count() == 2
