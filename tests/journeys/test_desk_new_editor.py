"""One new editor goes the whole way alone: from signing in to two published editions, compared."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import SECONDS
from tests.journeys.talking import wait_until_whole
from tests.journeys.test_desk_portrait import choose, drag, near, numbers
from tests.journeys.test_editor import field, open_part, sign_in_to_admin

DESK = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
BIOGRAPHY = """{name} (1868–1935) was a chemist who weighed the ashes of Paris.

She shared a bench with **Marie Curie** in the Rue Lhomond, and measured what radium leaves behind."""
QUESTION = "Why did you weigh ashes?"
REASON = "They shared a bench, and one of them kept the accounts."


def on_page(character_page, name):
    """Another page of the same character, by the row of links above each of them."""
    character_page.locator("#character-nav").get_by_role("link", name=re.compile(rf"^{name}\b")).click()


def begin(page, name):
    """From the dashboard to a draft that is saved, by its name alone."""
    page.get_by_role("link", name="Write a character").click()
    expect(page.locator("#header-inner")).to_contain_text("New")
    field(page, "name").press_sequentially(name)
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_text("was added successfully")).to_be_visible()


def needed(page):
    """What the form marks as needed to publish."""
    rows = page.locator(".field-line:visible:has([data-needed=page]) > div:first-child > label")
    return [label.strip() for label in rows.all_inner_texts()]


def be_told_what_is_needed(page):
    """The marks in the form, and the list on the Review page, name the same."""
    marked = needed(page)
    assert marked == ["Fields", "Tagline", "Biography", "Persona", "Greeting"]
    open_part(page, "Starter questions")
    expect(page.get_by_text("is needed to publish; four or more")).to_be_visible()
    on_page(page, "Review")
    blocking = page.locator("#checklist li", has_text="Blocks").get_by_role("link")
    expect(blocking).to_have_count(len(marked) + 1)
    assert {*marked, "Starter questions"} == set(blocking.all_inner_texts())
    blocking.filter(has_text="Tagline").click()
    expect(field(page, "tagline")).to_be_focused()


def write(page, name):
    page.keyboard.type("She weighed what fire had left.")
    field(page, "born").fill("1868")
    field(page, "died").fill("1935")
    for subject in ("chemistry", "physics"):
        page.get_by_label(subject, exact=True).check()
    field(page, "biography").fill(BIOGRAPHY.format(name=name))
    field(page, "persona").fill("I trust a balance more than a witness.")
    field(page, "greeting").fill("Wipe your feet: the pan is level.")


def ask_questions(page):
    """A row bears the name of its question before it is saved, and stays open when the form comes back."""
    open_part(page, "Starter questions")
    group = page.locator("#starter_questions-group")
    group.get_by_role("link", name="Add another").click()
    field(page, "starter_questions-0-question").fill(QUESTION)
    expect(group.locator("h3 strong").first).to_contain_text(QUESTION)
    expect(group.get_by_role("button", name=f"Move up: {QUESTION}")).to_be_attached()
    field(page, "starter_questions-0-spoken").fill("Because everybody else had stopped at the fire.")
    field(page, "starter_questions-0-answer").fill("Ash keeps **what does not burn**.")
    open_part(page, "General")
    field(page, "died").fill("1800")
    page.get_by_role("button", name="Save and continue editing").click()
    note = page.locator("#error-note")
    expect(note).to_contain_text("The year of death is before the year of birth.")
    open_part(page, "Starter questions")
    expect(field(page, "starter_questions-0-spoken")).to_be_visible()
    expect(group.locator("h3 strong").first).to_contain_text(QUESTION)
    note.get_by_role("link", name="Died").click()
    field(page, "died").fill("1935")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    open_part(page, "Starter questions")
    expect(field(page, "starter_questions-0-spoken")).to_be_visible()


def portray(page):
    open_part(page, "General")
    choose(page)
    page.locator(".desk-frame-stage").scroll_into_view_if_needed()
    drag(page, (0.1, 0.1), (0.8, 0.7))
    assert near(numbers(page, "crop", 4), (10, 10, 70, 60))
    field(page, "portrait_alt").fill("A woman with dark hair before a red curtain")
    field(page, "portrait_credit").fill("Drawn by her sister, 1899")
    field(page, "portrait_licence").select_option("cc0")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()


def accept_a_suggestion(page, name):
    on_page(page, "Similar")
    expect(page.locator("#offers")).to_contain_text("From what this draft says")
    if page.get_by_role("button", name="Look for suggestions").count():
        page.get_by_role("button", name="Look for suggestions").click()
    row = page.locator("#offers > ul > li", has=page.get_by_role("heading", name="Marie Curie"))
    row.locator("summary").click()
    row.get_by_label(f"Why should a reader of {name} meet").fill(REASON)
    row.get_by_role("button", name="Link to Marie Curie").click()
    expect(page.locator("#links")).to_contain_text(REASON)


def try_the_draft(page):
    """The draft as a page and in a conversation, with a reply that an engine writes."""
    on_page(page, "Preview")
    shown = page.locator("[data-shown]").content_frame
    expect(shown.get_by_role("img", name="A woman with dark hair")).to_be_visible()
    expect(shown.get_by_text(REASON)).to_be_attached()
    page.get_by_role("navigation", name="What to preview").get_by_role("link", name="Conversation").click()
    expect(shown.get_by_text("Trial conversation with the draft")).to_be_visible()
    shown.get_by_label("Your message").fill(QUESTION)
    shown.get_by_role("button", name="Send").click()
    expect(shown.locator(".message--user")).to_have_count(1)
    wait_until_whole(shown)
    expect(shown.locator(".message--character").last).to_contain_text("stopped at the fire")


def submit_and_publish(page, name):
    on_page(page, "Review")
    expect(page.locator("#checklist")).not_to_contain_text("Blocks")
    page.get_by_text("Ask a colleague to review it first").click()
    page.get_by_role("button", name="Submit for review").click()
    expect(page.get_by_text(f"{name} waits for an editor’s review.")).to_be_visible()
    page.get_by_label("What changed").first.fill("First words")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text(f"Edition 1 of {name} is live.")).to_be_visible()


def read(page, name):
    """What a visitor sees of it, by the link that publishing gave."""
    page.get_by_role("link", name="See the page").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    expect(page.get_by_role("img", name="A woman with dark hair before a red curtain")).to_be_visible()
    expect(page.get_by_text("Drawn by her sister, 1899")).to_be_visible()
    expect(page.get_by_role("heading", name=QUESTION)).to_be_visible()
    expect(page.get_by_text(REASON)).to_be_visible()
    page.go_back()


def change_and_publish_again(page, name):
    on_page(page, "Edit")
    field(page, "tagline").fill("She weighed what time had left.")
    field(page, "note").fill("Time, not fire")
    page.get_by_role("button", name="Save and publish").click()
    expect(page.get_by_text(f"Edition 2 of {name} is live.")).to_be_visible()


def compare_both(page):
    on_page(page, "Editions")
    expect(page.get_by_text("Time, not fire")).to_be_visible()
    page.get_by_label("From edition 1").check()
    page.get_by_label("To edition 2").check()
    page.get_by_role("button", name="Compare the chosen two").click()
    expect(page.locator("#comparison-summary")).to_contain_text("1 change")
    expect(page.locator("del")).to_have_text(re.compile("fire"))
    expect(page.locator("ins")).to_have_text(re.compile("time"))


@pytest.mark.timeout(SECONDS * 20)
@pytest.mark.parametrize("options", [DESK, PHONE], ids=["desk", "phone"])
def test_a_new_editor_writes_publishes_and_compares_without_help(doors, site, options):
    name = f"Berthe {'Ashdown' if options is DESK else 'Ember'}"
    page = doors.come(**options)
    sign_in_to_admin(page, site)
    begin(page, name)
    be_told_what_is_needed(page)
    write(page, name)
    ask_questions(page)
    portray(page)
    accept_a_suggestion(page, name)
    try_the_draft(page)
    submit_and_publish(page, name)
    read(page, name)
    change_and_publish_again(page, name)
    compare_both(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
