"""The OpenAI-compatible engine over a real server that behaves as ordered: one test a fault."""

import asyncio
import json
import socket
import time

import aiohttp
import pytest

from engines.base import (
    EngineBrokeOff,
    EngineBusy,
    EngineFailed,
    EngineGarbled,
    EngineRefused,
    EngineSilent,
    EngineStalled,
    EngineUnreachable,
    PromptPassage,
)
from engines.limits import Limits
from engines.openai_compatible import OpenAICompatibleEngine
from engines.scripted import ScriptedEngine
from engines.scripts import said
from engines.session import close_session, get_session
from tests.engines.deaf_server import deaf_server
from tests.engines.reading import a_prompt, read, read_now, wait_until
from tests.engines.scripted_server import ScriptedServer

SHORT = Limits(
    connect_seconds=1,
    first_piece_seconds=0.3,
    piece_seconds=0.3,
    reply_seconds=1,
    max_characters=50,
    tail_seconds=0.2,
)


def _engine(server, **more):
    return OpenAICompatibleEngine(base_url=server.url, **more)


def _ask(server, model_name, **more):
    return read_now(_engine(server, model_name=model_name, **more), a_prompt())


def test_it_says_what_the_server_says(scripted_server):
    reply = _ask(scripted_server, "say-50-gap-1")
    assert reply.text == said(50)
    assert reply.ending.reason == "stop"
    assert reply.ending.model_name == "say-50-gap-1"
    assert reply.ending.usage == {"completion_tokens": 50}


def test_the_prompts_model_name_goes_before_the_engines_own(scripted_server):
    engine = _engine(scripted_server, model_name="status-500")
    assert read_now(engine, a_prompt(model_name="say-3")).text == said(3)


def test_it_sends_what_it_was_given_and_nothing_else(scripted_server):
    prompt = a_prompt(passages=(PromptPassage(1, "ANSWER", "The sea", "It is wide."),))
    engine = _engine(scripted_server, model_name="prompt-gap-0", max_tokens=77, temperature=0.1)
    sent = json.loads(read_now(engine, prompt).text)
    assert sent.keys() == {"model", "messages", "stream", "stream_options", "max_tokens", "temperature"}
    assert (sent["max_tokens"], sent["temperature"], sent["stream"]) == (77, 0.1, True)
    assert "[1] The sea\nIt is wide." in sent["messages"][-1]["content"]


def test_the_scripted_server_echoes_the_message_without_its_record(scripted_server):
    prompt = a_prompt("Hello, sea!", passages=(PromptPassage(1, "ANSWER", "The sea", "It is wide."),))
    assert read_now(_engine(scripted_server, model_name="echo"), prompt).text == "Hello, sea!"


def test_a_reply_cut_by_the_server_ends_with_length(scripted_server):
    assert _ask(scripted_server, "say-3-length").ending.reason == "length"


def test_a_reply_longer_than_the_limit_is_cut_there(scripted_server):
    reply = _ask(scripted_server, "never-ends-gap-0-tag-long", limits=SHORT)
    assert reply.text == said(100)[:50]
    assert reply.ending.reason == "length"
    wait_until(lambda: scripted_server.entry("never-ends-gap-0-tag-long")["ended"] == "disconnected")


@pytest.mark.parametrize("model_name", ["think-5-say-3", "reason-5-say-3"])
def test_thinking_is_no_part_of_the_reply(scripted_server, model_name):
    assert _ask(scripted_server, model_name).text == said(3)


def test_thinking_counts_as_a_sign_of_life(scripted_server):
    limits = Limits(first_piece_seconds=0.5, piece_seconds=0.5)
    assert _ask(scripted_server, "reason-12-say-2-gap-100", limits=limits).text == said(2)


def test_nul_and_other_control_characters_are_dropped(scripted_server):
    assert _ask(scripted_server, "nul-say-5").text == said(5)


def test_half_an_emoji_is_mended_or_replaced(scripted_server):
    assert _ask(scripted_server, "half-emoji-say-2").text == "1🦉 2🦉\ufffd"


@pytest.mark.parametrize(
    ("model_name", "fault", "text"),
    [
        ("die-after-10-gap-1", EngineBrokeOff, said(10)),
        ("die-after-0", EngineBrokeOff, ""),
        ("no-ending-after-4", EngineBrokeOff, said(4)),
        ("error-after-3", EngineFailed, said(3)),
        ("garbage", EngineGarbled, ""),
        ("long-line", EngineGarbled, ""),
        ("silent", EngineSilent, ""),
        ("think-3-silent", EngineSilent, ""),
        ("redirect", EngineRefused, ""),
        ("status-400", EngineRefused, ""),
        ("no-such-model", EngineRefused, ""),
        ("status-500", EngineFailed, ""),
        ("status-503", EngineBusy, ""),
        ("slow-first-3000", EngineStalled, ""),
        ("stall-after-5", EngineStalled, said(5)),
        ("stall-after-0", EngineStalled, ""),
    ],
)
def test_every_fault_has_its_name_and_keeps_what_was_said(scripted_server, model_name, fault, text):
    reply = _ask(scripted_server, model_name, limits=SHORT)
    assert type(reply.fault) is fault
    assert reply.text == text
    assert "quotes" not in str(reply.fault)


@pytest.mark.parametrize(
    "model_name",
    [
        "say-9",
        "die-after-4",
        "no-ending-after-4",
        "error-after-3",
        "stall-after-5",
        "slow-first-3000",
        "never-ends-gap-1",
        "garbage",
        "long-line",
        "silent",
        "redirect",
        "status-404",
        "status-429-after-7",
        "status-503",
        "no-such-model",
        "half-emoji",
        "nul-say-3",
        "think-3-say-2",
        "say-3-length",
    ],
)
def test_the_scripted_engine_is_a_fair_stand_in(scripted_server, model_name):
    # What comes whole may take its time, on a machine that has other work.
    limits = SHORT if model_name.startswith(("stall", "slow", "never-ends")) else Limits()
    real = _ask(scripted_server, model_name, limits=limits)
    scripted = read_now(ScriptedEngine(model_name, limits=limits), a_prompt())
    assert scripted.text == real.text
    assert type(scripted.fault) is type(real.fault)
    assert getattr(scripted.fault, "retry_after", None) == getattr(real.fault, "retry_after", None)
    assert scripted.ending is None or scripted.ending.reason == real.ending.reason


def test_a_busy_server_says_when_to_come_back(scripted_server):
    fault = _ask(scripted_server, "status-429-after-2").fault
    assert type(fault) is EngineBusy
    assert fault.retry_after == 2
    assert fault.is_retryable


def test_a_reply_that_drips_for_ever_ends_at_its_deadline(scripted_server):
    limits = Limits(piece_seconds=5, reply_seconds=0.5)
    began = time.monotonic()
    assert type(_ask(scripted_server, "never-ends-gap-50", limits=limits).fault) is EngineStalled
    assert time.monotonic() - began < 3


def test_a_flood_ends_at_the_deadline_too(scripted_server):
    limits = Limits(reply_seconds=0.5, max_characters=10**9)
    began = time.monotonic()
    assert type(_ask(scripted_server, "never-ends-gap-0", limits=limits).fault) is EngineStalled
    assert time.monotonic() - began < 3


def test_the_readers_own_slowness_is_not_held_against_the_server(scripted_server):
    async def read_slowly():
        texts = []
        engine = _engine(scripted_server, model_name="say-3-gap-1", limits=SHORT)
        async for thing in engine.stream(a_prompt()):
            texts.append(getattr(thing, "text", ""))
            await asyncio.sleep(0.4)  # longer than SHORT.piece_seconds
        return "".join(texts)

    assert asyncio.run(read_slowly()) == said(3)


def test_a_wrong_key_is_refused_and_the_right_one_is_not():
    with ScriptedServer(api_key="right") as server:
        assert type(_ask(server, "say-3", api_key="wrong").fault) is EngineRefused
        assert _ask(server, "say-3", api_key="right").text == said(3)


def test_nobody_at_the_address_is_unreachable():
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        engine = OpenAICompatibleEngine(base_url=f"http://127.0.0.1:{nobody.getsockname()[1]}/v1")
        assert type(read_now(engine, a_prompt()).fault) is EngineUnreachable


def test_an_address_that_never_answers_is_unreachable_in_time():
    with deaf_server() as address:
        fault = read_now(OpenAICompatibleEngine(base_url=address, limits=SHORT), a_prompt()).fault
    assert type(fault) in {EngineUnreachable, EngineStalled}


@pytest.mark.parametrize("address", ["", "not an address", "ftp://127.0.0.1/v1"])
def test_an_address_that_is_none_is_refused(address):
    assert type(read_now(OpenAICompatibleEngine(base_url=address), a_prompt()).fault) is EngineRefused


def test_what_is_no_http_is_garbled():
    async def talk_to(bytes_sent):
        async def answer(reader, writer):
            await reader.readuntil(b"\r\n\r\n")
            writer.write(bytes_sent)
            await writer.drain()
            writer.close()

        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with server:
            await read(OpenAICompatibleEngine(base_url=f"http://127.0.0.1:{port}/v1"), a_prompt())

    with pytest.raises(EngineGarbled):
        asyncio.run(talk_to(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"))
    with pytest.raises(EngineUnreachable):
        asyncio.run(talk_to(b""))


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (b'{"error":{"message":"m","code":429}}', EngineBusy),
        (b'{"choices":[{"message":{"content":"not streamed"}}]}', EngineGarbled),
        (b"data: 7\n\n", EngineGarbled),
        (b'data: {"choices":[{"delta":{"content":7}}]}\n\n', EngineGarbled),
        (b"data: " + b"[" * 100_000 + b"\n\n", EngineGarbled),
        (b"<html>hello</html>", EngineBrokeOff),
    ],
)
def test_other_answers_with_status_200_are_named_too(body, fault):
    async def answer(request):
        return aiohttp.web.Response(body=body)

    assert type(_over(answer)) is fault


def test_a_reply_with_an_untidy_end_is_whole():
    async def answer(request):
        response = aiohttp.web.StreamResponse()
        await response.prepare(request)
        await response.write(
            b'data: {"choices":[{"delta":{"content":"All."}}]}\n\n'
            b'data: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\n'
        )
        await asyncio.sleep(60)

    assert _over(answer).text == "All."


def _over(answer):
    """The reply, or the fault, over a server with this one handler."""
    reply = None

    async def serve_and_read():
        nonlocal reply
        app = aiohttp.web.Application()
        app.router.add_post("/v1/chat/completions", answer)
        runner = aiohttp.web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
        await runner.setup()
        await aiohttp.web.TCPSite(runner, "127.0.0.1", 0).start()
        try:
            address = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
            reply = await read(OpenAICompatibleEngine(base_url=address, limits=SHORT), a_prompt())
        finally:
            await close_session()
            await runner.cleanup()

    try:
        asyncio.run(serve_and_read())
    except Exception as fault:  # noqa: BLE001 - which one is what the tests ask
        return fault
    return reply


@pytest.mark.parametrize("model_name", ["never-ends-gap-20-tag-closed", "stall-after-3-gap-20-tag-closed"])
def test_closing_it_closes_the_connection_at_once(scripted_server, model_name):
    async def close_after_first_piece():
        stream = _engine(scripted_server, model_name=model_name).stream(a_prompt())
        await anext(stream)
        await stream.aclose()
        closed_at = time.time_ns() // 1000
        while (entry := await asyncio.to_thread(scripted_server.entry, model_name))["ended"] == "running":
            assert time.time_ns() // 1000 < closed_at + 5_000_000
            await asyncio.sleep(0.02)
        return entry, closed_at

    entry, closed_at = asyncio.run(close_after_first_piece())
    assert entry["ended"] == "disconnected"
    assert entry["ended_at"] - closed_at < 1_000_000


def test_a_hundred_replies_at_once_are_all_whole(scripted_server):
    async def all_of_them():
        engine = _engine(scripted_server, model_name="say-40-gap-5")
        return await asyncio.gather(*[read(engine, a_prompt()) for _ in range(100)])

    assert {reply.text for reply in asyncio.run(all_of_them())} == {said(40)}


def test_a_connection_is_used_again(scripted_server):
    async def two_replies():
        engine = _engine(scripted_server, model_name="say-3")
        await read(engine, a_prompt())
        [(kept, *_)] = (await get_session()).connector._conns.values()
        await read(engine, a_prompt())
        [(again, *_)] = (await get_session()).connector._conns.values()
        return kept[0], again[0]

    kept, again = asyncio.run(two_replies())
    assert kept is again


def test_the_session_is_closed_with_its_loop(scripted_server):
    async def reply_and_session():
        await read(_engine(scripted_server, model_name="say-1"), a_prompt())
        return await get_session()

    assert asyncio.run(reply_and_session()).closed


def test_the_session_is_one_for_the_loop_and_can_be_closed_early():
    async def sessions():
        first, second = await get_session(), await get_session()
        await close_session()
        return first, second, await get_session()

    first, second, third = asyncio.run(sessions())
    assert first is second
    assert first.closed
    assert third is not first
