"""Retrieval for characters told in German and in Arabic: their words are stemmed as their own, at both ends."""

import pytest
from django.db import connection

from characters import passages, publishing
from characters.editions import CharacterContent
from characters.models import Passage
from characters.search import passages_found
from characters.search.asked import Search
from characters.search.candidates import asked_of
from characters.text_search import readable, text_search_config
from chat.grounded import prompts
from chat.grounded.grounding import ground
from chat.grounded.unanswered import gist_of
from chat.models import Message
from chat.titles import title_of
from engines.curated_decision import ANSWER_FLOOR
from engines.tongues import tongue_of
from tests.chat.factories import conversation, taken_turn
from tests.factories import CharacterFactory, RemarkFactory, StarterQuestionFactory, UserFactory

pytestmark = pytest.mark.django_db

GERMAN = {
    "language": "de",
    "name": "Leo Trotzki",
    "biography": "Leo Trotzki wurde 1879 in Janowka geboren.\n\nEr wurde in Coyoacán überfallen und starb 1940.",
}
GERMAN_QUESTIONS = {
    "exile": (
        "Warum wurden Sie verbannt?",
        "Der Zar schickte mich nach Sibirien, und später wies Stalin mich aus.",
    ),
    "stalin": (
        "Warum waren Sie gegen Stalin?",
        "Er war das Gesicht der Beamten, die der Revolution müde waren.",
    ),
    "mexico": ("Wo lebten Sie in Mexiko?", "Im Blauen Haus in Coyoacán, und danach in der Avenida Viena."),
    "army": (
        "Wie haben Sie die Rote Armee aufgebaut?",
        "Mit Rekruten, alten Offizieren und einem Zug als Büro.",
    ),
}
ARABIC = {
    "language": "ar",
    "name": "ابن سينا",
    "biography": "وُلد ابن سينا سنة 980 قرب بخارى.\n\nوتوفّي سنة 1037 في همذان.",
}
ARABIC_QUESTIONS = {
    "medicine": (
        "كيف تعلّمت الطب؟",
        "الطبّ ليس من العلوم الصعبة، فقرأتُ كتبه وعالجتُ المرضى وأنا ابن ستّ عشرة سنة.",
    ),
    "prison": ("لماذا سُجنت؟", "اتّهمني الأمير بأنّي كاتبتُ خصمه، فحُبستُ في القلعة أربعة أشهر وكتبتُ فيها."),
    "soul": ("ما النفس؟", "تخيّل إنسانًا معلّقًا في الهواء لا يحسّ بشيء: إنّه يعلم مع ذلك أنّه موجود."),
}


def published(told, questions, theme, remark):
    character = CharacterFactory(**told)
    for anchor, (question, spoken) in questions.items():
        StarterQuestionFactory(
            character=character,
            anchor=anchor,
            question=question,
            heading=question,
            spoken=spoken,
            answer=spoken,
        )
    RemarkFactory(character=character, theme=theme, text=remark)
    return publishing.publish(character, embed_now=True)


@pytest.fixture
def german():
    remark = "Ich zähle die Verluste. Alle vier Kinder sind tot, und das hätte ich anders machen können."
    return published({**GERMAN, "born": 1879, "died": 1940}, GERMAN_QUESTIONS, "Was ich bedaure", remark)


@pytest.fixture
def arabic():
    remark = "أندم على ساعات ضيّعتُها في خدمة الأمراء، وكانت حقًّا للكتب. ذلك خطئي."
    return published({**ARABIC, "born": 980, "died": 1037}, ARABIC_QUESTIONS, "ما أندم عليه", remark)


def best(edition, message, before=()):
    return ground(edition, message, before, said=set()).found[0]


@pytest.mark.parametrize(
    ("message", "anchor"),
    [
        ("Wer schickte Sie in die Verbannung?", "exile"),
        ("Wieso hat man Sie verbannt und ausgewiesen?", "exile"),
        ("Erzählen Sie mir von Ihrem Haus in Mexiko", "mexico"),
        ("Woher kamen die Offiziere Ihrer Armee?", "army"),
        ("Was bereuen Sie?", "remark-was-ich-bedaure"),
        ("Why were you exiled?", "exile"),
        ("Wann sind Sie gestorben?", "biography-2"),
        ("Wo wurden Sie geboren?", "biography-1"),
    ],
)
def test_a_german_question_finds_its_passage(german, message, anchor):
    assert best(german, message).passage.anchor == anchor


@pytest.mark.parametrize(
    "message", ["Warum waren Sie gegen Stalin?", "Herr Trotzki, warum waren Sie gegen Stalin"]
)
def test_a_starter_question_asked_nearly_word_for_word_is_known(german, message):
    found = best(german, message)
    assert (found.passage.anchor, found.is_question) == ("stalin", True)


def test_what_no_passage_answers_scores_below_what_one_does(german, arabic):
    for edition, beside, asked in (
        (german, "Was ist Ihr Lieblingsessen?", "Wer schickte Sie nach Sibirien?"),
        (arabic, "ما لونك المفضل؟", "من علّمك الطب؟"),
    ):
        assert best(edition, beside).score < ANSWER_FLOOR < best(edition, asked).score


@pytest.mark.parametrize(
    ("message", "anchor"),
    [
        ("من علّمك الطب؟", "medicine"),
        ("هل كنت في السجن؟", "prison"),
        ("ما رأيك في النفس؟", "soul"),
        ("هل تندم على شيء؟", "remark-ما-أندم-عليه"),
        ("متى ولدت؟", "biography-1"),
        ("متى توفيت؟", "biography-2"),
    ],
)
def test_an_arabic_question_finds_its_passage(arabic, message, anchor):
    assert best(arabic, message).passage.anchor == anchor


def test_a_follow_up_is_read_with_the_question_before(german, arabic):
    before = [Message(role=Message.Role.USER, text="Warum wurden Sie verbannt?")]
    assert best(german, "und warum?", before).passage.anchor == "exile"
    before = [Message(role=Message.Role.USER, text="لماذا سُجنت؟")]
    assert best(arabic, "حدثني أكثر", before).passage.anchor == "prison"


def test_passages_are_kept_in_the_stems_of_their_language(german, arabic):
    def stems(passage):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT tsvector_to_array(words) FROM characters_passage WHERE id = %s", [passage.pk]
            )
            return set(cursor.fetchone()[0])

    army = stems(Passage.objects.get(edition=german, anchor="army"))
    assert {"arme", "aufgebaut", "rekrut", "offizi"} <= army
    assert not {"die", "haben", "wie"} & army, "stop words of German"
    medicine = stems(Passage.objects.get(edition=arabic, anchor="medicine"))
    assert {"علوم", "مرضي", "عالج"} <= medicine, "without the article, signs of vowels and endings"
    assert not [stem for stem in medicine if "؟" in stem or "،" in stem]


def test_the_heading_of_a_biography_is_in_its_language(german, arabic):
    assert Passage.objects.get(edition=german, anchor="biography-1").heading == "Wer ist Leo Trotzki?"
    assert Passage.objects.get(edition=arabic, anchor="biography-1").heading == "نبذة عن ابن سينا"
    french = CharacterContent(slug="olympe", name="Olympe", language="fr", biography="Née à Montauban.")
    assert passages.cut(french)[0].heading == "Olympe"


def test_a_languages_configuration_is_one_that_postgresql_has():
    configs = {
        text_search_config(code) for code in ("de", "de-AT", "ar", "en", "en-gb", "fr", "zh-hans", "xx", "")
    }
    assert configs == {"german", "arabic", "english", "french"}
    with connection.cursor() as cursor:
        for config in configs:
            cursor.execute("SELECT to_tsvector(%s, 'x')", [config])


def test_the_catalogs_search_reads_a_query_as_the_passages_of_each_language_are_kept(german, arabic):
    languages = {german.pk: "de", arabic.pk: "ar"}
    for q, found in (("verbannte", german), ("Rekrut", german), ("المرضى", arabic)):
        speaking = passages_found.speaking(asked_of(Search.read({"q": q}), {}), languages)
        best = max(speaking, key=lambda edition: speaking[edition].share)
        assert (best, speaking[best].share) == (found.pk, 1), q


def test_signs_stick_to_no_word_but_english_stays_as_it_was():
    assert readable("„Kapital“ – lesen…", "de").split() == ["Kapital", "lesen"]
    assert readable("لماذا؟", "ar").split() == ["لماذا"]
    assert readable("“Capital”", "en") == "“Capital”"


def test_the_prompt_says_in_which_language_the_character_speaks(german):
    user = UserFactory()
    generation = taken_turn(user, into=conversation(user, character=german.character))
    assert prompts.prompt_for(generation)[0].language == "de"


def test_the_gist_of_an_unanswered_question_is_kept_in_any_of_the_languages():
    assert (
        gist_of("Was essen Sie am liebsten?", "Leo Trotzki", tongue_of("de")) == "was essen sie am liebsten"
    )
    assert (
        gist_of("Erzählen Sie mir von Ihrem Garten", "Leo Trotzki", tongue_of("de"))
        == "erzahlen sie mir von ihrem garten"
    )
    assert gist_of("Was soll ich mit meinem Leben tun?", "Leo Trotzki", tongue_of("de")) == ""
    assert gist_of("ما طعامك المفضل يا ابن سينا؟", "ابن سينا", tongue_of("ar")) == "ما طعامك المفضل"
    assert gist_of("ماذا أفعل مع أمي؟", "ابن سينا", tongue_of("ar")) == ""


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Guten Tag! Warum wurden Sie verbannt?", "Warum wurden Sie verbannt?"),
        ("السلام عليكم! لماذا سُجنت؟", "لماذا سُجنت؟"),
        ("Guten Tag", "Guten Tag"),
    ],
)
def test_a_title_leaves_out_a_greeting_in_any_of_the_languages(text, title):
    assert title_of(text) == title
