"""Coming back to a reply: cut at every point, in every order, by any number of pages, it ends as it is kept.

A recording is what happens to a reply: pieces, checkpoints, lost attempts, a stream server that goes and comes back
empty. Pages follow it through ``chat.replies.following``, are cut off, reloaded, and taken out of the browser's cache
as they were some time ago.
"""

import asyncio
import contextlib
import copy
import itertools
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chat.replies import following
from chat.replies.following import Snapshot, follow
from chat.replies.stream import Cursor, Final, Piece
from tests.chat.page import Page

# --- What happens to a reply --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Said:
    text: str


@dataclass(frozen=True)
class Ended:
    state: str


KEPT, LOST, HANDED_OVER, STREAMS_GONE, STREAMS_BACK = "kept", "lost", "handed over", "gone", "back"


class World:
    """PostgreSQL, Valkey and a worker as a recording has them; every look into the database lets one more step happen.

    ``so_far``: what a reply that goes on from a cut one begins with.
    """

    def __init__(self, steps, so_far=""):
        self._steps, self._so_far = list(steps), so_far
        self._entries, self._queues = [], []
        self.is_well = True
        self.snapshot = Snapshot("QUEUED", 0, 1 if so_far else 0, so_far)
        self.written = [so_far]
        self._begin()

    def _begin(self):
        """A worker claims the reply."""
        self.snapshot = replace(self.snapshot, state="GENERATING", attempt=self.snapshot.attempt + 1)
        self._text, self._sent, self._unsent = self._so_far, 0, self._so_far
        self.written.append(self._text)

    @property
    def is_over(self):
        return not self._steps

    def step(self):
        match self._steps.pop(0):
            case Said(text):
                self._text += text
                self._unsent += text
                self.written[-1] = self._text
                self._send()
            case "kept":
                self._keep()
            case "lost":
                self._begin()
            case "handed over":
                self._keep()
                self._begin()
            case "gone":
                self.is_well, self._entries = False, []
            case "back":
                self.is_well = True
            case Ended(state):
                self._keep()
                self.snapshot = replace(self.snapshot, state=state)
                if self.is_well:
                    self._tell(Final(self.snapshot.attempt, state))

    def _keep(self):
        if self._text:
            self.snapshot = replace(self.snapshot, text=self._text, text_attempt=self.snapshot.attempt)

    def _send(self):
        """What could not be sent while the streams were away goes with what comes next."""
        if self.is_well:
            self._tell(Piece(self.snapshot.attempt, self._sent, self._unsent))
            self._sent, self._unsent = len(self._text), ""

    def _tell(self, entry):
        self._entries.append(entry)
        for queue in self._queues:
            queue.put_nowait(entry)

    # --- As chat.replies.following.follow asks for them

    @contextlib.asynccontextmanager
    async def following(self, generation_id):
        queue = asyncio.Queue()
        for entry in self._entries:
            queue.put_nowait(entry)
        self._queues.append(queue)
        try:
            yield queue
        finally:
            self._queues.remove(queue)

    async def look(self):
        seen = self.snapshot
        if self._steps:
            self.step()
        return seen

    # --- As browsers see it

    def opened(self) -> Page:
        """As chat.pages.threads renders it now."""
        now = self.snapshot
        page = Page(now.text, Cursor(now.text_attempt, len(now.text)))
        page.state = now.state if now.is_final else None
        return page

    async def read(self, page, *, at_most=None):
        """Let a page follow until the end, or until it was told so many things, and its connection is cut."""
        if page.state:
            return
        num_told = 0
        async with contextlib.aclosing(follow(self, 1, page.cursor, self.look)) as items:
            async for told in items:
                page.take(told)
                assert any(text.startswith(page.text) for text in self.written), "texts of two attempts mixed"
                num_told += 1
                if num_told == at_most:
                    return

    def assert_shown(self, page):
        assert self.is_over
        assert (page.text, page.state) == (self.snapshot.text, self.snapshot.state)


@pytest.fixture(autouse=True)
def without_pauses(monkeypatch):
    for name in ("LOOK_WELL", "LOOK_LOST", "AGAIN"):
        monkeypatch.setattr(following, name, 0)


# --- One recording, every point and every order -------------------------------------------------------------

TWO_ATTEMPTS = (
    Said("One"), Said(" two"), KEPT, Said(" three"), STREAMS_GONE, Said(" four"), KEPT, LOST,
    Said("Other"), STREAMS_BACK, Said(" words 🦉"), KEPT, Said(" to"), HANDED_OVER, Said("And"), Said(" at last"),
    STREAMS_GONE, Said(" whole"), STREAMS_BACK, Said("."), Ended("COMPLETE"),
)  # fmt: skip
NUM_TOLD = 2 * len(TWO_ATTEMPTS)


def play(coroutine):
    return asyncio.run(coroutine)


@pytest.mark.parametrize("so_far", ["", "I was cut"])
def test_a_page_cut_at_every_point_comes_back_and_ends_with_what_is_kept(so_far):
    async def cut(first, second):
        world = World(TWO_ATTEMPTS, so_far)
        page = world.opened()
        for at_most in (first, second, None):
            await world.read(page, at_most=at_most)
        world.assert_shown(page)

    for first, second in itertools.product(range(1, NUM_TOLD), (1, 2, 5)):
        play(cut(first, second))


@pytest.mark.parametrize("so_far", ["", "I was cut"])
def test_in_every_order_in_which_three_pages_come_back_all_end_with_what_is_kept(so_far):
    async def in_order(order, cut):
        world = World(TWO_ATTEMPTS, so_far)
        pages = [world.opened() for _ in range(3)]
        for number in order:
            await world.read(pages[number], at_most=cut)
        await asyncio.gather(*(world.read(pages[number]) for number in order[:3]))
        for page in pages:
            world.assert_shown(page)
        world.assert_shown(world.opened())

    for order in itertools.permutations((0, 1, 2, 0, 1, 2), 6):
        for cut in (1, 4):
            play(in_order(list(dict.fromkeys(order)) + list(order), cut))


def test_a_page_from_the_cache_is_brought_up_to_date_from_every_point():
    async def back(length):
        world = World(TWO_ATTEMPTS)
        page = world.opened()
        await world.read(page, at_most=length)
        cached = copy.copy(page)
        await world.read(page)
        await world.read(cached)
        for each in (page, cached):
            world.assert_shown(each)

    for length in range(1, NUM_TOLD):
        play(back(length))


def test_a_reload_never_shows_less_than_the_reply_that_goes_on():
    world = World(TWO_ATTEMPTS, "I was cut")
    while not world.is_over:
        assert world.opened().text.startswith("I was cut")
        world.step()


# --- Any recording, any coming and going --------------------------------------------------------------------

texts = st.text(st.sampled_from("ab é🦉\n"), min_size=1, max_size=4)
faults = st.sampled_from([KEPT, LOST, HANDED_OVER, STREAMS_GONE, STREAMS_BACK])
happenings = st.one_of(st.builds(Said, texts), st.builds(Said, texts), faults)
endings = st.builds(Ended, st.sampled_from(["COMPLETE", "CANCELLED", "FAILED"]))
recordings = st.builds(lambda steps, end: (*steps, end), st.lists(happenings, max_size=14), endings)
# A page of three: reads so many things and is cut off, is reloaded, put into the cache, taken out again.
whats = st.sampled_from(["read", "read", "read", "reload", "cache", "back"])
comings = st.lists(st.tuples(st.integers(0, 2), whats, st.integers(1, 6)), max_size=12)


@settings(max_examples=400)
@given(recordings, comings, st.sampled_from(["", "", "I was cut"]))
def test_however_pages_come_and_go_they_end_with_what_is_kept(recording, goings, so_far):
    async def come_and_go():
        world = World(recording, so_far)
        pages, cached = [world.opened() for _ in range(3)], {}
        for number, what, at_most in goings:
            match what:
                case "read":
                    await world.read(pages[number], at_most=at_most)
                case "reload":
                    pages[number] = world.opened()
                case "cache":
                    cached[number] = copy.copy(pages[number])
                case "back":
                    pages[number] = copy.copy(cached.get(number, pages[number]))
        await asyncio.gather(*map(world.read, pages))
        for page in pages:
            world.assert_shown(page)

    play(come_and_go())
