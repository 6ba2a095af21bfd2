"""Estimate how many tokens a text is, where nobody counts them: rather too many than too few.

The weights are those of a small vocabulary made for English (SmolLM2's 49,000 tokens, by byte pairs), which breaks
other scripts into more tokens than the vocabularies of larger models do: what fits by this estimate fits there too.
``tests/engines/test_tokens.py`` holds the figures. A text that no language writes, such as random letters, may be
more; engines answer that by saying that it does not fit, and are told less.
"""

import re
from functools import lru_cache

# What a chat template puts around a message.
AROUND_A_MESSAGE = 4

# Of words, four letters a token at most; two, where capitals or foreign letters break them up.
_WORDS = re.compile(r"[A-Z]{1,2}(?![a-z])|[A-Z]?[a-z]{1,4}|[A-Z]")
_BROKEN_WORDS = re.compile(r"[A-Za-z]{1,2}")
# Digits one by one; of other signs and of what is blank, runs of the same.
_SIGNS = re.compile(r"[0-9\x00-\x08\x0b-\x1f\x7f]|([!-/:-@\[-`{-~])\1{0,3}|\n+|\t+| {2,16}")
_ASCII = re.compile(r"[\x00-\x7f]+")
_LATIN = re.compile(r"[\u00c0-\u024f\u1e00-\u1eff]")
# From one foreign letter in so many on, the others are broken up too.
_RARELY = 50
# Tokens for each sign: by what script it is of, in the order in which they are looked for.
_FOREIGN = (
    (re.compile(r"[\u0080-\u02ff]"), 1.5),
    (re.compile(r"[\u0300-\u036f]"), 2),
    (re.compile(r"[\u0370-\u07ff]"), 1.4),
    (re.compile(r"[\u0900-\u0dff]"), 1.6),
    (re.compile(r"[\u1e00-\u1eff]"), 2.7),
    (re.compile(r"[\u2010-\u203a]"), 1.5),
    (re.compile(r"[\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]"), 2),
    (re.compile(r"[\uac00-\ud7af]"), 2.9),
    (re.compile(r"[\U00010000-\U0010ffff]"), 3.75),
)
_OTHER = 2.4


@lru_cache(maxsize=2_000)
def estimate_tokens(text: str) -> int:
    """Estimate the tokens of one message, with what stands around it."""
    ascii_words = _WORDS
    foreign = 0.0
    if not text.isascii():
        signs = _ASCII.sub("", text)
        foreign = _foreign(signs)
        if len(_LATIN.findall(signs)) * _RARELY > len(text) - len(signs):
            ascii_words = _BROKEN_WORDS
    return (
        int(foreign + 0.999) + len(ascii_words.findall(text)) + len(_SIGNS.findall(text)) + AROUND_A_MESSAGE
    )


def _foreign(signs: str) -> float:
    tokens, num_left = 0.0, len(signs)
    for script, weight in _FOREIGN:
        number = len(script.findall(signs))
        tokens += number * weight
        num_left -= number
    return tokens + num_left * _OTHER
