"""The hub: one reader of a real Valkey for all pages of a process."""

import asyncio
import contextlib
import time

import pytest
from redis.asyncio import Redis
from redis.exceptions import ConnectionError

from chat.replies import following, stream
from chat.replies.following import Hub, Snapshot, follow
from chat.replies.stream import Cursor, Final, Piece
from tests.chat.page import Page

LIMIT = 15


class Writing:
    """A reply that is written into the streams; its checkpoint is what ``keep`` said last."""

    def __init__(self, settings, generation_id=1):
        self.generation_id, self.text = generation_id, ""
        self.kept = Snapshot("GENERATING", 1, 0, "")
        self._valkey = Redis.from_url(settings.STREAM_URL, socket_timeout=1, decode_responses=True)

    async def say(self, text):
        await self._add(Piece(1, len(self.text), text))
        self.text += text

    async def say_unheard(self, text):
        self.text += text

    def keep(self, state="GENERATING"):
        self.kept = Snapshot(state, 1, 1, self.text)

    async def finish(self):
        self.keep("COMPLETE")
        await self._add(Final(1, "COMPLETE"))

    async def _add(self, entry):
        for _ in range(2):
            pipeline = self._valkey.pipeline(transaction=False)
            stream.add(pipeline, self.generation_id, entry)
            with contextlib.suppress(ConnectionError):
                await pipeline.execute()
                return

    async def look(self):
        return self.kept

    async def forget(self):
        with contextlib.suppress(Exception):
            await self._valkey.delete(stream.key(self.generation_id))
        await self._valkey.aclose()


async def read(hub, writing, page, pieces=None):
    async for told in follow(hub, writing.generation_id, page.cursor, writing.look):
        page.take(told)
        if pieces and isinstance(told, Piece):
            pieces.put_nowait(time.monotonic())


async def until(condition, seconds=LIMIT):
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.01)


@contextlib.asynccontextmanager
async def hub_and_writing(settings):
    hub, writing = Hub(), Writing(settings)
    try:
        yield hub, writing
    finally:
        await hub.close()
        await writing.forget()


def run(settings, scenario):
    async def whole():
        async with asyncio.timeout(LIMIT), hub_and_writing(settings) as (hub, writing):
            await scenario(hub, writing)

    asyncio.run(whole())


@pytest.fixture
def streams(own_streams, settings):
    """A Valkey of its own, which a test may end and start."""
    settings.STREAM_URL = own_streams.url
    return own_streams


def test_what_is_said_arrives_at_once(settings):
    async def scenario(hub, writing):
        page = Page()
        reading = asyncio.create_task(read(hub, writing, page))
        for word in ("I", " am", " 🦉"):
            said_at = time.monotonic()
            await writing.say(word)
            await until(lambda: page.text == writing.text)
            assert time.monotonic() - said_at < 1
        await writing.finish()
        await reading
        assert (page.text, page.state) == ("I am 🦉", "COMPLETE")

    run(settings, scenario)


def test_a_late_page_gets_what_was_said_before_without_waiting_for_a_checkpoint(settings):
    async def scenario(hub, writing):
        first, late = Page(), Page()
        tasks = [asyncio.create_task(read(hub, writing, first))]
        for number in range(100):
            await writing.say(f"{number} ")
            if number == 50:
                tasks.append(asyncio.create_task(read(hub, writing, late)))
        await until(lambda: first.text == late.text == writing.text, 2)
        await writing.finish()
        await asyncio.gather(*tasks)

    run(settings, scenario)


def test_pages_that_join_all_the_time_never_see_a_gap(settings):
    # A gap would wait for a checkpoint, and there is none.
    async def scenario(hub, writing):
        pages, tasks = [], []
        for number in range(40):
            await writing.say(f"{number} ")
            pages.append(Page())
            tasks.append(asyncio.create_task(read(hub, writing, pages[-1])))
        await until(lambda: all(page.text == writing.text for page in pages), 5)
        await writing.finish()
        await asyncio.gather(*tasks)

    run(settings, scenario)


def test_a_page_that_left_is_forgotten(settings):
    async def scenario(hub, writing):
        reading = asyncio.create_task(read(hub, writing, page := Page()))
        await writing.say("Hello")
        await until(lambda: page.text)
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
        assert [*hub._followers, *hub._last, *hub._joining] == []

    run(settings, scenario)


def test_a_reader_far_behind_is_sent_to_the_database(settings, monkeypatch):
    monkeypatch.setattr(following, "MAX_BEHIND", 10)

    async def scenario(hub, writing):
        page = Page()
        for _ in range(50):
            await writing.say("word ")
        writing.keep()
        reading = asyncio.create_task(read(hub, writing, page))
        await until(lambda: page.text == writing.text)
        await writing.finish()
        await reading

    run(settings, scenario)


def test_a_lost_final_is_made_good_by_the_database(settings, monkeypatch):
    monkeypatch.setattr(following, "LOOK_WELL", 0.3)

    async def scenario(hub, writing):
        page = Page()
        reading = asyncio.create_task(read(hub, writing, page))
        await writing.say("Half")
        await until(lambda: page.text)
        await writing.say_unheard(" and half")
        writing.keep("COMPLETE")
        await reading
        assert (page.text, page.state) == ("Half and half", "COMPLETE")

    run(settings, scenario)


def test_a_valkey_that_was_killed_and_came_back_empty_costs_no_word(streams, settings):
    async def scenario(hub, writing):
        early, late = Page(), Page()
        tasks = [asyncio.create_task(read(hub, writing, early))]
        await writing.say("Before, ")
        await until(lambda: early.text)
        streams.kill()
        await writing.say_unheard("meanwhile, ")
        streams.start()
        tasks.append(asyncio.create_task(read(hub, writing, late)))
        await until(lambda: hub.is_well)
        await writing.say("after.")
        writing.keep()
        await until(lambda: early.text == late.text == writing.text)
        await writing.say(" And live again.")
        await until(lambda: early.text == late.text == writing.text, 3)
        await writing.finish()
        await asyncio.gather(*tasks)

    run(settings, scenario)


@pytest.mark.parametrize("how", ["dead", "hung"])
def test_without_valkey_pages_follow_the_database(streams, settings, how, monkeypatch):
    monkeypatch.setattr(following, "LOOK_LOST", 0.2)
    streams.kill() if how == "dead" else streams.process.send_signal(19)

    async def scenario(hub, writing):
        writing.text = "From the checkpoint"
        writing.keep()
        page = Page()
        reading = asyncio.create_task(read(hub, writing, page))
        await until(lambda: page.text == writing.text, 1)
        writing.text += " and its successor"
        writing.keep("COMPLETE")
        await reading
        assert page.text == writing.text

    try:
        run(settings, scenario)
    finally:
        if how == "hung":
            streams.process.send_signal(18)


def test_a_bad_entry_in_the_stream_is_passed_over(settings):
    async def scenario(hub, writing):
        key = stream.key(writing.generation_id)
        for fields in ({"x": "1"}, {"a": "one", "n": "0", "t": "x"}, {"a": "1", "n": "0"}):
            await writing._valkey.xadd(key, fields)
        await writing._valkey.xadd(key, {"a": "1", "n": "0", "t": b"\xff\xfe"})
        reading = asyncio.create_task(read(hub, writing, page := Page()))
        await writing.say("Hello")
        writing.keep()
        await until(lambda: page.text == "Hello")
        await writing.finish()
        await reading

    run(settings, scenario)


def test_many_pages_of_many_replies_get_each_its_own(settings):
    async def scenario(hub, writing):
        writings = [Writing(settings, number) for number in range(100, 130)]
        pages = [Page() for _ in range(90)]
        tasks = [
            asyncio.create_task(read(hub, writings[number % 30], page)) for number, page in enumerate(pages)
        ]
        for number in range(10):
            for each in writings:
                await each.say(f"{each.generation_id}:{number} ")
        for each in writings:
            await each.finish()
        await asyncio.gather(*tasks)
        assert all(page.text == writings[number % 30].text for number, page in enumerate(pages))
        for each in writings:
            await each.forget()

    run(settings, scenario)


def test_a_cursor_from_another_attempt_begins_anew(settings):
    async def scenario(hub, writing):
        page = Page("of the first attempt", Cursor(0, 20))
        reading = asyncio.create_task(read(hub, writing, page))
        await writing.say("Anew")
        await writing.finish()
        await reading
        assert (page.text, page.num_resets) == ("Anew", 1)

    run(settings, scenario)
