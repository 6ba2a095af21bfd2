"""An editor signs in to the dashboard, sees what waits and what visitors miss, and reads who changed what."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.accounts import sign_in
from tests.journeys.desk_work import QUESTION
from tests.journeys.test_editor import field


def box(page, title):
    return page.get_by_role("region", name=re.compile(title))


def test_signing_in_leads_to_the_dashboard_and_it_leads_on(doors, site):
    page = doors.come()
    page.goto("/admin/")
    sign_in(page, site.told["editor"]["email"])
    expect(page.get_by_role("heading", name="Dashboard")).to_be_visible()
    expect(box(page, "Waiting for review")).to_contain_text("Nora Next")
    expect(box(page, "Waiting for review")).to_contain_text("2 days ago by editor@example.org")
    expect(box(page, "Scheduled next")).to_contain_text(re.compile(r"Marie Curie\s*goes away"))
    expect(box(page, "Yours to look after")).to_contain_text("Karl Marx")
    expect(box(page, "Unresolved review notes")).to_contain_text("Karl Marx")
    box(page, "Waiting for review").get_by_role("link", name="All").click()
    expect(page).to_have_url(re.compile("status=in-review"))
    expect(page.get_by_role("row", name="Nora Next")).to_be_visible()


def test_the_keyboard_passes_over_the_sidebar(doors):
    page = doors.editor()
    for path in ("/admin/", "/admin/characters/character/", "/admin/import/"):
        page.goto(path)
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        expect(page.locator("#content :focus")).to_have_count(1)


def test_what_three_visitors_asked_in_vain_is_seen_and_nothing_else_of_what_they_wrote(doors):
    page = doors.editor()
    page.goto("/admin/")
    asked = box(page, "Asked, and answered by no page")
    expect(asked).to_contain_text("at least 3 different people")
    asked.get_by_role("link", name=QUESTION).click()
    expect(page.get_by_role("row", name=QUESTION)).to_contain_text("3")
    expect(page.get_by_role("heading", name="Questions that visitors ask")).to_be_visible()
    page.get_by_role("link", name="Write an answer").click()
    expect(field(page, "name")).to_have_value("Marie Curie")


def test_the_audit_shows_who_changed_what_from_what_to_what(doors, site):
    page = doors.editor()
    page.goto("/admin/characters/character/?q=confucius")
    page.get_by_role("row", name="Confucius").get_by_role("link").first.click()
    before = field(page, "place").input_value()
    field(page, "place").fill("Qufu, then and now")
    page.get_by_role("button", name="Save", exact=True).click()
    page.goto("/admin/characters/character/?q=confucius")
    page.get_by_role("row", name="Confucius").get_by_role("link").first.click()
    page.get_by_role("navigation", name="Pages of Confucius").get_by_role("link", name="Audit").click()
    expect(page.get_by_role("heading", name="History of changes: Confucius")).to_be_visible()
    row = page.get_by_role("row", name=re.compile("Changed.*place", re.IGNORECASE)).first
    expect(row).to_contain_text("editor@example.org")
    expect(page.get_by_role("row", name=re.compile("Looked at", re.IGNORECASE)).first).to_be_visible()
    row.get_by_role("link").first.click()
    values = page.locator(".audit-changes").get_by_role("row", name="Place")
    expect(values).to_contain_text(before)
    expect(values.locator("ins")).to_have_text("Qufu, then and now")
    expect(page.get_by_role("button", name=re.compile("Save|Delete"))).to_have_count(0)


@pytest.mark.parametrize("width", [390, 1280])
def test_the_dashboard_fits_and_is_walked_by_keyboard(doors, width):
    page = doors.editor(viewport={"width": width, "height": 800})
    page.goto("/admin/")
    figure = page.get_by_role("navigation", name="The catalog in numbers").get_by_role("link").first
    expect(figure).to_be_visible()
    figure.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("status=in-review"))
