"""Markdown becomes HTML once for the same text, and never takes seconds, whatever it says."""

import time

import pytest

from web import markdown


def test_the_same_text_is_rendered_once():
    markdown._kept.cache_clear()
    for _ in range(3):
        assert markdown.render("I *think*.") == "<p>I <em>think</em>.</p>\n"
    assert markdown._kept.cache_info()[:2] == (2, 1)


def test_long_texts_are_not_kept_in_memory():
    markdown._kept.cache_clear()
    markdown.render("word " * markdown.LONGEST_KEPT)
    assert markdown._kept.cache_info().currsize == 0


@pytest.mark.parametrize(
    "piece",
    [
        "[",
        "[a",
        "![a](",
        "*a **b ",
        "**a*",
        "> ",
        "- ",
        "1. ",
        "`",
        "_a ",
        "|a",
        "<",
        "~~a",
        "&",
        "[a]: b 'c\n",
    ],
)
def test_no_text_takes_long(piece):
    source = (piece * markdown.MAX_SOURCE)[: markdown.MAX_SOURCE]
    began = time.process_time()
    markdown.render(source)
    markdown.plain(source)
    assert time.process_time() - began < 3


def test_lists_within_lists_and_quotes_within_quotes_lose_no_word():
    html = markdown.render("".join(f"{'  ' * n}- level {n}\n" for n in range(12)))
    assert all(f"level {n}" in html for n in range(12))
    assert "deep" in markdown.render("> " * 25 + "deep")
