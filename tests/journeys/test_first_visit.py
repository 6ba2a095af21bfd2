"""A new visitor finds somebody, signs up, asks, reads the reply as it is written, and follows its source."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.accounts import sign_in, sign_up
from tests.journeys.talking import (
    assert_whole,
    begin,
    kept_text,
    last_reply,
    messages,
    say,
    wait_for_words,
    wait_until_whole,
    writing,
)

QUESTION = "Why did you oppose Stalin?"


def test_a_visitor_finds_trotsky_signs_up_and_is_answered(visitor, site):
    page = visitor
    page.goto("/")
    page.get_by_role("link", name="Characters").first.click()
    page.get_by_label("Name, theme or words").press_sequentially("trots")
    expect(page.locator("#results .card")).to_have_count(1)
    page.get_by_role("link", name="Leon Trotsky").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Talk with Leon Trotsky")
    page.get_by_role("link", name=f"“{QUESTION}”").click()
    page.get_by_role("main").get_by_role("link", name="Sign up").click()
    expect(page.get_by_text(f"“{QUESTION}”")).to_be_visible()
    sign_up(page)

    expect(page).to_have_url(re.compile(r"/chat/\d+/$"))
    expect(messages(page)).to_have_count(1)
    expect(messages(page)).to_contain_text(QUESTION)
    first = wait_for_words(page, 40)
    assert wait_for_words(page, len(first) + 60).startswith(first)

    before = page.locator("[data-text]").text_content()
    page.reload()
    assert page.locator("[data-text]").text_content().startswith(before[:-40])
    expect(writing(page)).to_have_count(1)
    assert wait_for_words(page, len(before)).startswith(before)
    wait_until_whole(page)
    expect(messages(page)).to_have_count(1)
    assert_whole(site, page)


def test_a_reply_leads_to_the_passage_it_rests_on(reader, site):
    begin(reader, "leon-trotsky", QUESTION)
    wait_until_whole(reader)
    spoken = site.query("SELECT spoken FROM characters_starterquestion WHERE question = %s", QUESTION)[0][0]
    assert spoken[:80] in kept_text(site, reader)

    last_reply(reader).locator(".citation").first.click()
    expect(reader).to_have_url(re.compile(r"/characters/leon-trotsky/editions/\d+/#opposing-stalin"))
    expect(reader.locator(":target")).to_contain_text("Stalin")
    expect(reader.locator(":target")).to_be_in_viewport()


def test_who_signs_in_comes_back_with_the_question(doors, site):
    page = doors.come()
    page.goto("/characters/leon-trotsky/")
    page.get_by_role("link", name=f"“{QUESTION}”").click()
    sign_in(page, site.told["editor"]["email"])
    expect(page).to_have_url(re.compile(r"/chat/\d+/$"))
    expect(messages(page)).to_contain_text(QUESTION)


def test_a_question_outside_the_record_offers_three_others(reader, site):
    begin(reader, "leon-trotsky", "What is the best way to bake a chocolate cake?")
    wait_until_whole(reader)
    offers = last_reply(reader).locator(".offers button")
    expect(offers).to_have_count(3)
    asked = offers.first.inner_text()
    offers.first.click()
    expect(messages(reader)).to_have_count(2)
    expect(messages(reader).last).to_contain_text(asked)
    wait_until_whole(reader)
    expect(last_reply(reader).locator(".citation").first).to_be_visible()
    assert_whole(site, reader)


def test_conversations_are_listed_deleted_and_hidden_from_strangers(doors, watch):
    page = doors.new_reader()
    page.goto("/chat/")
    expect(page.get_by_text("You have not talked with anybody yet.")).to_be_visible()
    begin(page, "quentin-quick", "Good day")
    wait_until_whole(page)
    address = page.url

    watch.expect("404")
    stranger = doors.new_reader()
    assert stranger.goto(address).status == 404

    page.goto("/chat/")
    page.get_by_role("main").get_by_role("link", name="Good day").click()
    expect(page).to_have_url(address)
    page.get_by_label("Menu of this conversation").click()
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("“Good day” is deleted.")).to_be_visible()
    expect(page.locator("[id^=conversation-]")).to_have_count(0)
    assert page.goto(address).status == 404


def test_after_signing_out_conversations_are_closed(reader):
    begin(reader, "quentin-quick", "Good day")
    wait_until_whole(reader)
    address = reader.url
    reader.get_by_role("link", name="Account").first.click()
    reader.get_by_role("link", name="Sign out").first.click()
    reader.get_by_role("main").get_by_role("button", name="Sign out").click()
    expect(reader.get_by_role("link", name="Sign in").first).to_be_visible()
    reader.goto(address)
    expect(reader).to_have_url(re.compile("/accounts/login/"))


@pytest.mark.parametrize("question", ["Are you an AI?", "asdkjh qwlekj"])
def test_a_second_question_goes_into_the_same_conversation(reader, question):
    begin(reader, "leon-trotsky", "Hello")
    wait_until_whole(reader)
    say(reader, question)
    expect(messages(reader)).to_have_count(2)
    wait_until_whole(reader)
    expect(last_reply(reader)).to_contain_text(re.compile(r"\w{3}"))
