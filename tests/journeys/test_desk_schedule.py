"""An editor gives an edition a date; the real clock and worker let it go live, and it is called off when asked."""

import re

import pytest
from playwright.sync_api import expect

from embedded.processes import wait_for
from tests.journeys.test_editor import field

MAKE_DUE = """UPDATE characters_schedule SET due_at = now() - interval '1 minute'
    WHERE state = 'PENDING' AND character_id = %s"""

STATE = "SELECT state FROM characters_schedule WHERE character_id = %s ORDER BY id DESC LIMIT 1"


@pytest.fixture
def character(site):
    """The id of one that no other journey writes."""
    return site.query("SELECT id FROM characters_character WHERE slug = 'toussaint-louverture'")[0][0]


@pytest.fixture
def beat(site):
    site.start("beat")
    yield
    site.kill("beat")


def test_an_edition_goes_live_by_itself(doors, site, character, beat):
    page = doors.editor(timezone_id="Europe/Berlin")
    page.goto(f"/admin/characters/character/{character}/change/")
    field(page, "tagline").fill("He made generals bow to former slaves.")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_text("This draft differs")).to_be_visible()

    page.goto(f"/admin/characters/character/{character}/schedule/")
    page.get_by_label("Goes live at (UTC)").fill("2027-07-01T09:30")
    expect(page.get_by_text("That is 1 Jul 2027, 11:30 in Europe/Berlin.")).to_be_visible()
    page.locator("#publish-at").get_by_label("What changed").fill("For his birthday")
    page.get_by_role("button", name="Schedule the publication").click()
    expect(page.get_by_text("goes live on 1 July 2027, 09:30 UTC")).to_be_visible()
    expect(page.locator("#schedule")).to_contain_text("1 Jul 2027, 09:30 UTC (11:30 your time)")

    reading = doors.come()
    reading.goto("/characters/toussaint-louverture/")
    expect(reading.locator(".tagline")).not_to_have_text("He made generals bow to former slaves.")
    # The form takes minutes from now on: this is the time passing.
    site.query(MAKE_DUE, character)
    assert wait_for(lambda: site.query(STATE, character) == [("DONE",)], 60)
    reading.reload()
    expect(reading.locator(".tagline")).to_have_text("He made generals bow to former slaves.")
    page.goto(f"/admin/characters/character/{character}/schedule/")
    expect(page.get_by_role("row", name=re.compile("Publish edition"))).to_contain_text("Done")


def test_a_withdrawal_is_called_off_by_keyboard(doors, site, character):
    page = doors.editor()
    page.goto(f"/admin/characters/character/{character}/schedule/")
    page.get_by_label("Goes away at (UTC)").fill("2020-01-01T00:00")
    page.get_by_role("button", name="Schedule the withdrawal").click()
    expect(page.get_by_text("This time has passed.")).to_be_visible()
    page.get_by_label("Goes away at (UTC)").fill("2027-07-01T09:30")
    page.get_by_label("Goes away at (UTC)").press("Enter")
    expect(page.get_by_text("The page goes away on 1 July 2027, 09:30 UTC.")).to_be_visible()
    page.goto("/admin/characters/schedule/")
    expect(page.get_by_role("row", name=re.compile("Withdraw.*Toussaint.*Waiting", re.I))).to_be_visible()
    page.get_by_role("link", name="Toussaint Louverture").first.click()
    page.get_by_role("button", name="Call off the withdrawal").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Called off. Nothing happens by itself")).to_be_visible()
    expect(page.get_by_text("Nothing happens to this page by itself.")).to_be_visible()
