"""Why two characters stand beside each other, in words for readers: what was found for editors, said to everybody."""

import re

# By how a sentence of ``likeness`` begins: what readers are told. None where the sentence is the editors' alone.
_SAID = (
    (
        re.compile(r"Near in meaning: (“.+”) and (“.+”)\."),
        r"Their pages answer questions that are close: \1 and \2.",
    ),
    (re.compile(r"Both texts name (.+)\."), r"Both pages name \1."),
    (re.compile(r"Both were (.+)\."), r"Both were \1."),
    (re.compile(r"(.+) links? to both\."), None),
)
# Two sentences where both are short.
TWO_SENTENCES = 150


def for_readers(sentences: list[str]) -> str:
    """The weightiest one or two, first ones first; nothing where none can be told."""
    told = [said for said in map(_said, sentences) if said]
    if len(told) > 1 and len(told[0]) + len(told[1]) < TWO_SENTENCES:
        return " ".join(told[:2])
    return told[0] if told else ""


def _said(sentence: str) -> str:
    for pattern, words in _SAID:
        if match := pattern.fullmatch(sentence):
            return match.expand(words) if words else ""
    return sentence
