"""Variants of replies and messages, on a phone and a desk: nothing is lost, nothing is hidden, nothing jumps."""

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
    place_of,
    reply_id,
    say,
    shown_text,
    wait_for_words,
    wait_until_whole,
    writing,
)

SIZES = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1280, "height": 800}}
WHOLE = said(120)


@pytest.fixture(params=SIZES)
def reader(doors, request):
    return doors.new_reader(viewport=SIZES[request.param], reduced_motion="reduce")


def arrow(within, way):
    return within.get_by_role("button", name=re.compile(f"^{way} variant"))


def place(within):
    return within.locator(".variants-place [aria-hidden]")


def said_by_me(page):
    return [text.strip() for text in messages(page).locator(".message-text").all_inner_texts()]


def try_again(page):
    last_reply(page).get_by_role("button", name="Try again").click()


def edit(page, message, text):
    message.get_by_role("link", name="Edit").click()
    box = page.get_by_label("Your message, in other words")
    expect(box).to_be_focused()
    box.fill(text)
    return box


def test_every_reply_that_was_asked_for_again_stays_behind_arrows(reader, site):
    begin(reader, "quentin-quick", "Hello")
    wait_until_whole(reader)
    ids = [reply_id(reader)]
    for number in (2, 3):
        try_again(reader)
        expect(place(last_reply(reader))).to_have_text(f"{number}/{number}")
        wait_until_whole(reader)
        ids.append(reply_id(reader))
    expect(arrow(last_reply(reader), "Next")).to_be_disabled()
    top = place_of(place(last_reply(reader)))
    for number in (2, 1):
        arrow(last_reply(reader), "Previous").click()
        expect(place(last_reply(reader))).to_have_text(f"{number}/3")
        assert reply_id(reader) == ids[number - 1]
        assert place_of(place(last_reply(reader))) - top in range(-12, 13)
    # At the first there is none before it: the focus is on the other arrow, and by keyboard one goes back.
    expect(arrow(last_reply(reader), "Next")).to_be_focused()
    reader.keyboard.press("Enter")
    expect(place(last_reply(reader))).to_have_text("2/3")
    expect(arrow(last_reply(reader), "Next")).to_be_focused()
    reader.reload()
    assert reply_id(reader) == ids[1]
    assert shown_text(reader).strip() == kept_text(site, reader)


PRESS_AT_ONCE = """(way) => {
  window.isStillThisPage = true;
  document.addEventListener("htmx:afterSwap", () => setTimeout(() =>
    [...document.querySelectorAll(`.variant[data-way=${way}]`)].at(-1).click()), { once: true });
}"""


def test_an_arrow_may_be_pressed_as_soon_as_it_is_there(reader):
    """By a key that is held down: the page is not loaded anew, and the focus stays."""
    begin(reader, "quentin-quick", "Hello")
    wait_until_whole(reader)
    for number in (2, 3):
        try_again(reader)
        expect(place(last_reply(reader))).to_have_text(f"{number}/{number}")
        wait_until_whole(reader)
    reader.evaluate(PRESS_AT_ONCE, "previous")
    arrow(last_reply(reader), "Previous").click()
    expect(place(last_reply(reader))).to_have_text("1/3")
    assert reader.evaluate("window.isStillThisPage")
    expect(arrow(last_reply(reader), "Next")).to_be_focused()


def test_variants_are_looked_at_while_another_is_written(reader, site):
    begin(reader, "sam-slow", "Tell me slowly")
    wait_for_words(reader, 20)
    reader.get_by_role("button", name="Stop").click()
    expect(writing(reader)).to_have_count(0)
    kept, stopped = kept_text(site, reader), reply_id(reader)
    try_again(reader)
    wait_for_words(reader, 10)
    arrow(last_reply(reader), "Previous").click()
    expect(writing(reader)).to_have_count(0)
    assert reply_id(reader) == stopped
    assert shown_text(reader).strip() == kept
    expect(arrow(last_reply(reader), "Next")).to_have_accessible_name("Next variant: one is being written")
    say(reader, "Meanwhile")
    expect(reader.locator("#composer").get_by_role("alert")).to_contain_text("still being written")
    expect(composer(reader)).to_have_value("Meanwhile")
    arrow(last_reply(reader), "Next").click()
    expect(writing(reader)).to_have_count(1)
    wait_until_whole(reader)
    assert kept_text(site, reader) == WHOLE
    assert_whole(site, reader)


def test_a_hidden_variant_is_no_more_said_to_be_written_when_it_is_whole(reader):
    begin(reader, "sam-slow", "Tell me slowly")
    wait_for_words(reader, 10)
    reader.get_by_role("button", name="Stop").click()
    try_again(reader)
    expect(writing(reader)).to_have_count(1)
    arrow(last_reply(reader), "Previous").click()
    expect(arrow(last_reply(reader), "Next")).to_have_accessible_name(re.compile("being written"))
    # The arrow that was pressed has the focus, and what has the focus is left alone.
    composer(reader).focus()
    expect(arrow(last_reply(reader), "Next")).to_have_accessible_name("Next variant")


def test_an_edited_message_begins_a_branch_and_the_old_one_stays(reader):
    begin(reader, "quentin-quick", "One")
    wait_until_whole(reader)
    say(reader, "Two")
    expect(messages(reader)).to_have_count(2)
    wait_until_whole(reader)

    edit(reader, messages(reader).first, "Never mind").press("Escape")
    expect(messages(reader).first).to_contain_text("One")
    expect(messages(reader).first.get_by_role("link", name="Edit")).to_be_focused()
    edit(reader, messages(reader).first, "One")
    reader.get_by_role("button", name="Say this instead").click()
    expect(messages(reader).first.get_by_role("alert")).to_contain_text("says the same as before")

    reader.get_by_label("Your message, in other words").fill("Otherwise")
    reader.get_by_role("button", name="Say this instead").click()
    expect(messages(reader)).to_have_count(1)
    expect(messages(reader)).to_contain_text("Otherwise")
    expect(place(messages(reader).first)).to_have_text("2/2")
    wait_until_whole(reader)
    say(reader, "And on")
    expect(messages(reader)).to_have_count(2)
    wait_until_whole(reader)

    arrow(messages(reader).first, "Previous").click()
    expect(messages(reader)).to_have_count(2)
    expect(messages(reader).first).to_contain_text("One")
    expect(messages(reader).last).to_contain_text("Two")
    arrow(messages(reader).first, "Next").click()
    expect(messages(reader).last).to_contain_text("And on")


def test_an_edit_that_is_refused_keeps_its_text(reader):
    begin(reader, "sam-slow", "Slowly")
    wait_for_words(reader, 10)
    edit(reader, messages(reader).first, "Otherwise")
    reader.get_by_role("button", name="Say this instead").click()
    expect(messages(reader).first.get_by_role("alert")).to_contain_text("still being written")
    expect(reader.get_by_label("Your message, in other words")).to_have_value("Otherwise")
    last_reply(reader).get_by_role("button", name="Stop").click()
    expect(writing(reader)).to_have_count(0)
    reader.get_by_role("button", name="Say this instead").click()
    expect(messages(reader)).to_contain_text("Otherwise")
    expect(writing(reader)).to_have_count(1)


def test_a_cut_reply_goes_on_and_never_shows_less(reader, site):
    begin(reader, "sam-slow", "Slowly")
    wait_for_words(reader, 40)
    reader.get_by_role("button", name="Stop").click()
    expect(writing(reader)).to_have_count(0)
    kept, stopped = kept_text(site, reader), reply_id(reader)
    last_reply(reader).get_by_role("button", name="Continue").click()
    expect(writing(reader)).to_have_count(1)
    wait_for_words(reader, len(kept) + 10)
    reader.reload()
    assert reader.locator("[data-text]").text_content().startswith(kept)
    wait_until_whole(reader)
    assert reply_id(reader) != stopped
    assert kept_text(site, reader) == WHOLE
    assert_whole(site, reader)
    for text in reader.evaluate("(id) => window.streamed[id]", f"message-{reply_id(reader)}"):
        assert text.startswith(kept)
    arrow(last_reply(reader), "Previous").click()
    expect(last_reply(reader)).to_contain_text("Stopped")
    assert shown_text(reader).strip() == kept


def test_two_tabs_on_two_branches_each_go_on_where_they_are(reader):
    begin(reader, "quentin-quick", "One")
    wait_until_whole(reader)
    other = reader.context.new_page()
    other.goto(reader.url)
    edit(other, messages(other).first, "Otherwise")
    other.get_by_role("button", name="Say this instead").click()
    expect(messages(other)).to_contain_text("Otherwise")
    wait_until_whole(other)
    say(reader, "On from one")
    expect(messages(reader)).to_have_count(2)
    wait_until_whole(reader)
    say(other, "On from the other")
    expect(messages(other)).to_have_count(2)
    wait_until_whole(other)
    assert [text.strip() for text in messages(reader).locator(".message-text").all_inner_texts()] == [
        "One",
        "On from one",
    ]
    assert [text.strip() for text in messages(other).locator(".message-text").all_inner_texts()] == [
        "Otherwise",
        "On from the other",
    ]
    reader.reload()
    expect(messages(reader).first).to_contain_text("Otherwise")
    arrow(messages(reader).first, "Previous").click()
    expect(messages(reader).last).to_contain_text("On from one")


def test_a_long_conversation_is_read_upwards_without_a_jump(reader, site):
    begin(reader, "quentin-quick", "The beginning")
    wait_until_whole(reader)
    site.run("-m", "tests.journeys.long_talks", re.search(r"/chat/(\d+)/", reader.url)[1], "70")
    reader.reload()
    expect(messages(reader)).to_have_count(50)
    first = messages(reader).first
    first.scroll_into_view_if_needed()
    top = place_of(first)
    id_of_first = first.get_attribute("id")
    earlier = reader.get_by_role("link", name="Earlier in this conversation")
    earlier.focus()
    top = place_of(first)
    earlier.press("Enter")
    expect(messages(reader)).to_have_count(71)
    assert abs(place_of(reader.locator(f"#{id_of_first}")) - top) <= 2
    expect(reader.locator(f"#{id_of_first}")).to_be_focused()
    expect(messages(reader).first).to_contain_text("The beginning")
    expect(earlier).to_have_count(0)
    # A branch at the very beginning, and back: the old one begins there, and its end is a link away.
    edit(reader, messages(reader).first, "Another beginning")
    reader.get_by_role("button", name="Say this instead").click()
    expect(messages(reader)).to_have_count(1)
    expect(messages(reader)).to_contain_text("Another beginning")
    wait_until_whole(reader)
    arrow(messages(reader).first, "Previous").click()
    expect(messages(reader)).to_have_count(50)
    reader.get_by_role("link", name="Later in this conversation").click()
    expect(messages(reader)).to_have_count(71)
    expect(reader.get_by_role("link", name="Later in this conversation")).to_have_count(0)


def test_without_javascript_a_message_is_edited_and_a_variant_shown(doors, watch):
    watch.expect("422")
    plain = doors.new_reader(java_script_enabled=False)
    plain.goto("/chat/with/quentin-quick/")
    composer(plain).fill("One")
    plain.get_by_role("button", name="Send").click()
    expect(plain.locator(".message--character").last).to_contain_text("18 19 20")
    messages(plain).first.get_by_role("link", name="Edit").click()
    box = plain.get_by_label("Your message, in other words")
    expect(box).to_have_value("One")
    plain.get_by_role("button", name="Say this instead").click()
    expect(plain.get_by_role("alert")).to_contain_text("says the same as before")
    box.fill("Otherwise")
    plain.get_by_role("button", name="Say this instead").click()
    expect(messages(plain)).to_contain_text("Otherwise")
    expect(plain.locator(".message--character").last).to_contain_text("18 19 20")
    arrow(messages(plain), "Previous").click()
    expect(messages(plain)).to_contain_text("One")
    expect(place(messages(plain))).to_have_text("1/2")
    last_reply(plain).get_by_role("button", name="Try again").click()
    expect(place(last_reply(plain))).to_have_text("2/2")
