"""Know a message without a word in it: emoji, signs, a hand laid on the keyboard."""

import re

from engines.normalised import folded
from engines.tongues.en import ENGLISH
from engines.tongues.tongue import Spelling, Tongue

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertz", "azerty")


def is_nonsense(message: str, tongue: Tongue = ENGLISH) -> bool:
    """True when there is nothing to understand; never for a sentence with ordinary words."""
    words = folded(message).split()
    if not any(any(c.isalpha() for c in word) for word in words):
        return True
    return len(words) <= 6 and all(_is_mash(word, tongue.spelling) for word in words)


def _is_mash(word: str, spelling: Spelling) -> bool:
    if word in spelling.babble or word.isdigit() or len(word) == 1 and word not in "ai":
        return True
    if not re.fullmatch(r"[a-z]+", word) or len(word) < 4:
        return False
    if re.search(r"(.)\1{3,}", word) or re.fullmatch(r"(.{2,3})\1{2,}", word):
        return True
    on_a_row = any(
        word[at : at + 4] in row or word[at : at + 4] in row[::-1]
        for row in _ROWS
        for at in range(len(word) - 3)
    )
    consonants = max(map(len, re.findall(r"[^aeiouy]+", word)), default=0)
    return on_a_row or consonants == len(word) or consonants > spelling.max_consonants
