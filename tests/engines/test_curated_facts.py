"""Plain questions about birth, death and age."""

import pytest

from engines.curated_facts import Fact, fact_asked, sentence_about, sentences, year_in_words, years_between

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
