"""From one character to the next: along feeds and back to the same place, by what was opened, by maps and keyboard."""

import re

import pytest
from playwright.sync_api import expect

from embedded.processes import wait_for

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
both_sizes = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])


STILL_THINKING = """SELECT 1 FROM characters_character c LEFT JOIN characters_meaning m ON m.character_id = c.id
    WHERE c.live_edition_id IS NOT NULL AND c.translation_of_id IS NULL AND NOT coalesce(m.is_suggested, false)"""


@pytest.fixture(autouse=True, scope="module")
def settled(site):
    """Who is near whom is found: feeds of a site that has just been filled still change."""
    assert wait_for(lambda: not site.query(STILL_THINKING), 120)


def cards(page):
    return page.locator("[data-feed] > .card")


def grow(page, num):
    """Read on until so many stand there."""
    for _ in range(12):
        if cards(page).count() > num:
            return
        before = cards(page).count()
        more = page.locator(".feed-more a")
        # Most feeds grow by themselves; that of the first page when it is asked.
        more.click() if "/explore/" in more.get_attribute("href") else more.scroll_into_view_if_needed()
        expect(cards(page)).not_to_have_count(before)
    raise AssertionError(f"Only {cards(page).count()} came.")


def follow(page, place):
    """Open the card at this place of the feed; its id."""
    card = cards(page).nth(place)
    name = card.locator(".card-name").inner_text()
    card.locator(".card-name").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    return name


def assert_back_at(page, name):
    link = page.locator("[data-feed] .card-name", has_text=re.compile(f"^{re.escape(name)}$"))
    expect(link).to_be_in_viewport()
    return link


@both_sizes
def test_five_characters_along_the_feed_and_back_to_the_same_places(doors, size):
    page = doors.come(viewport=size)
    page.goto("/characters/ada-lovelace/")
    walked = []
    for place in (15, 13, 7, 16, 2):
        grow(page, place)
        assert len(set(page.locator("[data-feed] .card-name").all_inner_texts())) == cards(page).count()
        walked.append((page.url, follow(page, place)))
    for url, name in reversed(walked):
        page.go_back()
        expect(page).to_have_url(url)
        expect(assert_back_at(page, name)).to_be_focused()
    assert page.context.cookies() == []


def test_the_page_of_the_feed_brings_one_back_too(doors):
    page = doors.come(viewport=PHONE)
    page.goto("/characters/ada-lovelace/similar/")
    grow(page, 20)
    top = cards(page).nth(20).locator(".card-name").bounding_box()["y"]
    page.mouse.wheel(0, top - 300)
    expect(cards(page).nth(20).locator(".card-name")).to_be_in_viewport()
    name = follow(page, 20)
    page.go_back()
    expect(assert_back_at(page, name)).to_be_focused()


@both_sizes
def test_the_first_page_begins_with_what_was_opened_until_it_is_forgotten(doors, size):
    page = doors.come(viewport=size)
    page.goto("/")
    expect(page.get_by_role("heading", name="To begin with")).to_be_visible()
    page.goto("/characters/ada-lovelace/")
    page.goto("/characters/leon-trotsky/")
    page.get_by_role("link", name="Begin a conversation").first.click()
    page.goto("/")
    section = page.locator("#explore")
    expect(section.get_by_text("Because you talked with Leon Trotsky").first).to_be_visible()
    expect(section.get_by_text("Because you opened Ada Lovelace").first).to_be_visible()
    expect(section.locator(".card-name", has_text="Leon Trotsky")).to_have_count(0)
    grow(page, 12)
    name = follow(page, 12)
    page.go_back()
    expect(assert_back_at(page, name)).to_be_focused()
    page.get_by_role("link", name="Forget what I opened").click()
    expect(page.get_by_role("heading", name="To begin with")).to_be_focused()
    expect(page.get_by_text("Because you")).to_have_count(0)
    page.reload()
    expect(page.get_by_text("Because you")).to_have_count(0)


@both_sizes
def test_collections_lead_to_their_members_and_back(doors, size):
    page = doors.come(viewport=size)
    page.goto("/")
    page.get_by_role("link", name="Voices of 1917").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Voices of 1917")
    page.get_by_role("link", name="Leon Trotsky").click()
    expect(page.get_by_role("heading", name="In our collections")).to_be_visible()
    page.get_by_role("link", name="Voices of 1917").click()
    page.get_by_role("link", name="All collections").click()
    expect(page.locator(".collection")).not_to_have_count(0)


@both_sizes
def test_a_map_is_walked_by_keyboard(doors, size):
    page = doors.come(viewport=size)
    page.goto("/characters/leon-trotsky/")
    page.get_by_role("link", name="See them on a map").click()
    heading, places = page.get_by_role("heading", level=1), page.locator("[data-place]")
    expect(heading).to_have_text("Around Leon Trotsky")
    page.goto(page.url + "#map")
    page.keyboard.press("Tab")
    expect(places.first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(places.first).not_to_be_focused()
    page.keyboard.press("ArrowRight")
    name = page.evaluate("document.activeElement.getAttribute('aria-label')").split(".")[0]
    page.keyboard.press("Enter")
    expect(heading).to_have_text(f"Around {name}")
    page.keyboard.press("Tab")
    expect(places.first).to_be_focused()
    for number in range(1, places.count()):
        page.keyboard.press("Tab")
        expect(places.nth(number)).to_be_focused()
    page.go_back()
    expect(heading).to_have_text("Around Leon Trotsky")


@both_sizes
def test_everything_again_without_javascript(doors, size):
    page = doors.come(viewport=size, java_script_enabled=False)
    page.goto("/characters/ada-lovelace/")
    first = page.locator("[data-feed] .card-name").all_inner_texts()
    page.get_by_role("link", name="More like Ada Lovelace", exact=True).click()
    second = page.locator("[data-feed] .card-name").all_inner_texts()
    assert not set(first) & set(second)
    url, name = page.url, follow(page, 9)
    page.go_back()
    expect(page).to_have_url(url)
    assert_back_at(page, name)
    page.get_by_role("link", name="Back to the first").click()
    page.get_by_role("link", name="See them on a map").click()
    page.locator("[data-place]").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Around ")
    page.goto("/")
    page.get_by_role("link", name="More to explore").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Explore")
    page.goto("/timeline/")
    page.locator(".timeline-life", has_text="Confucius").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Confucius")
    page.goto("/collections/")
    page.get_by_role("link", name="Voices of 1917").click()
    expect(page.get_by_role("link", name="Rosa Luxemburg")).to_be_visible()


def test_the_timeline_leads_by_its_lines_and_its_list(doors):
    page = doors.come(viewport=PHONE)
    page.goto("/timeline/")
    page.locator(".timeline-life", has_text="Leon Trotsky").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Leon Trotsky")
