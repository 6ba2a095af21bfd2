"""The names of languages, and in which of them a message is written."""

from django.conf.locale import LANG_INFO


def primary(language: str) -> str:
    """“de” of “de-AT”: a language without its region or script."""
    return language.strip().casefold().replace("_", "-").partition("-")[0]


def english_name_of(language: str) -> str:
    """What a language is called in English; of one that nobody here has heard of, its code."""
    for code in (language.strip().casefold().replace("_", "-"), primary(language)):
        if name := LANG_INFO.get(code, {}).get("name"):
            return name
    return f"the language “{language}”"
