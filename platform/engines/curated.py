"""The default engine, which needs no model: answers in the editors' own first-person words, and never invents."""

import asyncio
import re
from collections.abc import AsyncIterator

from engines.base import Ending, EngineRefused, Piece, Prompt
from engines.curated_decision import decide
from engines.text import clean

_WORDS = re.compile(r"\s*\S+\s*")


class CuratedEngine:
    """Speaks word by word at ``words_per_second``; 0 is as fast as it can. The words do not depend on the pace."""

    name = "curated"

    def __init__(self, *, words_per_second: float = 30) -> None:
        self._gap = 1 / words_per_second if words_per_second else 0

    async def stream(self, prompt: Prompt) -> AsyncIterator[Piece | Ending]:
        said = decide(prompt)
        text = clean(said.text).strip()
        if not text.startswith(prompt.so_far):
            raise EngineRefused("these are not its words")
        for number, word in enumerate(_WORDS.findall(text[len(prompt.so_far) :])):
            # Also without a pace the loop is let go at every word, so that one reply never holds up the others.
            await asyncio.sleep(self._gap if number else 0)
            yield Piece(word)
        yield Ending(offers_questions=said.offers_questions, model_name=self.name)
