"""What comes in is clean, however it is cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.text import Cleaner, clean

ANY_TEXT = st.text(st.one_of(st.characters(), st.sampled_from("\x00\x1b\n\t\r\ud83e\udd89\x9f")))


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("line\r\nline\ttab", "line\nline\ttab"),
        ("a\x00b\x1b[31mc\x7f\x85", "ab[31mc"),
        ("\ud83e\udd89", "🦉"),
        ("\udd89\ud83e", "\ufffd\ufffd"),
        ("Ünï 漢字 🦉", "Ünï 漢字 🦉"),
    ],
)
def test_control_characters_go_and_halves_are_mended(raw, cleaned):
    assert clean(raw) == cleaned


def test_half_an_emoji_waits_for_its_other_half():
    cleaner = Cleaner()
    assert [cleaner.feed("owl \ud83e"), cleaner.feed("\udd89!"), cleaner.flush()] == ["owl ", "🦉!", ""]


def test_half_an_emoji_that_stays_alone_is_replaced():
    cleaner = Cleaner()
    assert [cleaner.feed("\ud83e"), cleaner.feed(" owl"), cleaner.feed("\ud83e")] == ["", "\ufffd owl", ""]
    assert cleaner.flush() == "\ufffd"


@given(st.lists(ANY_TEXT))
def test_a_text_in_pieces_is_cleaned_as_the_whole_is(pieces):
    cleaner = Cleaner()
    in_pieces = "".join(map(cleaner.feed, pieces)) + cleaner.flush()
    assert in_pieces == clean("".join(pieces))
    in_pieces.encode()
