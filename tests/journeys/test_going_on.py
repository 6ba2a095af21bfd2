"""Going on in a conversation: by an offered question, and after its reply could not be followed for a while."""

import re

from playwright.sync_api import expect

from tests.journeys.talking import (
    assert_whole,
    begin,
    composer,
    last_reply,
    messages,
    wait_for_words,
    wait_until_whole,
    writing,
)

CAKE = "What is the best way to bake a chocolate cake?"
EVENTS = re.compile(r"/chat/replies/\d+/events")
COME_BACK = "() => document.dispatchEvent(new Event('visibilitychange'))"


def offers(page):
    return last_reply(page).locator(".offers button")


def test_an_offered_question_is_asked_while_the_draft_is_typed_on(reader):
    begin(reader, "leon-trotsky", CAKE)
    wait_until_whole(reader)
    composer(reader).fill("What I was about")
    composer(reader).press("End")
    question = last_reply(reader).locator("[data-offer] [name=text]").first.input_value()
    # A click that takes the focus nowhere, as typing goes on.
    offers(reader).first.evaluate("(button) => button.form.requestSubmit(button)")
    composer(reader).press_sequentially(" to say")
    expect(messages(reader)).to_have_count(2)
    expect(messages(reader).last).to_contain_text(question)
    expect(composer(reader)).to_have_value("What I was about to say")
    wait_until_whole(reader)
    composer(reader).press("Enter")
    expect(messages(reader).last).to_contain_text("What I was about to say")
    expect(messages(reader)).to_have_count(3)


def test_an_offered_question_that_is_picked_again_and_again_is_asked_once(reader):
    begin(reader, "leon-trotsky", CAKE)
    wait_until_whole(reader)
    picked = offers(reader).first.element_handle()
    picked.evaluate("(button) => { for (let n = 0; n < 3; n++) button.form.requestSubmit(button); }")
    expect(messages(reader)).to_have_count(2)
    wait_until_whole(reader)
    with reader.expect_response(re.compile(r"/chat/\d+/messages")) as response:
        picked.evaluate("(button) => button.form.requestSubmit(button)")
    response.value.finished()
    expect(messages(reader)).to_have_count(2)
    reader.reload()
    expect(messages(reader)).to_have_count(2)


def test_an_offered_question_that_is_refused_leaves_the_draft_alone(reader):
    begin(reader, "leon-trotsky", CAKE)
    wait_until_whole(reader)
    first, second = offers(reader).nth(0).element_handle(), offers(reader).nth(1).element_handle()
    first.click()
    expect(messages(reader)).to_have_count(2)
    expect(writing(reader)).to_have_count(1)
    composer(reader).fill("My draft")
    second.click()
    expect(reader.locator("#composer").get_by_role("alert")).to_contain_text("still being written")
    expect(composer(reader)).to_have_value("My draft")
    expect(messages(reader)).to_have_count(2)


def test_a_reply_whose_events_cannot_be_reached_is_shown_when_it_is_whole(reader, site, watch):
    watch.expect("ERR_FAILED")
    reader.route(EVENTS, lambda route: route.abort())
    begin(reader, "quentin-quick", "Hello")
    expect(last_reply(reader)).to_contain_text("Reconnecting…")
    wait_until_whole(reader)
    assert_whole(site, reader)


def test_whoever_is_signed_out_in_mid_reply_is_told_and_reads_on_after_signing_in(reader, site, watch):
    watch.expect("404", "ERR_CONNECTION_REFUSED", "ERR_CONNECTION_RESET", "ERR_INCOMPLETE_CHUNKED_ENCODING")
    begin(reader, "long-john", "Tell me everything")
    wait_for_words(reader, 20)
    composer(reader).fill("My draft")
    session = reader.context.cookies()
    reader.context.clear_cookies(name="sessionid")
    # As the network breaks off for a moment.
    site.kill("web")
    site.start("web")
    expect(last_reply(reader)).to_contain_text("You have been signed out")
    link = last_reply(reader).get_by_role("link", name="Sign in in a new tab")
    expect(link).to_have_attribute("href", re.compile(r"^/chat/\d+/$"))

    reader.context.add_cookies(session)
    words = len(reader.locator("[data-text]").text_content())
    reader.evaluate(COME_BACK)
    wait_for_words(reader, words + 500)
    expect(last_reply(reader)).not_to_contain_text("signed out")
    expect(composer(reader)).to_have_value("My draft")
    reader.get_by_role("button", name="Stop").click()
    expect(writing(reader)).to_have_count(0)
