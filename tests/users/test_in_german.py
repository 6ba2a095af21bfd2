"""Accounts in German: signing up and in, the pages of one's account, refusals and mails."""

import html

import pytest
from django.core import mail
from django.test import Client

from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


def page(client, path):
    response = client.get(path)
    assert response.status_code == 200
    said = html.unescape(response.content.decode())
    assert '<html lang="de"' in said
    return said


def test_signing_up_and_in_speaks_german(client):
    said = page(client, "/de/accounts/signup/")
    assert "Zum Lesen brauchen Sie kein Konto." in said
    assert "Mindestens 8 Zeichen." in said
    assert 'Neu hier? <a href="/de/accounts/signup/">Registrieren Sie sich</a>' in page(
        client, "/de/accounts/login/"
    )


def test_a_refusal_is_in_german_and_one_stays_among_german_pages(client):
    UserFactory(email="me@example.org")
    given = {"login": "me@example.org", "password": "not this one"}
    answer = client.post("/de/accounts/login/", given)
    assert "Diese E-Mail-Adresse und dieses Passwort gehören nicht zusammen." in answer.content.decode()
    assert client.post("/de/accounts/login/", given | {"password": PASSWORD}).url == "/de/chat/"
    assert client.post("/de/accounts/logout/").url == "/de/"


def test_the_pages_of_an_account_speak_german():
    user = UserFactory(email="me@example.org")
    client = Client()
    client.force_login(user)
    assert "erste, nicht bestätigt" in page(client, "/de/accounts/email/")
    assert "Zweistufige Anmeldung" in page(client, "/de/accounts/2fa/")
    assert "Ihr jetziges Passwort" in page(client, "/de/accounts/password/change/")
    given = {"oldpassword": "not this", "password1": PASSWORD, "password2": "another"}
    refused = html.unescape(client.post("/de/accounts/password/change/", given).content.decode())
    assert "Bitte geben Sie Ihr jetziges Passwort ein." in refused
    assert "Bitte geben Sie beide Male dasselbe Passwort ein." in refused


def test_mails_are_in_the_language_of_the_page_that_asked_for_them(client):
    UserFactory(email="me@example.org")
    client.post("/de/accounts/password/reset/", {"email": "me@example.org"})
    [message] = mail.outbox
    assert message.subject.endswith("Neues Passwort wählen")
    assert message.body.startswith(
        "Jemand, hoffentlich Sie, hat für Ihr Konto ein neues Passwort angefordert."
    )
    assert "/de/accounts/password/reset/key/" in message.body
