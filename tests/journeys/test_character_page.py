"""On a character's page: the contents follow, parts and citations are copied, and one finds back into the catalog."""

import re

import pytest
from playwright.sync_api import expect

TROTSKY = "/characters/leon-trotsky/"
CLIPBOARD = ["clipboard-read", "clipboard-write"]
WIDTHS = {390: 844, 1280: 800}
# How far below the window's top something is, in parts of the window's height.
TOP = "it => it.getBoundingClientRect().top / innerHeight"


@pytest.fixture(params=WIDTHS)
def size(request):
    return {"width": request.param, "height": WIDTHS[request.param]}


def clipboard(page) -> str:
    return page.evaluate("navigator.clipboard.readText()")


def marked(page):
    return page.locator(".contents a[aria-current]")


def back(page):
    return page.get_by_role("navigation", name="Breadcrumb").get_by_role("link").first


def test_a_citation_is_found_in_the_contents_and_copied_in_every_form(doors, size):
    page = doors.come(viewport=size, permissions=CLIPBOARD)
    page.goto(TROTSKY)
    expect(page.locator("#cite_apa")).to_be_hidden()
    page.get_by_role("navigation", name="On this page").get_by_role("link", name="Cite this page").click()
    expect(page.locator("#cite_apa")).to_be_in_viewport()
    for part, words in (
        ("apa", "(Edition 1)"),
        ("bib", "@misc{colloquy-leon-trotsky-1,"),
        ("csl", '"webpage"'),
    ):
        shown = page.locator(f"#cite_{part}").text_content()
        button = page.locator(f"[data-copy-from=cite_{part}]")
        button.click()
        expect(button).to_have_text("Copied")
        assert words in shown
        assert clipboard(page) == shown
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save as a file").first.click()
    assert saved.value.suggested_filename == "colloquy-leon-trotsky-1.bib"
    assert saved.value.path().read_text() == page.locator("#cite_bib").text_content()


def test_the_address_of_a_part_is_copied_by_keyboard(doors, size, site):
    page = doors.come(viewport=size, permissions=CLIPBOARD)
    page.goto(TROTSKY)
    link = page.get_by_role("link", name="Link to this section: Why did Trotsky oppose Stalin?")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#copied")).to_have_text("The link to this section is copied.")
    assert clipboard(page) == f"{site.url}{TROTSKY}#opposing-stalin"


def test_the_contents_mark_where_one_is_reading(doors):
    page = doors.come(viewport={"width": 1280, "height": 800})
    page.goto(TROTSKY)
    for name in ("opposing-stalin", "in_voice", "who_is"):
        page.locator(f"#{name}").evaluate("it => it.scrollIntoView({behavior: 'instant'})")
        expect(marked(page)).to_have_count(1)
        expect(marked(page)).to_have_attribute("href", f"#{name}")
        expect(marked(page)).to_be_in_viewport()
    page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    expect(marked(page)).to_have_count(0)


def test_who_searched_goes_back_to_the_search(doors, size):
    page = doors.come(viewport=size)
    page.goto("/characters/")
    page.get_by_label("Name, theme or words").press_sequentially("trots")
    expect(page.locator("#results .card")).to_have_count(1)
    page.get_by_role("link", name="Leon Trotsky").click()
    expect(back(page)).to_have_text("Back to where you were")
    # On to another, and on within the page: the way back stays.
    page.get_by_role("link", name="Rosa Luxemburg").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Talk with Rosa Luxemburg")
    page.get_by_role("navigation", name="On this page").get_by_role("link").first.click()
    back(page).click()
    expect(page).to_have_url(re.compile(r"/characters/\?q=trots(#card-leon-trotsky)?$"))
    expect(page.locator("#results .card")).to_have_count(1)


def test_who_went_far_into_the_catalog_goes_back_to_that_place(doors, size):
    page = doors.come(viewport=size)
    page.goto("/characters/")
    expect(page.locator("#results .card")).to_have_count(24)
    page.get_by_role("link", name="More characters").scroll_into_view_if_needed()
    card = page.get_by_role("link", name="Zoe Zephyr 15")
    card.scroll_into_view_if_needed()
    before = card.evaluate(TOP)
    card.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Talk with Zoe Zephyr 15")
    for go in (back(page).click, page.go_back):
        go()
        expect(page).to_have_url(re.compile(r"/characters/#card-zoe-15$"))
        expect(card).to_be_in_viewport()
        assert abs(card.evaluate(TOP) - before) < 0.2
        card.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Talk with Zoe Zephyr 15")


def test_who_came_from_elsewhere_finds_the_whole_catalog(doors, size):
    page = doors.come(viewport=size)
    page.goto("/")
    page.goto(TROTSKY)
    expect(back(page)).to_have_text("Characters")
    back(page).click()
    expect(page).to_have_url(re.compile(r"/characters/$"))


def test_everything_is_there_without_javascript(doors, size, site):
    page = doors.come(viewport=size, java_script_enabled=False)
    page.goto("/characters/?q=trots")
    page.get_by_role("link", name="Leon Trotsky").click()
    expect(page.locator("[data-copy-from]").first).to_be_hidden()
    page.get_by_text("Cite this page").last.click()
    expect(page.locator("#cite_bib")).to_be_visible()
    expect(page.get_by_role("button", name="Copy")).to_have_count(0)
    expect(page.get_by_role("link", name="Save as a file")).to_have_count(2)
    back(page).click()
    expect(page).to_have_url(f"{site.url}/characters/")


def test_on_paper_stand_the_text_and_how_to_cite_it(doors):
    page = doors.come()
    page.goto(TROTSKY)
    page.emulate_media(media="print", color_scheme="dark")
    for name in ("Site", "Breadcrumb", "On this page"):
        expect(page.get_by_role("navigation", name=name)).to_be_hidden()
    expect(page.get_by_role("link", name="Begin a conversation").first).to_be_hidden()
    expect(page.get_by_role("heading", name="Find more like")).to_be_hidden()
    expect(page.locator("#opposing-stalin")).to_be_visible()
    expect(page.locator("#cite_apa")).to_be_visible()
    expect(page.locator("#cite_bib")).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.pdf().startswith(b"%PDF")
