"""An editor sees the draft beside its form while it is written, shares it for a while, and talks with it."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.journeys.talking import wait_until_whole
from tests.journeys.test_every_page import serious

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def form(site):
    """The address of a form that no other journey changes."""
    pk = site.query("SELECT id FROM characters_character WHERE slug = 'toussaint-louverture'")[0][0]
    return f"/admin/characters/character/{pk}/change/"


def panel(page):
    return page.get_by_role("complementary", name="Preview of the draft")


def shown(page):
    """What stands in the frame."""
    return page.locator("[data-shown]").content_frame


def field(page, name):
    return page.locator(f"[name={name}]")


def open_panel(page):
    page.get_by_role("button", name="Preview", exact=True).click()
    expect(panel(page)).to_be_visible()


def refresh(page):
    panel(page).get_by_role("button", name="Refresh").click()


def test_what_is_typed_shows_before_it_is_saved_and_what_is_saved_after(doors, site, watch, form):
    page = doors.editor()
    page.goto(form)
    open_panel(page)
    tagline = field(page, "tagline").input_value()
    expect(shown(page).locator(".tagline")).to_have_text(tagline)
    expect(shown(page).get_by_text("As it was last saved.")).to_be_visible()

    field(page, "tagline").fill("Typed, and not yet saved.")
    refresh(page)
    expect(shown(page).locator(".tagline")).to_have_text("Typed, and not yet saved.")
    expect(shown(page).get_by_text("As it stands in the form, saved or not.")).to_be_visible()
    panel(page).get_by_role("link", name="Card").click()
    expect(shown(page).locator("main > .cards .card-words")).to_have_text("Typed, and not yet saved.")

    panel(page).get_by_role("link", name="Page").click()
    contents = shown(page).get_by_role("navigation", name="On this page").get_by_role("link")
    target = contents.last.get_attribute("href")
    contents.last.click()
    expect(shown(page).locator(target)).to_be_in_viewport()
    expect(page).to_have_url(re.compile("/change/$"))

    watch.expect("422")
    field(page, "name").fill("")
    refresh(page)
    expect(panel(page).get_by_role("status")).to_contain_text("Name: This field is required.")
    expect(shown(page).locator(".tagline")).to_have_text("Typed, and not yet saved.")

    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(form)
    expect(shown(page).locator(".tagline")).to_have_text(tagline)
    field(page, "tagline").fill("Typed, and saved.")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(shown(page).locator(".tagline")).to_have_text("Typed, and saved.")
    expect(field(page, "tagline")).to_have_value("Typed, and saved.")
    reading = doors.come()
    reading.goto("/characters/toussaint-louverture/")
    expect(reading.locator(".tagline")).to_have_text(tagline)


def test_a_browser_remembers_how_the_panel_stood_and_keys_work_it(doors, form):
    page = doors.editor(viewport={"width": 1600, "height": 900})
    page.goto(form)
    expect(panel(page)).to_be_hidden()
    page.get_by_role("button", name="Preview", exact=True).focus()
    page.keyboard.press("Enter")
    expect(panel(page).get_by_role("button", name="Close")).to_be_focused()
    panel(page).get_by_role("link", name="Card").focus()
    page.keyboard.press("Enter")
    panel(page).get_by_role("link", name="Desk").focus()
    page.keyboard.press("Enter")
    expect(panel(page).get_by_role("link", name="Desk")).to_have_attribute("aria-current", "true")
    assert page.locator("[data-shown]").evaluate("(frame) => frame.contentWindow.innerWidth") == 1280

    page.goto(form)
    expect(panel(page)).to_be_visible()
    expect(panel(page).get_by_role("link", name="Card")).to_have_attribute("aria-current", "true")
    expect(panel(page).get_by_role("link", name="Desk")).to_have_attribute("aria-current", "true")
    expect(shown(page).locator(".card")).to_be_visible()
    panel(page).get_by_role("link", name="Page").focus()
    page.keyboard.press("Escape")
    expect(panel(page)).to_be_hidden()
    expect(page.get_by_role("button", name="Preview", exact=True)).to_be_focused()
    page.goto(form)
    expect(panel(page)).to_be_hidden()


def test_on_a_phone_the_panel_covers_the_form_until_it_is_closed(doors, form):
    page = doors.editor(viewport=PHONE)
    page.goto(form)
    open_panel(page)
    box = panel(page).bounding_box()
    assert (box["width"], box["height"]) == (PHONE["width"], PHONE["height"])
    assert page.locator("[data-shown]").evaluate("(frame) => frame.contentWindow.innerWidth") == 390
    assert page.locator("#page").evaluate("(page) => page.inert")
    expect(shown(page).get_by_role("heading", level=1)).to_be_visible()
    panel(page).get_by_role("button", name="Close").click()
    expect(panel(page)).to_be_hidden()
    assert not page.locator("#page").evaluate("(page) => page.inert")
    page.reload()
    expect(panel(page)).to_be_hidden()


@pytest.mark.parametrize("width", [1280, 390])
def test_nobody_is_kept_out_of_the_panel(doors, watch, form, width):
    watch.expect("422")
    page = doors.editor(viewport={"width": width, "height": 844}, reduced_motion="reduce")
    page.goto(form)
    field(page, "name").fill("")
    open_panel(page)
    refresh(page)
    expect(panel(page).get_by_role("status")).to_contain_text("Name: This field is required.")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert serious(Axe(), page) == []
    # The buttons of the form are all within reach beside the panel.
    if width == 1280:
        edge = panel(page).bounding_box()["x"]
        for button in page.locator(".submit-buttons :is(button, a)").all():
            box = button.bounding_box()
            assert box["x"] + box["width"] <= edge
            assert box["y"] + box["height"] <= 844
    frame, place = page.locator("[data-stage]").bounding_box(), panel(page).bounding_box()
    assert frame["y"] + frame["height"] <= place["y"] + place["height"]


def test_the_page_of_previews_needs_no_javascript(doors, form):
    page = doors.editor(java_script_enabled=False)
    page.goto(form.replace("/change/", "/preview/"))
    expect(shown(page).get_by_role("heading", level=1)).to_contain_text("Toussaint")
    page.get_by_role("navigation", name="What to preview").get_by_role("link", name="Card").click()
    expect(shown(page).locator(".card")).to_be_visible()
    page.get_by_role("navigation", name="What to preview").get_by_role("link", name="Conversation").click()
    expect(shown(page).get_by_text("Trial conversation with the draft")).to_be_visible()


def test_a_draft_is_shared_with_somebody_without_an_account_until_the_link_is_ended(doors, watch, form):
    page = doors.editor()
    page.goto(form)
    page.get_by_role("navigation", name="Pages of").get_by_role("link", name="Preview").click()
    page.get_by_label("The link works for").select_option("1 day")
    page.get_by_role("button", name="Make a link").click()
    link = page.get_by_label(re.compile("Link of editor@example.org, .* Ends ")).first
    # The site's own address is for mails and sitemaps; the journeys' site listens elsewhere.
    path = "/preview/" + link.input_value().rstrip("/").rpartition("/")[2] + "/"

    guest = doors.come()
    assert guest.goto(path).status == 200
    expect(guest.get_by_text("Preview of the draft.")).to_be_visible()
    expect(guest.get_by_role("heading", level=1)).to_contain_text("Toussaint")
    assert guest.context.cookies() == []
    guest.get_by_role("navigation", name="On this page").get_by_role("link").nth(1).click()
    expect(guest).to_have_url(re.compile("#"))

    page.get_by_role("button", name=re.compile("End the link")).first.click()
    expect(page.get_by_text("The link is ended")).to_be_visible()
    watch.expect("404")
    assert guest.goto(path).status == 404
    expect(guest.get_by_text("may have expired")).to_be_visible()


def test_an_editor_talks_with_the_draft_and_nobody_else_hears_of_it(doors, site, form):
    page = doors.editor()
    page.goto(form)
    field(page, "persona").fill("I am the persona of the draft, whom nobody has published.")
    page.get_by_role("button", name="Save and continue editing").click()
    open_panel(page)
    panel(page).get_by_role("link", name="Conversation").click()
    talk = shown(page)
    expect(talk.get_by_text("Trial conversation with the draft")).to_be_visible()
    talk.get_by_label("Your message").fill("Who are you?")
    talk.get_by_role("button", name="Send").click()
    expect(talk.locator(".message--user")).to_have_text(re.compile("Who are you"))
    wait_until_whole(talk)
    expect(talk.locator(".message--character").last).to_contain_text("persona of the draft")

    # A starter question of the draft, by its chip, in the same conversation.
    talk.get_by_text("Starter questions of the draft").click()
    talk.locator(".chat-starters button").first.click()
    expect(talk.locator(".message--user")).to_have_count(2)
    expect(talk.locator(".message.is-writing [data-text]")).to_have_text(re.compile(r"\S[\s\S]{20}"))
    wait_until_whole(talk)
    expect(talk.locator(".message--character .citation").first).to_have_attribute("target", "_blank")

    elsewhere = doors.editor()
    elsewhere.goto("/chat/")
    expect(elsewhere.locator("h1")).to_be_visible()
    ((trial,),) = site.query("SELECT max(id) FROM chat_conversation WHERE is_trial")
    expect(elsewhere.locator(f"a[href='/chat/{trial}/']")).to_have_count(0)
    talk.get_by_role("button", name="Start over").click()
    expect(talk.locator(".message--user")).to_have_count(0)
    assert not site.query("SELECT 1 FROM chat_conversation WHERE id = %s", trial)
