"""A writer writes and submits, an editor notes and sends back, the writer mends it, and the editor publishes."""

import re

import pytest
from playwright.sync_api import expect

PHONE = {"width": 390, "height": 844}


def field(page, name):
    return page.locator(f"[name={name}]")


def open_part(page, name):
    page.locator("#tabs-items").get_by_role("link", name=name).click()


def write_down(page, name):
    """A draft that could be published, but for its tagline."""
    page.goto("/admin/characters/character/add/")
    field(page, "name").press_sequentially(name)
    field(page, "born").fill("1801")
    field(page, "died").fill("1877")
    page.get_by_label("biology").check()
    field(page, "biography").fill("She walked the length of two rivers to count their fish.")
    field(page, "persona").fill("I count fish and I trust what I have counted.")
    field(page, "greeting").fill("Mind the wet boots. What would you know?")
    open_part(page, "Starter questions")
    page.locator("#starter_questions-group").get_by_role("link", name="Add another").click()
    for part, text in {
        "question": "How did you count the fish?",
        "spoken": "With a net, a bell and a great deal of patience, I counted.",
        "answer": "She caught them, marked them and let them go.",
    }.items():
        field(page, f"starter_questions-0-{part}").fill(text)


def submit_from_form(page):
    page.get_by_role("button", name="Save and submit for review").click()


def on_review(page):
    return page.locator("#character-nav").get_by_role("link", name=re.compile("^Review"))


@pytest.mark.parametrize("options", [{}, {"viewport": PHONE, "has_touch": True}], ids=["desk", "phone"])
def test_a_character_goes_from_a_writer_through_a_review_to_the_public(doors, site, watch, options):
    name = f"Runa {'Handy' if options else 'Broad'}"
    writing = doors.writer(**options)
    write_down(writing, name)
    submit_from_form(writing)
    expect(writing.get_by_text("saved as a draft, but not submitted")).to_be_visible()
    expect(writing.get_by_text("The tagline is empty.")).to_be_visible()
    expect(writing.get_by_role("button", name="Save and publish")).to_have_count(0)
    writing.get_by_role("link", name="See the review").click()
    expect(writing.get_by_text("1 thing keeps it from being published")).to_be_visible()
    writing.locator("#checklist").get_by_role("link", name="Tagline", exact=True).click()
    expect(field(writing, "tagline")).to_be_focused()
    writing.keyboard.type("She counted the fish of two rivers.")
    submit_from_form(writing)
    expect(writing.get_by_text(f"{name} waits for an editor’s review.")).to_be_visible()

    editing = doors.editor(**options)
    editing.goto("/admin/characters/character/?status=in-review")
    editing.get_by_role("link", name=name).first.click()
    on_review(editing).click()
    expect(editing.get_by_text("by writer@example.org")).to_be_visible()
    editing.get_by_label("About").select_option("Question: How did you count the fish?")
    editing.get_by_label("Note", exact=True).fill("Name the rivers.")
    editing.get_by_role("button", name="Add note").click()
    expect(editing.locator("#review-notes li")).to_contain_text("Name the rivers.")
    expect(on_review(editing)).to_contain_text("1 unresolved note")
    editing.get_by_label("What should change").fill("One thing, in my note.")
    editing.get_by_role("button", name="Send back with this note").click()
    expect(editing.get_by_text(f"{name} is sent back, with your note.")).to_be_visible()

    on_review(writing).click()
    notes = writing.locator("#review-notes")
    notes.get_by_role("link", name="Question: How did you count the fish?").click()
    expect(field(writing, "starter_questions-0-question")).to_be_focused()
    field(writing, "starter_questions-0-answer").fill("She marked the fish of the Ems and the Hase.")
    writing.get_by_role("button", name="Save and continue").click()
    expect(writing.get_by_text("could be better")).to_be_visible()
    on_review(writing).click()
    for left in ("2", "1"):
        expect(on_review(writing)).to_contain_text(f"{left} unresolved note")
        notes.get_by_role("button", name="Resolve").first.click()
    expect(notes.get_by_text("No note waits.")).to_be_visible()
    expect(notes.get_by_text("2 resolved notes")).to_be_visible()
    writing.get_by_role("button", name="Submit for review").click()
    expect(writing.get_by_role("button", name="Take it out of review")).to_be_visible()

    editing.reload()
    editing.get_by_label("What changed").fill("First words")
    editing.get_by_role("button", name="Publish", exact=True).click()
    expect(editing.get_by_text(f"Edition 1 of {name} is live.")).to_be_visible()
    reading = doors.come()
    reading.goto(f"/characters/{name.lower().replace(' ', '-')}/")
    expect(reading.get_by_text("She marked the fish of the Ems and the Hase.")).to_be_visible()


def press_until_on(page, target, limit=60):
    """Walk there with the tab key alone."""
    for _ in range(limit):
        if target.evaluate("it => it === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("the tab key does not get there")


def test_a_note_is_written_resolved_and_reopened_by_keyboard_alone(doors, site):
    page = doors.editor()
    page.goto(site.told["reviews"]["lacking"])
    press_until_on(page, page.get_by_label("Note", exact=True))
    page.keyboard.type("Who was he?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    note = page.locator("#review-notes li", has_text="Who was he?")
    expect(note).to_be_visible()
    press_until_on(page, note.get_by_role("button", name="Resolve"))
    page.keyboard.press("Enter")
    expect(page.locator("#notes-resolved")).to_contain_text("Who was he?")
    # The focus stays with the note, which now offers the way back.
    expect(note.get_by_role("button", name="Reopen")).to_be_focused()
    page.keyboard.press("Enter")
    expect(note.get_by_role("button", name="Resolve")).to_be_focused()


def test_a_review_needs_no_javascript(doors, site):
    page = doors.editor(java_script_enabled=False)
    page.goto(site.told["reviews"]["waiting"])
    page.get_by_label("Note", exact=True).fill("Without a script.")
    page.get_by_role("button", name="Add note").click()
    note = page.locator("#review-notes > ul li", has_text="Without a script.")
    expect(note).to_be_visible()
    note.get_by_role("button", name="Resolve").click()
    expect(page).to_have_url(re.compile("#review-notes$"))
    expect(note).to_have_count(0)
    page.get_by_role("button", name="Take it out of review").click()
    expect(page.get_by_text("is a draft again")).to_be_visible()
    page.get_by_text("Ask a colleague to review it first").click()
    page.get_by_role("button", name="Submit for review").click()
    expect(page.get_by_text("waits for an editor’s review")).to_be_visible()
