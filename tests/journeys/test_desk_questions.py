"""An editor writes questions: with a toolbar and a preview, told how long they are, in an order, as visitors choose."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.test_editor import field, open_part

ANSWER = "starter_questions-0-answer"


@pytest.fixture
def page(doors, site):
    """The form of a character with several questions, at its questions."""
    page = doors.editor()
    page.goto(site.told["form"])
    open_part(page, "Starter questions")
    return page


def titles(page):
    return page.locator("#starter_questions-data > .form-group.original h3 strong")


def title_of(page, number):
    return titles(page).nth(number).inner_text()


def open_row(page, number):
    titles(page).nth(number).click(position={"x": 5, "y": 5})


def toolbar_of(page, name):
    return page.locator(f'[role=toolbar][aria-controls="id_{name}"]')


def test_the_toolbar_works_on_the_selection_and_can_be_undone(page):
    open_row(page, 0)
    text, bar = field(page, ANSWER), toolbar_of(page, ANSWER)
    text.fill("One engine")
    text.select_text()
    bar.get_by_role("button", name="Bold").click()
    expect(text).to_have_value("**One engine**")
    bar.get_by_role("button", name="Italic").click()
    expect(text).to_have_value("***One engine***")
    bar.get_by_role("button", name="Italic").click()
    bar.get_by_role("button", name="Bold").click()
    expect(text).to_have_value("One engine")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(text).to_have_value("***One engine***")

    text.fill("first\nsecond")
    text.select_text()
    bar.get_by_role("button", name="Numbered list").click()
    expect(text).to_have_value("1. first\n2. second")
    bar.get_by_role("button", name="Numbered list").click()
    bar.get_by_role("button", name="Bulleted list").click()
    expect(text).to_have_value("- first\n- second")
    bar.get_by_role("button", name="Bulleted list").click()
    bar.get_by_role("button", name="Quote").click()
    expect(text).to_have_value("> first\n> second")
    text.fill("A head")
    bar.get_by_role("button", name="Heading").click()
    expect(text).to_have_value("#### A head")


def test_the_toolbar_works_by_keyboard(page):
    open_row(page, 0)
    text, bar = field(page, ANSWER), toolbar_of(page, ANSWER)
    text.fill("Bold words")
    text.select_text()
    for key in ("b", "i"):
        page.keyboard.press(f"Control+{key}")
    expect(text).to_have_value("***Bold words***")
    text.fill("the notes")
    text.select_text()
    page.keyboard.press("Control+k")
    expect(text).to_have_value("[the notes](https://)")
    page.keyboard.type("https://example.org")
    expect(text).to_have_value("[the notes](https://example.org)")
    # One stop in the order of tabs, and arrow keys within.
    text.press("Shift+Tab")
    expect(bar.get_by_role("button", name="Bold")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(bar.get_by_role("button", name="Italic")).to_be_focused()
    page.keyboard.press("End")
    expect(bar.get_by_role("button", name="Preview of this text")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(bar.get_by_role("button", name="Bold")).to_be_focused()


def test_the_preview_shows_the_text_as_the_page_will(page):
    open_row(page, 0)
    text, bar = field(page, ANSWER), toolbar_of(page, ANSWER)
    text.fill('She said "no".\n\n- **one**\n\n<script>alert(1)</script>')
    bar.get_by_role("button", name="Preview of this text").click()
    shown = page.get_by_role("region", name="Preview: Answer").first
    expect(shown.locator("li strong")).to_have_text("one")
    expect(shown).to_contain_text("She said “no”.")
    expect(shown).to_contain_text("<script>")
    expect(text).to_be_hidden()
    bar.get_by_role("button", name="Preview of this text").click()
    expect(text).to_be_visible()
    expect(shown).to_be_hidden()


def test_a_new_question_has_all_of_it_too(page):
    number = titles(page).count()
    page.locator("#starter_questions-group").get_by_role("link", name="Add another").click()
    text = field(page, f"starter_questions-{number}-spoken")
    text.fill("I spoke.")
    text.select_text()
    toolbar_of(page, f"starter_questions-{number}-spoken").get_by_role("button", name="Bold").click()
    expect(text).to_have_value("**I spoke.**")
    expect(page.locator(f"#id_starter_questions-{number}-spoken-length")).to_contain_text("2 words, 58 short")


def test_lengths_are_said_as_one_types(page):
    open_row(page, 0)
    text, said = field(page, ANSWER), page.locator(f"#id_{ANSWER}-length")
    text.fill("word " * 79)
    expect(said).to_have_text("79 words, 1 short of 80 to 250")
    text.press("End")
    text.press_sequentially("more")
    expect(said).to_have_text("80 words: as long as it should be (80 to 250)")
    expect(said).to_have_attribute("data-state", "good")
    text.fill("word " * 251)
    expect(said).to_have_text("251 words, 1 over 80 to 250")
    # Who listens hears it once the typing has paused.
    expect(page.locator(f"#id_{ANSWER}-length + [role=status]")).to_contain_text("251 words, 1 over")
    question = field(page, "starter_questions-0-question")
    question.fill("x" * 190)
    expect(page.locator("#id_starter_questions-0-question-length")).to_have_text("10 characters left")
    assert f"id_{ANSWER}-length" in text.get_attribute("aria-describedby")


def saved(page):
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    open_part(page, "Starter questions")


def test_rows_are_ordered_by_keyboard_and_by_pointer(page):
    first, second, third = (title_of(page, n) for n in range(3))
    down = page.get_by_role(
        "button", name=re.compile("^Move down: " + re.escape(first.split(" Chosen")[0][:20]))
    )
    down.focus()
    page.keyboard.press("Enter")
    expect(titles(page).nth(1)).to_have_text(first)
    expect(page.get_by_role("status").filter(has_text="is now number 2 of")).to_have_count(1)
    expect(page.get_by_role("button", name=re.compile("^Move down")).nth(1)).to_be_focused()
    saved(page)
    assert [title_of(page, n) for n in range(3)] == [second, first, third]

    handle = page.locator("#starter_questions-data > .form-group.original .cursor-move").first
    below = page.locator("#starter_questions-data > .form-group.original").nth(1)
    handle.scroll_into_view_if_needed()
    start, end = handle.bounding_box(), below.bounding_box()
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(start["x"] + 20, end["y"] + end["height"] / 2, steps=12)
    page.mouse.move(start["x"] + 20, end["y"] + end["height"] - 4, steps=6)
    page.mouse.up()
    expect(titles(page).first).to_have_text(first)
    saved(page)
    assert [title_of(page, n) for n in range(3)] == [first, second, third]


def test_the_form_says_how_often_visitors_chose_a_question(page, doors):
    asked = title_of(page, 0).split(" Chosen")[0].split(" Not chosen")[0]
    expect(titles(page).first).to_contain_text(re.compile("Chosen|Not chosen yet"))
    reader = doors.new_reader()
    reader.goto("/characters/leon-trotsky/")
    reader.get_by_role(
        "button", name=re.compile(re.escape(asked.strip()[:20].replace("'", "’")))
    ).first.click()
    expect(reader).to_have_url(re.compile(r"/chat/\d+/"))
    page.reload()
    expect(titles(page).first).to_contain_text(re.compile(r"Chosen \d+ time"))


def test_without_javascript_the_fields_are_plain(doors, site):
    page = doors.editor(java_script_enabled=False)
    page.goto(site.told["form"])
    expect(page.get_by_role("toolbar")).to_have_count(0)
    assert "250 words or more" in page.content()
