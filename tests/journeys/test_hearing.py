"""What is heard of a conversation: by screen readers, and when a reply is read aloud."""

import re

import pytest
from playwright.sync_api import expect

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

TOLD = """
window.told = [];
document.addEventListener("DOMContentLoaded", () => {
  for (const id of ["announcer", "happening", "alarm"]) {
    const place = document.getElementById(id);
    if (!place) continue;
    new MutationObserver(() => { if (place.textContent.trim()) window.told.push([id, place.textContent]); })
      .observe(place, { childList: true, characterData: true, subtree: true });
  }
});
"""
# Chromium has no voice on most machines: this one notes what it is told, and says a part when it is asked to.
VOICE = """
window.voice = { said: [], now: null, calls: [] };
class Utterance { constructor(text) { this.text = text; } }
Object.defineProperty(window, "SpeechSynthesisUtterance", { value: Utterance });
Object.defineProperty(window, "speechSynthesis", { value: {
  speak(said) { window.voice.now = said; window.voice.said.push(said.text); },
  cancel() {
    window.voice.calls.push("cancel");
    const now = window.voice.now;
    window.voice.now = null;
    now?.onerror?.({});
  },
  pause() { window.voice.calls.push("pause"); },
  resume() { window.voice.calls.push("resume"); },
} });
window.speak = () => { const now = window.voice.now; window.voice.now = null; now?.onend(); };
"""
# Nothing that is read out by itself holds the words that grow.
LIVE_AROUND_WORDS = """() => [...document.querySelectorAll("[data-text]")]
  .filter((it) => it.closest("[aria-live]:not([aria-live=off]), [role=status], [role=alert], [role=log]")).length"""


def told(page):
    return page.evaluate("window.told")


@pytest.fixture
def listener(reader):
    reader.context.add_init_script(TOLD)
    return reader


def test_a_reply_is_heard_once_and_when_it_is_whole(listener):
    begin(listener, "quentin-quick", "Hello")
    wait_until_whole(listener)
    say(listener, "Speak up")
    expect(messages(listener)).to_have_count(2)
    wait_until_whole(listener)
    expect(listener.locator("#announcer")).to_have_text(re.compile("^Quentin Quick: 1 2 3 .* 20$"))
    heard = [words for place, words in told(listener) if place == "announcer"]
    assert len([words for words in heard if words.endswith("20")]) == len(heard) <= 2
    listener.reload()
    expect(messages(listener)).to_have_count(2)
    listener.wait_for_load_state("networkidle")
    assert told(listener) == []


def test_words_that_grow_are_not_read_out(listener):
    begin(listener, "sam-slow", "Tell me slowly")
    wait_for_words(listener, 60)
    assert listener.evaluate(LIVE_AROUND_WORDS) == 0
    assert [words for place, words in told(listener) if place != "happening"] == []
    listener.get_by_role("button", name="Stop").click()
    expect(last_reply(listener)).to_contain_text("Stopped.")
    expect(listener.locator("#announcer")).to_have_text(re.compile("^Sam Slow: 1 2 3.*Stopped[.]$"))


def test_a_failure_is_heard_at_once_and_not_again(listener):
    begin(listener, "mute-mary", "Do you hear me?")
    expect(last_reply(listener).locator(".error")).to_be_visible()
    expect(writing(listener)).to_have_count(0)
    listener.get_by_role("button", name="Try again").click()
    expect(listener.locator("#alarm")).to_contain_text("Something went wrong")
    # What is heard may still be the first: a reply that fails after the reload is heard then.
    expect(last_reply(listener)).to_have_attribute("data-is", re.compile("^FAILED 2/2"))
    listener.reload()
    expect(last_reply(listener).locator(".error")).to_be_visible()
    listener.wait_for_load_state("networkidle")
    assert told(listener) == []
    expect(listener.get_by_role("alert")).to_have_count(0)


def test_the_focus_is_never_lost(listener):
    begin(listener, "sam-slow", "Tell me slowly")
    wait_for_words(listener, 30)
    stop = listener.get_by_role("button", name="Stop")
    stop.focus()
    listener.keyboard.press("Enter")
    expect(listener.get_by_role("button", name="Continue")).to_be_focused()
    listener.get_by_role("button", name="Try again").focus()
    listener.keyboard.press("Enter")
    expect(writing(listener)).to_have_count(1)
    expect(last_reply(listener).locator(":focus")).to_have_count(1)
    # The reply becomes whole while something in it has the focus.
    wait_until_whole(listener)
    expect(last_reply(listener).locator(":focus")).to_have_count(1)


def test_one_comes_to_the_composer_and_the_latest_reply_at_once(listener):
    begin(listener, "quentin-quick", "Hello")
    wait_until_whole(listener)
    say(listener, "Again")
    expect(messages(listener)).to_have_count(2)
    wait_until_whole(listener)
    listener.evaluate("document.activeElement.blur()")
    skip = listener.get_by_role("link", name="Skip to the latest reply")
    skip.focus()
    expect(skip).to_be_in_viewport()
    listener.keyboard.press("Enter")
    expect(last_reply(listener)).to_be_focused()
    listener.keyboard.press("Tab")
    expect(last_reply(listener).locator(":focus")).to_have_count(1)
    listener.get_by_role("link", name="Skip to your message").focus()
    listener.keyboard.press("Enter")
    expect(composer(listener)).to_be_focused()


def test_a_reply_is_read_aloud_without_its_marks(reader):
    reader.context.add_init_script(VOICE)
    begin(reader, "leon-trotsky", "Why did you oppose Stalin?")
    wait_until_whole(reader)
    expect(last_reply(reader).locator(".citation").first).to_be_attached()
    button = last_reply(reader).get_by_role("button", name="Read aloud")
    button.click()
    expect(last_reply(reader).get_by_role("button", name="Pause")).to_be_visible()
    last_reply(reader).get_by_role("button", name="Pause").click()
    last_reply(reader).get_by_role("button", name="Go on").click()
    assert reader.evaluate("window.voice.calls").count("pause") == 1
    assert reader.evaluate("window.voice.now.lang") == "en-gb"
    for _ in range(60):
        if reader.evaluate("() => { window.speak(); return window.voice.now === null; }"):
            break
    expect(button).to_be_visible()
    said = " ".join(reader.evaluate("window.voice.said"))
    words = (
        last_reply(reader)
        .locator(".message-text")
        .evaluate(
            "(it) => { const copy = it.cloneNode(true); copy.querySelectorAll('.citation').forEach((c) => c.remove());"
            " return copy.textContent; }"
        )
    )
    assert said.split() == words.split()


def test_one_reply_is_read_at_a_time_and_none_when_one_leaves(reader):
    reader.context.add_init_script(VOICE)
    begin(reader, "quentin-quick", "Hello")
    wait_until_whole(reader)
    say(reader, "Again")
    expect(messages(reader)).to_have_count(2)
    wait_until_whole(reader)
    first, second = reader.locator("[data-read]").all()
    first.click()
    expect(first).to_have_text("Pause")
    second.click()
    expect(first).to_have_text("Read aloud")
    expect(second).to_have_text("Pause")
    last_reply(reader).get_by_role("button", name="Stop reading").click()
    expect(second).to_have_text("Read aloud")
    expect(second).to_be_focused()
    second.click()
    reader.evaluate("window.dispatchEvent(new PageTransitionEvent('pagehide'))")
    expect(second).to_have_text("Read aloud")
    assert reader.evaluate("window.voice.now") is None


def test_without_a_voice_or_scripts_nothing_offers_to_read(doors):
    page = doors.new_reader()
    page.context.add_init_script("Object.defineProperty(window, 'speechSynthesis', { value: undefined });")
    begin(page, "quentin-quick", "Hello")
    wait_until_whole(page)
    expect(page.locator("[data-read]")).to_be_hidden()
    plain = doors.come(java_script_enabled=False)
    plain.context.add_cookies(page.context.cookies())
    plain.goto(page.url)
    expect(plain.locator("[data-read]")).to_be_hidden()
