"""The languages that the curated engine speaks, each in a room of its own; ``tongue`` says what belongs to one."""

from dataclasses import replace
from functools import cache

from engines.languages import english_name_of, primary
from engines.tongues.ar import ARABIC
from engines.tongues.de import GERMAN
from engines.tongues.en import ENGLISH
from engines.tongues.tongue import Tongue

TONGUES = {tongue.code: tongue for tongue in (ENGLISH, GERMAN, ARABIC)}


@cache
def tongue_of(language: str) -> Tongue:
    """The tongue for a language of BCP 47, whatever its region; for one that has none English, which says so."""
    code = primary(language) or ENGLISH.code
    if code in TONGUES:
        return TONGUES[code]
    label = ENGLISH.phrases.BORROWED.format(language=english_name_of(language))
    return replace(ENGLISH, words_are_in=label, is_borrowed=True)
