"""A model's name orders a behaviour."""

import pytest

from engines.scripts import NotAScript, Script, marked_text, raw_pieces, read_script, said


def test_words_may_stand_in_any_order():
    assert read_script("gap-25-say-120") == read_script("say-120-gap-25") == Script(say=120, gap=25)


def test_a_tag_changes_nothing():
    assert read_script("say-3-tag-x7") == read_script("say-3")


@pytest.mark.parametrize("name", ["gpt-4o", "say", "say-", "say-3-sing", "status-429-afterwards"])
def test_an_unknown_word_is_no_script(name):
    with pytest.raises(NotAScript):
        read_script(name)


def test_the_first_requests_may_behave_otherwise():
    script = read_script("times-2-status-429-after-1-then-say-3")
    assert [script.for_request(number).status for number in (1, 2, 3)] == [429, 429, 0]


def test_what_is_said_is_known_beforehand():
    assert "".join(raw_pieces(Script(say=4))) == said(4) == "1 2 3 4"


def test_an_echo_keeps_every_character():
    text = " two\n\n lines  and more \n"
    assert "".join(raw_pieces(Script(echo=True), echoed=text)) == text


def test_what_is_said_in_markdown_is_known_beforehand():
    pieces = list(raw_pieces(read_script("marked-300")))
    assert len(pieces) == 300
    assert "".join(pieces) == marked_text(300)
    assert "\n\n1. **Bread**" in marked_text(300)
