"""An editor compares editions, brings one back, publishes it, moves a page and merges two; readers follow old links."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import SECONDS

PHONE = {"width": 390, "height": 844}


def field(page, name):
    return page.locator(f"[name={name}]")


def publish(page, form, **changes):
    page.goto(form)
    for name, value in changes.items():
        field(page, name).fill(value)
    page.get_by_role("button", name="Save and publish").click()
    expect(page.get_by_text("is live.", exact=False).first).to_be_visible()


def form_of(page, name):
    """The address of a character's form."""
    page.goto(f"/admin/characters/character/?q={name}")
    page.get_by_role("link", name=name).first.click()
    expect(page).to_have_url(re.compile("/change/"))
    return page.url.split("?")[0]


@pytest.mark.timeout(SECONDS * 10)
def test_an_editor_compares_editions_restores_one_and_publishes_it(doors):
    page = doors.editor()
    form = form_of(page, "Zoe Zephyr 01")
    publish(page, form, tagline="She wrote about the winds of spring.")
    publish(page, form, tagline="She wrote about the storms of spring.", note="Storms, not winds")

    page.locator("#character-nav").get_by_role("link", name="Editions").click()
    expect(page.get_by_text("Storms, not winds")).to_be_visible()
    page.get_by_label("From edition 2").check()
    page.get_by_label("To edition 3").check()
    page.get_by_role("button", name="Compare the chosen two").click()
    expect(page.locator("del")).to_have_text(re.compile("winds"))
    expect(page.locator("ins")).to_have_text(re.compile("storms"))
    expect(page.locator("#comparison-summary")).to_contain_text("1 change")
    # What did not change is folded away, and shown on demand.
    biography = page.locator(".diff-text", has_text="the first programme")
    expect(biography).to_be_hidden()
    fold = page.locator("summary", has_text="unchanged")
    for number in range(fold.count()):
        fold.nth(number).press("Enter")
    expect(biography).to_be_visible()

    page.locator("#character-nav").get_by_role("link", name="Editions").click()
    page.get_by_role("link", name="Restore… edition 1 into the draft").click()
    expect(page.get_by_text("is kept as edition 3")).to_be_visible()
    page.get_by_role("button", name="Restore into the draft").click()
    expect(page.get_by_text("says what edition 1 says. Nothing is published.")).to_be_visible()
    reading = doors.come()
    reading.goto("/characters/zoe-01/")
    expect(reading.locator(".tagline")).to_have_text("She wrote about the storms of spring.")
    page.get_by_role("button", name="Save and publish").click()
    expect(page.get_by_text("Edition 4 of Zoe Zephyr 01 is live.")).to_be_visible()
    reading.reload()
    expect(reading.locator(".tagline")).to_have_text("She saw what an engine of numbers could become.")

    reading.goto("/characters/zoe-01/editions/3/")
    expect(reading.locator(".tagline")).to_have_text("She wrote about the storms of spring.")
    reading.get_by_role("link", name=re.compile("Edition 4 of .* is newer")).click()
    reading.get_by_role("link", name="Lasting address").click()
    expect(reading).to_have_url(re.compile("/characters/zoe-01/editions/4/$"))
    expect(reading.get_by_text("at its lasting address")).to_be_visible()


@pytest.mark.timeout(SECONDS * 10)
def test_old_links_are_followed_after_a_new_address_and_a_merge(doors):
    page, reading = doors.editor(), doors.come()
    form = form_of(page, "Zoe Zephyr 02")
    publish(page, form, slug="zoe-the-second")
    reading.goto("/characters/zoe-02/?from=a-book#engine")
    expect(reading).to_have_url(re.compile(r"/characters/zoe-the-second/\?from=a-book#engine$"))
    reading.goto("/characters/zoe-02/editions/1/")
    expect(reading).to_have_url(re.compile("/characters/zoe-the-second/editions/1/$"))

    page.goto(form.replace("/change/", "/editions/"))
    expect(page.locator("#addresses")).to_contain_text("/characters/zoe-02/")
    page.get_by_role("link", name="Merge into another character…").click()
    page.locator(".select2-selection").click()
    page.locator(".select2-search__field").press_sequentially("Zephyr 03")
    page.get_by_role("option", name="Zoe Zephyr 03").click()
    page.get_by_role("button", name="Show what would happen").click()
    expect(page.get_by_text("The page of Zoe Zephyr 02 is withdrawn.")).to_be_visible()
    page.get_by_role("button", name="Merge into Zoe Zephyr 03").click()
    expect(page.get_by_text("is merged into Zoe Zephyr 03: its addresses lead there")).to_be_visible()
    for slug in ("zoe-02", "zoe-the-second"):
        reading.goto(f"/characters/{slug}/")
        expect(reading).to_have_url(re.compile("/characters/zoe-03/$"))

    page.get_by_role("link", name="Redirects").click()
    expect(page.get_by_role("row", name="zoe-02")).to_contain_text("Zoe Zephyr 03")


def boxes(page):
    """Where the two sides of the tagline are."""
    cells = page.locator(".diff-part", has_text="Tagline").locator(".diff-cell")
    return cells.nth(0).bounding_box(), cells.nth(1).bounding_box()


def test_two_editions_are_compared_on_a_phone_by_keyboard(doors):
    page = doors.editor(viewport=PHONE)
    form = form_of(page, "Confucius")
    page.goto(form.replace("/change/", "/editions/"))
    page.get_by_label("From edition 1").press("Space")
    page.get_by_label("From edition 1").press("Enter")
    expect(page.locator("ins", has_text="A paragraph came in.")).to_be_visible()
    before, after = boxes(page)
    assert after["y"] >= before["y"] + before["height"]
    page.set_viewport_size({"width": 1280, "height": 800})
    before, after = boxes(page)
    assert after["y"] == before["y"]
