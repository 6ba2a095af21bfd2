"""Bring a text to a form in which the same words are written the same."""

import re
import unicodedata

_DIGITS = "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"
# Digits of Arabic and Persian are digits; the stroke that makes an Arabic word longer says nothing.
_SAME_SIGNS = str.maketrans(
    {"ـ": "", **{sign: str(value) for row in _DIGITS for value, sign in enumerate(row)}}
)


def folded(text: str) -> str:
    """Lower case, without accents or apostrophes, every other sign a space: “Who’re you?” is “whore you”."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    plain = re.sub(r"[’'`´ʼ]", "", plain.casefold()).translate(_SAME_SIGNS)
    return " ".join(re.sub(r"[\W_]+", " ", plain).split())
