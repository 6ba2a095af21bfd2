"""Pages of conversations name and link characters as the public knows them, never as the draft does."""

import uuid

import pytest

from characters import publishing
from characters.models import Character
from chat import turns
from tests.factories import published_character

pytestmark = pytest.mark.django_db


@pytest.fixture
def renamed():
    """Live under one name and address, and in the draft under others."""
    character = published_character(name="Ada Lovelace", slug="ada-lovelace")
    Character.objects.filter(pk=character.pk).update(name="Countess Draft", slug="countess-draft")
    return Character.objects.select_related("live_edition").get(pk=character.pk)


@pytest.fixture
def conversation(user, renamed):
    return turns.begin(user=user, character=renamed, text="Hello", client_key=uuid.uuid4())


def test_one_begins_at_the_address_that_the_public_knows(user_client, renamed):
    assert user_client.get("/chat/with/ada-lovelace/").status_code == 200
    assert user_client.get("/chat/with/countess-draft/").status_code == 404


@pytest.mark.parametrize("page", ["/chat/", "/chat/{}/", "/chat/{}/export/", "/chat/with/ada-lovelace/"])
def test_no_page_names_the_draft(user_client, conversation, page):
    html = user_client.get(page.format(conversation.pk)).content.decode()
    assert "Ada Lovelace" in html
    assert "Countess" not in html
    assert "countess-draft" not in html


@pytest.mark.parametrize("page", ["/chat/", "/chat/{}/", "/chat/{}/export/"])
def test_a_withdrawn_character_keeps_the_last_public_name(user_client, conversation, renamed, page):
    publishing.withdraw(renamed)
    html = user_client.get(page.format(conversation.pk)).content.decode()
    assert "Ada Lovelace" in html
    assert "Countess" not in html
