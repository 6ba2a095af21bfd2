"""The event stream of a reply, as a plain ASGI application: below Django's handler, authenticated through Django.

``GET /chat/replies/<id>/events?after=<attempt>-<length>`` answers Server-Sent Events: ``piece`` (data: JSON with
``text``, id: the cursor after it), ``reset``, ``waiting`` (the place in the queue, 0 when its turn has come, and the
words for it in the language of the address) and ``final``. A quiet stream says a comment every few seconds.
"""

import asyncio
import json
import re
import time
from concurrent.futures import ThreadPoolExecutor
from http.cookies import CookieError
from importlib import import_module
from types import SimpleNamespace
from urllib.parse import parse_qs

import structlog
from django.conf import settings
from django.contrib.auth import get_user
from django.db import connection
from django.http import parse_cookie
from django.http.request import split_domain_port, validate_host
from django.utils import translation

from chat.models import Generation
from chat.replies import queue
from chat.replies.following import Hub, Reset, Snapshot, Waiting, follow
from chat.replies.stream import Cursor, Final, Piece

PATH = re.compile(r"^(?:/[a-z]{2,3}(?:-[a-z]+)?)?/chat/replies/(\d{1,18})/events$")
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
# Seconds that one send may take before its reader counts as gone, and after which a browser connects anew.
SEND_SECONDS, QUIET_SECONDS = 20, 8
STREAMS_PER_USER = 20
# Between two looks at the queue, one for all streams of this process.
PLACES_SECONDS = 1
SNAPSHOT = """
SELECT g.state, g.attempt, g.text_attempt, m.text
FROM chat_generation AS g JOIN chat_message AS m ON m.id = g.reply_id WHERE g.id = %s
"""

log = structlog.get_logger(__name__)
# What our own session cookies look like; a quoted cookie may hold anything, also what PostgreSQL refuses.
_SESSION_KEY = re.compile(r"^[a-z0-9]{8,64}$")
SessionStore = import_module(settings.SESSION_ENGINE).SessionStore


class Events:
    """Serves event streams; everything else it passes to ``pages``."""

    def __init__(self, pages):
        self._pages = pages
        self._hub: Hub | None = None
        self._open: dict[int, int] = {}
        self._telling: asyncio.Task | None = None
        # Looks into the database are short; a few threads serve hundreds of streams.
        self._threads = ThreadPoolExecutor(4, thread_name_prefix="events")

    async def __call__(self, scope, receive, send):
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http" and (match := PATH.match(scope["path"])):
            await self._events(int(match[1]), scope, receive, send)
        elif scope["type"] == "http":
            await self._pages(scope, receive, send)

    async def _lifespan(self, receive, send):
        while True:
            message = await receive()
            if message["type"] == "lifespan.shutdown":
                if self._hub:
                    await self._hub.close()
                await send({"type": "lifespan.shutdown.complete"})
                return
            await send({"type": "lifespan.startup.complete"})

    async def _events(self, reply_id, scope, receive, send):
        status, user_id, generation_id, cursor = await self._opening(reply_id, scope)
        if status == 200 and self._open.get(user_id, 0) >= STREAMS_PER_USER:
            status = 429
        if status != 200:
            await _refuse(send, status)
            return
        self._open[user_id] = self._open.get(user_id, 0) + 1
        self._hub = self._hub or Hub()
        if self._telling is None or self._telling.done():
            self._telling = asyncio.create_task(self._tell_places())
        try:
            language = translation.get_language_from_path(scope["path"]) or settings.LANGUAGE_CODE
            await self._serve(generation_id, cursor, language, receive, send)
        finally:
            self._open[user_id] -= 1
            if not self._open[user_id]:
                del self._open[user_id]

    async def _opening(self, reply_id, scope):
        """The status to answer with, and for 200 whose stream of which generation from where."""
        if scope["method"] != "GET":
            return 405, None, None, None
        headers = {
            name: value.decode("latin-1") for name, value in scope["headers"] if name in (b"host", b"cookie")
        }
        if not _is_our_host(headers.get(b"host", "")):
            return 400, None, None, None
        try:
            after = parse_qs(scope["query_string"].decode("ascii")).get("after", ["0-0"])
            cursor = Cursor.parse(after[-1])
        except ValueError:
            return 400, None, None, None
        found = await self._in_thread(_authorized, headers.get(b"cookie", ""), reply_id)
        return (200, *found, cursor) if found else (404, None, None, None)

    async def _serve(self, generation_id, cursor, language, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        writing = asyncio.ensure_future(self._write(generation_id, cursor, language, send))
        leaving = asyncio.ensure_future(_left(receive))
        try:
            await asyncio.wait({writing, leaving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (writing, leaving):
                task.cancel()
            wrote, _ = await asyncio.gather(writing, leaving, return_exceptions=True)
            # The browser comes back with its cursor. A reader who is too slow, or gone, is no news.
            if isinstance(wrote, Exception) and not isinstance(wrote, OSError):
                log.warning("stream broken off", generation=generation_id, error=type(wrote).__name__)

    async def _write(self, generation_id, cursor, language, send):
        async def say(text, *, more=True):
            async with asyncio.timeout(SEND_SECONDS):
                await send({"type": "http.response.body", "body": text.encode(), "more_body": more})

        # At once, so that a proxy passes the headers on; and how soon a browser shall come back.
        await say("retry: 1000\n\n")
        said_at = time.monotonic()
        async for told in follow(
            self._hub, generation_id, cursor, lambda: self._in_thread(_look, generation_id)
        ):
            if told is not None:
                await say(_event(told, language))
                said_at = time.monotonic()
            elif time.monotonic() - said_at > QUIET_SECONDS:
                await say(": still here\n\n")
                said_at = time.monotonic()
        await say("", more=False)

    async def _tell_places(self):
        """As long as a page follows a reply, tell those that wait their places in the queue."""
        before = {}
        while self._open:
            try:
                found = await self._in_thread(_places)
                # That it is next is told to who has waited for a second: as a rule a worker takes it at once.
                self._hub.tell_places({pk: place for pk, place in found.items() if place > 1 or pk in before})
                before = found
            except Exception as error:  # noqa: BLE001 - a database that is away tells no places, and it comes back
                log.warning("no places in the queue", error=type(error).__name__)
            await asyncio.sleep(PLACES_SECONDS)

    async def _in_thread(self, function, *args):
        return await asyncio.get_running_loop().run_in_executor(self._threads, function, *args)


def _event(told, language: str) -> str:
    if isinstance(told, Piece):
        cursor = Cursor(told.attempt, told.start + len(told.text))
        return f"event: piece\nid: {cursor}\ndata: {json.dumps({'text': told.text}, ensure_ascii=False)}\n\n"
    if isinstance(told, Reset):
        return f"event: reset\nid: {Cursor(told.attempt, 0)}\ndata: {{}}\n\n"
    if isinstance(told, Waiting):
        with translation.override(language):
            words = queue.words(told.place) if told.place else ""
        return f"event: waiting\ndata: {json.dumps({'position': told.place, 'words': words})}\n\n"
    assert isinstance(told, Final)
    return f"event: final\ndata: {json.dumps({'state': told.state})}\n\n"


async def _left(receive):
    """Returns when the browser has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def _refuse(send, status):
    await send(
        {"type": "http.response.start", "status": status, "headers": [(b"content-type", b"text/plain")]}
    )
    await send({"type": "http.response.body", "body": b""})


def _is_our_host(host: str) -> bool:
    allowed = settings.ALLOWED_HOSTS or (
        ["localhost", "127.0.0.1", "[::1]", ".localhost"] if settings.DEBUG else []
    )
    domain, _ = split_domain_port(host)
    return bool(domain) and validate_host(domain, allowed)


def _closing(function):
    """A thread's connection goes back to the pool after every look: an open stream holds none."""

    def wrapped(*args):
        try:
            return function(*args)
        finally:
            connection.close()

    return wrapped


@_closing
def _authorized(cookie: str, reply_id: int) -> tuple[int, int] | None:
    """User and generation, when this session's user owns that reply."""
    try:
        session_key = parse_cookie(cookie).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return None
    if not _SESSION_KEY.match(session_key or ""):
        return None
    user = get_user(SimpleNamespace(session=SessionStore(session_key)))
    if not user.is_authenticated:
        return None
    generation_id = Generation.objects.of(user).filter(reply=reply_id).values_list("pk", flat=True).first()
    return (user.pk, generation_id) if generation_id else None


@_closing
def _look(generation_id: int) -> Snapshot | None:
    # Asked at the beginning and the end of every stream: half of what the same costs as a queryset.
    with connection.cursor() as cursor:
        cursor.execute(SNAPSHOT, [generation_id])
        row = cursor.fetchone()
    return Snapshot(*row) if row else None


@_closing
def _places() -> dict[int, int]:
    return queue.places()
