"""Drop what a model thinks aloud in ``<think>…</think>`` before its reply, and the white space around it."""

OPEN, CLOSE = "<think>", "</think>"


class ThinkingFilter:
    """Pass on a reply that comes in pieces, without the thinking at its start."""

    def __init__(self) -> None:
        self._state = self._before
        self._held = ""

    def feed(self, piece: str) -> str:
        """Return what of ``piece`` belongs to the reply, perhaps nothing."""
        return self._state(piece)

    def flush(self) -> str:
        """Return what was held back, now that nothing more comes: the beginning of a tag that was none."""
        held, self._held = self._held, ""
        return held if self._state == self._before else ""

    def _before(self, piece: str) -> str:
        text = (self._held + piece).lstrip()
        if text.startswith(OPEN):
            self._held, self._state = "", self._inside
            return self._inside(text[len(OPEN) :])
        if OPEN.startswith(text):
            self._held = text
            return ""
        self._held, self._state = "", self._after
        return text

    def _inside(self, piece: str) -> str:
        text = self._held + piece
        start = text.find(CLOSE)
        if start < 0:
            self._held = text[-len(CLOSE) + 1 :]
            return ""
        # Some models open a second thought at once: look again.
        self._held, self._state = "", self._before
        return self._before(text[start + len(CLOSE) :])

    def _after(self, piece: str) -> str:
        return piece
