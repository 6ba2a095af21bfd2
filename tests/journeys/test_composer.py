"""Writing a message, and where the page stands while a reply grows."""

from playwright.sync_api import expect

from tests.journeys.accounts import sign_in
from tests.journeys.talking import (
    begin,
    composer,
    last_reply,
    messages,
    say,
    wait_for_words,
    wait_until_whole,
    writing,
)

ANNOUNCED = """
window.announced = [];
new MutationObserver(() => window.announced.push(document.getElementById("announcer").textContent))
  .observe(document.getElementById("announcer"), { childList: true, characterData: true, subtree: true });
"""


TWO_ENTERS_AT_ONCE = """() => {
  const box = document.getElementById("composer-text");
  const enter = { key: "Enter", bubbles: true, cancelable: true };
  for (let n = 0; n < 2; n++) box.dispatchEvent(new KeyboardEvent("keydown", enter));
}"""


def place_of(message):
    """Where a message begins in the window, in pixels: it moves only when the page is scrolled."""
    return round(message.evaluate("(it) => it.getBoundingClientRect().top"))


def test_enter_sends_and_shift_enter_breaks_the_line(reader):
    begin(reader, "quentin-quick", "Hello")
    wait_until_whole(reader)
    box = composer(reader)
    height = box.bounding_box()["height"]
    box.press_sequentially("One")
    box.press("Shift+Enter")
    box.press_sequentially("two")
    expect(box).to_have_value("One\ntwo")
    assert box.bounding_box()["height"] > height
    box.press("Enter")
    expect(messages(reader)).to_have_count(2)
    expect(messages(reader).last.locator(".message-text br")).to_have_count(1)
    expect(box).to_have_value("")
    expect(box).to_be_focused()


def test_two_quick_enters_are_one_turn(reader, site):
    begin(reader, "quentin-quick", "Hello")
    wait_until_whole(reader)
    composer(reader).fill("Once only")
    reader.evaluate(TWO_ENTERS_AT_ONCE)
    expect(messages(reader)).to_have_count(2)
    wait_until_whole(reader)
    reader.reload()
    expect(messages(reader)).to_have_count(2)


def test_two_quick_enters_begin_one_conversation(reader):
    reader.goto("/chat/with/quentin-quick/")
    composer(reader).fill("Once only")
    composer(reader).press("Enter")
    composer(reader).press("Enter")
    expect(messages(reader)).to_have_count(1)
    reader.goto("/chat/")
    expect(reader.locator(".conversation-list > [id^=conversation-]")).to_have_count(1)


def test_nothing_is_not_sent(reader):
    begin(reader, "quentin-quick", "Hello")
    wait_until_whole(reader)
    for nothing in ("", "   ", "\n\n"):
        say(reader, nothing)
    expect(messages(reader)).to_have_count(1)
    reader.get_by_role("button", name="Send").click()
    expect(reader.locator("#composer").get_by_role("alert")).to_have_text("Write something first.")
    say(reader, "Something")
    expect(messages(reader)).to_have_count(2)
    expect(messages(reader).last).to_contain_text("Something")


def test_what_is_typed_while_a_message_is_sent_stays(reader):
    begin(reader, "quentin-quick", "Hello")
    wait_until_whole(reader)
    say(reader, "First")
    composer(reader).fill("Second, and longer")
    expect(messages(reader)).to_have_count(2)
    expect(composer(reader)).to_have_value("Second, and longer")


def test_an_offered_question_leaves_the_draft_alone(reader):
    begin(reader, "leon-trotsky", "What is the best way to bake a chocolate cake?")
    wait_until_whole(reader)
    composer(reader).fill("What I was about to say")
    last_reply(reader).locator(".offers button").first.click()
    expect(messages(reader)).to_have_count(2)
    expect(composer(reader)).to_have_value("What I was about to say")


def test_a_session_that_has_ended_costs_no_text(doors, site, watch):
    watch.expect("403")  # the page's token is of the session before; it takes the new one by itself
    page = doors.editor()
    begin(page, "quentin-quick", "Hello")
    wait_until_whole(page)
    page.context.clear_cookies(name="sessionid")
    say(page, "Do not lose this")
    expect(page.get_by_role("alert")).to_contain_text("signed out")
    expect(composer(page)).to_have_value("Do not lose this")

    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in in a new tab").click()
    sign_in(opened.value, site.told["editor"]["email"])
    expect(opened.value).to_have_url(page.url)
    page.get_by_role("button", name="Send").click()
    expect(messages(page)).to_have_count(2)
    expect(messages(page).last).to_contain_text("Do not lose this")


def test_the_page_stays_where_the_reader_put_it(reader):
    begin(reader, "long-john", "Tell me everything")
    wait_for_words(reader, 6000)
    expect(composer(reader)).to_be_in_viewport()
    latest = reader.get_by_role("button", name="Latest")
    expect(latest).to_be_hidden()

    reader.mouse.move(640, 300)
    reader.mouse.wheel(0, -1500)
    expect(latest).to_be_visible()
    place = place_of(last_reply(reader))
    length = len(reader.locator("[data-text]").text_content())
    wait_for_words(reader, length + 1500)
    assert place_of(last_reply(reader)) == place

    latest.click()
    expect(latest).to_be_hidden()
    place = place_of(last_reply(reader))
    wait_for_words(reader, len(reader.locator("[data-text]").text_content()) + 1000)
    assert place_of(last_reply(reader)) < place
    wait_until_whole(reader)
    expect(last_reply(reader).locator(".message-meta").last).to_be_in_viewport()


def test_the_focus_stays_and_a_whole_reply_is_announced_once(reader):
    begin(reader, "quentin-quick", "Hello")
    wait_until_whole(reader)
    reader.evaluate(ANNOUNCED)
    say(reader, "Speak up")
    expect(messages(reader)).to_have_count(2)
    expect(composer(reader)).to_be_focused()
    wait_until_whole(reader)
    expect(reader.locator("#announcer")).to_contain_text("Quentin Quick: 1 2 3")
    expect(composer(reader)).to_be_focused()
    assert len(reader.evaluate("window.announced")) == 1
    assert reader.locator("#thread").get_attribute("aria-live") is None
    expect(writing(reader)).to_have_count(0)
