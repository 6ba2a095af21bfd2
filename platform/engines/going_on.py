"""Go on from a reply that was cut: what an engine says now, joined to the words it said before."""

from collections.abc import AsyncIterator

from engines.base import EngineRefused

# How many characters of the end a model may say again before it goes on, and from how many on that is no chance.
LONGEST, SHORTEST = 80, 12
# Before this sign of the writing systems, words are set apart by spaces.
FIRST_WITHOUT_SPACES = "\u2e80"


async def going_on(texts: AsyncIterator[str], so_far: str) -> AsyncIterator[str]:
    """What ``texts`` say after ``so_far``.

    :raises EngineRefused: when they do not begin with it.
    """
    async for text in texts:
        begun = text[: len(so_far)]
        if not so_far.startswith(begun):
            raise EngineRefused("these are not its words")
        so_far = so_far[len(begun) :]
        if text[len(begun) :]:
            yield text[len(begun) :]


class Seam:
    """Where a model goes on: drops the words that it says again, and sets the space that it leaves out."""

    def __init__(self, so_far: str) -> None:
        self._end, self._held = so_far[-LONGEST:], ""
        self._is_open = bool(so_far)

    def feed(self, text: str) -> str:
        """Return what of ``text`` is ready, perhaps nothing."""
        if not self._is_open:
            return text
        self._held += text
        return self.flush() if len(self._held) >= LONGEST else ""

    def flush(self) -> str:
        """Return what was held back until the seam could be told."""
        if not self._is_open:
            return ""
        self._is_open = False
        again = self._held.lstrip()
        for length in range(min(len(self._end), len(again)), SHORTEST - 1, -1):
            if self._end.rstrip().endswith(again[:length]):
                return again[length:].lstrip(" ") if self._end[-1].isspace() else again[length:]
        return f" {self._held}" if self._lacks_space() else self._held

    def _lacks_space(self) -> bool:
        before, after = self._end[-1:], self._held[:1]
        is_word = after.isalnum() and max(before, after) < FIRST_WITHOUT_SPACES
        return is_word and not before.isspace() and before not in "(“‘-–—"
