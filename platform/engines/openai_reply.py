"""Read one reply out of the payloads of a chat stream: its text, why it ended, and what is wrong with it."""

import json

from engines.base import Ending, EngineBrokeOff, EngineGarbled, EngineSilent
from engines.openai_faults import fault_of_error
from engines.text import Cleaner, clean
from engines.thinking import ThinkingFilter

DONE = "[DONE]"


class ReplyReader:
    """What a reply has said so far. Feed it payloads, take clean text.

    ``is_done``: the server said that nothing more comes. ``is_finished``: the model has said all, though
    figures may follow. ``num_signs`` counts the signs that a model is writing or thinking, ``num_pieces`` those that
    were text.
    """

    def __init__(self, *, max_characters: int) -> None:
        self.is_done = False
        self.is_cut = False
        self.num_signs = 0
        self.num_pieces = 0
        self._finish_reason = ""
        self._model_name = ""
        self._usage: dict[str, int] = {}
        self._left = max_characters
        self._max = max_characters
        self._cleaner = Cleaner()
        self._thinking = ThinkingFilter()

    @property
    def is_finished(self) -> bool:
        return bool(self.is_done or self.is_cut or self._finish_reason)

    def read(self, payload: str) -> str:
        """Return the text that ``payload`` adds, perhaps none.

        :raises EngineError: for an error object or for what is not the protocol.
        """
        if self.is_done or not payload:
            return ""
        if payload == DONE:
            self.is_done = True
            return ""
        return self._take(self._content(_parsed(payload)))

    def last_text(self) -> str:
        """Return the text that was held back for what might have followed it."""
        return self._within_limit(self._thinking.feed(self._cleaner.flush()) + self._thinking.flush())

    def ending(self) -> Ending:
        """Return why the reply ended.

        :raises EngineBrokeOff: if it did not end but stopped.
        :raises EngineSilent: if it ended without a word.
        """
        if not self.is_finished:
            raise EngineBrokeOff
        if self._left == self._max:
            raise EngineSilent
        reason = "length" if self.is_cut or self._finish_reason == "length" else "stop"
        return Ending(reason, model_name=self._model_name, usage=self._usage)

    def _content(self, chunk: dict) -> str:
        if chunk.get("error"):
            raise fault_of_error(chunk["error"])
        self._note_figures(chunk)
        match chunk.get("choices"):
            case [{"delta": dict(delta)} as choice, *_]:
                self._finish_reason = str(choice.get("finish_reason") or self._finish_reason)
                return self._content_of_delta(delta)
            case [{"finish_reason": str(reason)}, *_]:
                self._finish_reason = reason
                return ""
            case None | []:
                return ""
        raise EngineGarbled("a chunk without a delta")

    def _content_of_delta(self, delta: dict) -> str:
        content = delta.get("content") or ""
        if not isinstance(content, str):
            raise EngineGarbled("content that is no text")
        if content or delta.get("reasoning_content") or delta.get("reasoning"):
            self.num_signs += 1
        self.num_pieces += bool(content)
        return content

    def _note_figures(self, chunk: dict) -> None:
        if isinstance(name := chunk.get("model"), str) and not self._model_name:
            self._model_name = clean(name)[:200]
        if isinstance(usage := chunk.get("usage"), dict):
            self._usage = {str(key): value for key, value in usage.items() if type(value) is int}

    def _take(self, content: str) -> str:
        return self._within_limit(self._thinking.feed(self._cleaner.feed(content))) if content else ""

    def _within_limit(self, text: str) -> str:
        kept = text[: self._left]
        self.is_cut = self.is_cut or len(text) > len(kept)
        self._left -= len(kept)
        return kept


def _parsed(payload: str) -> dict:
    try:
        chunk = json.loads(payload, strict=False)
    except (ValueError, RecursionError):
        raise EngineGarbled("not JSON") from None
    if not isinstance(chunk, dict):
        raise EngineGarbled("not a JSON object")
    return chunk
