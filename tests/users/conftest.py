"""Accounts: rate limits are counted afresh for each test."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _no_attempts_yet(db):
    cache.clear()
