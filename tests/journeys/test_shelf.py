"""One's conversations as a whole, on a phone and on a desk: menus, search, what is not sent yet, keys."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.talking import begin, composer, messages, wait_until_whole

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
KEPT = re.compile(r"/unsent$")


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def size(request):
    return request.param


@pytest.fixture
def reader(doors, size):
    return doors.new_reader(viewport=size)


def menu(page, title):
    page.get_by_label(f"Menu for “{title}”").click()


def rows(page):
    return page.locator("#shelf .shelf-row .chat-list-title")


def test_a_conversation_is_named_pinned_archived_deleted_and_brought_back(reader):
    for text in ("About the loom", "About the sea"):
        begin(reader, "quentin-quick", text)
        wait_until_whole(reader)
    reader.get_by_label("Title of this conversation").fill("The grey sea")
    reader.get_by_label("Title of this conversation").press("Enter")
    expect(reader).to_have_title(re.compile("The grey sea"))

    reader.goto("/chat/")
    expect(rows(reader)).to_have_text(["The grey sea", "About the loom"])
    menu(reader, "About the loom")
    reader.get_by_role("button", name="Pin to the top").click()
    expect(rows(reader)).to_have_text(["About the loom", "The grey sea"])
    expect(reader.locator(".shelf-when")).to_have_text(["Pinned", "Today"])

    menu(reader, "The grey sea")
    reader.get_by_label("Title", exact=True).last.fill("The green sea")
    reader.get_by_role("button", name="Rename").last.click()
    expect(rows(reader)).to_have_text(["About the loom", "The green sea"])

    menu(reader, "The green sea")
    reader.get_by_role("button", name="Delete").last.click()
    expect(reader.get_by_text("“The green sea” is deleted.")).to_be_visible()
    expect(reader.get_by_role("button", name="Undo")).to_be_focused()
    reader.keyboard.press("Enter")
    expect(rows(reader)).to_have_text(["About the loom", "The green sea"])

    menu(reader, "The green sea")
    reader.get_by_role("button", name="Archive").last.click()
    expect(reader.get_by_text("“The green sea” is archived.")).to_be_visible()
    reader.get_by_role("link", name="Archived").click()
    expect(reader.locator(".chat-list-title")).to_have_text(["The green sea"])


def test_a_conversation_is_deleted_from_its_head_and_brought_back(reader):
    begin(reader, "quentin-quick", "About the loom")
    wait_until_whole(reader)
    reader.get_by_label("Menu of this conversation").click()
    reader.get_by_role("button", name="Delete").click()
    expect(reader.get_by_text("“About the loom” is deleted.")).to_be_visible()
    expect(rows(reader)).to_have_count(0)
    reader.get_by_role("link", name="Recently deleted").click()
    reader.get_by_role("button", name="Bring “About the loom” back").click()
    reader.goto("/chat/")
    expect(rows(reader)).to_have_text(["About the loom"])


def test_what_was_said_is_found_as_one_types_and_opened_where_it_stands(reader):
    begin(reader, "quentin-quick", "About the loom")
    wait_until_whole(reader)
    begin(reader, "leon-trotsky", "Why were you exiled?")
    wait_until_whole(reader)
    reader.goto("/chat/")
    reader.get_by_label("Search", exact=True).press_sequentially("loo")
    expect(rows(reader)).to_have_text(["About the loom"])
    expect(reader.locator("#shelf mark")).to_have_text(["loom"])
    expect(reader).to_have_url(re.compile(r"\?q=loo$"))
    rows(reader).first.click()
    expect(reader.locator(".message--user:target")).to_contain_text("About the loom")
    reader.go_back()
    expect(rows(reader)).to_have_text(["About the loom"])
    reader.get_by_label("Search", exact=True).fill("")
    expect(rows(reader)).to_have_count(2)
    reader.get_by_label("With").select_option(label="Quentin Quick")
    expect(rows(reader)).to_have_text(["About the loom"])


def test_what_is_not_sent_is_there_after_a_reload_and_on_another_device(doors, reader, size):
    begin(reader, "quentin-quick", "Hello")
    wait_until_whole(reader)
    with reader.expect_response(KEPT):
        composer(reader).press_sequentially("What I was about to")
    reader.reload()
    expect(composer(reader)).to_have_value("What I was about to")
    other = doors.come(session=reader.context.cookies()[0]["value"], viewport=size)
    other.context.add_cookies(reader.context.cookies())
    other.goto(reader.url)
    expect(composer(other)).to_have_value("What I was about to")
    # Left within a moment of the last key: the page sends it after itself.
    composer(reader).press_sequentially(" say")
    reader.goto("/characters/")
    reader.go_back()
    expect(composer(reader)).to_have_value("What I was about to say")
    composer(reader).press("Enter")
    expect(messages(reader)).to_have_count(2)
    wait_until_whole(reader)
    reader.reload()
    expect(composer(reader)).to_have_value("")


def test_what_is_begun_is_there_again_until_it_is_sent(reader):
    reader.goto("/chat/with/quentin-quick/")
    with reader.expect_response(KEPT):
        composer(reader).press_sequentially("A long beginning")
    reader.goto("/chat/with/leon-trotsky/")
    expect(composer(reader)).to_have_value("")
    reader.goto("/chat/with/quentin-quick/")
    expect(composer(reader)).to_have_value("A long beginning")
    composer(reader).press("Enter")
    expect(messages(reader)).to_have_count(1)
    wait_until_whole(reader)
    reader.goto("/chat/with/quentin-quick/")
    expect(composer(reader)).to_have_value("")


def test_curated_questions_lead_on_from_an_answer(reader):
    begin(reader, "leon-trotsky", "Why were you exiled?")
    wait_until_whole(reader)
    offers = reader.locator(".message--character").last.locator(".offers button")
    expect(offers).to_have_count(3)
    question = offers.first.inner_text()
    offers.first.click()
    expect(messages(reader).last).to_contain_text(question)
    wait_until_whole(reader)
    expect(reader.locator(".offers:visible")).to_have_count(1)


def test_keys_act_where_nobody_types_and_can_be_switched_off(doors):
    reader = doors.new_reader(viewport=DESK)
    begin(reader, "quentin-quick", "One")
    wait_until_whole(reader)
    begin(reader, "quentin-quick", "Two")
    wait_until_whole(reader)
    composer(reader).press_sequentially("? n / j")
    expect(composer(reader)).to_have_value("? n / j")
    expect(reader.locator("#keys")).not_to_be_visible()
    reader.keyboard.press("Escape")
    reader.keyboard.press("?")
    expect(reader.get_by_role("dialog", name="Keys")).to_be_visible()
    reader.keyboard.press("Escape")
    expect(reader.get_by_role("dialog", name="Keys")).not_to_be_visible()
    reader.keyboard.press("j")
    expect(reader.locator(".shelf-link").last).to_be_focused()
    reader.keyboard.press("ArrowUp")
    expect(reader.locator(".shelf-link").first).to_be_focused()
    reader.get_by_label("Menu of this conversation").click()
    reader.keyboard.press("Escape")
    expect(reader.locator("details.menu[open]")).to_have_count(0)
    expect(reader.get_by_label("Menu of this conversation")).to_be_focused()
    reader.keyboard.press("/")
    expect(reader).to_have_url(re.compile("/chat/#shelf-q$"))
    expect(reader.get_by_label("Search", exact=True)).to_be_focused()

    reader.goto("/chat/")
    reader.get_by_role("button", name="Keys").click()
    reader.get_by_label("Use single keys").uncheck()
    reader.get_by_role("button", name="Close").click()
    reader.keyboard.press("n")
    reader.reload()
    reader.keyboard.press("n")
    expect(reader).to_have_url(re.compile("/chat/$"))
    reader.get_by_role("button", name="Keys").click()
    reader.get_by_label("Use single keys").check()
    reader.get_by_role("button", name="Close").click()
    reader.keyboard.press("n")
    expect(reader).to_have_url(re.compile("/characters/$"))


def test_all_of_it_without_a_script(doors, size):
    plain = doors.new_reader(java_script_enabled=False, viewport=size)
    plain.goto("/chat/with/quentin-quick/")
    plain.get_by_label("Your message").fill("About the loom")
    plain.get_by_role("button", name="Send").click()
    expect(plain.locator(".message--character").last).to_contain_text("18 19 20")
    plain.get_by_label("Title of this conversation").fill("Looms")
    plain.get_by_label("Title of this conversation").press("Enter")
    expect(plain).to_have_title(re.compile("Looms"))
    plain.get_by_label("Menu of this conversation").click()
    plain.get_by_role("button", name="Pin to the top").click()
    plain.goto("/chat/")
    plain.get_by_label("Search", exact=True).fill("loom")
    plain.get_by_role("button", name="Show").click()
    expect(plain.locator("mark")).to_have_text(["loom"])
    rows(plain).first.click()
    expect(plain.locator(".message--user:target")).to_contain_text("About the loom")
    plain.get_by_label("Menu of this conversation").click()
    plain.get_by_role("button", name="Delete").click()
    plain.get_by_role("button", name="Undo").click()
    expect(rows(plain)).to_have_text(["Looms"])
    menu(plain, "Looms")
    plain.get_by_role("button", name="Archive").click()
    expect(rows(plain)).to_have_count(0)
