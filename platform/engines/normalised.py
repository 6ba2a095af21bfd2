"""Bring what a visitor typed to a plain form that patterns can read."""

import re
import unicodedata

TITLES = {
    "mr", "mrs", "ms", "miss", "mister", "sir", "madam", "madame", "maam", "monsieur", "señor", "senor", "dr", "doctor",
    "professor", "prof", "comrade", "dear", "queen", "king", "emperor", "empress", "general", "admiral", "master",
    "lady", "lord", "saint", "president",
}  # fmt: skip
# Small words of names ("Leonardo da Vinci", "Juana Inés de la Cruz") stand in too many other sentences.
PARTICLES = {
    "the",
    "of",
    "da",
    "de",
    "la",
    "le",
    "di",
    "del",
    "van",
    "von",
    "ibn",
    "al",
    "bin",
    "and",
    "el",
    "sor",
}


def folded(text: str) -> str:
    """Lower case, without accents or apostrophes, every other sign a space: “Who’re you?” is “whore you”."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    plain = re.sub(r"[’'`´ʼ]", "", plain.casefold())
    return " ".join(re.sub(r"[\W_]+", " ", plain).split())


def name_words(name: str) -> set[str]:
    """The words by which a character is addressed."""
    return {word for word in folded(name).split() if word not in PARTICLES and len(word) > 1}


def unaddressed(words: str, name: str) -> str:
    """Folded words without the name and the titles that people are addressed by."""
    dropped = name_words(name) | TITLES
    return " ".join(word for word in words.split() if word not in dropped)


def parts(message: str) -> list[str]:
    """The clauses of a message, as its punctuation parts them."""
    return [part for part in re.split(r"[.!?;,:\n…¿¡。！？，、—]+|\s-+\s", message) if folded(part)]
