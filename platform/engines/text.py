"""Clean text at the door: what models and people write, without what breaks databases and JSON."""

import re

# PostgreSQL refuses NUL; lone surrogates break the ORM, Valkey and JSON; the other control
# characters (but newline and tab) have no place in prose and play tricks in logs and terminals.
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
SURROGATES = re.compile(r"[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]")
REPLACEMENT = "\ufffd"


def clean(text: str) -> str:
    """Return ``text`` without control characters, surrogate pairs joined, lone surrogates replaced."""
    return SURROGATES.sub(_mended, CONTROLS.sub("", text))


class Cleaner:
    """Clean a text that comes in pieces: half an emoji waits for its other half in the next piece."""

    def __init__(self) -> None:
        self._held = ""

    def feed(self, piece: str) -> str:
        """Return what of ``piece`` is ready, perhaps nothing."""
        text = self._held + CONTROLS.sub("", piece)
        self._held = text[-1:] if "\ud800" <= text[-1:] <= "\udbff" else ""
        ready = text[:-1] if self._held else text
        return SURROGATES.sub(_mended, ready)

    def flush(self) -> str:
        """Return what was still held when the text ended: a half without its other half."""
        held, self._held = self._held, ""
        return REPLACEMENT if held else ""


def _mended(match: re.Match[str]) -> str:
    pair = match.group()
    if len(pair) == 1:
        return REPLACEMENT
    return chr(0x10000 + ((ord(pair[0]) - 0xD800) << 10) + (ord(pair[1]) - 0xDC00))
