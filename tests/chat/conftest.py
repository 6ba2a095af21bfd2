"""What the tests of conversations share."""

import shutil
import tempfile
from pathlib import Path

import pytest

from embedded import folder
from embedded.valkey import Streams


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """Nobody signs in by password here; making one safely takes a quarter of a second."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def own_var():
    """A folder for servers that tests may kill."""
    path = Path(tempfile.mkdtemp(prefix="colloquy-chat-"))
    path.chmod(0o711)
    folder.prepare(path)
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def own_streams(own_var):
    """A Valkey for streams, running; a test may end it and start it again."""
    server = Streams(own_var)
    server.start()
    yield server
    server.stop()
