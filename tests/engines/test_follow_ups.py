"""Messages that only make sense after what was said before them."""

import pytest

from engines.follow_ups import is_bare_follow_up, leans_on_before, question_before


@pytest.mark.parametrize(
    "message",
    [
        "and why?",
        "Why?",
        "And why was that?",
        "tell me more",
        "Tell me more about it, please",
        "go on",
        "more",
        "What happened next?",
        "what else?",
        "can you elaborate",
        "for example?",
        "¿Y por qué?",
        "I would like to know more about that",
    ],
)
def test_a_wish_for_more_is_known(message):
    assert is_bare_follow_up(message)


@pytest.mark.parametrize(
    "message",
    [
        "Why did you leave?",
        "Tell me more about your mother",
        "And in Norway?",
        "How did it end for Lenin?",
        "Who else knew?",
    ],
)
def test_a_message_with_a_matter_is_no_bare_wish(message):
    assert not is_bare_follow_up(message)


@pytest.mark.parametrize(
    "message", ["Did you ever meet him?", "And in Norway?", "Was it dangerous?", "Norway?"]
)
def test_a_message_with_half_a_matter_leans_on_the_one_before(message):
    assert leans_on_before(message)


@pytest.mark.parametrize(
    "message",
    ["Why did you oppose Stalin?", "What did you think of the artists in Mexico and of their paintings?"],
)
def test_a_whole_question_leans_on_nothing(message):
    assert not leans_on_before(message)


def test_the_question_before_is_the_last_that_has_a_matter():
    said = ["Hello", "Why were you exiled?", "and why?", "thanks", "tell me more"]
    assert question_before(said) == "Why were you exiled?"
    assert question_before(["Hello", "more"]) == ""
