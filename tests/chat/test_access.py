"""Who may see and change what of conversations."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from chat.models import Conversation, Generation, Message
from tests.chat.answers import HTMX, page_of
from tests.chat.factories import taken_turn

State = Generation.State
# What one does to a conversation as a whole.
SHELF = ("rename", "pin", "archive", "delete", "restore", "clear", "keep_unsent")


def addresses(generation):
    talk, reply, message = generation.conversation_id, generation.reply_id, generation.reply.answers_id
    return {
        "get": [
            reverse("chat:conversation", args=[talk]),
            reverse("chat:find", args=[reply]),
            reverse("chat:reply", args=[reply]),
            reverse("chat:message", args=[message]),
            reverse("chat:edit", args=[message]),
            reverse("chat:part", args=[talk]) + f"?with={reply}",
        ],
        "post": [
            reverse("chat:send", args=[talk]),
            *(reverse(f"chat:{name}", args=[talk]) for name in SHELF),
            reverse("chat:stop", args=[reply]),
            reverse("chat:retry", args=[reply]),
            reverse("chat:continue", args=[reply]),
            reverse("chat:show", args=[reply]),
            reverse("chat:edit", args=[message]),
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
            assert (
                response.status_code == 302
                or "Sign in" in page_of(response)
                or ("signed out" in page_of(response))
            ), path
    for name in ("list", "archived", "deleted"):
        assert client.get(reverse(f"chat:{name}")).status_code == 302


def test_what_does_not_exist_is_not_found(user_client):
    for pk in (0, 10**12, 10**25):
        for name in ("conversation", "reply", "message", "find", "edit", "part"):
            assert user_client.get(reverse(f"chat:{name}", args=[pk])).status_code == 404
        for name in ("send", "stop", "retry", "continue", "show", "edit", *SHELF):
            form = {"client_key": str(uuid.uuid4()), "title": "A name"}
            assert user_client.post(reverse(f"chat:{name}", args=[pk]), form).status_code == 404


def test_a_users_own_message_is_no_reply(user_client, complete):
    asked = complete.reply.answers_id
    assert user_client.get(reverse("chat:reply", args=[asked])).status_code == 404
    for name in ("stop", "retry"):
        assert user_client.post(reverse(f"chat:{name}", args=[asked])).status_code == 404


def test_a_page_answers_only_what_it_is_for(user_client, complete):
    for name in ("send", "stop", "retry", *SHELF):
        assert user_client.get(reverse(f"chat:{name}", args=[complete.conversation_id])).status_code == 405
    for name in ("conversation", "reply", "find"):
        assert user_client.post(reverse(f"chat:{name}", args=[complete.conversation_id])).status_code == 405
    for name in ("list", "archived", "deleted"):
        assert user_client.post(reverse(f"chat:{name}")).status_code == 405


def test_no_page_is_kept_by_a_cache(user_client, complete):
    for path in [reverse("chat:list"), *addresses(complete)["get"]]:
        assert "no-store" in user_client.get(path)["Cache-Control"]


def test_without_a_csrf_token_nothing_is_sent(user, talk):
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    form = {"text": "Hello", "client_key": str(uuid.uuid4())}
    assert client.post(reverse("chat:send", args=[talk.pk]), form).status_code == 403
    assert not talk.messages.exists()
