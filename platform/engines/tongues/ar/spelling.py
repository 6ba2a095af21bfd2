"""Arabic as it is typed: with or without signs of vowels, hamza and the two dots."""

import re
import unicodedata

_LIKE_EACH_OTHER = str.maketrans({"ة": "[ةه]", "ى": "[ىي]"})


def plain(text: str) -> str:
    """As ``folded`` leaves Arabic letters, and with every other sign kept: a pattern stays one."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def spelled(pattern: str) -> str:
    """A pattern for folded text that reads the common ways of writing a word."""
    return plain(pattern).translate(_LIKE_EACH_OTHER)


def read_as(pattern: str) -> re.Pattern[str]:
    return re.compile(spelled(pattern))


def joined(pattern: str) -> str:
    """A pattern that also reads its first words with “and” or “so” written in one with them."""
    for before in ("(.* )?", r".*\b"):
        pattern = pattern.replace(before, f"{before}[وف]?")
    return f"[وف]?(?:{pattern})"


def words(text: str) -> frozenset[str]:
    """The words of a text, folded, also with the usual slips at their ends."""
    found = plain(text).split()
    slips = (word[:-1] + {"ة": "ه", "ى": "ي"}[word[-1]] for word in found if word[-1] in "ةى")
    return frozenset((*found, *slips))
