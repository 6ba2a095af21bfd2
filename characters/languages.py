"""The languages in which characters are told: BCP 47 codes in lower case, as Django writes them (``de``, ``zh-hans``).

The interface has languages of its own: a page in German may show a text in Arabic. See web.languages.
"""

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

ENGLISH = "en"
MAX_CODE = 12


def base(code: str) -> str:
    """The language without its country: ``en`` of ``en-gb``. Scripts stay, ``zh-hans`` is no ``zh``."""
    return (
        code if code in LANG_INFO and code.partition("-")[2] in ("hans", "hant") else code.partition("-")[0]
    )


# Every language of which Django knows the own name and which way it runs, whatever the country.
NAMES = {
    code: info["name_local"]
    for code, info in sorted(LANG_INFO.items())
    if "name_local" in info and base(code) == code
}


def name_of(code: str) -> str:
    """As those who speak it call it: “Deutsch”, “العربيّة”; the code itself of one that nobody here knows."""
    return NAMES.get(code, code)


def runs_from_right(code: str) -> bool:
    return bool(LANG_INFO.get(code, {}).get("bidi"))


def direction_of(code: str) -> str:
    """What ``dir`` says of an element in that language."""
    return "rtl" if runs_from_right(code) else "ltr"


def of_reader() -> str:
    """In which language texts are shown where there is a choice: that of the interface."""
    return base(get_language() or settings.LANGUAGE_CODE)


def of_interface(code: str) -> str | None:
    """The interface's language that is the same as this one of a text; None where pages do not speak it."""
    return next((each for each, _ in settings.LANGUAGES if base(each) == code), None)


def validate_language(code: str):
    if code not in NAMES:
        raise ValidationError(_("Give the code of a language, such as en, de or ar."))
