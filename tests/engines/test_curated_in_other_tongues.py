"""What the curated engine says in German and in Arabic, and in a language that it does not speak."""

import pytest

from engines.base import PromptMessage, PromptPassage
from engines.curated_decision import ANSWER_FLOOR, decide
from engines.talk import Talk
from engines.tongues import ENGLISH, tongue_of
from tests.engines.reading import a_prompt

BOTH = pytest.mark.parametrize("language", ["de", "ar"])

GERMAN = {
    "name": "Marina Muster",
    "persona": "Ich bin mein Leben lang zur See gefahren und rede gerade heraus.",
    "biography": "Marina wurde am 14. März 1801 in Genua geboren, am Meer. Ihr Onkel Beppe lehrte sie rudern. "
    "Sie starb 1870 in London.",
    "spoken": "Ich band mich an den Mast.",
    "question": "Was geschah im Sturm?",
    "offers": ("Was geschah im Sturm?", "Warum verließen Sie Genua?"),
}
IN_ARABIC = {
    "name": "مارينا المثال",
    "persona": "أبحرتُ عمري كلّه، وأتكلّم بصراحة.",
    "biography": "وُلدت مارينا سنة 1801 في جنوة قرب البحر. علّمها خالها بيبو التجديف. وتوفّيت سنة 1870 في لندن.",
    "spoken": "ربطتُ نفسي إلى الصاري.",
    "question": "ماذا حدث في العاصفة؟",
    "offers": ("ماذا حدث في العاصفة؟", "لماذا تركت جنوة؟"),
}
TOLD = {"de": GERMAN, "ar": IN_ARABIC}


def asked(told_in, message, *, score=0.2, said=(), is_said=False, **more):
    """The decision on a message to Marina, told in this language, after (user, character) pairs."""
    told = TOLD[told_in]
    biography = PromptPassage(1, "BIOGRAPHY", told["name"], told["biography"], score=0.2)
    storm = PromptPassage(
        2, "ANSWER", told["question"], told["spoken"], spoken=told["spoken"], score=score, is_said=is_said,
        question=told["question"],
    )  # fmt: skip
    so_far = [
        PromptMessage(role, text)
        for pair in said
        for role, text in zip(("USER", "CHARACTER"), pair, strict=True)
    ]
    given = {
        "character_name": told["name"],
        "persona": told["persona"],
        "language": told_in,
        "born": 1801,
        "died": 1870,
        "passages": (storm, biography),
        "offers": told["offers"],
        "messages_so_far": tuple(so_far),
    }
    return decide(a_prompt(message, **{**given, **more}))


def one_of(language, variants):
    """What any of these sentences begins with, up to its first blank."""
    return tuple(variant.format(name=TOLD[language]["name"], died=1870) for variant in variants)


CASES = [
    ("de", "Was ist Ihre Lieblingsfarbe?", "OUTSIDE"),
    ("de", "Sind Sie eine KI?", "TRUTH"),
    ("de", "Bist du wirklich Marina?", "TRUTH"),
    ("de", "Ich will mich umbringen", "DISTRESS"),
    ("de", "Meine Mutter ist gestern gestorben", "GRIEF"),
    ("de", "Erzählen Sie mir einen Witz", "JOKE"),
    ("de", "Schreiben Sie mir ein Gedicht über das Meer", "REQUEST"),
    ("de", "Was halten Sie vom Fernsehen?", "UNSEEN"),
    ("de", "asdfgh", "ASKS_AGAIN"),
    ("de", "Erzählen Sie mir mehr", "NO_CONTEXT"),
    ("ar", "ما لونك المفضل؟", "OUTSIDE"),
    ("ar", "هل أنت ذكاء اصطناعي؟", "TRUTH"),
    ("ar", "هل أنت مارينا حقا؟", "TRUTH"),
    ("ar", "أريد أن أموت", "DISTRESS"),
    ("ar", "ماتت أمي أمس", "GRIEF"),
    ("ar", "احك لي نكتة", "JOKE"),
    ("ar", "اكتب لي قصيدة عن البحر", "REQUEST"),
    ("ar", "ما رأيك في التلفزيون؟", "UNSEEN"),
    ("ar", "🦉🦉", "ASKS_AGAIN"),
    ("ar", "أخبرني المزيد", "NO_CONTEXT"),
]


@pytest.mark.parametrize(("language", "message", "occasion"), CASES)
def test_what_is_no_question_for_the_page_is_met_in_the_characters_language(language, message, occasion):
    said = asked(language, message)
    assert said.text.startswith(one_of(language, getattr(tongue_of(language).phrases, occasion)))
    assert "[" not in said.text


@pytest.mark.parametrize(
    ("language", "message", "answered_in", "occasion"),
    [
        ("de", "I want to kill myself", "en", "DISTRESS"),
        ("ar", "I want to kill myself", "en", "DISTRESS"),
        ("ar", "Ich will mich umbringen", "de", "DISTRESS"),
        ("de", "أريد أن أموت", "ar", "DISTRESS"),
        ("ar", "My mother died yesterday", "en", "GRIEF"),
        ("de", "I am so sad because my mother died", "en", "GRIEF"),
        ("de", "Are you an AI?", "en", "TRUTH"),
        ("fr", "Ich will mich umbringen", "de", "DISTRESS"),
        ("fr", "My mother died yesterday", "en", "GRIEF"),
    ],
)
def test_who_is_in_need_or_in_doubt_is_answered_in_the_language_they_write(
    language, message, answered_in, occasion
):
    told_in = language if language in TOLD else "de"
    said = asked(told_in, message, language=language)
    answers = one_of(told_in, getattr(tongue_of(answered_in).phrases, occasion))
    assert said.text in answers if occasion != "TRUTH" else said.text.startswith(answers)


@pytest.mark.parametrize(
    ("language", "message", "talk"),
    [
        ("de", "Guten Tag, Frau Muster!", Talk.GREETING),
        ("de", "Wie geht es Ihnen?", Talk.HOW_ARE_YOU),
        ("de", "Vielen Dank!", Talk.THANKS),
        ("de", "Auf Wiedersehen", Talk.FAREWELL),
        ("de", "Tschuess", Talk.FAREWELL),
        ("de", "Sprechen Sie Englisch?", Talk.LANGUAGE),
        ("de", "Das stimmt nicht", Talk.OBJECTION),
        ("de", "Sie Lügnerin", Talk.INSULT),
        ("ar", "السلام عليكم", Talk.GREETING),
        ("ar", "كيف حالكم؟", Talk.HOW_ARE_YOU),
        ("ar", "شكرًا جزيلًا", Talk.THANKS),
        ("ar", "مع السلامة", Talk.FAREWELL),
        ("ar", "هل تتكلم الإنجليزية؟", Talk.LANGUAGE),
        ("ar", "هذا غير صحيح", Talk.OBJECTION),
        ("ar", "أنت غبية", Talk.INSULT),
    ],
)
def test_small_talk_is_answered_in_the_characters_language(language, message, talk):
    assert asked(language, message).text.startswith(tongue_of(language).phrases.TALK[talk])


@BOTH
def test_a_good_passage_is_said_in_the_editors_own_words_and_nothing_else(language):
    told = TOLD[language]
    assert asked(language, told["question"], score=ANSWER_FLOOR).text == f"{told['spoken']} [2]"


@pytest.mark.parametrize(
    ("language", "message", "sentence"),
    [
        ("de", "Wann wurden Sie geboren?", "„Marina wurde am 14. März 1801 in Genua geboren, am Meer.“ [1]"),
        ("de", "Wie sind Sie gestorben?", "„Sie starb 1870 in London.“ [1]"),
        ("ar", "متى ولدتِ؟", "«وُلدت مارينا سنة 1801 في جنوة قرب البحر.» [1]"),
        ("ar", "متى توفيت؟", "«وتوفّيت سنة 1870 في لندن.» [1]"),
    ],
)
def test_birth_and_death_are_told_in_the_sentence_of_the_biography(language, message, sentence):
    assert asked(language, message).text.endswith(sentence)


@pytest.mark.parametrize(
    ("language", "died", "years"), [("de", -30, "30 vor Christus"), ("ar", -30, "30 قبل الميلاد")]
)
def test_years_before_the_common_era_are_told_in_the_language(language, died, years):
    message = {"de": "Wann sind Sie gestorben?", "ar": "متى توفيت؟"}[language]
    text = asked(language, message, born=-69, died=died, passages=()).text
    assert years in text
    assert ".." not in text


@pytest.mark.parametrize(
    ("language", "message", "name"), [("de", "Wer war Beppe?", "Beppe"), ("ar", "من هو بيبو؟", "بيبو")]
)
def test_who_is_asked_for_is_told_in_the_sentences_that_name_them(language, message, name):
    biography = PromptPassage(1, "BIOGRAPHY", "–", TOLD[language]["biography"], score=0.7)
    text = asked(language, message, passages=(biography,)).text
    assert name in text
    assert "1801" not in text


@pytest.mark.parametrize(
    ("language", "more"), [("de", "und warum?"), ("de", "tell me more"), ("ar", "ولماذا؟")]
)
def test_a_wish_for_more_leads_on_in_the_language(language, more):
    told = TOLD[language]
    before = [(told["question"], f"{told['spoken']} [2]")]
    said = asked(language, more, score=1, is_said=True, said=before)
    assert told["biography"].split(".")[0] in said.text
    framed = [text.partition("{")[0] for text in tongue_of(language).phrases.THE_PAGE_SAYS]
    assert said.text.startswith(tuple(framed))


@BOTH
def test_who_are_you_is_the_persona(language):
    message = {"de": "Wer sind Sie?", "ar": "من أنت؟"}[language]
    assert asked(language, message).text == f"{TOLD[language]['persona']} [1]"


@pytest.mark.parametrize(
    ("language", "message", "label"),
    [
        ("de", "What happened in the storm?", "(The editors wrote my words in German.)"),
        ("de", "¿Qué pasó en la tormenta?", "(Die Redaktion hat meine Worte auf Deutsch geschrieben.)"),
        ("ar", "What happened in the storm?", "(The editors wrote my words in Arabic.)"),
        ("ar", "Что случилось?", "(كتب المحرّرون كلماتي بالعربية.)"),
    ],
)
def test_a_question_in_another_language_is_told_once_in_which_the_words_are(language, message, label):
    first = asked(language, message, score=0.9)
    assert first.text == f"{TOLD[language]['spoken']} [2]\n\n{label}"
    again = asked(language, message, said=[(message, first.text)])
    assert label not in again.text


def test_in_a_language_without_sentences_the_programs_english_is_labelled_once():
    label = "(The editors wrote my words in French; what the program adds to them is in English.)"
    first = asked("de", "Quelle est votre couleur préférée ?", language="fr")
    assert first.text.startswith(ENGLISH.phrases.OUTSIDE)
    assert first.text.endswith(label)
    assert label not in asked("de", "Et alors ?", language="fr", said=[("Quoi ?", first.text)]).text
    assert asked("de", "Que s'est-il passé ?", language="fr", score=0.9).text == f"{GERMAN['spoken']} [2]", (
        "the editors' words alone need no label"
    )
