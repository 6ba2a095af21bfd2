"""Sharing a conversation, going on from one, taking it along, and saying what one thinks of a reply."""

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.journeys.accounts import sign_up
from tests.journeys.talking import begin, kept_text, last_reply, messages, say, wait_until_whole

SIZES = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1280, "height": 800}}
CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}


@pytest.fixture(params=SIZES.values(), ids=SIZES)
def size(request):
    return request.param


def talked(page):
    """A conversation in which one turn is taken and answered."""
    begin(page, "quentin-quick", "Count for me")
    wait_until_whole(page)


def open_share(page):
    """From the conversation to the page on which it is shared."""
    link = page.get_by_role("link", name="Share", exact=True)
    if not link.is_visible():
        page.locator(".chat-head summary").first.click()
    link.click()


def is_clean(page) -> bool:
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [rule for rule in found if rule["impact"] in ("serious", "critical")] == []
    return True


def test_a_conversation_is_shared_updated_and_revoked(doors, site, watch, size):
    watch.expect("404")
    page = doors.new_reader(viewport=size, **CLIPBOARD)
    talked(page)
    talk = page.url
    open_share(page)
    page.get_by_role("button", name="Make the address").click()
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    address = page.evaluate("navigator.clipboard.readText()")
    assert address == page.get_by_label("Whoever has this address").input_value()
    path = re.search("/shared/[^/]{43}/", address)[0]
    assert is_clean(page)

    reading = doors.come(viewport=size)
    reading.goto(path)
    expect(reading.get_by_text("Count for me").last).to_be_visible()
    expect(reading.locator(".message--character")).to_contain_text("18 19 20")
    expect(reading.locator(".message--character")).to_contain_text("written by machine")

    page.goto(talk)
    say(page, "And once more")
    wait_until_whole(page)
    reading.reload()
    expect(reading.get_by_text("And once more")).to_have_count(0)
    open_share(page)
    page.get_by_role("button", name="Update what is shared").click()
    expect(page.get_by_text("It shows all that you see")).to_be_visible()
    reading.reload()
    expect(reading.get_by_text("And once more")).to_be_visible()

    page.get_by_role("button", name="Revoke").click()
    expect(page.get_by_role("button", name="Make the address")).to_be_visible()
    reading.reload()
    expect(reading.get_by_role("heading", name="Nothing is shared here")).to_be_visible()


@pytest.mark.parametrize("has_scripts", [True, False], ids=["scripts", "plain"])
def test_a_visitor_signs_up_and_goes_on_with_what_somebody_shared(doors, site, size, has_scripts):
    visitor = doors.come(viewport=size, java_script_enabled=has_scripts)
    visitor.goto(site.told["addresses"]["shared_talk"])
    visitor.get_by_role("button", name="Continue this conversation").click()
    visitor.get_by_role("main").get_by_role("link", name="Sign up").click()
    sign_up(visitor)
    expect(visitor).to_have_url(re.compile(r"/chat/\d+/$"))
    expect(messages(visitor)).to_have_count(2)
    expect(last_reply(visitor)).to_contain_text("We did, for the most part")
    expect(visitor.locator(".citation").first).to_be_visible()
    visitor.get_by_label("Your message").fill("What became of the shed?")
    visitor.get_by_role("button", name="Send").click()
    expect(messages(visitor)).to_have_count(3)
    visitor.goto(site.told["addresses"]["shared_talk"])
    expect(visitor.get_by_text("What became of the shed?")).to_have_count(0)


def test_a_reply_is_rated_with_a_reason_and_the_rating_taken_back(doors, size):
    page = doors.new_reader(viewport=size)
    talked(page)
    good, bad = (last_reply(page).get_by_role("button", name=name) for name in ("Good reply", "Bad reply"))
    good.focus()
    page.keyboard.press("Enter")
    expect(good).to_have_attribute("aria-pressed", "true")
    expect(good).to_be_focused()
    bad.click()
    expect(bad).to_have_attribute("aria-pressed", "true")
    expect(good).to_have_attribute("aria-pressed", "false")
    page.get_by_label("What is wrong with it?").select_option("It is dull or repeats itself")
    page.get_by_label("Remark, for yourself").fill("Numbers, always numbers")
    assert is_clean(page)
    last_reply(page).get_by_role("button", name="Send").click()
    expect(last_reply(page)).to_contain_text("Thank you")
    page.reload()
    expect(bad).to_have_attribute("aria-pressed", "true")
    last_reply(page).get_by_text("What you said of it").click()
    expect(page.get_by_label("Remark, for yourself")).to_have_value("Numbers, always numbers")
    bad.click()
    expect(bad).to_have_attribute("aria-pressed", "false")
    expect(last_reply(page).get_by_text("What you said of it")).to_have_count(0)
    page.reload()
    expect(bad).to_have_attribute("aria-pressed", "false")


def test_without_scripts_a_reply_is_rated_and_reported(doors, site):
    plain = doors.new_reader(java_script_enabled=False)
    begin_plainly(plain)
    expect(plain.get_by_role("button", name="Copy")).to_have_count(0)
    plain.get_by_role("button", name="Good reply").click()
    expect(plain.get_by_role("button", name="Good reply")).to_have_attribute("aria-pressed", "true")
    plain.get_by_role("button", name="Bad reply").click()
    plain.get_by_label("What is wrong with it?").select_option("A fact is wrong")
    plain.get_by_role("button", name="It is bad").click()
    expect(plain.get_by_role("button", name="Bad reply")).to_have_attribute("aria-pressed", "true")
    plain.get_by_role("link", name="Report", exact=True).click()
    expect(plain.get_by_text("Editors will read this reply and your message before it")).to_be_visible()
    plain.get_by_label("Why should they look at it?").select_option("Something else")
    plain.get_by_role("button", name="Send the report").click()
    plain.get_by_role("button", name="Withdraw the report").click()
    expect(plain.get_by_role("heading", name="Report this reply")).to_be_visible()
    plain.get_by_role("link", name="Back to the conversation").click()
    expect(plain.get_by_role("link", name="Report", exact=True)).to_be_visible()


def begin_plainly(plain):
    plain.goto("/chat/with/quentin-quick/")
    plain.get_by_label("Your message").fill("Count for me")
    plain.get_by_role("button", name="Send").click()
    # The page asks again by itself, every few seconds, until the reply is whole.
    expect(plain.locator(".message--character").last).to_contain_text("18 19 20")
    expect(plain.get_by_role("button", name="Good reply")).to_have_count(1)


def test_a_report_is_read_by_an_editor_and_closed(doors, size):
    page = doors.new_reader(viewport=size)
    talked(page)
    last_reply(page).get_by_role("link", name="Report", exact=True).click()
    page.get_by_label("Why should they look at it?").select_option("It is harmful or hateful")
    page.get_by_label("Remark, which they read too").fill(f"At {size['width']} it counts too loudly")
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_role("heading", name="This reply is reported")).to_be_visible()

    desk = doors.editor(viewport=size)
    desk.goto("/admin/reports/")
    desk.get_by_role("row", name=re.compile("harmful")).get_by_role("link").first.click()
    expect(desk.get_by_text(f"At {size['width']} it counts too loudly")).to_be_visible()
    expect(desk.get_by_text("Count for me")).to_be_visible()
    expect(desk.get_by_text("18 19 20")).to_be_visible()
    desk.get_by_role("button", name="Resolve").click()
    expect(desk.get_by_text("The report is resolved.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Editors looked at it and closed it")).to_be_visible()


def test_words_are_copied_as_they_were_written(doors, site, size):
    page = doors.new_reader(viewport=size, **CLIPBOARD)
    talked(page)
    last_reply(page).get_by_role("button", name="Copy").click()
    expect(last_reply(page).get_by_role("button", name="Copied")).to_be_visible()
    expect(page.locator("#copy-said")).to_have_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == kept_text(site, page)
    messages(page).get_by_role("button", name="Copy").click()
    expect(messages(page).get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "Count for me"
    expect(page.locator("#copy-said")).to_have_text("")


def test_conversations_are_taken_along(doors, site, tmp_path):
    page = doors.new_reader()
    talked(page)
    page.goto(page.url + "export/")

    def taken(name) -> bytes:
        with page.expect_download() as download:
            page.get_by_role("link", name=name, exact=True).click()
        file = tmp_path / download.value.suggested_filename
        download.value.save_as(file)
        return file.read_bytes()

    assert b"# Count for me" in taken("Markdown")
    assert json.loads(taken("JSON"))["title"] == "Count for me"
    page.get_by_role("link", name="Export all my conversations").click()
    assert taken("Markdown").startswith(b"PK")
    (line,) = taken("JSON Lines").splitlines()
    assert json.loads(line)["title"] == "Count for me"
