"""Attempts to sign in are counted in PostgreSQL, whatever happens to the streams' Valkey."""

import json
import subprocess
import sys

import pytest
from django.core.cache import cache
from django.db import connection

from embedded import folder
from tests import beside
from tests.factories import PASSWORD, UserFactory
from users import tasks

# A process of its own, whose settings name a port where nobody listens.
SIGN_IN = """
import json, sys, django
django.setup()
from django.test import Client
email, *passwords = sys.argv[1:]
answers = [Client().post("/accounts/login/", {"login": email, "password": word}, headers={"host": "localhost"})
           for word in passwords]
print(json.dumps([[answer.status_code, "Too many" in answer.text] for answer in answers]))
"""


def signed_in_without_streams(email, *passwords):
    """Status and whether it was one attempt too many, for each password tried after the other."""
    environ = beside.environ(STREAM_URL="redis://127.0.0.1:1/0")
    run = subprocess.run(
        [sys.executable, "-c", SIGN_IN, email, *passwords],
        env=environ, cwd=folder.ROOT, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout.splitlines()[-1])


@pytest.mark.django_db(transaction=True)
def test_one_signs_in_and_limits_hold_while_the_streams_valkey_is_away(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    user = UserFactory(password=PASSWORD)
    assert signed_in_without_streams(user.email, PASSWORD) == [[302, False]]
    answers = signed_in_without_streams(user.email, *["a wrong one"] * 6, PASSWORD)
    assert answers[0] == [200, False]
    assert answers[-1] == [200, True]
    cache.clear()


def test_what_has_expired_is_cleared():
    cache.set("old", 1, timeout=-100)
    cache.set("new", 1, timeout=100)
    tasks.clear_cache()
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM cache_entries")
        assert cursor.fetchall() == [(cache.make_key("new"),)]
