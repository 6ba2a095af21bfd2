"""Names in a text: whom and what it names, whatever its sentences begin with."""

from characters.editions import CharacterContent, QuestionContent
from characters.mentions import called, in_words, named_in


def named(text, **fields):
    content = CharacterContent(slug="ada", name="Ada Lovelace", biography=text, **fields)
    return set(named_in(content))


def test_people_events_places_and_years_are_found_within_sentences():
    text = (
        "She met Charles Babbage in London in 1833, before the Second International and the Treaty of Paris."
    )
    assert named(text) == {"Charles Babbage", "London", "1833", "Second International", "Treaty of Paris"}


def test_what_only_begins_a_sentence_is_no_name():
    assert named("Engines were her theme. Nobody listened. In England nobody did.") == {"England"}


def test_a_name_of_several_words_counts_at_the_beginning_of_a_sentence():
    assert named("Karl Marx read it. The Royal Society did not.") == {"Karl Marx", "Royal Society"}


def test_the_characters_own_names_are_left_out():
    text = "People called Lovelace, or Augusta Byron, a friend of Babbage's."
    assert named(text, also_known_as=("Augusta Ada Byron",)) == {"Babbage"}


def test_words_that_are_always_capitalised_are_no_names():
    assert named("On that Monday in July the French and the English met, and I with them.") == set()


def test_answers_are_read_and_marks_of_markdown_are_not():
    question = QuestionContent("Why?", "why", answer="She read the *Jacquard Loom* papers.")
    assert named("Nothing.", starter_questions=(question,)) == {"Jacquard Loom"}


def test_what_others_call_a_character():
    content = CharacterContent(
        slug="t", name="Leon Trotsky", sort_name="Trotsky, Leon", also_known_as=("Lyova",)
    )
    assert called(content) == ["Leon Trotsky", "Trotsky"]


def test_names_in_words():
    assert in_words(["Lenin", "1905", "Vladimir Lenin", "Second International"]) == (
        "Vladimir Lenin, the Second International and the year 1905"
    )
    assert in_words(["1905", "1917", "1898"]) == "the years 1905 and 1917"
    assert in_words([]) == ""
