"""A conversation on a German page: what scripts say there, and where keys lead."""

import re

from playwright.sync_api import expect

from tests.journeys.talking import last_reply, wait_until_whole


def test_scripts_speak_german_and_keys_lead_to_german_pages(doors):
    reader = doors.new_reader(viewport={"width": 390, "height": 844})
    reader.goto("/de/chat/with/quentin-quick/")
    reader.get_by_label("Ihre Nachricht").fill("What is a loom?")
    reader.get_by_role("button", name="Senden").click()
    expect(reader).to_have_url(re.compile(r"/de/chat/\d+/"))
    wait_until_whole(reader)
    reader.get_by_label("Ihre Nachricht").fill("And a sea?")
    reader.get_by_role("button", name="Senden").click()
    expect(last_reply(reader).locator("[data-status]")).to_have_text(re.compile("Denkt nach …|Schreibt …"))
    wait_until_whole(reader)
    reader.get_by_label("Ihre Nachricht").press("Escape")
    reader.keyboard.press("/")
    expect(reader).to_have_url(re.compile(r"/de/chat/#shelf-q$"))
    expect(reader.locator(".shelf-when")).to_have_text(["Heute"])
    assert not reader.evaluate("() => document.documentElement.scrollWidth > innerWidth"), (
        "too wide for a phone"
    )
