"""What people do in a conversation, and what they then see of it."""

import re

from playwright.sync_api import expect

WITHOUT_CITATIONS = """(text) => {
  const copy = text.cloneNode(true);
  copy.querySelectorAll(".citation").forEach((citation) => citation.remove());
  return copy.textContent;
}"""


def begin(page, slug, text):
    """Begin a conversation by writing into the composer."""
    page.goto(f"/chat/with/{slug}/")
    say(page, text)
    expect(page).to_have_url(re.compile(r"/chat/\d+/"))


def say(page, text):
    page.get_by_label("Your message").fill(text)
    page.get_by_label("Your message").press("Enter")


def composer(page):
    return page.get_by_label("Your message")


def messages(page):
    return page.locator(".message--user")


def last_reply(page):
    return page.locator(".message--character:not(.message--greeting)").last


def writing(page):
    """The bubble whose text is growing."""
    return page.locator(".message.is-writing")


def wait_for_words(page, number):
    """Wait until so many characters of a reply stand on the page; the text then."""
    growing = page.locator("[data-text]")
    expect(growing).to_have_text(re.compile(f"[\\s\\S]{{{number}}}"))
    return growing.text_content()


def wait_until_whole(page, seconds=40):
    expect(writing(page)).to_have_count(0, timeout=seconds * 1000)
    expect(last_reply(page).locator("[data-text]")).to_have_count(0)


def reply_id(page):
    return int(last_reply(page).get_attribute("id").removeprefix("message-"))


def kept_text(site, page):
    """The last reply's text in the database."""
    return site.query("SELECT text FROM chat_message WHERE id = %s", reply_id(page))[0][0]


def shown_text(page):
    """The last reply's words on the page, without its citations."""
    return last_reply(page).locator(".message-text").evaluate(WITHOUT_CITATIONS)


def words_only(text):
    """To compare what is kept, as Markdown, with what is shown, as a printer sets it."""
    return re.sub(r"[\W_]+", "", re.sub(r"\[\d+\]", "", text))


def assert_whole(site, page):
    """What is shown is what is kept, and on the way there nothing was missing or stood twice."""
    kept = kept_text(site, page)
    assert kept
    assert words_only(shown_text(page)) == words_only(kept)
    for text in page.evaluate("(id) => window.streamed[id] ?? []", f"message-{reply_id(page)}"):
        assert words_only(kept).startswith(words_only(text))


def place_of(element):
    """Where it begins in the window, in pixels: it moves only when the page is scrolled or what is above it changes."""
    return round(element.evaluate("(it) => it.getBoundingClientRect().top"))
