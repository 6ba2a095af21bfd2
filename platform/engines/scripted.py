"""Write replies after a script, without any server: for development and tests."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import asdict

from engines.base import (
    Ending,
    EngineBrokeOff,
    EngineError,
    EngineFailed,
    EngineGarbled,
    EngineOverflow,
    EngineRefused,
    EngineSilent,
    EngineStalled,
    Piece,
    Prompt,
    Told,
    canonical_json,
)
from engines.going_on import going_on
from engines.limits import Limits
from engines.openai_faults import fault_of_status
from engines.prices import UNKNOWN
from engines.scripts import DEFAULT, NotAScript, Script, raw_pieces, read_script
from engines.text import Cleaner
from engines.thinking import ThinkingFilter
from engines.tokens import estimate_tokens


class ScriptedEngine:
    """Behaves as ``prompt.model_name`` orders (see engines.scripts), else as ``script`` does.

    Its faults are those that the OpenAI-compatible engine raises over a server that follows the same script.
    """

    name = "scripted"
    prices = UNKNOWN
    context_tokens = budget_tokens = None
    # Counted in the class: whoever asks for the engine again goes on in the same script.
    _num_requests: Counter[str] = Counter()

    def __init__(self, script: str = DEFAULT, *, limits: Limits | None = None) -> None:
        self._script = script
        self._limits = limits or Limits()

    def count_tokens(self, text: str) -> int:
        return estimate_tokens(text)

    def tell(self, prompt: Prompt) -> Told:
        name = prompt.model_name or self._script
        parameters = {"max_characters": self._limits.max_characters}
        return Told(
            canonical_json({"prompt": asdict(prompt), "script": name, **parameters}), parameters, name
        )

    async def stream(self, prompt: Prompt, told: Told | None = None) -> AsyncIterator[Piece | Ending]:
        name = prompt.model_name or self._script
        script = self._script_for(name)
        if fault := _refusal(script):
            raise fault
        if script.context and estimate_tokens(json.dumps(asdict(prompt))) > script.context:
            raise EngineOverflow("as ordered", most_tokens=script.context)
        num_characters = 0
        async for text in going_on(self._texts(script, prompt), prompt.so_far):
            kept = text[: self._limits.max_characters - num_characters]
            num_characters += len(kept)
            if kept:
                yield Piece(kept)
            if kept != text:
                yield Ending("length", model_name=name)
                return
        await self._follow_fault(script)
        if not num_characters and not prompt.so_far:
            raise EngineSilent
        yield Ending("length" if script.length else "stop", model_name=name)

    def _script_for(self, name: str) -> Script:
        self._num_requests[name] += 1
        try:
            return read_script(name).for_request(self._num_requests[name])
        except NotAScript:
            raise EngineRefused("no such script") from None

    async def _texts(self, script: Script, prompt: Prompt) -> AsyncIterator[str]:
        cleaner, thinking = Cleaner(), ThinkingFilter()
        await self._pause(script.slow_first, self._limits.first_piece_seconds)
        for number, raw in enumerate(_raw_pieces(script, prompt)):
            if number:
                await self._pause(script.gap, self._limits.piece_seconds)
            if text := thinking.feed(cleaner.feed(raw)):
                yield text
        if text := thinking.feed(cleaner.flush()) + thinking.flush():
            yield text

    async def _pause(self, milliseconds: int, at_most: float) -> None:
        await asyncio.sleep(min(milliseconds / 1000, at_most))
        if milliseconds / 1000 > at_most:
            raise EngineStalled

    async def _follow_fault(self, script: Script) -> None:
        if script.stall_after >= 0:
            await asyncio.sleep(self._limits.piece_seconds)
            raise EngineStalled
        if script.error_after >= 0:
            raise EngineFailed("error in the stream")
        if script.num_pieces_before_fault >= 0:
            raise EngineBrokeOff


def _refusal(script: Script) -> EngineError | None:
    if script.redirect:
        return EngineRefused("status 302")
    if script.garbage or script.long_line:
        return EngineGarbled("as ordered")
    if script.status:
        seconds = str(script.retry_after) if script.retry_after >= 0 else None
        return fault_of_status(script.status, retry_after=seconds)
    return None


def _raw_pieces(script: Script, prompt: Prompt):
    told = json.dumps(asdict(prompt), ensure_ascii=False) if script.prompt else ""
    return raw_pieces(script, echoed=prompt.message, prompt=told, stamps=lambda: time.time_ns() // 1000)
