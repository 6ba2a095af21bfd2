"""Coming back, on a phone and a desk: whatever was away meanwhile, the page shows what is kept."""

import re

import pytest
from playwright.sync_api import expect
from redis import Redis

from engines.scripts import said
from tests.journeys.accounts import sign_in
from tests.journeys.talking import (
    assert_whole,
    begin,
    composer,
    kept_text,
    last_reply,
    messages,
    reply_id,
    say,
    wait_for_words,
    wait_until_whole,
    writing,
)
from tests.journeys.test_branches import SIZES

WHOLE = said(120)
# As Safari does it, which also keeps pages that say no-store.
TAKEN_OUT_OF_THE_CACHE = "() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"
COME_BACK = "() => document.dispatchEvent(new Event('visibilitychange'))"


@pytest.fixture(params=SIZES)
def reader(doors, request):
    return doors.new_reader(viewport=SIZES[request.param], reduced_motion="reduce")


@pytest.fixture
def talk(reader):
    """A conversation whose reply takes seven seconds."""
    begin(reader, "sam-slow", "Tell me slowly")
    return reader


def test_a_reload_at_any_time_shows_what_is_kept_and_goes_on(talk, site):
    length = 0
    for _ in range(3):
        wait_for_words(talk, length + 20)
        kept = kept_text(site, talk)
        talk.reload()
        text = talk.locator("[data-text]").text_content()
        assert text.startswith(kept)
        length = len(text)
    wait_until_whole(talk)
    assert kept_text(site, talk) == WHOLE
    assert_whole(site, talk)


def test_back_and_forward_show_the_reply_as_it_is_by_then(talk, site):
    wait_for_words(talk, 20)
    composer(talk).fill("My draft")
    talk.goto("/chat/")
    talk.go_back()
    wait_for_words(talk, 60)
    talk.go_forward()
    expect(talk).to_have_url(re.compile("/chat/$"))
    talk.go_back()
    wait_until_whole(talk)
    assert kept_text(site, talk) == WHOLE
    assert_whole(site, talk)


def test_a_page_from_the_cache_of_the_browser_is_brought_up_to_date(talk, site):
    wait_for_words(talk, 20)
    composer(talk).fill("My draft")
    talk.evaluate(TAKEN_OUT_OF_THE_CACHE)
    wait_until_whole(talk)
    assert_whole(site, talk)
    expect(composer(talk)).to_have_value("My draft")


def test_whoever_goes_back_after_signing_out_finds_nothing_in_the_cache(talk):
    wait_for_words(talk, 10)
    talk.get_by_role("button", name="Stop").click()
    expect(writing(talk)).to_have_count(0)
    talk.context.clear_cookies(name="sessionid")
    talk.evaluate(TAKEN_OUT_OF_THE_CACHE)
    expect(talk).to_have_url(re.compile("/accounts/login/"))


def test_what_is_said_in_one_tab_appears_in_another_that_comes_into_sight(reader, site):
    begin(reader, "quentin-quick", "Hello")
    wait_until_whole(reader)
    other = reader.context.new_page()
    other.goto(reader.url)
    composer(other).fill("What I was about to say")
    say(reader, "From the first tab")
    expect(messages(reader)).to_have_count(2)
    wait_until_whole(reader)
    other.evaluate(COME_BACK)
    expect(messages(other)).to_have_count(2)
    wait_until_whole(other)
    assert_whole(site, other)
    expect(composer(other)).to_have_value("What I was about to say")
    composer(other).press("Enter")
    expect(messages(other)).to_have_count(3)
    # On the same branch: nothing was forked.
    expect(other.locator(".variants")).to_have_count(0)
    wait_until_whole(other)
    reader.evaluate(COME_BACK)
    expect(messages(reader)).to_have_count(3)


def test_a_variant_made_in_one_tab_can_be_reached_from_the_other(reader):
    begin(reader, "quentin-quick", "Hello")
    wait_until_whole(reader)
    other = reader.context.new_page()
    other.goto(reader.url)
    shown = reply_id(other)
    last_reply(reader).get_by_role("button", name="Try again").click()
    expect(last_reply(reader).locator(".variants")).to_have_count(1)
    wait_until_whole(reader)
    other.evaluate(COME_BACK)
    expect(last_reply(other).locator(".variants-place [aria-hidden]")).to_have_text("1/2")
    assert reply_id(other) == shown


def test_another_device_shows_the_same_words_and_stops_the_reply(talk, site, doors):
    session = next(c["value"] for c in talk.context.cookies() if c["name"] == "sessionid")
    other = doors.come(session=session)
    other.goto(talk.url)
    text = wait_for_words(talk, 30)
    assert wait_for_words(other, len(text)).startswith(text)
    other.get_by_role("button", name="Stop").click()
    for page in (talk, other):
        expect(writing(page)).to_have_count(0)
        assert_whole(site, page)


def test_a_phone_that_slept_through_the_reply_shows_it_whole(talk, site, watch):
    watch.expect("ERR_INTERNET_DISCONNECTED")
    wait_for_words(talk, 20)
    composer(talk).fill("My draft")
    talk.context.set_offline(True)
    generation = "SELECT state FROM chat_generation WHERE reply_id = %s"
    for _ in range(60):
        if site.query(generation, reply_id(talk)) == [("COMPLETE",)]:
            break
        talk.wait_for_timeout(500)
    talk.context.set_offline(False)
    talk.evaluate(COME_BACK)
    wait_until_whole(talk)
    assert kept_text(site, talk) == WHOLE
    assert_whole(site, talk)
    expect(composer(talk)).to_have_value("My draft")


def test_a_stream_server_that_forgets_everything_costs_no_word(talk, site):
    wait_for_words(talk, 30)
    with Redis.from_url(site.environ["STREAM_URL"]) as streams:
        streams.flushall()
        wait_for_words(talk, 60)
        streams.flushall()
    wait_until_whole(talk)
    assert kept_text(site, talk) == WHOLE
    assert_whole(site, talk)


def test_stop_and_try_again_hold_after_signing_in_again_in_another_tab(doors, site, watch):
    watch.expect("403")  # the page's token is of the session before; it takes the new one by itself
    page = doors.editor()
    begin(page, "una-unhurried", "Slowly")  # who still speaks when one has signed in on a busy machine
    wait_for_words(page, 3)
    page.context.clear_cookies(name="sessionid")
    _sign_in_elsewhere(page, site)
    page.get_by_role("button", name="Stop").click()
    expect(writing(page)).to_have_count(0)
    assert kept_text(site, page) != WHOLE
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("alert")).to_contain_text("signed out")
    expect(last_reply(page)).to_contain_text("Stopped")
    _sign_in_elsewhere(page, site)
    page.get_by_role("button", name="Try again").click()
    expect(writing(page)).to_have_count(1)
    page.get_by_role("button", name="Stop").click()
    expect(writing(page)).to_have_count(0)


def _sign_in_elsewhere(page, site):
    tab = page.context.new_page()
    tab.goto(f"/accounts/login/?next={re.sub(r'^https?://[^/]+', '', page.url)}")
    sign_in(tab, site.told["editor"]["email"])
    expect(tab).to_have_url(re.compile(r"/chat/\d+/"))
    tab.close()
