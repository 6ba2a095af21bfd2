"""Pages read from right to left: turned about as a whole, and passages that run the other way than their page."""

import pytest

from tests.journeys import arabic
from tests.journeys.places import address, page_of, wait_until_settled

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
both_sizes = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
EVERYWHERE = (".site-name", ".site-nav", ".site-footer p")
# What stands on one side of each page, and in rows what is read first.
PLACED = {
    "home": (*EVERYWHERE, ".specimen", ".opening h1", ".opening-search .button", ".card .medallion", ".card-words"),
    "catalog": (*EVERYWHERE, ".finder-words .button", ".finder-choices .field", ".card .medallion", ".card-name"),
    "character": (*EVERYWHERE, ".title-picture", ".title-words", ".contents", ".reading", ".ask", ".remark"),
    "map": (*EVERYWHERE, ".map-picture", ".map-list", ".map-swatch"),
    "timeline": (*EVERYWHERE, ".timeline-bar", ".timeline-life text", ".timeline-number", ".timeline-list li"),
    "explore": (*EVERYWHERE, ".card .medallion", ".card-because"),
    "conversation": (
        ".site-name", ".chat-main", ".chat-list", ".chat-head .medallion", ".chat-head > .menu",
        ".message--user", ".message--user .tool", ".composer textarea", ".composer .button", ".button--offer",
    ),
    "sign-in": (*EVERYWHERE, "form.account-form, main form", "main form .button", "input[type=password]"),
    "admin-list": ("#nav-sidebar", "#header-inner h1", ".saved-filter", "#searchbar", "#result_list tbody tr"),
    "admin-form": ("#nav-sidebar", "#header-inner h1", ".desk-nav a", ".preview-open", ".desk-toolbar", "#id_name"),
    "desk-review": ("#nav-sidebar", ".desk-nav .desk-pill", ".review .desk-panel", ".review-findings .desk-pill"),
}  # fmt: skip
# Before anything is laid out: an interface in Arabic would write it into the page.
FROM_THE_RIGHT = """new MutationObserver((_, watching) => {
  if (!document.documentElement) return;
  document.documentElement.dir = "rtl";
  watching.disconnect();
}).observe(document, { childList: true });"""
BOXES = """(selectors) => Object.fromEntries(selectors.map((selector) => [selector,
  [...document.querySelectorAll(selector)].filter((it) => it.checkVisibility()).slice(0, 12)
    .map((it) => it.getBoundingClientRect()).map((box) => [box.left, box.width])]))"""
TOO_WIDE = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  return [...document.querySelectorAll("body *")]
    .filter((it) => it.getBoundingClientRect().left < -1 || it.getBoundingClientRect().right > root.clientWidth + 1)
    .map((it) => it.outerHTML.slice(0, 120));
}"""
# Where the first letter of an element's text stands, from the left, and the element's own two sides.
FIRST_LETTER = """(element) => {
  const letters = document.createTreeWalker(element, NodeFilter.SHOW_TEXT, (node) =>
    node.data.trim() ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP);
  const node = letters.nextNode(), at = node.data.search(/\\S/), range = document.createRange();
  range.setStart(node, at);
  range.setEnd(node, at + 1);
  const letter = range.getBoundingClientRect(), box = element.getBoundingClientRect();
  const { paddingLeft, paddingRight } = getComputedStyle(element);
  return [letter.left - box.left - parseFloat(paddingLeft), box.right - letter.right - parseFloat(paddingRight)];
}"""
SAYS = """(paragraph, words) => {
  const said = document.createElement("span"), mark = document.createElement("a");
  [said.textContent, mark.textContent, mark.className] = [words, "1", "citation"];
  paragraph.replaceChildren(said, " ", mark);
}"""
SAY_WHICH_WAY = """(elements) => elements.forEach((it) => { it.lang = "ar"; it.dir = "rtl"; })"""


def boxes_of(page, name):
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    return page.evaluate(BOXES, list(PLACED[name]))


def begins_at_the_right(locator):
    from_the_left, from_the_right = locator.evaluate(FIRST_LETTER)
    return from_the_right < 3 < from_the_left


def begins_at_the_left(locator):
    from_the_left, from_the_right = locator.evaluate(FIRST_LETTER)
    return from_the_left < 3 < from_the_right


def style(locator, name, pseudo=""):
    return locator.evaluate(
        "(it, [name, pseudo]) => getComputedStyle(it, pseudo || null).getPropertyValue(name)", [name, pseudo]
    )


@both_sizes
@pytest.mark.parametrize("name", PLACED)
def test_turned_about_is(name, size, doors, site):
    wait_until_settled(site)
    page = page_of(doors, name, viewport=size, reduced_motion="reduce")
    page.goto(address(site, name))
    before = boxes_of(page, name)
    page.add_init_script(FROM_THE_RIGHT)
    page.goto("about:blank")
    page.goto(address(site, name))
    after = boxes_of(page, name)
    assert page.evaluate(TOO_WIDE) == []
    assert sum(map(len, before.values())) > 3
    wrong = [
        (selector, place, was, now)
        for selector in PLACED[name]
        for place, (was, now) in enumerate(zip(before[selector], after[selector], strict=True))
        if abs(now[1] - was[1]) < 1.5 and abs(now[0] - (size["width"] - was[0] - was[1])) > 1.5
    ]
    assert wrong == [], "stands where it stood, or elsewhere"
    pairs = [pair for each in PLACED[name] for pair in zip(before[each], after[each], strict=True)]
    told = [abs(now[1] - was[1]) < 1.5 for was, now in pairs]
    assert told.count(True) > 0.6 * len(told), "too few are as wide as they were to be compared"


@both_sizes
def test_links_in_a_row_are_read_from_the_right(doors, size):
    page = doors.come(viewport=size)
    page.add_init_script(FROM_THE_RIGHT)
    page.goto("/characters/leon-trotsky/")
    for row in (".site-nav a", ".page-crumbs li"):
        found = page.evaluate(BOXES, [row])[row]
        assert len(found) > 1
        assert found == sorted(found, reverse=True)
    assert page.locator(".site-name").bounding_box()["x"] > page.locator(".site-nav").bounding_box()["x"]


def test_signs_that_lead_on_or_back_are_turned_about(doors, site):
    wait_until_settled(site)
    page = doors.settled(viewport=DESK)
    page.goto(address(site, "conversation"))
    offer = page.locator(".button--offer").first
    assert style(offer, "content", "::after") == '"→"'
    page.evaluate("document.documentElement.dir = 'rtl'")
    assert style(offer, "content", "::after") == '"←"'
    page.goto("/characters/?q=trotsky")
    page.locator(".card-name").first.click()
    page.wait_for_selector(".is-back")
    crumb = page.locator(".page-crumbs li:has(> .is-back)")
    assert style(crumb, "content", "::before").startswith('"←"')
    page.evaluate("document.documentElement.dir = 'rtl'")
    assert style(crumb, "content", "::before").startswith('"→"')


def test_the_map_is_walked_to_where_the_arrow_points(doors):
    page = doors.come(viewport=DESK)
    page.add_init_script(FROM_THE_RIGHT)
    page.goto("/characters/leon-trotsky/map/")
    middle = page.locator(".map-node--middle").bounding_box()
    for key, is_there in (
        ("ArrowRight", lambda x: x > middle["x"]),
        ("ArrowLeft", lambda x: x < middle["x"]),
    ):
        page.locator("#map").focus()
        page.keyboard.press(key)
        assert is_there(page.locator(":focus").bounding_box()["x"])


def test_words_on_the_timeline_can_be_read(doors):
    page = doors.come(viewport=PHONE)
    page.add_init_script(FROM_THE_RIGHT)
    page.goto("/timeline/?era=20th-century")
    line = page.locator(".timeline-line")
    # Turned about with the picture, and back again.
    assert style(line.locator("svg"), "scale") == style(line.locator("text").first, "scale") == "-1 1"
    bars = page.evaluate(BOXES, [".timeline-bar"])[".timeline-bar"]
    ends = [left + width for left, width in bars]
    assert ends == sorted(ends, reverse=True), "whoever was born first stands furthest to the right"
    assert size_of_window(page) >= ends[0] > 0, "and is seen without scrolling"


def size_of_window(page):
    return page.evaluate("innerWidth")


def test_the_toolbar_over_a_text_is_walked_as_it_is_read(doors, site):
    page = doors.editor(viewport=DESK)
    page.add_init_script(FROM_THE_RIGHT)
    page.goto(address(site, "admin-form"))
    buttons = page.locator(".desk-toolbar").first.get_by_role("button")
    buttons.nth(0).focus()
    page.keyboard.press("ArrowLeft")
    assert buttons.nth(1).evaluate("(it) => it === document.activeElement")
    page.keyboard.press("ArrowRight")
    assert buttons.nth(0).evaluate("(it) => it === document.activeElement")


# --- Passages that run the other way ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def published(site):
    site.run("-m", "tests.journeys.arabic")


@both_sizes
def test_an_arabic_character_on_an_english_page(published, doors, size):
    page = doors.come(viewport=size)
    page.goto(f"/characters/{arabic.SLUG}/")
    # Where the page does not say it yet.
    page.locator("h1, .tagline, #who_is .prose").evaluate_all(SAY_WHICH_WAY)
    biography = page.locator("#who_is .prose")
    assert page.evaluate(TOO_WIDE) == []

    # The page itself is read from the left.
    window = size["width"]
    assert page.locator(".site-name").bounding_box()["x"] < window / 2
    assert begins_at_the_left(page.locator(".contents h2"))
    if size is DESK:
        assert page.locator(".contents").bounding_box()["x"] < page.locator(".reading").bounding_box()["x"]

    # What is said of him, from the right.
    assert begins_at_the_right(page.locator(".tagline"))
    for passage in biography.locator("p").all()[:2]:
        assert begins_at_the_right(passage)
    items = biography.locator("ul")
    assert style(items, "padding-left") == "0px" != style(items, "padding-right")
    assert begins_at_the_right(items.locator("li").first)
    quote = biography.locator("blockquote")
    assert (style(quote, "border-left-width"), style(quote, "border-right-width")) == ("0px", "1px")

    # In type for letters that are joined.
    first = biography.locator(".passage").first
    assert style(first, "initial-letter", "::first-letter") == "normal"
    assert style(first, "float", "::first-letter") == "none"
    assert style(first, "font-size", "::first-letter") == style(first, "font-size")
    assert style(biography.locator("em"), "font-style") == "normal"
    assert style(page.locator("h1"), "letter-spacing") in ("normal", "0px")
    lines = biography.locator("p").first
    assert float(style(lines, "line-height")[:-2]) >= 1.8 * float(style(lines, "font-size")[:-2])
    assert "Naskh" in style(lines, "font-family")


@both_sizes
def test_an_english_passage_on_a_page_read_from_the_right(doors, size):
    page = doors.come(viewport=size)
    page.add_init_script(FROM_THE_RIGHT)
    page.goto("/characters/leon-trotsky/")
    page.locator(".reading .prose").evaluate_all(
        "(all) => all.forEach((it) => { it.lang = 'en'; it.dir = 'ltr'; })"
    )
    assert page.evaluate(TOO_WIDE) == []
    assert page.locator(".site-name").bounding_box()["x"] > size["width"] / 2
    assert begins_at_the_left(page.locator("#who_is .passage p").nth(1))
    items = page.locator(".reading .prose :is(ul, ol)").first
    assert style(items, "padding-right") == "0px" != style(items, "padding-left")
    # The rule beside a remark is the page's, and at the side where its own head begins.
    remark = page.locator(".remark").first
    assert (style(remark, "border-left-width"), style(remark, "border-right-width")) == ("0px", "1px")


@both_sizes
@pytest.mark.parametrize(("whole", "passage"), [("ltr", "rtl"), ("rtl", "ltr")])
def test_messages_stand_at_the_side_of_who_says_them(doors, site, size, whole, passage):
    wait_until_settled(site)
    page = doors.settled(viewport=size)
    page.goto(address(site, "conversation"))
    page.evaluate("(whole) => { document.documentElement.dir = whole; }", whole)
    mine, theirs = page.locator(".message--user").first, page.locator(".message--character").last
    before = mine.bounding_box()
    # Whether the bubble says it or the words in it.
    for said_by in (mine, mine.locator(".message-text"), theirs.locator(".message-text")):
        said_by.evaluate("(it, passage) => { it.dir = passage; }", passage)
    after = mine.bounding_box()
    assert (after["x"], after["width"]) == pytest.approx((before["x"], before["width"]), abs=2)
    reply = theirs.locator(".message-text p").first
    reply.evaluate(SAYS, {"rtl": "كان رأيي واضحًا.", "ltr": "I said so."}[passage])
    if passage == "rtl":
        assert begins_at_the_right(reply)
    else:
        assert begins_at_the_left(reply)
    # A mark stands behind the words that it proves.
    words, mark = reply.locator("span").bounding_box(), reply.locator(".citation").bounding_box()
    assert (mark["x"] < words["x"]) == (passage == "rtl")
    assert page.evaluate(TOO_WIDE) == []


def test_what_one_writes_says_by_itself_which_way_it_runs(doors, site):
    wait_until_settled(site)
    page = doors.settled(viewport=DESK)
    page.goto(address(site, "conversation"))
    words = page.locator(".message--user .message-text p").first
    assert begins_at_the_left(words)
    words.evaluate("(it) => { it.textContent = 'لماذا؟ قل'; it.style.width = '20rem'; }")
    assert begins_at_the_right(words)
    title = page.locator(".chat-list-title").first
    title.evaluate("(it) => { it.textContent = 'لماذا عارضت ستالين؟ أخبرني بكل شيء'; }")
    assert style(title, "direction") == "rtl"
    assert style(page.locator("#composer-text"), "unicode-bidi") == "plaintext"
