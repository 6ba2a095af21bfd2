"""What the tests of conversations share."""

import pytest


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """Nobody signs in by password here; making one safely takes a quarter of a second."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
