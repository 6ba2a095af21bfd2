"""Know a message without a word in it: emoji, signs, a hand laid on the keyboard."""

import re

from engines.normalised import folded

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertz", "azerty")
_BABBLE = {
    "bla",
    "blah",
    "blabla",
    "lorem",
    "ipsum",
    "foo",
    "bar",
    "baz",
    "xyz",
    "abc",
    "abcd",
    "huh",
    "what",
    "eh",
    "um",
    "uh",
}


def is_nonsense(message: str) -> bool:
    """True when there is nothing to understand; never for a sentence with ordinary words."""
    words = folded(message).split()
    if not any(any(c.isalpha() for c in word) for word in words):
        return True
    return len(words) <= 6 and all(_is_mash(word) for word in words)


def _is_mash(word: str) -> bool:
    if word in _BABBLE or word.isdigit() or len(word) == 1 and word not in "ai":
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
    return bool(on_a_row or not re.search(r"[aeiouy]", word) or re.search(r"[^aeiouy]{6,}", word))
