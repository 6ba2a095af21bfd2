"""Stop and the next engine, on a phone and at a desk: what was written stays, and it says who wrote it."""

import pytest
from playwright.sync_api import expect

from engines.scripts import said
from tests.journeys.talking import (
    assert_whole,
    begin,
    kept_text,
    last_reply,
    reply_id,
    shown_text,
    wait_for_words,
    wait_until_whole,
    writing,
)

SIZES = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1280, "height": 800}}


@pytest.fixture(params=SIZES)
def page(request, doors):
    """A page of somebody who has never talked."""
    return doors.new_reader(viewport=SIZES[request.param])


def state_of(site, page):
    return site.query("SELECT state FROM chat_generation WHERE reply_id = %s", reply_id(page))[0][0]


def test_stop_ends_the_words_at_once_and_in_every_tab(page, site):
    begin(page, "sam-slow", "Tell me slowly")
    other = page.context.new_page()
    other.goto(page.url)
    written = wait_for_words(other, 30)
    other.get_by_role("button", name="Stop").click()
    for tab in (page, other):
        expect(writing(tab)).to_have_count(0, timeout=2_000)
        expect(last_reply(tab)).to_contain_text("Stopped")
    kept = kept_text(site, page)
    assert kept.startswith(written)
    assert shown_text(page).strip() == shown_text(other).strip() == kept
    assert state_of(site, page) == "CANCELLED"
    [(num_pieces,)] = site.query("SELECT num_pieces FROM chat_generation WHERE reply_id = %s", reply_id(page))
    assert kept == said(num_pieces)
    page.reload()
    assert shown_text(page).strip() == kept


def test_stop_works_by_keyboard(page, site):
    begin(page, "sam-slow", "Tell me slowly")
    wait_for_words(page, 10)
    page.get_by_role("button", name="Stop").focus()
    page.keyboard.press("Enter")
    expect(writing(page)).to_have_count(0, timeout=2_000)
    assert state_of(site, page) == "CANCELLED"


def test_the_next_engine_writes_anew_and_the_reply_says_so(page, site):
    begin(page, "faye-fallback", "Who are you?")
    wait_until_whole(page)
    assert kept_text(site, page) == said(20)
    assert shown_text(page).strip() == said(20)
    label = last_reply(page).get_by_text("(not the first choice)")
    label.click()
    expect(last_reply(page)).to_contain_text("The first choice, the script")
    expect(last_reply(page)).to_contain_text("broke off in the middle")
    expect(last_reply(page)).to_contain_text("Written on")
    page.reload()
    assert_whole(site, page)
    expect(last_reply(page).get_by_text("(not the first choice)")).to_be_visible()
