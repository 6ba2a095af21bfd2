"""Signing up and signing in, as people do it."""

import uuid

from tests.factories import PASSWORD


def sign_up(page):
    """A new account on the page to sign up on."""
    page.get_by_label("E-mail").fill(f"{uuid.uuid4()}@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()


def sign_in(page, email):
    """An account from the factories, on the page to sign in on."""
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
