"""The cast: a visitor (plain ``client``), a user, a stranger, an editor, and a browser for each."""

import pytest
from django.test import Client

from tests.factories import EditorFactory, UserFactory


def _client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def user(db):
    """Signed up and about to talk."""
    return UserFactory()


@pytest.fixture
def stranger(db):
    """Signed up too, and owner of nothing that the user owns."""
    return UserFactory(email="stranger@example.org")


@pytest.fixture
def editor(db):
    """Curates characters; no superuser."""
    return EditorFactory()


@pytest.fixture
def user_client(user):
    return _client_of(user)


@pytest.fixture
def stranger_client(stranger):
    return _client_of(stranger)


@pytest.fixture
def editor_client(editor):
    return _client_of(editor)
