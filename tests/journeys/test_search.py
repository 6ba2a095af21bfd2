"""Finding somebody: results as one types, filters and Back, by keyboard, and all of it without JavaScript."""

import contextlib
import re

import pytest
from playwright.sync_api import Error, expect

from embedded.processes import wait_for

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1280, "height": 800}}
SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(autouse=True)
def overtaken(watch):
    """HTMX complains of what it ends itself: a request whose words were typed on."""
    watch.expect("htmx:afterRequest", "htmx:sendAbort")


def words(page):
    return page.get_by_label("Name, theme or words")


def said(page):
    return page.locator("#results-said")


def names(page):
    return page.locator("#results .card-name")


@SIZES
def test_a_misspelt_name_is_found_as_it_is_typed(doors, size):
    page = doors.come(**size)
    page.goto("/characters/")
    words(page).press_sequentially("trotzky")
    expect(names(page).first).to_have_text("Leon Trotsky")
    expect(page.get_by_text("Did you mean Leon Trotsky?")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/characters/\?q=trotzky$"))
    expect(words(page)).to_be_focused()
    page.get_by_role("link", name="Leon Trotsky").first.click()
    expect(said(page)).to_have_text("One character fits “Leon Trotsky”.")
    expect(page.locator("#results mark")).to_have_text(["Leon", "Trotsky"])
    assert page.evaluate(OVERFLOW) <= 0
    names(page).first.click()
    expect(page).to_have_url(re.compile("/characters/leon-trotsky/$"))
    page.go_back()
    expect(names(page)).to_have_text(["Leon Trotsky"])


@SIZES
def test_what_was_said_is_found_and_leads_to_where_it_stands(doors, size):
    page = doors.come(**size)
    page.goto("/characters/")
    words(page).fill("rabbits and cacti in mexico")
    extract = page.locator("#card-leon-trotsky .card-extract")
    expect(extract.locator("mark").first).to_be_visible()
    extract.get_by_role("link").click()
    expect(page).to_have_url(re.compile("/characters/leon-trotsky/#remark-daily-life$"))
    expect(page.locator(":target")).to_be_in_viewport()


@SIZES
def test_back_returns_to_the_former_results(doors, size):
    page = doors.come(**size)
    page.goto("/characters/")
    everybody = said(page).inner_text()
    words(page).fill("revolution")
    expect(said(page)).to_contain_text("fit “revolution”")
    found = said(page).inner_text()
    era = page.get_by_label("Era")
    era.select_option("19th-century")
    expect(page).to_have_url(re.compile(r"q=revolution&era=19th-century$"))
    expect(page.get_by_role("link", name="Take away the filter 19th century")).to_be_visible()
    expect(era).to_have_value("19th-century")
    num = re.search(r"\((\d+)\)", era.locator("option:checked").inner_text())[1]
    expect(names(page)).to_have_count(int(num))
    page.get_by_label("Sort by").select_option("Name")
    expect(page).to_have_url(re.compile("sort=name$"))
    order = names(page).all_inner_texts()

    page.go_back()
    expect(page).to_have_url(re.compile(r"q=revolution&era=19th-century$"))
    expect(page.get_by_label("Sort by")).to_have_value("")
    page.go_back()
    expect(page).to_have_url(re.compile(r"q=revolution$"))
    expect(said(page)).to_have_text(found)
    expect(page.get_by_label("Era")).to_have_value("")
    page.go_back()
    expect(said(page)).to_have_text(everybody)
    expect(words(page)).to_have_value("")
    for _ in range(3):
        page.go_forward()
    expect(page).to_have_url(re.compile("sort=name$"))
    expect(names(page)).to_have_text(order)


def test_it_is_walked_by_the_keyboard(visitor):
    visitor.goto("/characters/")
    words(visitor).focus()
    visitor.keyboard.type("revolution")
    expect(said(visitor)).to_contain_text("fit “revolution”")
    visitor.keyboard.press("ArrowDown")
    expect(names(visitor).nth(0)).to_be_focused()
    visitor.keyboard.press("ArrowDown")
    expect(names(visitor).nth(1)).to_be_focused()
    visitor.keyboard.press("ArrowUp")
    visitor.keyboard.press("ArrowUp")
    expect(words(visitor)).to_be_focused()
    visitor.keyboard.press("ArrowDown")
    visitor.keyboard.press("Escape")
    expect(words(visitor)).to_be_focused()
    visitor.keyboard.press("ArrowDown")
    name = names(visitor).first.inner_text()
    visitor.keyboard.press("Enter")
    expect(visitor.get_by_role("heading", level=1)).to_contain_text(name)


def test_a_late_answer_to_an_earlier_word_is_not_shown(visitor):
    visitor.goto("/characters/")
    held = []

    def hold(route):
        held.append(route)

    visitor.route(re.compile(r"q=curie(&|$)"), hold)
    words(visitor).fill("curie")
    assert wait_for(lambda: visitor.evaluate("1") and held, 20)
    words(visitor).fill("confucius")
    expect(names(visitor)).to_have_text(["Confucius"])
    for route in held:
        route.abort()
    expect(visitor).to_have_url(re.compile("q=confucius$"))


def test_back_pressed_twice_shows_the_page_of_the_second_however_late_the_first_is(visitor):
    visitor.goto("/characters/")
    everybody = said(visitor).inner_text()
    words(visitor).fill("revolution")
    expect(visitor).to_have_url(re.compile("q=revolution$"))
    visitor.get_by_label("Era").select_option("19th-century")
    expect(visitor).to_have_url(re.compile("era=19th-century$"))
    held = []
    visitor.route(re.compile("q=revolution$"), lambda route: held.append(route))
    visitor.go_back()
    assert wait_for(lambda: visitor.evaluate("1") and held, 20)
    visitor.go_back()
    expect(said(visitor)).to_have_text(everybody)
    for route in held:
        with contextlib.suppress(Error):  # the page may have given it up
            route.continue_()
    visitor.wait_for_load_state("networkidle")
    expect(said(visitor)).to_have_text(everybody)
    expect(words(visitor)).to_have_value("")


def test_a_misspelt_search_filters_and_paging_without_javascript(doors):
    plain = doors.come(java_script_enabled=False)
    plain.goto("/")
    plain.get_by_role("main").get_by_role("searchbox").fill("luxembourg rosa")
    plain.get_by_role("main").get_by_role("button", name="Search").click()
    expect(names(plain).first).to_have_text("Rosa Luxemburg")
    words(plain).fill("revolution")
    plain.get_by_label("Born in").select_option("Poland")
    plain.get_by_label("Sort by").select_option("Year of birth")
    plain.get_by_role("main").get_by_role("button", name="Search").click()
    expect(plain.get_by_label("Born in")).to_have_value("Poland")
    expect(names(plain).first).to_be_visible()
    plain.get_by_role("link", name="Take away the filter Poland").click()
    expect(plain.get_by_label("Born in")).to_have_value("")
    expect(words(plain)).to_have_value("revolution")
    names(plain).first.click()
    plain.go_back()
    expect(words(plain)).to_have_value("revolution")
