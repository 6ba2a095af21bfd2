"""An editor finds characters, keeps the filter, and tags, assigns and publishes many: asked first, undone after."""

import re

import pytest
from playwright.sync_api import expect

LIST = "/admin/characters/character/"


def tick(page, *names):
    for name in names:
        page.get_by_role("row", name=name).get_by_role("checkbox").check()


def choose(page, action):
    page.locator("select[name=action]").select_option(label=action)
    page.get_by_role("button", name="Run", exact=False).click()


def test_many_are_withdrawn_and_published_again_with_a_word_before_and_after(doors, watch):
    page = doors.editor()
    page.goto(LIST + "?q=zephyr+1")
    tick(page, "Zoe Zephyr 10", "Zoe Zephyr 11")
    choose(page, "Withdraw…")
    expect(page.get_by_role("heading", name="Withdraw 2 characters?")).to_be_visible()
    expect(page.get_by_role("row", name="Zoe Zephyr 10")).to_contain_text(
        "/characters/zoe-10/ will be “not found”"
    )
    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_text("2 withdrawn")).to_be_visible()
    watch.expect("404")
    assert doors.come().goto("/characters/zoe-10/").status == 404

    page.goto(LIST + "?status=withdrawn&q=zephyr")
    tick(page, "Zoe Zephyr 10", "Zoe Zephyr 11")
    choose(page, "Publish…")
    expect(page.get_by_role("row", name="Zoe Zephyr 11")).to_contain_text(
        "Gets a page that the public can read"
    )
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("2 published")).to_be_visible()
    assert doors.come().goto("/characters/zoe-10/").status == 200


def test_publishing_says_who_is_incomplete_and_why(doors):
    page = doors.editor()
    page.goto(LIST + "?q=nora")
    tick(page, "Nora Next")
    choose(page, "Publish…")
    expect(page.get_by_role("row", name="Nora Next")).to_contain_text("There is no starter question.")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("1 not done")).to_be_visible()
    expect(page.get_by_text("There is no starter question.")).to_be_visible()


def test_tags_are_given_filtered_by_and_taken_back(doors):
    page = doors.editor()
    page.goto(LIST + "?q=zephyr+0")
    tick(page, "Zoe Zephyr 01", "Zoe Zephyr 02")
    choose(page, "Tag…")
    page.get_by_label("Add these tags").fill("x" * 50)
    page.get_by_role("button", name="Change tags").click()
    expect(page.get_by_role("alert")).to_contain_text("longer than 40 characters")
    expect(page.get_by_label("Add these tags")).to_have_value("x" * 50)
    page.get_by_label("Add these tags").fill("to illustrate")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Tags of 2 characters changed.")).to_be_visible()
    page.goto(LIST + "?q=zephyr+01")
    page.get_by_role("link", name="to illustrate").click()
    expect(page).to_have_url(re.compile("tag=to"))
    expect(page.get_by_role("row", name="Zoe Zephyr")).to_have_count(2)

    page.goto(LIST + "?q=zephyr+01")
    tick(page, "Zoe Zephyr 01")
    choose(page, "Assign…")
    page.get_by_label("Who looks after them").select_option(label="editor@example.org")
    page.get_by_role("button", name="Assign").click()
    expect(page.get_by_text("editor@example.org looks after 1 more character now.")).to_be_visible()
    page.get_by_role("link", name="Undo").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone.")).to_be_visible()
    page.goto(LIST + "?q=zephyr&assigned=me")
    expect(page.get_by_role("row", name="Zoe Zephyr")).to_have_count(0)


def test_a_filter_is_saved_and_found_again(doors):
    page = doors.editor()
    page.goto(LIST + "?q=zephyr&status=published")
    page.get_by_role("link", name="Save this filter").click()
    expect(page.get_by_text("names with “zephyr”")).to_be_visible()
    page.get_by_label("Name", exact=True).fill("The Zephyrs")
    page.get_by_label("Everybody on the desk sees it").check()
    page.keyboard.press("Enter")
    expect(page.get_by_text("The filter “The Zephyrs” is saved.")).to_be_visible()
    saved = page.get_by_role("navigation", name="Saved filters")
    expect(saved.get_by_role("link", name="The Zephyrs", exact=True)).to_have_attribute(
        "aria-current", "page"
    )

    page.goto(LIST)
    expect(saved.get_by_role("link", name="All characters")).to_have_attribute("aria-current", "page")
    saved.get_by_role("link", name="The Zephyrs", exact=True).click()
    expect(page.get_by_role("row", name="Zoe Zephyr 05")).to_be_visible()
    expect(page.get_by_role("row", name="Leon Trotsky")).to_have_count(0)
    saved.get_by_role("link", name="Rename or delete The Zephyrs").click()
    page.get_by_role("button", name="Delete the filter").click()
    expect(page.get_by_text("The characters it showed are not.")).to_be_visible()
    expect(saved.get_by_role("link", name="The Zephyrs", exact=True)).to_have_count(0)


@pytest.mark.parametrize("width", [390, 1280])
def test_saved_filters_are_reached_by_keyboard(doors, width):
    page = doors.editor(viewport={"width": width, "height": 800})
    page.goto(LIST)
    page.get_by_role("link", name="All characters").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("tag=check"))
    expect(page.get_by_role("row", name="Karl Marx")).to_be_visible()
