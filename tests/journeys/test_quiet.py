"""Quiet for the eye: words that come fast come smoothly, and nothing moves under a reader."""

import json
import re

import pytest
from playwright.sync_api import expect

from engines.scripts import marked_text
from tests.journeys.talking import (
    begin,
    composer,
    kept_text,
    last_reply,
    reply_id,
    wait_for_words,
    wait_until_whole,
)

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1280, "height": 800}}
LONG_TASK = 50  # milliseconds
SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
OBSERVE = """
window.longTasks = [];
new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map((it) => it.duration)))
  .observe({ entryTypes: ["longtask"] });
"""
# How high the words stood in each frame, while they were streamed and then whole.
HEIGHTS = """() => {
  window.heights = [];
  const look = () => {
    const reply = [...document.querySelectorAll(".message--character")].at(-1);
    const text = reply?.querySelector(".message-text");
    if (text) window.heights.push([reply.matches(".is-writing"), text.getBoundingClientRect().height, text.innerText]);
    if (reply?.matches(".is-writing") || window.heights.length < 5) requestAnimationFrame(look);
  };
  look();
}"""

FRAME = (
    "() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(null))))"
)
# What the reader sees, by the message before the last: where it stands in the window, and how far the page is scrolled.
PLACE = """() => [Math.round([...document.querySelectorAll(".message--user")].at(-1).getBoundingClientRect().top),
  Math.round(window.scrollY)]"""
LEFT = "() => document.documentElement.scrollHeight - window.innerHeight - window.scrollY"
# Controls of less than 40 pixels, but links in running text, and citations, which reach further than they show.
TOO_SMALL = """() => [...document.querySelectorAll("a, button, summary, input:not([type=hidden]), textarea, select")]
  .filter((it) => it.checkVisibility() && !it.matches(".skip, .citation, .message-text a, p a"))
  .filter((it) => { const box = it.getBoundingClientRect(); return box.height < 40 || box.width < 40; })
  .map((it) => `${it.outerHTML.slice(0, 90)} ${Math.round(it.offsetWidth)}x${Math.round(it.offsetHeight)}`)"""


def longest_task(trace):
    """Processor time of the page's longest task, in milliseconds: waiting for a processor is not ours."""
    events = json.loads(trace)["traceEvents"]
    main = {
        (event["pid"], event["tid"])
        for event in events
        if event["name"] == "thread_name" and event["args"]["name"] == "CrRendererMain"
    }
    tasks = [
        event["tdur"]
        for event in events
        if "RunTask" in event["name"] and "tdur" in event and (event["pid"], event["tid"]) in main
    ]
    assert tasks
    return max(tasks) / 1000


def assert_no_long_task(browser, page, act):
    """While ``act`` runs. Where the machine has other work, a task may last longer than it works."""
    page.evaluate(OBSERVE)
    browser.start_tracing(page=page, categories=["toplevel", "__metadata"])
    try:
        act()
    finally:
        trace = browser.stop_tracing()
    long_tasks = page.evaluate("window.longTasks")
    assert not long_tasks or longest_task(trace) < LONG_TASK, long_tasks


@SIZES
def test_300_pieces_a_second_come_smoothly_and_stay_as_they_are(doors, browser, site, size):
    page = doors.new_reader(**size)
    begin(page, "quentin-quick", "Hello")
    wait_until_whole(page)
    page.goto("/chat/with/mark-marked/")
    composer(page).fill("Tell me all")
    composer(page).press("Enter")
    wait_for_words(page, 50)
    page.evaluate(HEIGHTS)
    assert_no_long_task(browser, page, lambda: wait_until_whole(page, 90))
    assert kept_text(site, page) == marked_text(3600)
    (first, before, streamed), (_, after, whole) = last_and_first(page.evaluate("window.heights"))
    assert first
    assert streamed == whole
    assert before == after
    rate = site.query(
        "SELECT 3600 / extract(epoch FROM finished_at - first_piece_at) FROM chat_generation WHERE reply_id = %s",
        reply_id(page),
    )[0][0]
    assert rate > 200, "the engine was not quick enough to show anything"


def last_and_first(heights):
    """The last look at the words as they were streamed, and the first at the whole reply."""
    place = next(i for i, (is_writing, *_) in enumerate(heights) if not is_writing)
    return heights[place - 1], heights[place]


@SIZES
def test_a_reader_who_has_scrolled_up_is_left_alone(doors, size):
    page = doors.new_reader(**size)
    begin(page, "mark-marked", "Tell me all")
    latest = page.get_by_role("button", name="Latest")
    wait_for_words(page, 3_000)
    expect(latest).to_be_hidden()
    # A little is enough: nobody is pulled back who wants to read a line again.
    page.evaluate("window.scrollBy({ top: -60, behavior: 'instant' })")
    page.evaluate(FRAME)
    place = page.evaluate(PLACE)
    wait_for_words(page, 4_500)
    assert page.evaluate(PLACE) == place
    expect(latest).to_be_visible()
    latest.click()
    expect(latest).to_be_hidden()
    wait_for_words(page, len(page.locator("[data-text]").text_content()) + 500)
    assert page.evaluate(PLACE)[1] > place[1]
    page.evaluate("window.scrollTo({ top: 0, behavior: 'instant' })")
    page.evaluate(FRAME)
    wait_until_whole(page, 90)
    assert page.evaluate("window.scrollY") == 0
    latest.click()
    expect(last_reply(page).get_by_role("button", name="Try again")).to_be_in_viewport()


# A keyboard that comes out makes the page lower: so `interactive-widget=resizes-content` has it.
def test_the_composer_stays_above_a_phones_keyboard(doors):
    page = doors.new_reader(**PHONE)
    begin(page, "mark-marked", "Tell me all")
    wait_for_words(page, 3_000)
    expect(page.locator("meta[name=viewport]")).to_have_attribute("content", re.compile("resizes-content"))
    composer(page).tap()
    page.set_viewport_size({"width": 390, "height": 480})
    page.evaluate(FRAME)
    box = composer(page).bounding_box()
    assert box["y"] + box["height"] <= 480
    assert page.evaluate(LEFT) <= 1
    # Smaller letters would make a phone zoom in when the field gets the focus.
    assert float(composer(page).evaluate("(it) => parseFloat(getComputedStyle(it).fontSize)")) >= 16
    page.evaluate("window.scrollTo({ top: 0, behavior: 'instant' })")
    page.evaluate(FRAME)
    box = composer(page).bounding_box()
    assert box["y"] + box["height"] <= 480


def test_everything_on_a_phone_is_large_enough_to_touch(doors, site):
    page = doors.settled(**PHONE)
    for address in site.told["settled"]["conversations"]:
        page.goto(address)
        assert page.evaluate(TOO_SMALL) == []
