"""The cast: a visitor (plain ``client``), a user, a stranger, a writer, an editor, and a browser for each."""

import pytest

# A plugin is loaded before Django is set up: models come in with the first fixture that needs them.


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """Making a password safely takes a quarter of a second, and nobody attacks these."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def pages_made_anew(settings):
    """A test sees what it has just done; what is kept has tests of its own."""
    settings.KEPT_PAGES_BYTES = 0


def _client_of(user):
    from django.test import Client

    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def user(db):
    """Signed up and about to talk."""
    from tests.factories import UserFactory

    return UserFactory()


@pytest.fixture
def stranger(db):
    """Signed up too, and owner of nothing that the user owns."""
    from tests.factories import UserFactory

    return UserFactory(email="stranger@example.org")


@pytest.fixture
def editor(db):
    """Curates characters; no superuser."""
    from tests.factories import EditorFactory

    return EditorFactory()


@pytest.fixture
def writer(db):
    """Writes and submits; does not publish."""
    from tests.factories import WriterFactory

    return WriterFactory()


@pytest.fixture
def user_client(user):
    return _client_of(user)


@pytest.fixture
def stranger_client(stranger):
    return _client_of(stranger)


@pytest.fixture
def writer_client(writer):
    return _client_of(writer)


@pytest.fixture
def editor_client(editor):
    return _client_of(editor)
