"""Words as they are compared: lower case, without accents, Cyrillic and Greek spelt in Latin letters."""

import re

from characters.editions import folded

# Letters of Latin script that are no other letter with an accent to Unicode, but are to who types them without.
_LATIN = {
    "ł": "l",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "æ": "ae",
    "œ": "oe",
    "ı": "i",
    "ħ": "h",
    "ŧ": "t",
}
# PostgreSQL's trigrams know no letters but ASCII's under the C locale, and “Троцкий” is Trotsky to who types it.
_CYRILLIC = str.maketrans("абвгдезиклмнопрстуфыэі", "abvgdeziklmnoprstufyei", "ъь") | {
    ord(letter): latin
    for letter, latin in {
        "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ю": "yu", "я": "ya", "є": "ye",
    }.items()
}  # fmt: skip
_GREEK = str.maketrans("αβγδεζηικλμνξοπρσςτυω", "abgdezeiklmnxoprsstyo") | {
    ord(letter): latin for letter, latin in {"θ": "th", "φ": "ph", "χ": "ch", "ψ": "ps"}.items()
}
_PLAIN = str.maketrans(_LATIN) | _CYRILLIC | _GREEK
_WORD = re.compile(r"[^\W_]+")


def plain_letters(text: str) -> str:
    """“Skłodowska,  Bolívar” as “sklodowska, bolivar”, “Сталин” as “stalin”."""
    if text.isascii():
        return " ".join(text.lower().split())
    return folded(text).translate(_PLAIN)


def words_of(text: str) -> list[str]:
    """The words of a text in plain letters, in their order."""
    return words_in(plain_letters(text))


def words_in(plain: str) -> list[str]:
    """The words of a text that is in plain letters already."""
    return _WORD.findall(plain)
