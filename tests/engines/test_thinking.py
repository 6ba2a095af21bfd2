"""A reply is what comes after the thinking, however it is cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.thinking import ThinkingFilter


def _kept(pieces):
    thinking = ThinkingFilter()
    return "".join(map(thinking.feed, pieces)) + thinking.flush()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Plain words.", "Plain words."),
        ("\n\n  Plain words.\n", "Plain words.\n"),
        ("<think>hm</think>\n\nWords.", "Words."),
        (" \n<think></think><think>again</think> Words.", "Words."),
        ("Later <think>stays</think>.", "Later <think>stays</think>."),
        ("<thin", "<thin"),
        ("<thing> is not a thought", "<thing> is not a thought"),
        ("<think>never ends </thin", ""),
    ],
)
def test_only_thinking_at_the_start_is_dropped(text, kept):
    assert _kept([text]) == kept
    assert _kept(list(text)) == kept


@given(st.lists(st.sampled_from(["<think>", "</think>", "<", "th", "ink>", " ", "word", "\n"])))
def test_any_cut_keeps_the_same(pieces):
    assert _kept(pieces) == _kept(["".join(pieces)]) == _kept(list("".join(pieces)))
