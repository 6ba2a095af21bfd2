"""Each language that the curated engine speaks says all that it has to say, and in that language alone."""

import re
from string import Formatter

import pytest

from engines.languages import english_name_of, primary
from engines.talk import Talk
from engines.tongues import ENGLISH, TONGUES, tongue_of
from engines.tongues.knowing import is_in, is_surely_in, understood
from engines.tongues.tongue import Phrases

BOTH = pytest.mark.parametrize("language", ["de", "ar"])
LATIN, ARABIC = re.compile(r"[A-Za-z]"), re.compile(r"[\u0621-\u064a]")
SINGLE = ("QUOTED", "WHO_IS", "BEFORE_ERA", "OF_ERA")
# Small words that stand in nearly every English sentence.
ENGLISH_WORDS = re.compile(r"\b(the|and|of|you|your|what|with|that|there|have|my)\b", re.IGNORECASE)


def said_by(phrases):
    """Every sentence, by what it is for."""
    found = {name: getattr(phrases, name) for name in Phrases.__annotations__ if name != "TALK"}
    found |= phrases.TALK
    return {name: (texts,) if isinstance(texts, str) else texts for name, texts in found.items()}


def blanks(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@BOTH
def test_a_language_has_every_sentence_that_english_has_with_no_other_blanks(language):
    own, english = said_by(tongue_of(language).phrases), said_by(ENGLISH.phrases)
    assert own.keys() == english.keys()
    for occasion, texts in own.items():
        assert texts, occasion
        allowed = set().union(*map(blanks, english[occasion]))
        assert all(blanks(text) <= allowed for text in texts), occasion
        # Without the number no citation, without the text no words of the editors.
        needed = {"text", "number", "question"} & set.intersection(*map(blanks, english[occasion]))
        assert all(needed <= blanks(text) for text in texts), occasion


@BOTH
def test_what_matters_most_has_several_wordings(language):
    own = said_by(tongue_of(language).phrases)
    assert all(
        len(own[name]) >= 3 for name in ("OUTSIDE", "TRUTH", "UNSEEN", "ASK_ONE_OF_THESE", "THE_PAGE_SAYS")
    )
    assert all(len(set(texts)) == len(texts) for texts in own.values())


def test_german_sentences_are_polite_and_hold_no_english():
    for texts in said_by(tongue_of("de").phrases).values():
        for text in texts:
            assert not ENGLISH_WORDS.search(text)
            assert not re.search(r"\b(du|dich|dir|dein\w*|euch)\b", text)


def test_arabic_sentences_hold_no_latin_letters():
    for texts in said_by(tongue_of("ar").phrases).values():
        for text in texts:
            assert not LATIN.search(re.sub(r"{\w+}", "", text))


@pytest.mark.parametrize("tongue", TONGUES.values(), ids=lambda tongue: tongue.code)
def test_a_language_knows_every_kind_of_small_talk_and_all_facts(tongue):
    assert set(tongue.talk) == set(Talk)
    assert tongue.questions.facts.keys() == ENGLISH.questions.facts.keys()
    assert tongue.accounts.tells.keys() == ENGLISH.accounts.tells.keys()
    assert set(tongue.matter.themes.values()) == set(ENGLISH.matter.themes.values())


@pytest.mark.parametrize(
    ("code", "tongue"), [("de-AT", "de"), ("DE", "de"), ("ar-eg", "ar"), ("en-gb", "en"), ("", "en")]
)
def test_a_region_changes_no_tongue(code, tongue):
    assert tongue_of(code).code == tongue
    assert not tongue_of(code).is_borrowed


def test_languages_have_names():
    assert [english_name_of(code) for code in ("de", "de-AT", "ar", "pt-BR")] == [
        "German", "German", "Arabic", "Brazilian Portuguese",
    ]  # fmt: skip
    assert english_name_of("xx") == "the language “xx”"
    assert primary("zh-Hans") == "zh"


@pytest.mark.parametrize(
    ("language", "message", "is_so"),
    [
        ("de", "Warum waren Sie gegen Stalin?", True),
        ("de", "Stalin?", True),
        ("de", "Why did you oppose Stalin?", False),
        ("de", "¿Por qué te exiliaron?", False),
        ("de", "Почему?", False),
        ("de", "🦉", True),
        ("de", "Sei gegrüßt", True),
        ("de", "Las er viel?", True),
        ("de", "Où est le chat ?", False),
        ("ar", "لماذا نُفيت؟", True),
        ("ar", "Why?", False),
        ("ar", "شما که هستید؟", False),
        ("en", "Why did you oppose Stalin?", True),
        ("en", "Warum waren Sie gegen Stalin?", False),
    ],
)
def test_whether_a_message_is_in_the_characters_language(language, message, is_so):
    assert is_in(message, tongue_of(language).written) == is_so


def test_english_is_read_beside_another_language_but_not_into_it():
    german = tongue_of("de")
    assert understood("Are you a bot?", german) == (german, ENGLISH)
    assert understood("Sind Sie ein echter Marxist?", german) == (german,)


@pytest.mark.parametrize(
    ("message", "is_so"),
    [
        ("Wie war das?", True),
        ("Wie heißt du?", True),
        ("Was wollten Sie?", True),
        ("I am so sad because my mother died", False),
        ("I'm so sad", False),
        ("Was Marx rich?", False),
        ("Was he happy?", False),
        ("Did the war die down?", False),
    ],
)
def test_what_may_be_english_as_well_is_not_surely_german(message, is_so):
    assert is_surely_in(message, tongue_of("de").written) == is_so
