"""What somebody sees who has to wait for a reply, and who has said nearly as much as one may in an hour."""

import re

import pytest
from playwright.sync_api import expect

from embedded.processes import wait_for
from tests.journeys.browsing import SECONDS
from tests.journeys.talking import begin, composer, last_reply, say, wait_until_whole

SIZES = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1280, "height": 800}}
STATUS = "[data-status]"


@pytest.fixture
def no_worker(site):
    """Nobody writes and nobody waits, until a test says so."""
    unfinished = "SELECT id FROM chat_generation WHERE state IN ('QUEUED', 'GENERATING')"
    assert wait_for(lambda: not site.query(unfinished), 60)
    site.stop("worker")
    yield
    if "worker" not in site.running:
        site.start("worker")


@pytest.mark.parametrize("size", SIZES)
def test_who_waits_is_told_their_place_until_it_is_their_turn(no_worker, doors, site, size):
    first, second = doors.new_reader(viewport=SIZES[size]), doors.new_reader(viewport=SIZES[size])
    begin(first, "leon-trotsky", "Why did you oppose Stalin?")
    begin(second, "leon-trotsky", "Why did you oppose Stalin?")
    expect(second.locator(STATUS)).to_have_text("2nd in the queue")
    expect(first.locator(STATUS)).to_have_text("Next in the queue")
    first.get_by_role("button", name="Stop").click()
    expect(first.get_by_text("Stopped before a word was written.", exact=True)).to_be_visible()
    expect(second.locator(STATUS)).to_have_text("Next in the queue")
    second.reload()
    expect(second.locator(STATUS)).to_have_text("Next in the queue")
    site.start("worker")
    wait_until_whole(second, seconds=2 * SECONDS)
    expect(last_reply(second)).to_contain_text("Stalin")


def test_without_javascript_the_page_tells_the_place_too(no_worker, doors):
    first, second = doors.new_reader(), doors.new_reader(java_script_enabled=False)
    begin(first, "leon-trotsky", "Why did you oppose Stalin?")
    second.goto("/chat/with/leon-trotsky/")
    composer(second).fill("Why did you oppose Stalin?")
    second.get_by_role("button", name="Send").click()
    expect(second.locator(STATUS)).to_have_text("2nd in the queue")
    first.get_by_role("button", name="Stop").click()
    expect(second.locator(STATUS)).to_have_text("Next in the queue")


@pytest.mark.parametrize("size", SIZES)
def test_who_has_said_nearly_all_is_told_how_much_is_left_and_then_when_to_come_back(doors, site, size):
    page = doors.new_reader(viewport=SIZES[size])
    begin(page, "leon-trotsky", "Why did you oppose Stalin?")
    wait_until_whole(page)
    left = page.locator("#composer-left")
    expect(left).to_be_hidden()
    conversation = int(re.search(r"/chat/(\d+)/", page.url)[1])
    said = "UPDATE chat_allowance SET num_replies = 998 FROM chat_conversation AS talk"
    site.query(f"{said} WHERE talk.id = %s AND talk.user_id = chat_allowance.user_id", conversation)
    say(page, "And what came of it?")
    expect(left).to_contain_text("1 message left in this hour. It begins anew at ")
    wait_until_whole(page)
    say(page, "And then?")
    expect(left).to_contain_text("No message is left in this hour")
    wait_until_whole(page)
    say(page, "What else?")
    expect(page.get_by_role("alert")).to_contain_text("as much as one can say in an hour. You can go on at ")
    expect(composer(page)).to_have_value("What else?")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
