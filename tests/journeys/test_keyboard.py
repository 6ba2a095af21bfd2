"""From the front door to a sent message without a mouse."""

import re

from playwright.sync_api import expect

LIMIT = 80
FOCUSED = "() => { const it = document.activeElement; return (it.ariaLabel || it.innerText || it.id || '').trim(); }"
# By itself, or by what is drawn over the whole of a card.
OUTLINED = """() => ["", "::after"].map((part) => getComputedStyle(document.activeElement, part))
  .some((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0)"""


def tab_to(page, name):
    """Press Tab until this has the focus, which must be seen on every step."""
    for _ in range(LIMIT):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        assert page.evaluate(OUTLINED), f"no visible focus on {focused!r}"
        if re.search(name, focused):
            return
    raise AssertionError(f"{name} is not reached by Tab")


def test_from_the_front_door_to_a_sent_message(reader):
    reader.goto("/")
    tab_to(reader, "Skip to the text")
    reader.keyboard.press("Enter")
    tab_to(reader, "opening-q")
    reader.keyboard.type("trotsky")
    reader.keyboard.press("Enter")
    expect(reader).to_have_url(re.compile("q=trotsky"))
    tab_to(reader, "Leon Trotsky")
    reader.keyboard.press("Enter")
    expect(reader).to_have_url(re.compile("/characters/leon-trotsky/$"))
    tab_to(reader, "Begin a conversation")
    reader.keyboard.press("Enter")
    expect(reader).to_have_url(re.compile("/chat/with/leon-trotsky/$"))
    tab_to(reader, "composer-text")
    reader.keyboard.type("Good morning")
    reader.keyboard.press("Enter")
    expect(reader).to_have_url(re.compile(r"/chat/\d+/$"))
    expect(reader.locator(".message--user")).to_contain_text("Good morning")
    expect(reader.locator(".is-writing")).to_have_count(0)
    tab_to(reader, "composer-text")
    reader.keyboard.type("And who are you?")
    reader.keyboard.press("Enter")
    expect(reader.locator(".message--user")).to_have_count(2)


def test_the_feed_keeps_the_focus_where_it_grew(visitor):
    visitor.goto("/characters/ada-lovelace/similar/")
    more = visitor.get_by_role("link", name="More like Ada Lovelace")
    expect(more).to_be_visible()
    num = visitor.locator(".card").count()
    more.focus()
    visitor.keyboard.press("Enter")
    expect(visitor.locator(".card").nth(num)).to_be_visible()
    expect(visitor.locator(".card").nth(num).get_by_role("link")).to_be_focused()
