"""Who is at work: the signed-in user of a request, or whoever asked for a job. The audit names them."""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from allauth.account.adapter import get_adapter


@dataclass(frozen=True)
class _Actor:
    """``request`` is asked for its user only when something is written, so that no other page pays for it."""

    user: Any = None
    request: Any = None


_NOBODY = _Actor()
_actor = ContextVar("actor", default=_NOBODY)


@contextmanager
def acting(user):
    """What is done inside is done by this user; by the site itself when None."""
    token = _actor.set(_Actor(user=user))
    try:
        yield
    finally:
        _actor.reset(token)


def acting_middleware(get_response):
    """What a request does is done by its user."""

    def middleware(request):
        token = _actor.set(_Actor(request=request))
        try:
            return get_response(request)
        finally:
            _actor.reset(token)

    return middleware


def who():
    """The user who is at work; None for visitors, commands and the clock."""
    actor = _actor.get()
    user = getattr(actor.request, "user", None) if actor.request is not None else actor.user
    return user if user is not None and user.is_authenticated else None


def address() -> str | None:
    """The internet address of the request, as far as the site's own proxies tell it."""
    request = _actor.get().request
    return get_adapter().get_client_ip(request) if request is not None else None
