"""Retrieval: the passages of one edition for a message and what was said before it."""

import pytest

from characters import passages, publishing
from characters.models import Passage
from chat.grounded.grounding import NUM_OFFERS, NUM_PASSAGES, ground
from chat.models import Message
from tests.factories import CharacterFactory, RemarkFactory, StarterQuestionFactory

pytestmark = pytest.mark.django_db

QUESTIONS = {
    "exile": (
        "Why were you exiled?",
        "The Tsar sent me to Siberia for a workers' union, and later Stalin put me abroad.",
    ),
    "stalin": (
        "Why did you oppose Stalin?",
        "He was the face of the officials who were tired of revolution.",
    ),
    "mexico": ("Where did you live in Mexico?", "In the Blue House in Coyoacán, and then in Avenida Viena."),
    "army": (
        "How did you build the Red Army?",
        "With conscripts, old officers and a train that served as my office.",
    ),
}
BIOGRAPHY = (
    "Leon Trotsky was born in 1879 at Yanovka.\n\nHe was attacked by an agent in Coyoacán and died in 1940."
)


def published(*, embed_now=True):
    character = CharacterFactory(name="Leon Trotsky", biography=BIOGRAPHY, born=1879, died=1940)
    for anchor, (question, spoken) in QUESTIONS.items():
        StarterQuestionFactory(
            character=character,
            anchor=anchor,
            question=question,
            heading=question.replace("you", "Trotsky"),
            spoken=spoken,
            answer=spoken,
        )
    RemarkFactory(
        character=character, theme="Regrets", text="I count losses. All four of my children are dead."
    )
    return publishing.publish(character, embed_now=embed_now)


@pytest.fixture
def edition():
    return published()


def anchors(found):
    return [one.passage.anchor for one in found]


def user(text):
    return Message(role=Message.Role.USER, text=text)


def test_the_best_passage_comes_first_with_a_score_in_0_to_1(edition):
    found = ground(edition, "who forced you to leave your country", [], said=set()).found
    assert found[0].passage.anchor == "exile"
    assert all(0 <= one.score <= 1 for one in found)
    assert [one.score for one in found[:NUM_PASSAGES]] == sorted(
        (o.score for o in found[:NUM_PASSAGES]), reverse=True
    )


@pytest.mark.parametrize(
    "message",
    [
        "Why did you oppose Stalin?",
        "why did you oppose stalin",
        "Why did Trotsky oppose Stalin?",
        "Mr Trotsky, why did you oppose Stalin?",
        "Why did you opose Stalin??",
    ],
)
def test_a_starter_question_asked_nearly_word_for_word_is_known(edition, message):
    best = ground(edition, message, [], said=set()).found[0]
    assert (best.passage.anchor, best.is_question, best.score) == ("stalin", True, 1.0)


def test_another_question_on_the_same_matter_is_not_the_same_question(edition):
    best = ground(edition, "Why did Stalin hate you so much?", [], said=set()).found[0]
    assert best.passage.anchor == "stalin"
    assert not best.is_question


def test_a_question_in_another_language_finds_its_passage(edition):
    assert ground(edition, "¿Por qué te exiliaron?", [], said=set()).found[0].passage.anchor == "exile"


def test_a_question_on_a_remarks_theme_finds_the_remark(edition):
    found = ground(edition, "Is there something you would do differently?", [], said=set()).found
    assert found[0].passage.anchor == "remark-regrets"


def test_what_no_passage_answers_scores_below_what_one_does(edition):
    beside = ground(edition, "What is your favourite food?", [], said=set()).found[0].score
    assert beside < 0.4 < ground(edition, "Who sent you to Siberia?", [], said=set()).found[0].score


def test_a_bare_follow_up_is_read_as_the_question_before(edition):
    before = [
        user("Why were you exiled?"),
        Message(role=Message.Role.CHARACTER, text="The Tsar sent me. [1]"),
    ]
    assert ground(edition, "and why was that?", before, said=set()).found[0].passage.anchor == "exile"


def test_a_pronoun_is_read_with_the_question_before(edition):
    before = [user("How did you build the Red Army?")]
    assert "army" in anchors(ground(edition, "Who helped you with it?", before, said=set()).found)[:2]


def test_what_was_said_is_marked_and_no_more_offered(edition):
    said = set(Passage.objects.filter(edition=edition, anchor="stalin").values_list("pk", flat=True))
    found = ground(edition, "Why did you oppose Stalin?", [], said=said)
    assert found.found[0].is_said
    assert "stalin" not in [offer["anchor"] for offer in found.offers]


def test_the_nearest_curated_questions_are_offered_but_the_one_that_was_asked(edition):
    offers = ground(edition, "Why did you oppose Stalin?", [], said=set()).offers
    assert len(offers) == NUM_OFFERS
    assert {offer["anchor"] for offer in offers} == {"exile", "mexico", "army"}
    assert offers[0].keys() == {"question", "anchor"}


def test_the_first_paragraph_of_the_biography_always_comes_along(edition):
    for message in ("Who are you?", "Why did you oppose Stalin?", "hello"):
        assert "biography-1" in anchors(ground(edition, message, [], said=set()).found)


def test_the_paragraph_that_tells_of_the_death_is_found_for_a_plain_question(edition):
    assert ground(edition, "When did you die?", [], said=set()).found[0].passage.anchor == "biography-2"


@pytest.mark.parametrize(
    "message", ["", "   ", "???", "🦉" * 300, "Leon Trotsky", "'; DROP TABLE", "a & b | !c:*", "x" * 8000]
)
def test_any_message_gets_its_passages(edition, message):
    assert ground(edition, message, [], said=set()).found


def test_while_the_vectors_are_not_yet_computed_words_alone_find_passages():
    edition = published(embed_now=False)
    found = ground(edition, "Who sent you to Siberia?", [], said=set()).found
    assert found[0].passage.anchor == "exile"
    assert ground(edition, "What is your favourite food?", [], said=set()).found[0].score < 0.4


def test_once_the_vectors_are_computed_they_count():
    edition = published(embed_now=False)
    ground(edition, "hello", [], said=set())
    passages.embed(edition.passages.all())
    assert ground(edition, "¿Por qué te exiliaron?", [], said=set()).found[0].passage.anchor == "exile"


def test_a_second_message_costs_one_query(edition, django_assert_num_queries):
    ground(edition, "hello", [], said=set())
    before = [user("Why were you exiled?")]
    with django_assert_num_queries(1):
        ground(edition, "And in Norway?", before, said=set())


def test_an_edition_without_passages_has_no_ground(edition):
    edition.passages.all().delete()
    assert ground(edition, "Why?", [], said=set()).found == ()


def test_who_is_asked_for_stands_in_the_best_passage(edition):
    best = ground(edition, "Who was Stalin?", [], said=set()).found[0]
    assert best.passage.anchor == "stalin"
    assert ground(edition, "Who was Nietzsche?", [], said=set()).found[0].score < 0.4


def test_a_rare_word_of_a_heading_finds_its_passage(edition):
    best = ground(edition, "did you shoot sailors in the red army", [], said=set()).found[0]
    assert best.passage.anchor == "army"


def test_questions_offered_lately_are_offered_last(edition):
    usual = [offer["anchor"] for offer in ground(edition, "Do you like football?", [], said=set()).offers]
    lately = set(usual[:1])
    later = [
        o["anchor"] for o in ground(edition, "Do you like football?", [], said=set(), offered=lately).offers
    ]
    assert not lately & set(later)
    assert len(later) == NUM_OFFERS


def test_when_all_was_offered_lately_they_are_offered_again(edition):
    offers = ground(edition, "Do you like football?", [], said=set(), offered=set(QUESTIONS)).offers
    assert len(offers) == NUM_OFFERS


def test_a_word_of_a_heading_beside_words_of_another_matter_does_not_make_it_the_matter(edition):
    assert ground(edition, "quantum armies of neutron sausages", [], said=set()).found[0].score < 0.45
