"""How PostgreSQL reads the words of a text, by the language that it is in."""

from django.contrib.postgres.search import SearchVector
from django.db.models import F, Func, TextField, Value

ENGLISH = "en"
# The languages for which PostgreSQL brings a stemmer along, each with its own name there.
CONFIGS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "et": "estonian", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian",
    "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali",
    "nl": "dutch", "nn": "norwegian", "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian",
    "sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
# PostgreSQL's parser may take signs beyond ASCII for letters, and “Kapital“ for a word of its own.
SIGNS = "„“”‚‘’«»‹›…–—·؟،؛٪।"
_AS_BLANKS = str.maketrans(SIGNS, " " * len(SIGNS))


def text_search_config(language: str) -> str:
    """The text search configuration for words of a language, whatever its region; English for one that has none."""
    return CONFIGS.get(language.casefold().partition("-")[0], CONFIGS[ENGLISH])


def readable(text: str, language: str) -> str:
    """A text without the signs that would stick to its words. English keeps them, as when it was judged."""
    return text if text_search_config(language) == "english" else text.translate(_AS_BLANKS)


def vector_of(*fields: str, weight: str, language: str) -> SearchVector:
    """The words of some fields, read as ``readable`` texts are."""
    config = text_search_config(language)
    if config == "english":
        return SearchVector(*fields, weight=weight, config=config)
    plain = [
        Func(F(field), Value(SIGNS), Value(" " * len(SIGNS)), function="translate", output_field=TextField())
        for field in fields
    ]
    return SearchVector(*plain, weight=weight, config=config)
