"""Plain questions about birth, death and age."""

import pytest

from engines.curated_facts import (
    Fact,
    fact_asked,
    is_named,
    name_asked,
    sentence_about,
    sentences,
    year_in_words,
    years_between,
)

BIOGRAPHY = (
    "C. L. R. James was born in Tunapuna in 1901. His wife died in 1956. He died in London in 1989, aged 88."
)


@pytest.mark.parametrize(
    ("message", "fact"),
    [
        ("When were you born?", Fact.BORN),
        ("hello, where were you born", Fact.BORN),
        ("what's your birthday", Fact.BORN),
        ("When did you die?", Fact.DIED),
        ("How did you die?", Fact.HOW_DIED),
        ("When and of what did you die?", Fact.HOW_DIED),
        ("How old are you?", Fact.AGE),
        ("How old were you when you died?", Fact.AGE_AT_DEATH),
        ("When were you born again in faith?", None),
        ("How did you die in the play?", None),
        ("How old is the city?", None),
    ],
)
def test_only_a_whole_message_asks_for_a_fact(message, fact):
    assert fact_asked(message) == fact


def test_initials_end_no_sentence():
    assert len(sentences(BIOGRAPHY)) == 3


def test_the_sentence_of_the_own_birth_and_death_is_found():
    assert "Tunapuna" in sentence_about(Fact.BORN, BIOGRAPHY, born=1901, died=1989)
    assert "London" in sentence_about(Fact.DIED, BIOGRAPHY, born=1901, died=1989)
    assert sentence_about(Fact.DIED, "His wife died in 1956.", born=1901, died=1989) == ""


def test_years_before_the_common_era_are_written_and_reckoned_right():
    assert year_in_words(-69) == "69 BCE"
    assert year_in_words(121) == "121 CE"
    assert years_between(-69, -30) == 39
    assert years_between(-4, 30) == 33


@pytest.mark.parametrize(
    ("message", "name"),
    [
        ("Who was Emma?", ("emma",)),
        ("and who is Diego Rivera", ("diego", "rivera")),
        ("Who killed you?", ()),
        ("Who are you?", ()),
        ("Who was your wife?", ()),
        ("Who was responsible for your exile?", ()),
        ("Was Emma your wife?", ()),
    ],
)
def test_the_name_of_whom_a_question_asks_for_is_known(message, name):
    assert name_asked(message) == name


def test_a_name_stands_whole_in_a_text():
    assert is_named(("emma",), "He married Emma’s sister.")
    assert not is_named(("diego", "rivera"), "Diego came late.")


@pytest.mark.parametrize(
    "message", ["How many children did you have?", "did you have kids", "Were you a father?"]
)
def test_children_are_asked_for(message):
    assert fact_asked(message) is Fact.CHILDREN


@pytest.mark.parametrize(
    "message", ["Should children obey?", "What did your son do?", "Did Marie have children?"]
)
def test_other_questions_about_children_are_not_that_fact(message):
    assert fact_asked(message) is None


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        (Fact.SPOUSE, "In 1895 she married Pierre Curie, a physicist."),
        (Fact.SPOUSE, "He married his cousin Emma Wedgwood in 1839."),
        (Fact.LANGUAGES, "Plutarch says that she spoke many languages."),
        (Fact.CHILDREN, "He settled in Kent and had ten children."),
    ],
)
def test_a_sentence_that_tells_the_fact_is_found(fact, text):
    told = sentence_about(fact, f"The winter was cold. {text} Spring came.", born=None, died=None)
    assert told == text


def test_a_childhood_among_others_is_not_ones_own_children():
    assert not sentence_about(Fact.CHILDREN, "She was the youngest of five children.", born=None, died=None)
