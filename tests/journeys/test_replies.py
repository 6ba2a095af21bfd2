"""A reply while it is written: stopped, tried again, seen from two tabs, its worker killed, the web away."""

import re

import pytest
from playwright.sync_api import expect

from engines.scripts import said
from tests.journeys.talking import (
    assert_whole,
    begin,
    composer,
    kept_text,
    last_reply,
    messages,
    reply_id,
    say,
    shown_text,
    wait_for_words,
    wait_until_whole,
    writing,
)

WHOLE = said(120)


@pytest.fixture
def talk(reader):
    """A conversation whose reply takes seven seconds."""
    begin(reader, "sam-slow", "Tell me slowly")
    return reader


def test_a_stopped_reply_keeps_its_words_and_can_be_asked_for_again(talk, site):
    written = wait_for_words(talk, 30)
    talk.get_by_role("button", name="Stop").click()
    expect(last_reply(talk)).to_contain_text("Stopped")
    expect(writing(talk)).to_have_count(0)
    kept = kept_text(site, talk)
    assert kept.startswith(written)
    assert WHOLE.startswith(kept)
    assert kept != WHOLE
    assert shown_text(talk).strip() == kept

    stopped = reply_id(talk)
    talk.get_by_role("button", name="Try again").click()
    expect(writing(talk)).to_have_count(1)
    assert reply_id(talk) != stopped
    wait_until_whole(talk)
    assert kept_text(site, talk) == WHOLE
    assert_whole(site, talk)
    talk.reload()
    expect(messages(talk)).to_have_count(1)
    talk.get_by_role("button", name="Previous variant").click()
    expect(talk.locator(f"#message-{stopped} .message-text")).to_have_text(kept)


def test_a_second_tab_shows_the_same_reply_while_it_is_written(talk, site):
    other = talk.context.new_page()
    other.goto(talk.url)
    text = wait_for_words(talk, 60)
    assert wait_for_words(other, len(text)).startswith(text)
    wait_until_whole(talk)
    wait_until_whole(other)
    assert kept_text(site, other) == WHOLE
    for page in (talk, other):
        assert_whole(site, page)


def test_sending_while_a_reply_is_written_is_refused_in_words_and_keeps_the_text(talk, site):
    wait_for_words(talk, 20)
    say(talk, "And another thing")
    expect(talk.locator("#composer").get_by_role("alert")).to_contain_text("still being written")
    expect(composer(talk)).to_have_value("And another thing")
    expect(messages(talk)).to_have_count(1)
    expect(writing(talk)).to_have_count(1)
    talk.get_by_role("button", name="Stop").click()
    expect(writing(talk)).to_have_count(0)
    talk.get_by_role("button", name="Send").click()
    expect(messages(talk)).to_have_count(2)
    expect(composer(talk)).to_have_value("")
    expect(talk.locator("#composer").get_by_role("alert")).to_have_count(0)


def test_a_killed_worker_costs_some_seconds_and_no_word(talk, site):
    wait_for_words(talk, 60)
    site.kill("worker")
    site.start("worker")
    wait_until_whole(talk, 40)
    assert kept_text(site, talk) == WHOLE
    assert_whole(site, talk)
    assert site.query("SELECT attempt FROM chat_generation WHERE reply_id = %s", reply_id(talk)) == [(2,)]


def test_a_page_comes_back_when_the_web_was_away(talk, site, watch):
    watch.expect(
        "htmx:sendError",
        "htmx:afterRequest",
        "ERR_CONNECTION_REFUSED",
        "ERR_INCOMPLETE_CHUNKED_ENCODING",
        "ERR_CONNECTION_RESET",
    )
    before = wait_for_words(talk, 40)
    site.kill("web")
    expect(last_reply(talk)).to_contain_text("Reconnecting")
    say(talk, "Are you there?")
    expect(talk.locator("#composer").get_by_role("alert")).to_contain_text("could not be reached")
    expect(composer(talk)).to_have_value("Are you there?")
    assert talk.locator("[data-text]").text_content().startswith(before)
    site.start("web")
    wait_until_whole(talk)
    assert kept_text(site, talk) == WHOLE
    assert_whole(site, talk)
    talk.get_by_role("button", name="Send").click()
    expect(messages(talk)).to_have_count(2)
    expect(messages(talk).last).to_contain_text("Are you there?")
    expect(talk.locator("#composer").get_by_role("alert")).to_have_count(0)


def test_a_conversation_deleted_in_another_tab_is_not_knocked_at_for_ever(talk, watch):
    watch.expect("404")
    wait_for_words(talk, 20)
    other = talk.context.new_page()
    other.goto(talk.url)
    other.get_by_label("Menu of this conversation").click()
    other.get_by_role("button", name="Delete").click()
    expect(last_reply(talk)).to_contain_text("cannot be followed any more", timeout=40_000)


def test_a_reply_that_fails_says_so(reader):
    begin(reader, "mute-mary", "Do you hear me?")
    expect(last_reply(reader).locator(".error")).to_be_visible()
    expect(writing(reader)).to_have_count(0)
    expect(reader.get_by_role("button", name="Try again")).to_be_visible()


def test_a_reply_says_what_wrote_it(reader):
    begin(reader, "leon-trotsky", "Good morning")
    wait_until_whole(reader)
    expect(last_reply(reader)).to_contain_text(re.compile("editors", re.IGNORECASE))
    reader.reload()
    expect(last_reply(reader)).to_contain_text(re.compile("editors", re.IGNORECASE))
