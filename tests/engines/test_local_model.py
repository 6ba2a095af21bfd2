"""A real llama.cpp server with a real, very small model. What it says is not judged."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from engines.base import EngineOverflow, EngineRefused, Piece
from engines.openai_compatible import OpenAICompatibleEngine
from tests.engines.reading import a_prompt, read_now, wait_until
from tests.engines.small_model import small_model

KEY = "a key for this test"
COMMAND = [sys.executable, "-m", "embedded.local_model"]
PLATFORM = Path(__file__).resolve().parents[2] / "platform"
LISTENS = "The local model listens on "

# The first run downloads the model.
pytestmark = pytest.mark.timeout(600)


def _environment(**given):
    return {
        **os.environ,
        "PYTHONPATH": str(PLATFORM),
        "OPENAI_API_KEY": KEY,
        "OPENAI_MODEL": "small",
        **given,
    }


@pytest.fixture(scope="module")
def server():
    environment = _environment(
        LOCAL_MODEL=str(small_model()), OPENAI_CONTEXT_TOKENS="4096", LOCAL_MODEL_PORT="0"
    )
    process = subprocess.Popen(COMMAND, env=environment, stdout=subprocess.PIPE, text=True)
    line = process.stdout.readline()
    assert line.startswith(LISTENS), "the local model's server did not start; its output says why"
    yield line.removeprefix(LISTENS).strip()
    process.terminate()
    assert process.wait(timeout=5) == 0
    process.stdout.close()


def _engine(server, **more):
    given = {"api_key": KEY, "context_tokens": 4096, "max_tokens": 24, "temperature": 0}
    return OpenAICompatibleEngine(base_url=f"{server}/v1", **{**given, **more})


def _num_running(server):
    request = urllib.request.Request(f"{server}/slots", headers={"Authorization": f"Bearer {KEY}"})
    with urllib.request.urlopen(request, timeout=5) as answer:
        return sum(slot["is_processing"] for slot in json.load(answer))


def test_it_streams_and_stops_at_the_limit_of_tokens(server):
    reply = read_now(_engine(server), a_prompt("Count from one to a hundred, in words."))
    assert len(reply.pieces) > 5
    assert reply.ending.reason == "length"
    assert reply.ending.model_name == "small"
    assert reply.ending.usage["completion_tokens"] == 24


def test_closing_a_reply_ends_the_servers_work(server):
    async def close_after_first_piece():
        stream = _engine(server, max_tokens=3000).stream(a_prompt("Count from one to a thousand, in words."))
        assert isinstance(await anext(stream), Piece)
        assert await asyncio.to_thread(_num_running, server) == 1
        await stream.aclose()
        await asyncio.to_thread(wait_until, lambda: _num_running(server) == 0, 5, "the end of its work")

    asyncio.run(close_after_first_piece())


def test_two_replies_are_written_at_the_same_time(server):
    async def both():
        streams = [
            _engine(server, max_tokens=200).stream(a_prompt(f"Tell me of {n}.")) for n in ("salt", "ice")
        ]
        for stream in streams:
            await anext(stream)
        running = await asyncio.to_thread(_num_running, server)
        for stream in streams:
            await stream.aclose()
        return running

    assert asyncio.run(both()) == 2


@pytest.mark.parametrize("key", ["", "wrong"])
def test_without_the_key_it_refuses(server, key):
    assert type(read_now(_engine(server, api_key=key), a_prompt()).fault) is EngineRefused


def test_a_prompt_beyond_its_context_is_refused(server):
    engine = _engine(server, context_tokens=100_000)
    fault = read_now(engine, a_prompt("word " * 20_000)).fault
    assert type(fault) is EngineOverflow


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"LOCAL_MODEL": ""}, "LOCAL_MODEL is not set"),
        ({"LOCAL_MODEL": "/no/such.gguf"}, "/no/such.gguf cannot be read (No such file or directory)"),
        ({"LOCAL_MODEL": __file__}, "is not a GGUF file"),
        ({"OPENAI_API_KEY": ""}, "OPENAI_API_KEY is not set"),
        ({"LOCAL_MODEL_PORT": "many"}, "LOCAL_MODEL_PORT is 'many'"),
    ],
)
def test_what_keeps_it_from_starting_is_one_clear_sentence(given, sentence):
    environment = _environment(**{"LOCAL_MODEL": str(small_model()), **given})
    done = subprocess.run(COMMAND, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert sentence in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_it_ends_at_once_though_a_reply_is_being_written():
    environment = _environment(
        LOCAL_MODEL=str(small_model()), OPENAI_CONTEXT_TOKENS="4096", LOCAL_MODEL_PORT="0"
    )
    process = subprocess.Popen(COMMAND, env=environment, stdout=subprocess.PIPE, text=True)
    address = process.stdout.readline().removeprefix(LISTENS).strip()

    async def end_it_in_the_midst():
        stream = _engine(address, max_tokens=3000).stream(a_prompt("Count from one to a thousand, in words."))
        await anext(stream)
        process.send_signal(signal.SIGTERM)
        code = await asyncio.to_thread(process.wait, 5)
        await stream.aclose()
        return code

    assert asyncio.run(end_it_in_the_midst()) == 0
    process.stdout.close()
