"""Bring what a visitor typed to a plain form that patterns can read."""

import re

from engines.folding import folded
from engines.tongues.en import ENGLISH
from engines.tongues.tongue import Tongue

_WORD = re.compile(r"\w+")
# Small words of names ("Leonardo da Vinci", "Juana Inés de la Cruz") stand in too many other sentences.
PARTICLES = {
    "the", "of", "and", "da", "de", "del", "di", "la", "le", "el", "sor", "van", "von", "der", "die", "das",
    "ibn", "bin", "al", "ابن", "بن", "ابو", "ابي",
}  # fmt: skip

# What of a long message is read to find what it asks: its beginning and its end.
MAX_READ = 1_500


def gist(message: str) -> str:
    """A message, or of a very long one the beginning and the end."""
    if len(message) <= MAX_READ:
        return message
    return f"{message[: MAX_READ // 2]} {message[-MAX_READ // 2 :]}"


def name_words(name: str) -> set[str]:
    """The words by which a character is addressed."""
    return {word for word in folded(name).split() if word not in PARTICLES and len(word) > 1}


def unaddressed(words: str, name: str, tongue: Tongue = ENGLISH) -> str:
    """Folded words without the name, a short form of it (“Cleo”) and the titles that people are addressed by.

    Who is asked whether they hold a title is not addressed by it.
    """
    names = name_words(name)
    if set(folded(name).split()) & PARTICLES:
        words = re.sub(rf"\b{folded(name)}\b", " ", words)
    spellings = [each.spelling for each in tongue.read]
    is_about_title = any(each.asks_title and each.asks_title.fullmatch(words) for each in spellings)
    for spelling in spellings:
        words = spelling.honours.sub(" ", words)
        if not is_about_title:
            words = " ".join(word for word in words.split() if word not in spelling.titles)
    return " ".join(word for word in words.split() if not _is_name(word, names))


def _is_name(word: str, names: set[str]) -> bool:
    return word in names or len(word) >= 4 and any(name.startswith(word) for name in names)


def spelled_out(text: str, tongue: Tongue = ENGLISH) -> str:
    """“wut did u do” as “what did you do”: the encoder and the dictionary know whole words only."""
    short = tongue.spelling.short
    return _WORD.sub(lambda match: short.get(match.group().lower(), match.group()), text)


def parts(message: str) -> list[str]:
    """The clauses of a message, as its punctuation parts them."""
    return [part for part in re.split(r"[.!?;,:\n…¿¡؟،؛。！？，、—]+|\s-+\s", message) if folded(part)]
