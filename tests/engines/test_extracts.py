"""A note that is made without a model holds only what was said, and is never too long."""

import pytest

from engines.base import CHARACTER, USER, PromptMessage
from engines.extracts import ELLIPSIS, MAX_CHARACTERS, extract, first_sentence
from tests.engines.reading import a_prompt


def a_note(*said, note=""):
    messages = tuple(PromptMessage((USER, CHARACTER)[n % 2], text) for n, text in enumerate(said))
    return extract(a_prompt("Write the note.", kind="NOTE", messages_so_far=messages, note=note))


def test_it_holds_what_the_reader_said_and_how_each_reply_began():
    note = a_note(
        "Where were you born?", "In a **small** town by the sea [1]. My father was a cooper.", "And why?"
    )
    assert note == "— Where were you born? → In a small town by the sea.\n— And why?"


def test_an_earlier_note_stands_before_it():
    assert (
        a_note("And then?", "Then I slept.", note="Ben asked.") == "Ben asked.\n— And then? → Then I slept."
    )


def test_of_nothing_said_the_earlier_note_is_left():
    assert a_note(note="Ben asked.") == "Ben asked."
    assert a_note() == ""


@pytest.mark.parametrize("num_turns", [1, 10, 40, 400])
def test_it_is_never_too_long_and_says_where_something_is_left_out(num_turns):
    said = ["question " * 200, "reply " * 200] * num_turns
    note = a_note(*said, note="earlier\n" * 500)
    assert len(note) <= MAX_CHARACTERS
    assert note.startswith(ELLIPSIS)
    assert a_note(*said, note=note).count(f"\n{ELLIPSIS}\n") == 0


def test_ever_longer_conversations_stay_within_it():
    note = ""
    for number in range(60):
        note = a_note(*[f"Question {number}? " * 20, f"Reply {number}. " * 30] * 10, note=note)
        assert len(note) <= MAX_CHARACTERS
        assert f"Question {number}?" in note


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Mr. Babbage wrote to me. I answered.", "Mr. Babbage wrote to me."),
        (
            "我出生在海边的一座小城，从小就梦想着旅行。后来我走了。",
            "我出生在海边的一座小城，从小就梦想着旅行。",
        ),
        ("ولدت في مدينة صغيرة. ثم سافرت", "ولدت في مدينة صغيرة."),
        ("No end at all", "No end at all"),
        ("", ""),
        ("# A heading\n\n- “Well,” I said. More.", "A heading - “Well,” I said."),
    ],
)
def test_the_first_sentence_is_found_in_several_scripts(text, sentence):
    assert first_sentence(text) == sentence
