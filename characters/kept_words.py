"""Sentences that rows keep in English, such as why a schedule failed, said in the language of whoever reads them."""

import re

from django.utils.translation import gettext

_SENTENCE = re.compile(r"(?<=[.!?]) ")
_NUMBER = re.compile(r"\b\d+\b")


def in_the_readers_language(kept: str) -> str:
    """Each sentence as the catalogs have it, one with a number by ``%(number)s``; what they lack stays as it is."""
    return " ".join(map(_said, _SENTENCE.split(kept.strip())))


def _said(sentence: str) -> str:
    if not sentence:
        return ""  # of which gettext says what heads the catalog
    if (said := gettext(sentence)) != sentence:
        return said
    numbers = _NUMBER.findall(sentence)
    if len(numbers) != 1 or "%" in sentence:
        return sentence
    pattern = _NUMBER.sub("%(number)s", sentence)
    said = gettext(pattern)
    return sentence if said == pattern else said % {"number": numbers[0]}
