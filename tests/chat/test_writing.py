"""The worker's loop while Valkey is away: it keeps what may still be followed live, and no more."""

import pytest

from chat.replies import writing
from chat.replies.stream import Final
from chat.replies.writing import Ended, WritingLoop
from embedded.processes import wait_for
from engines.base import Ending, EngineOverflow, Piece, Told
from engines.prices import UNKNOWN
from engines.scripted import ScriptedEngine
from engines.scripts import said
from tests.engines.reading import a_prompt


@pytest.fixture
def streams_away(settings):
    settings.STREAM_URL = "redis://127.0.0.1:1/0"


@pytest.fixture
def loops():
    """Start loops, which end with the test."""
    started = []

    def start():
        started.append(WritingLoop())
        return started[-1]

    yield start
    for loop in started:
        loop.close()


@pytest.fixture
def loop(streams_away, loops):
    """A loop that cannot reach the streams."""
    return loops()


def whole(news):
    return next(item for item in news if isinstance(item, Ended)).text


def test_text_that_could_not_be_sent_goes_with_the_end_of_its_reply(loop):
    replies = []
    for number in range(20):
        reply, news = loop.write(ScriptedEngine("say-30-gap-5"), a_prompt(), generation_id=number, attempt=1)
        replies.append((reply, news))
    assert wait_for(lambda: not loop._is_well and all(reply.unsent for reply, _ in replies), 10)
    assert [whole(news) for _, news in replies] == 20 * [said(30)]
    assert wait_for(lambda: not loop._dirty and not any(reply.unsent for reply, _ in replies), 10)


def test_text_of_a_reply_that_ends_as_the_streams_go_is_not_kept(loop):
    reply, news = loop.write(ScriptedEngine("say-3-gap-0"), a_prompt(), generation_id=1, attempt=1)
    assert whole(news) == said(3)
    assert wait_for(lambda: not loop._is_well and not loop._dirty and not reply.unsent, 10)


def test_of_the_ends_that_nobody_could_be_told_the_newest_are_kept(loop, monkeypatch):
    monkeypatch.setattr(writing, "MAX_FINALS", 50)
    for number in range(200):
        loop.announce(number, Final(1, "COMPLETE"))
    newest = [(number, Final(1, "COMPLETE")) for number in range(150, 200)]
    assert wait_for(lambda: not loop._is_well and list(loop._finals) == newest, 10)


def test_what_waited_is_sent_when_the_streams_are_back(own_streams, settings, loops):
    settings.STREAM_URL = own_streams.url
    own_streams.stop()
    loop = loops()
    reply, news = loop.write(ScriptedEngine("say-60-gap-50"), a_prompt(), generation_id=1, attempt=1)
    assert wait_for(lambda: not loop._is_well and reply.unsent, 10)
    own_streams.start()
    assert wait_for(lambda: loop._is_well and not reply.unsent and reply.sent, 10)
    assert whole(news) == said(60)
    assert wait_for(lambda: reply.sent == len(said(60)), 10)


class Narrow:
    """An engine that takes a prompt in only once it has learnt how little it may be told."""

    name, prices = "narrow", UNKNOWN
    context_tokens = budget_tokens = 100

    def __init__(self):
        self._told = []

    def tell(self, prompt):
        return Told(f"{len(self._told)} so far".encode())

    async def stream(self, prompt, told=None):
        self._told.append(told)
        if len(self._told) == 1:
            raise EngineOverflow
        yield Piece(" and went on.")
        yield Ending()


def test_also_a_reply_that_goes_on_is_told_once_more_with_less(loop):
    engine, prompt = Narrow(), a_prompt(so_far="I was")
    _, news = loop.write(engine, prompt, generation_id=1, attempt=1, told=engine.tell(prompt))
    assert whole(news) == "I was and went on."


def test_a_reply_of_which_nothing_new_came_in_time_has_stalled(loop, settings):
    settings.ENGINE_REPLY_SECONDS = 0.2
    prompt = a_prompt(so_far="I was")
    _, news = loop.write(ScriptedEngine("say-3-slow-first-9000"), prompt, generation_id=1, attempt=1)
    ended = next(item for item in news if isinstance(item, Ended))
    assert (ended.text, ended.fault.code) == ("I was", "stalled")
