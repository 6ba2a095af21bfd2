"""Tell whether a message is in a language, well enough to say that the editors' words are in another."""

from engines.folding import folded
from engines.tongues.tongue import Tongue, Written


def is_in(message: str, written: Written) -> bool:
    """False only when the message is clearly in another language."""
    letters = [c for c in message if c.isalpha()]
    if not letters:
        return True
    if sum(not written.letters.match(c) for c in letters) * 2 > len(letters):
        return False
    own, others = _small_words(message, written)
    return others <= own


def is_surely_in(message: str, written: Written) -> bool:
    """Whether it is in this language beyond doubt."""
    own, others = _small_words(message, written)
    return is_in(message, written) and own > others


def _small_words(message: str, written: Written) -> tuple[int, int]:
    """How many words of a message are the language's own, and how many are of others."""
    words = folded(message)
    return len(written.own.findall(words)), len(written.others.findall(words))


def understood(message: str, tongue: Tongue) -> tuple[Tongue, ...]:
    """The languages by whose patterns a message is read: the tongue's own alone where it is surely in that."""
    return (tongue,) if is_surely_in(message, tongue.written) else tongue.read
