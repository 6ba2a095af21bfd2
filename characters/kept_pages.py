"""Public pages that a process keeps ready for visitors without a session, as long as nothing public has changed.

A kept page is answered before anything else of the site is asked: it costs a look into a dictionary, and one query a
second for all of them, which asks whether the catalog is still the same. While the database is away what is kept stays.
"""

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from cachetools import LRUCache
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from characters import catalog
from web.languages import without_language

log = structlog.get_logger(__name__)

# Whoever brings one of these may be shown what nobody else is.
OWN = frozenset((settings.SESSION_COOKIE_NAME, "messages"))
# What else a public answer depends on, beside its address.
DEPENDS_ON = ("HX-Request", "HX-History-Restore-Request")
# What a kept answer may depend on at most: those, and the cookies that kept pages are not asked with.
KNOWN = frozenset(name.lower() for name in (*DEPENDS_ON, "Cookie"))
# Addresses that are longer are hardly asked for twice.
MAX_ADDRESS = 300
CHARACTER = re.compile(r"/characters/([-\w]{1,80})/")
# Of so many characters the version is remembered.
MAX_CHARACTERS = 10_000
# A single page that is larger would drive out too many others.
MAX_SHARE = 8
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    version: str
    headers: list[tuple[str, str]]
    body: bytes


class KeptPages:
    """At most so many bytes of bodies; what was not asked for longest goes first. Shared by a process's threads."""

    def __init__(self, num_bytes: int):
        self._lock = threading.Lock()
        self._longest = num_bytes // MAX_SHARE
        self._pages: LRUCache[Key, Kept] = LRUCache(num_bytes, getsizeof=lambda kept: len(kept.body))

    def get(self, key: Key, version: str) -> Kept | None:
        with self._lock:
            kept = self._pages.get(key)
        return kept if kept and kept.version == version else None

    def keep(self, key: Key, page: Kept):
        if len(page.body) > self._longest:
            return
        with self._lock:
            self._pages[key] = page


class Versions:
    """The catalog's version, by the character whose page is asked for, as it was at most KEPT_PAGES_SECONDS ago."""

    def __init__(self, ask: Callable[[str], str]):
        self._ask = ask
        self._lock = threading.Lock()
        self._known: LRUCache[str, tuple[str, float]] = LRUCache(MAX_CHARACTERS)

    def of(self, slug: str) -> str:
        """Empty while it was never known."""
        with self._lock:
            known, until = self._known.get(slug, ("", 0.0))
        if time.monotonic() < until:
            return known
        try:
            known = self._ask(slug)
        except DatabaseError as error:
            log.warning("pages are served as they were", error=type(error).__name__)
        with self._lock:
            self._known[slug] = (known, time.monotonic() + settings.KEPT_PAGES_SECONDS)
        return known


def kept_pages_middleware(get_response):
    """Before all that make a page: what it keeps has been through all the others."""
    pages, versions = KeptPages(settings.KEPT_PAGES_BYTES), Versions(lambda slug: catalog.version(slug))

    def middleware(request: HttpRequest) -> HttpResponse:
        if not _may_be_kept(request):
            return get_response(request)
        key, now = _key(request), versions.of(_character_of(request.path_info))
        if kept := pages.get(key, now):
            return _answer(request, kept)
        # So that the page's own ETag does not ask again.
        request.catalog_version = now
        response = get_response(request)
        if now and _is_for_everybody(response):
            pages.keep(key, Kept(now, list(response.items()), response.content))
        return response

    return middleware


def has_own_pages(request) -> bool:
    """Whether this visitor may be shown what others are not."""
    return bool(OWN & request.COOKIES.keys())


def _may_be_kept(request) -> bool:
    return (
        settings.KEPT_PAGES_BYTES > 0
        and not settings.DEBUG
        and request.method == "GET"
        and not has_own_pages(request)
        and len(request.get_full_path()) <= MAX_ADDRESS
    )


def _character_of(path) -> str:
    """The slug of whom a page is about: what stands beside them has a version of its own."""
    found = CHARACTER.match(without_language(path))
    return found[1] if found else ""


def _key(request) -> Key:
    depends_on = (request.headers.get(name, "") for name in DEPENDS_ON)
    # The host as it was sent: what is kept has been found to be one of ours.
    return (request.scheme, request.META.get("HTTP_HOST", ""), request.get_full_path(), *depends_on)


def _is_for_everybody(response) -> bool:
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and response.has_header("ETag")
        and "public" in response.get("Cache-Control", "")
        and _varies_by(response) <= KNOWN
    )


def _varies_by(response) -> set[str]:
    return {name.strip().lower() for name in response.get("Vary", "").split(",") if name.strip()}


def _answer(request, kept: Kept) -> HttpResponse:
    response = HttpResponse(kept.body, headers=dict(kept.headers))
    return get_conditional_response(request, etag=response["ETag"], response=response)
