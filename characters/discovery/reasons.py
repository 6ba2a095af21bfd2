"""Why two characters stand beside each other, in words for readers: what was found for editors, said to everybody."""

import re

from characters.mentions import listed

# By how a sentence of ``likeness`` is made: what readers are told. None where the sentence is the editors' alone.
_SIDE_BY_SIDE = "Worth reading side by side: "
_SAID = (
    (re.compile(r"Near in meaning: (“.+” and “.+”\.)"), _SIDE_BY_SIDE + r"\1"),
    (re.compile(r"Both texts name (.+)\."), r"Both pages name \1."),
    (re.compile(r".+ links? to both\."), None),
)
# Years that two texts share by chance say little to who reads neither.
_NAMES_AND_YEARS = re.compile(r"Both texts name (?:(.+), )?(.+) and the years? [\d and]+\.")
# Two sentences, as long as they stand well on a card.
MOST_LETTERS = 180


def for_readers(sentences: list[str]) -> str:
    """The weightiest one or two; nothing where none can be told. Passages come after something plainer."""
    told = [said for said in map(_said, sentences) if said]
    if len(told) > 1 and told[0].startswith(_SIDE_BY_SIDE):
        told[:2] = told[1], told[0]
    if len(told) > 1 and len(told[0]) + len(told[1]) < MOST_LETTERS:
        return " ".join(told[:2])
    return told[0] if told else ""


def _said(sentence: str) -> str:
    if match := _NAMES_AND_YEARS.fullmatch(sentence):
        return f"Both pages name {listed([each for each in match.groups() if each])}."
    for pattern, words in _SAID:
        if match := pattern.fullmatch(sentence):
            return match.expand(words) if words else ""
    return sentence
