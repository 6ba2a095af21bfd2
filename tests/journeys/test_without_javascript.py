"""Every page works without JavaScript, only less smoothly."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.accounts import sign_up


@pytest.fixture
def plain(doors):
    """A visitor whose browser runs no scripts."""
    return doors.come(java_script_enabled=False)


def test_the_catalog_is_searched_and_paged(plain):
    plain.goto("/characters/")
    expect(plain.locator(".card")).to_have_count(24)
    plain.get_by_role("link", name="More characters").click()
    names = plain.locator(".card-name").all_inner_texts()
    assert names[-1].startswith("Zoe Zephyr")
    plain.goto("/characters/")
    plain.get_by_label("Name, theme or words").fill("trots")
    plain.get_by_role("main").get_by_role("button", name="Search").click()
    expect(plain.locator(".card")).to_have_count(1)
    plain.get_by_role("link", name="Leon Trotsky").click()
    plain.get_by_role("navigation", name="On this page").get_by_role("link", name="exiled").click()
    expect(plain.locator(":target")).to_be_in_viewport()
    plain.goto("/characters/")
    plain.get_by_label("Era").select_option("antiquity")
    plain.get_by_role("main").get_by_role("button", name="Search").click()
    expect(plain.locator(".card-name")).to_contain_text(["Confucius"])


def test_a_conversation_is_begun_read_and_stopped(plain, site):
    plain.goto("/characters/quentin-quick/")
    plain.get_by_role("link", name="Begin a conversation").first.click()
    plain.get_by_role("main").get_by_role("link", name="Sign up").click()
    sign_up(plain)
    plain.get_by_label("Your message").fill("Good day")
    plain.get_by_role("button", name="Send").click()
    expect(plain.locator(".message--user")).to_have_count(1)
    # The page asks again by itself, every few seconds, until the reply is whole.
    expect(plain.locator(".message--character").last).to_contain_text("18 19 20")

    plain.get_by_label("Your message").fill("Once more")
    plain.get_by_role("button", name="Send").click()
    expect(plain.locator(".message--user")).to_have_count(2)

    plain.goto("/characters/sam-slow/")
    plain.get_by_role("link", name="Begin a conversation").first.click()
    expect(plain.get_by_role("alert")).to_have_count(0)
    plain.get_by_label("Your message").fill("Slowly")
    plain.get_by_role("button", name="Send").click()
    expect(plain.locator(".is-writing")).to_have_count(1)
    expect(plain.locator(".message--character").last).to_contain_text("1 2 3")
    plain.get_by_role("button", name="Stop").click()
    expect(plain.locator(".message--character").last).to_contain_text("Stopped")
    plain.get_by_role("button", name="Try again").click()
    expect(plain.locator(".is-writing")).to_have_count(1)
    plain.get_by_role("button", name="Stop").click()
    expect(plain.get_by_role("button", name="Try again")).to_be_visible()


def test_a_question_is_asked_from_the_page_by_who_is_signed_in(doors):
    plain = doors.new_reader(java_script_enabled=False)
    plain.goto("/characters/leon-trotsky/")
    plain.get_by_role("button", name="Why were you exiled?").click()
    expect(plain).to_have_url(re.compile(r"/chat/\d+/"))
    expect(plain.locator(".message--user")).to_contain_text("Why were you exiled?")
    expect(plain.locator(".message--character .citation").first).to_be_visible(timeout=30_000)
    plain.locator(".citation").first.click()
    expect(plain.locator(":target")).to_be_in_viewport()


def test_an_offered_question_is_asked(doors, site):
    plain = doors.settled(java_script_enabled=False)
    plain.goto(site.told["settled"]["conversations"][1])
    offer = plain.locator(".offers button").first
    question = offer.inner_text()
    offer.click()
    expect(plain.locator(".message--user").last).to_contain_text(question)


def test_nothing_is_refused_in_words(doors, watch):
    watch.expect("422")
    plain = doors.new_reader(java_script_enabled=False)
    plain.goto("/chat/with/quentin-quick/")
    plain.get_by_label("Your message").fill("   ")
    plain.get_by_role("button", name="Send").click()
    expect(plain.get_by_role("alert")).to_contain_text("Write something first.")
