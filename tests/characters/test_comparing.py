"""Two states of a character beside each other: what changed is marked word by word, what did not is left alone."""

import random
import re
import time
from dataclasses import replace

import nh3
import pytest
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st

from characters.comparing import compare
from characters.editions import CharacterContent, QuestionContent, RemarkContent, SimilarContent
from characters.word_by_word import blocks, compare_html
from tests.characters.contents import contents
from web.markdown import MAX_SOURCE, render

ADA = CharacterContent(slug="ada", name="Ada")
HIDDEN = re.compile(r'<span class="desk-visually-hidden">.*?</span>')
MARK = re.compile(r"</?(?:ins|del)>|[↵―](?=</)")


def bare(html):
    """Without the words for screen readers."""
    return None if html is None else HIDDEN.sub("", html)


def unmarked(html):
    return re.sub(r"</?(?:ins|del)>", "", re.sub(r"<(ins|del)>[↵―]</\1>", "", bare(html)))


def rows(before, after):
    return [(bare(row.before), bare(row.after)) for row in compare_html(render(before), render(after))]


def changes(before, after):
    return {part.label: part for part in compare(before, after).changed}


def test_sources_are_compared_line_by_line():
    before = replace(ADA, sources="- A. *One*. 1992.")
    after = replace(ADA, sources="- A. *One*. 1993.\n- B. *Two*. 2001.")
    assert list(changes(before, after)) == ["Sources"]
    assert "<del>1992</del>" in bare(changes(before, after)["Sources"].texts[0].rows[0].before)


# --- Word by word ---


@pytest.mark.parametrize(
    ("before", "after", "gone", "come"),
    [
        ("Hello, world.", "Hello, wide world.", [], ["wide"]),
        ("Hello, world.", "Hello world!", [",", "."], ["!"]),
        ("She kept it.", "She **kept** it.", ["kept"], ["kept"]),
        ("A [page](https://a.example/) now.", "A [page](https://b.example/) now.", ["page"], ["page"]),
        ("Two of three came by.", "Ten of eight came by.", ["Two of three"], ["Ten of eight"]),
        ("1 < 2 & 3", "1 < 2 & 4", ["3"], ["4"]),
        ("one\ntwo three", "one two three", ["↵"], []),
        ("我喜欢茶。", "我喜欢水。", ["茶"], ["水"]),
        ("Привет мир", "Привет, мир", [], [","]),
    ],
)
def test_words_that_changed_are_marked_and_no_others(before, after, gone, come):
    ((left, right),) = rows(before, after)
    assert re.findall(r"<del>(.*?)</del>", left) == gone
    assert re.findall(r"<ins>(.*?)</ins>", right) == come


def test_a_new_paragraph_stands_alone_and_leaves_the_others_beside_each_other():
    found = rows(
        "One stays here.\n\nTwo stays too.", "One stays here.\n\nQuite another one.\n\nTwo stays too."
    )
    assert found == [
        ("<p>One stays here.</p>", "<p>One stays here.</p>"),
        (None, "<p><ins>Quite another one.</ins></p>"),
        ("<p>Two stays too.</p>", "<p>Two stays too.</p>"),
    ]


def test_a_paragraph_is_beside_what_it_became_though_one_came_in_above_it():
    found = rows(
        "She walked along two rivers to count fish.",
        "Entirely new words stand here.\n\nShe walked along three rivers to count fish.",
    )
    assert found[0] == (None, "<p><ins>Entirely new words stand here.</ins></p>")
    assert found[1] == (
        "<p>She walked along <del>two</del> rivers to count fish.</p>",
        "<p>She walked along <ins>three</ins> rivers to count fish.</p>",
    )


def test_paragraphs_with_little_in_common_are_no_confetti():
    assert rows("The cat sat on the mat.", "My dog ran to the sea.") == [
        ("<p><del>The cat sat on the mat.</del></p>", "<p><ins>My dog ran to the sea.</ins></p>"),
    ]
    assert rows("The cat sat on the mat.", "My dog ran to the sea.\n\nIt swam.") == [
        ("<p><del>The cat sat on the mat.</del></p>", None),
        (None, "<p><ins>My dog ran to the sea.</ins></p>"),
        (None, "<p><ins>It swam.</ins></p>"),
    ]


def test_lists_and_tables_keep_their_elements():
    ((left, right),) = rows("1. one\n2. two", "1. one\n2. two more\n3. three")
    assert right.count("<li>") == 3
    assert "<li>two <ins>more</ins></li>" in right
    ((left, right),) = rows("|a|b|\n|-|-|\n|1|2|", "|a|b|\n|-|-|\n|1|3|")
    assert "<td><del>2</del></td>" in left
    assert "<td><ins>3</ins></td>" in right


def test_blanks_count_in_code():
    ((left, right),) = rows("```\na  b\n```", "```\na b\n```")
    assert "<del>" in left
    assert "<ins>" in right


def test_a_mark_is_said_to_those_who_do_not_see_it():
    (row,) = compare_html("<p>It is two now.</p>", "<p>It is ten now.</p>")
    assert '<del><span class="desk-visually-hidden">[removed: </span>two' in row.before
    assert '<ins><span class="desk-visually-hidden">[added: </span>ten' in row.after


MARKDOWN = st.text(st.sampled_from("ab c\n*_`#>-1.|[]()<&;\"'!\\/é漢"), max_size=80)


@settings(max_examples=300)
@given(MARKDOWN, MARKDOWN)
def test_without_the_marks_every_text_is_what_it_was(before, after):
    left, right = render(before), render(after)
    found = compare_html(left, right)
    assert [unmarked(row.before) for row in found if row.before is not None] == blocks(left)
    assert [unmarked(row.after) for row in found if row.after is not None] == blocks(right)


@settings(max_examples=200)
@given(MARKDOWN, MARKDOWN)
def test_what_comes_out_is_as_safe_as_what_went_in(before, after):
    tags = nh3.ALLOWED_TAGS | {"ins", "del", "span"}
    for row in compare_html(render(before), render(after)):
        for html in (row.before, row.after):
            if html is not None:
                cleaned = nh3.clean(
                    html, tags=tags, attributes={"span": {"class"}, "a": {"href", "title"}, "ol": {"start"}}
                )
                assert cleaned.count("<") == html.count("<")


def words(number, of, seed):
    return " ".join(random.Random(seed).choices([f"w{n}" for n in range(of)], k=number))


@pytest.mark.parametrize("of", [1, 2, 40, 150, 4000])
@pytest.mark.parametrize("between", [" ", "\n\n"])
def test_the_longest_texts_are_compared_within_a_second(of, between):
    before, after = (words(9000, of, seed).replace(" ", between)[:MAX_SOURCE] for seed in (1, 2))
    left, right = render(before), render(after)
    started = time.process_time()
    compare_html(left, right)
    assert time.process_time() - started < 1


# --- Characters ---


@settings(max_examples=50)
@given(contents())
def test_a_state_is_the_same_as_itself(content):
    comparison = compare(content, content)
    assert comparison.is_same
    assert "Both say the same." in render_to_string("desk/_comparison.html", {"comparison": comparison})


@settings(max_examples=50)
@given(contents(), contents())
def test_any_two_states_can_be_shown_beside_each_other(before, after):
    comparison = compare(before, after)
    assert comparison.is_same == (before == after)
    assert render_to_string("desk/_comparison.html", {"comparison": comparison})


def test_every_field_is_compared():
    """Whatever a content has, a change of it shows: also of what will be added some day."""
    other = {
        "also_known_as": ("Augusta",), "born": 1815, "died": 1852, "fields": ("computing",),
        "portrait_crop": (0, 0, 500, 500), "portrait_focus": (500, 300), "card": {"data": {"creator": "me"}},
        "starter_questions": (QuestionContent("Why?", "why"),), "remarks": (RemarkContent("Work", "I work."),),
        "similar": (SimilarContent("byron", "Her father."),), "portrait": "portraits/a.webp",
    }  # fmt: skip
    years = {"born": 1815, "died": 1852}
    for name in CharacterContent.__dataclass_fields__:
        before = replace(ADA, **years) if name.endswith("_circa") else ADA
        value = True if name.endswith("_circa") else other.get(name, "something")
        assert len(compare(before, replace(before, **{name: value})).changed) == 1, name


def test_questions_are_known_by_their_anchor_and_said_to_have_moved():
    one, two, three = (QuestionContent(f"{n}?", n, answer="Words.") for n in ("one", "two", "three"))
    found = changes(
        replace(ADA, starter_questions=(one, two, three)),
        replace(ADA, starter_questions=(three, one, replace(two, answer="More words."))),
    )
    assert found["three?"].moved == "Moved from place 3 to place 1."
    assert found["three?"].state == "same"
    assert [text.label for text in found["two?"].changed_texts] == ["Answer"]
    assert "one?" not in found


def test_a_question_with_new_words_and_its_old_anchor_is_the_same_question():
    before = replace(ADA, starter_questions=(QuestionContent("Why so?", "why"),))
    after = replace(ADA, starter_questions=(QuestionContent("Why that?", "why"),))
    (part,) = compare(before, after).changed
    assert (part.label, part.state) == ("Why that?", "changed")


def test_what_went_stands_where_it_was_and_what_came_where_it_is():
    remarks = {name: RemarkContent(name, "I said so.") for name in "abcd"}
    comparison = compare(
        replace(ADA, remarks=(remarks["a"], remarks["b"], remarks["c"])),
        replace(ADA, remarks=(remarks["a"], remarks["c"], remarks["d"])),
    )
    found = [(part.label, part.state) for part in comparison.parts if part.label in remarks]
    assert found == [("a", "same"), ("b", "removed"), ("c", "same"), ("d", "added")]


def test_a_change_that_no_reader_sees_is_named_so():
    (part,) = compare(replace(ADA, biography="One  two."), replace(ADA, biography="One two.")).changed
    (text,) = part.changed_texts
    assert text.reads_the_same


def test_both_portraits_are_shown():
    (part,) = compare(ADA, replace(ADA, portrait="portraits/abc.webp")).changed
    assert (part.picture.before, part.picture.after) == ("", "/portraits/abc.webp")


def test_what_is_unchanged_is_folded_away_with_a_count():
    before = replace(ADA, biography="One.\n\nTwo stays.\n\nThree stays.", tagline="A line.", place="London")
    page = render_to_string(
        "desk/_comparison.html",
        {"comparison": compare(before, replace(before, biography=before.biography + "\n\nFour."))},
    )
    assert "3 paragraphs unchanged" in page
    assert "Who, when and where: 4 unchanged" in page
    assert page.count("<details") == 3
    assert "<strong>1 change</strong>" in page


def test_no_text_of_an_editor_becomes_an_element():
    content = replace(
        ADA, tagline="<img src=x>", biography="<script>alert(1)</script>", place='"><b>', portrait_alt='"><i>',
        portrait="portraits/a.webp", card={"<u>": "<u>"}, similar=(SimilarContent("<u>", "<u>"),),
    )  # fmt: skip
    for pair in ((ADA, content), (content, ADA), (content, replace(content, name="Eve"))):
        page = render_to_string("desk/_comparison.html", {"comparison": compare(*pair)})
        for tag in ("<img src=x", "<script", "<b>", "<i>", "<u>"):
            assert tag not in page
