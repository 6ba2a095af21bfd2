"""The default engine, which needs no model: answers in the editors' own first-person words, and never invents."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import asdict

from engines.base import NOTE, Ending, EngineRefused, EngineSilent, Piece, Prompt, Told, canonical_json
from engines.curated_decision import decide
from engines.extracts import extract
from engines.prices import UNKNOWN
from engines.text import clean
from engines.tokens import estimate_tokens

_WORDS = re.compile(r"\s*\S+\s*")


class CuratedEngine:
    """Speaks word by word at ``words_per_second``; 0 is as fast as it can. The words do not depend on the pace."""

    name = "curated"
    prices = UNKNOWN
    context_tokens = budget_tokens = None

    def __init__(self, *, words_per_second: float = 30) -> None:
        self._words_per_second = words_per_second
        self._gap = 1 / words_per_second if words_per_second else 0

    def count_tokens(self, text: str) -> int:
        return estimate_tokens(text)

    def tell(self, prompt: Prompt) -> Told:
        parameters = {"words_per_second": self._words_per_second}
        return Told(canonical_json({"prompt": asdict(prompt), **parameters}), parameters, self.name)

    async def stream(self, prompt: Prompt, told: Told | None = None) -> AsyncIterator[Piece | Ending]:
        if prompt.kind == NOTE:
            if not (note := clean(extract(prompt))):
                raise EngineSilent
            yield Piece(note)
            yield Ending(model_name=self.name)
            return
        said = decide(prompt)
        text = clean(said.text).strip()
        if not text.startswith(prompt.so_far):
            raise EngineRefused("these are not its words")
        for number, word in enumerate(_WORDS.findall(text[len(prompt.so_far) :])):
            # Also without a pace the loop is let go at every word, so that one reply never holds up the others.
            await asyncio.sleep(self._gap if number else 0)
            yield Piece(word)
        yield Ending(offers_questions=said.offers_questions, model_name=self.name)
