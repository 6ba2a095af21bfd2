"""Words as they are compared: lower case, without accents, Cyrillic and Greek spelt in Latin letters."""

import re

from characters.editions import folded

# Letters of Latin script that are no other letter with an accent to Unicode, but are to who types them without.
_LATIN = {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t"}
# PostgreSQL's trigrams know no letters but ASCII's under the C locale, and “Троцкий” is Trotsky to who types it.
_CYRILLIC = dict(
    zip(
        "абвгдежзиклмнопрстуфхцчшщъыьэюяіє",
        "a b v g d e zh z i k l m n o p r s t u f kh ts ch sh shch - y - e yu ya i ye".split(),
        strict=True,
    )
)
_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψω",
        "a b g d e z e th i k l m n x o p r s s t y ph ch ps o".split(),
        strict=True,
    )
)
_PLAIN = str.maketrans(_LATIN | {letter: latin.strip("-") for letter, latin in (_CYRILLIC | _GREEK).items()})
_WORD = re.compile(r"[^\W_]+")


def plain_letters(text: str) -> str:
    """“Skłodowska,  Bolívar” as “sklodowska, bolivar”, “Сталин” as “stalin”."""
    return folded(text).translate(_PLAIN)


def words_of(text: str) -> list[str]:
    """The words of a text in plain letters, in their order."""
    return _WORD.findall(plain_letters(text))
