"""What every engine promises, asked of each."""

import asyncio
import json
import re
import time
from contextlib import aclosing
from dataclasses import replace

import pytest

from engines.base import CHARACTER, USER, EngineError, EngineSilent, Piece, PromptMessage
from engines.curated import CuratedEngine
from engines.openai_compatible import OpenAICompatibleEngine
from engines.registry import ENGINE_NAMES
from engines.scripted import ScriptedEngine
from tests.engines.reading import Reply, a_prompt, read, read_now

# Long enough to be stopped in the midst.
SLOW = "echo-gap-20"


@pytest.fixture(params=ENGINE_NAMES)
def engine(request):
    match request.param:
        case "curated":
            return CuratedEngine(words_per_second=50)
        case "scripted":
            return ScriptedEngine(SLOW)
        case "openai_compatible":
            server = request.getfixturevalue("scripted_server")
            return OpenAICompatibleEngine(base_url=server.url, model_name=SLOW)


def test_it_bears_its_name(engine):
    assert engine.name in ENGINE_NAMES


def test_pieces_come_and_then_exactly_one_ending(engine):
    reply = read_now(engine, a_prompt())
    assert not reply.fault
    assert reply.pieces
    assert reply.ending.reason == "stop"


@pytest.mark.parametrize("message", ["", "\x00", "🦉" * 500, "a\ud83d", "[1] " * 200, "word " * 4000])
def test_whatever_is_asked_pieces_are_clean_or_the_fault_is_named(engine, message):
    reply = read_now(engine, a_prompt(message[:1000]))
    assert reply.fault is None or isinstance(reply.fault, EngineError)
    assert all(reply.pieces)
    reply.text.encode()
    assert not {chr(code) for code in range(32)} - {"\n", "\t"} & set(reply.text)


def test_the_same_prompt_may_be_used_twice(engine):
    prompt = a_prompt()
    assert read_now(engine, prompt).text == read_now(engine, prompt).text


def test_two_replies_at_once_do_not_mix(engine):
    first, second = a_prompt("one two three four five"), a_prompt("six seven eight nine ten")

    async def both():
        return await asyncio.gather(read(engine, first), read(engine, second))

    together = [reply.text for reply in asyncio.run(both())]
    assert together == [read_now(engine, first).text, read_now(engine, second).text]


@pytest.mark.parametrize("num_words", [1, 3])
def test_a_reply_that_was_cut_goes_on_with_what_is_left(engine, num_words):
    prompt = a_prompt()
    whole = read_now(engine, prompt).text
    begun = "".join(re.findall(r"\s*\S+", whole)[:num_words])
    rest = read_now(engine, replace(prompt, so_far=begun))
    assert not rest.fault
    assert rest.ending
    assert begun + rest.text == whole


def test_a_whole_reply_goes_on_with_nothing_or_is_silent(engine):
    prompt = a_prompt()
    reply = read_now(engine, replace(prompt, so_far=read_now(engine, prompt).text))
    assert reply.text == ""
    assert reply.ending or isinstance(reply.fault, EngineSilent)


def test_closing_it_in_the_midst_stops_at_once(engine):
    async def close_after_first_piece():
        stream = engine.stream(a_prompt())
        assert isinstance(await anext(stream), Piece)
        began = time.monotonic()
        await stream.aclose()
        with pytest.raises(StopAsyncIteration):
            await anext(stream)
        return time.monotonic() - began

    assert asyncio.run(close_after_first_piece()) < 0.5


def test_closing_it_before_it_began_is_fine(engine):
    async def close():
        await engine.stream(a_prompt()).aclose()

    asyncio.run(close())


def test_cancelling_the_reader_stops_it_and_leaves_nothing_running(engine):
    async def cancel_after_first_piece():
        first_piece = asyncio.Event()

        async def reading():
            async with aclosing(engine.stream(a_prompt())) as stream:
                async for _ in stream:
                    first_piece.set()

        task = asyncio.create_task(reading())
        await asyncio.wait_for(first_piece.wait(), 5)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return asyncio.all_tasks() - {asyncio.current_task()}

    assert asyncio.run(cancel_after_first_piece()) == set()


def test_what_it_is_told_can_be_known_before_and_compared_after(engine):
    prompt = a_prompt()
    told = engine.tell(prompt)
    assert told.hash == engine.tell(a_prompt()).hash
    assert told.hash != engine.tell(a_prompt("Something else?")).hash
    assert len(told.hash) == 64
    assert json.loads(told.data)
    assert all(isinstance(value, str | int | float) for value in told.parameters.values())


def test_what_was_told_already_gives_the_same_reply(engine):
    prompt = a_prompt()
    reply = Reply()

    async def reading():
        async with aclosing(engine.stream(prompt, engine.tell(prompt))) as stream:
            async for thing in stream:
                if isinstance(thing, Piece):
                    reply.pieces.append(thing.text)

    asyncio.run(reading())
    assert reply.text == read_now(engine, prompt).text


def test_it_counts_its_pieces(engine):
    async def count():
        async with aclosing(engine.stream(a_prompt("one two three four five"))) as stream:
            return [thing.num_pieces async for thing in stream if isinstance(thing, Piece)]

    counts = asyncio.run(count())
    assert all(number >= 0 for number in counts)
    assert sum(counts) >= 5


def test_it_says_what_it_asks_for_its_work(engine):
    assert engine.prices.cost_of(prompt_tokens=1, reply_tokens=1) is None


def a_note_asked():
    said = (
        PromptMessage(USER, "Where were you born?"),
        PromptMessage(CHARACTER, "In a small town by the sea."),
    )
    return a_prompt("Write the note.", kind="NOTE", messages_so_far=said, note="The reader’s name is Ben.")


def test_it_writes_a_note_of_what_was_said_by_the_same_door(engine):
    reply = read_now(engine, a_note_asked())
    assert not reply.fault
    assert reply.text.strip()
    assert engine.tell(a_note_asked()).hash != engine.tell(a_prompt("Write the note.")).hash


def test_it_says_how_much_it_takes_or_that_it_has_no_limit(engine):
    told = engine.tell(a_prompt())
    assert told.context_tokens == engine.context_tokens
    assert (engine.context_tokens is None) == (engine.budget_tokens is None)
    if engine.context_tokens:
        assert told.prompt_tokens <= engine.budget_tokens < engine.context_tokens
    assert engine.count_tokens("one two three") >= 3
