"""German as it is typed: with or without umlauts."""

import re

# Folded, “schön” is “schon” and “schoen” is itself.
_UMLAUTS = str.maketrans({"ä": "ae?", "ö": "oe?", "ü": "ue?", "ß": "ss"})
_PLAIN = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})
_LONG = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def spelled(pattern: str) -> str:
    """A pattern for folded text that reads both ways of writing an umlaut."""
    return pattern.translate(_UMLAUTS)


def read_as(pattern: str) -> re.Pattern[str]:
    return re.compile(spelled(pattern))


def words(*texts: str) -> frozenset[str]:
    """The words of some texts, folded in both ways."""
    return frozenset(
        word for text in texts for word in (*text.translate(_PLAIN).split(), *text.translate(_LONG).split())
    )
