"""The note of old turns, on a phone and a desk: one finds it, reads it, changes it, and it is what is told."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from embedded.processes import wait_for
from tests.journeys.talking import begin, composer, last_reply, messages, say, wait_until_whole

SIZES = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1280, "height": 800}}
TEXT = "My name is Ben, and I build kites."


@pytest.fixture(params=SIZES)
def reader(doors, request):
    return doors.new_reader(viewport=SIZES[request.param], reduced_motion="reduce")


def id_of(page):
    return re.search(r"/chat/(\d+)/", page.url)[1]


def summary(page):
    return page.get_by_text("What has been said up to here is kept in a note")


def wait_until_noted(page, site):
    written = "SELECT 1 FROM chat_note WHERE conversation_id = %s AND text <> ''"
    assert wait_for(lambda: site.query(written, id_of(page)), 30)


def long_conversation(page, site):
    """So many turns that the worker writes a note once there is another."""
    begin(page, "quentin-quick", "The beginning")
    wait_until_whole(page)
    site.run("-m", "tests.journeys.long_talks", id_of(page), "21")
    page.reload()
    say(page, "And now?")
    wait_until_whole(page)
    wait_until_noted(page, site)
    page.reload()


def test_a_reader_finds_the_note_changes_it_and_it_stays(reader, site):
    long_conversation(reader, site)
    expect(summary(reader)).to_have_count(1)
    summary(reader).focus()
    reader.keyboard.press("Enter")
    note = reader.locator(".note")
    expect(note).to_contain_text("Written by a script, for development")
    expect(note).to_contain_text("Whoever writes the replies is told this")
    assert Axe().run(reader, context=".note").violations_count == 0

    note.get_by_role("link", name="Change the note").click()
    box = reader.get_by_label("The note of what has been said")
    expect(box).to_be_focused()
    box.fill("x" * 4001)
    note.get_by_role("button", name="Save the note").click()
    expect(note.get_by_role("alert")).to_contain_text("at most 4,000 characters")
    expect(box).to_have_value("x" * 4001)
    assert Axe().run(reader, context=".note").violations_count == 0
    box.fill(TEXT)
    note.get_by_role("button", name="Save the note").click()
    expect(note).to_contain_text(TEXT)
    expect(note).to_contain_text("Changed by you")

    reader.reload()
    summary(reader).click()
    expect(note).to_contain_text(TEXT)
    # What was said stands as it stood, and the composer is free.
    expect(messages(reader).last).to_contain_text("And now?")
    expect(composer(reader)).to_have_value("")
    say(reader, "Go on.")
    wait_until_whole(reader)
    last_reply(reader).locator("summary").first.click()
    expect(last_reply(reader)).to_contain_text("told as the note says it")


def test_one_who_leaves_the_note_as_it_is_finds_it_so(reader, site):
    long_conversation(reader, site)
    summary(reader).click()
    note = reader.locator(".note")
    before = note.locator(".note-text").inner_text()
    note.get_by_role("link", name="Change the note").click()
    reader.get_by_label("The note of what has been said").fill("Something else")
    note.get_by_role("link", name="Cancel").click()
    expect(note.locator(".note-text")).to_have_text(before)
    note.get_by_role("button", name="Write it anew").click()
    expect(note.get_by_role("alert")).to_contain_text("written a moment ago")


def test_without_javascript_a_note_is_changed(doors, site, watch):
    watch.expect("422")
    plain = doors.new_reader(java_script_enabled=False)
    plain.goto("/chat/with/quentin-quick/")
    composer(plain).fill("One")
    plain.get_by_role("button", name="Send").click()
    expect(plain.locator(".message--character").last).to_contain_text("18 19 20")
    site.run("-m", "tests.journeys.long_talks", id_of(plain), "21")
    plain.reload()
    composer(plain).fill("And now?")
    plain.get_by_role("button", name="Send").click()
    expect(plain.locator(".message--character").last).to_contain_text("18 19 20")
    assert wait_for(
        lambda: site.query("SELECT 1 FROM chat_note WHERE conversation_id = %s AND text <> ''", id_of(plain)),
        30,
    )
    plain.reload()
    summary(plain).click()
    plain.get_by_role("link", name="Change the note").click()
    box = plain.get_by_label("The note of what has been said")
    box.fill("\u200b")
    plain.get_by_role("button", name="Save the note").click()
    expect(plain.get_by_role("alert")).to_contain_text("has to say something")
    box.fill(TEXT)
    plain.get_by_role("button", name="Save the note").click()
    summary(plain).click()
    expect(plain.locator(".note-text")).to_have_text(TEXT)
