"""Users who talk while the site is being killed: they post again with the same key, and come back with their cursor."""

import asyncio
import json
import random
import re
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass, field
from html import unescape

import aiohttp
from conversations import CSRF_TOKEN

from chat.replies.following import Reset
from chat.replies.stream import Cursor, Final, Piece
from tests.chat.page import Page

REPLY = re.compile(r'<li class="message message--character[^"]*" id="message-(\d+)"(.*)', re.DOTALL)
EVENTS = re.compile(r'data-events="([^"]+)" data-cursor="([^"]+)"')
SHOWN = re.compile(r"data-text>(.*?)</div>", re.DOTALL)
# Seconds that one request may take, and between two tries.
REQUEST, PAUSE = 25, 0.3
# How often a reader who has just read something goes away, to come back with the cursor.
LEAVES = 0.004
BROKEN = (aiohttp.ClientError, OSError, TimeoutError, asyncio.IncompleteReadError)


@dataclass
class Turn:
    """One turn as its user saw it. Times count seconds since 1970."""

    conversation_id: int
    text: str
    pieces: int
    posted_at: float = 0
    answered_at: float = 0
    reply_id: int = 0
    page: Page = field(default_factory=Page)
    num_posts: int = 0
    num_connections: int = 0
    error: str = ""


class Talkers:
    """``num`` users, each in a conversation of their own, until ``turns`` turns are taken between them."""

    def __init__(self, port, users, conversations, *, turns: int, seed: int, patience: float):
        self._port, self._patience = port, patience
        self._places = list(zip(users, conversations, strict=True))
        self._left = iter(range(1, turns + 1))
        self._random = random.Random(seed)
        self.turns: list[Turn] = []
        self.num_refusals = 0

    async def talk(self):
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=2, sock_read=REQUEST)
        connector = aiohttp.TCPConnector(limit=0, force_close=True)
        async with aiohttp.ClientSession(
            f"http://127.0.0.1:{self._port}", timeout=timeout, connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
        ) as self._http:  # fmt: skip
            await asyncio.gather(*(self._converse(at, *place) for at, place in enumerate(self._places)))

    async def _converse(self, at, user, conversation):
        await asyncio.sleep(at * 0.05)
        for number in self._left:
            turn = Turn(conversation[0], f"Question {number}: and then?", conversation[1])
            self.turns.append(turn)
            try:
                async with asyncio.timeout(self._patience):
                    await self._take(turn, user[1])
            except TimeoutError:
                turn.error = turn.error or "no end in time"
                # A conversation whose last reply is unfinished takes no further turn.
                return
            except AssertionError as error:
                turn.error = str(error) or "doubled words"

    async def _take(self, turn, cookie):
        turn.posted_at, key = time.time(), str(uuid.uuid4())
        shown = None
        while shown is None:
            turn.num_posts += 1
            shown = await self._post(turn, cookie, key)
            if shown is None:
                await asyncio.sleep(PAUSE)
        turn.answered_at, turn.reply_id = time.time(), int(shown[1])
        events = EVENTS.search(shown[2])
        if events is None:
            # It ended before the answer came: the page shows the server's own fragment.
            turn.page = None
            return
        text = SHOWN.search(shown[2])
        turn.page = Page(unescape(text[1]) if text else "", Cursor.parse(events[2]))
        while not turn.page.state:
            turn.num_connections += 1
            with suppress(*BROKEN):
                await self._follow(turn, cookie, events[1])
            await asyncio.sleep(PAUSE * (not turn.page.state))

    async def _post(self, turn, cookie, key):
        """The reply's part of the fragment; None when there was no answer, or one that says to come again."""
        with suppress(*BROKEN):
            async with asyncio.timeout(REQUEST), self._http.post(
                f"/chat/{turn.conversation_id}/messages",
                data={"text": turn.text, "client_key": key},
                headers={"Cookie": cookie, "X-CSRFToken": CSRF_TOKEN, "HX-Request": "true"},
            ) as response:  # fmt: skip
                body = await response.text()
                found = REPLY.search(body) if response.status == 200 else None
                self.num_refusals += found is None
                return found
        return None

    async def _follow(self, turn, cookie, path):
        headers = {"Cookie": cookie, "Accept": "text/event-stream"}
        async with self._http.get(f"{path}?after={turn.page.cursor}", headers=headers) as response:
            event = {}
            async for line in response.content:
                name, _, value = line.decode().rstrip("\n").partition(": ")
                if line == b"\n":
                    told = _told(event)
                    event = {}
                    if told is not None:
                        turn.page.take(told)
                    if turn.page.state or self._random.random() < LEAVES:
                        return
                elif name:
                    event[name] = value


def _told(event):
    match event.get("event"):
        case "piece":
            after, text = Cursor.parse(event["id"]), json.loads(event["data"])["text"]
            return Piece(after.attempt, after.length - len(text), text)
        case "reset":
            return Reset(Cursor.parse(event["id"]).attempt)
        case "final":
            return Final(0, json.loads(event["data"])["state"])
    return None
