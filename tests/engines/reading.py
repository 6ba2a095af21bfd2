"""Read a reply in tests, and the smallest prompts to ask for one."""

import asyncio
import time
from contextlib import aclosing
from dataclasses import dataclass, field

from engines.base import Ending, Piece, Prompt
from engines.openai_prompt import fitted


def a_prompt(message="What did you learn from the sea?", **more) -> Prompt:
    given = {
        "character_name": "Marina Examplar",
        "persona": "I sailed all my life and speak plainly.",
        "greeting": "Come aboard.",
        "message": message,
        **more,
    }
    return Prompt(**given)


@dataclass
class Reply:
    """All that an engine yielded."""

    pieces: list[str] = field(default_factory=list)
    ending: Ending | None = None
    fault: Exception | None = None

    @property
    def text(self) -> str:
        return "".join(self.pieces)


async def read(engine, prompt, reply=None) -> Reply:
    """Read a reply to its end; a fault rises. What came before it is in ``reply``."""
    reply = reply or Reply()
    async with aclosing(engine.stream(prompt)) as stream:
        async for thing in stream:
            assert reply.ending is None, "something came after the Ending"
            if isinstance(thing, Piece):
                reply.pieces.append(thing.text)
            else:
                assert isinstance(thing, Ending)
                reply.ending = thing
    assert reply.ending, "no Ending came"
    return reply


def read_now(engine, prompt) -> Reply:
    """Read a reply on an event loop of its own; a fault is kept in it."""
    reply = Reply()

    async def reading():
        try:
            await read(engine, prompt, reply)
        except Exception as fault:  # noqa: BLE001 - which one is what the tests ask
            reply.fault = fault

    # A limit, not a wait: a model on a busy machine takes long for its few words.
    asyncio.run(asyncio.wait_for(reading(), 240))
    return reply


def wait_until(is_so, seconds=5, what="what was waited for"):
    """Return what ``is_so`` returns, once that is true."""
    limit = time.monotonic() + seconds
    while not (found := is_so()):
        assert time.monotonic() < limit, f"{what} did not happen within {seconds} s"
        time.sleep(0.02)
    return found


def build_messages(prompt, *, max_prompt_tokens):
    """System, examples, history and the message with its record, within ``max_prompt_tokens``."""
    return fitted(prompt, max_prompt_tokens=max_prompt_tokens).messages
