"""Two editors at one character: each sees the other, and neither undoes what the other saved."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.journeys.test_editor import field
from tests.journeys.test_every_page import SCHEMES, serious

MARIA = """
from tests.factories import EditorFactory
from tests.journeys.inhabitants import _session_of
print(_session_of(EditorFactory(email="maria@example.org")))
"""


@pytest.fixture(scope="module")
def maria_session(site):
    return site.run("manage.py", "shell", "-v0", "-c", MARIA).splitlines()[-1]


@pytest.fixture
def form(site):
    """Of a character that no other journey writes."""
    (pk,) = site.query("SELECT id FROM characters_character WHERE slug = 'rosa-luxemburg'")[0]
    return f"/admin/characters/character/{pk}/change/"


def save(page):
    page.get_by_role("button", name="Save", exact=True).click()


def test_the_second_to_save_is_shown_what_the_first_changed_and_brings_both_together(
    doors, maria_session, form
):
    mine, hers = doors.editor(), doors.come(session=maria_session)
    hers.goto(form)
    mine.goto(form)
    expect(mine.get_by_text("maria@example.org has had this open since")).to_be_visible()
    # Hers hears of it at the next sign.
    hers.evaluate("htmx.trigger('#openings', 'sign')")
    expect(hers.get_by_text("editor@example.org has had this open since")).to_be_visible()

    field(mine, "tagline").fill("Freedom is always the freedom of others.")
    field(hers, "greeting").fill("Come in, and contradict me.")
    save(hers)
    hers.wait_for_url(re.compile("/admin/characters/character/$"))

    save(mine)
    refused = mine.locator("#newer-change")
    expect(refused).to_be_focused()
    expect(refused).to_contain_text("maria@example.org saved a newer change")
    expect(refused.get_by_role("listitem")).to_have_text(re.compile(r"Greeting\s+only they did"))
    expect(field(mine, "tagline")).to_have_value("Freedom is always the freedom of others.")

    for scheme in SCHEMES:
        mine.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert serious(Axe(), mine) == [], scheme

    mine.get_by_role("button", name="Take over what only they changed").focus()
    mine.keyboard.press("Enter")
    expect(mine.get_by_role("heading", name="Both are together now")).to_be_visible()
    expect(field(mine, "greeting")).to_have_value("Come in, and contradict me.")
    save(mine)
    mine.wait_for_url(re.compile("/admin/characters/character/$"))
    mine.goto(form)
    expect(field(mine, "greeting")).to_have_value("Come in, and contradict me.")
    expect(field(mine, "tagline")).to_have_value("Freedom is always the freedom of others.")


def test_who_leaves_is_no_longer_named(doors, maria_session, form):
    mine, hers = doors.editor(), doors.come(session=maria_session)
    hers.goto(form)
    mine.goto(form)
    expect(mine.locator("#openings")).to_contain_text("maria@example.org")
    hers.goto("/admin/characters/edition/")
    # The notice asks again by itself; this only spares the wait.
    mine.evaluate("htmx.trigger('#openings', 'sign')")
    expect(mine.locator("#openings")).not_to_contain_text("maria@example.org")


def test_mine_is_saved_over_theirs_when_i_say_so(doors, maria_session, form):
    mine, hers = doors.editor(), doors.come(session=maria_session)
    mine.goto(form)
    hers.goto(form)
    field(hers, "tagline").fill("Hers.")
    save(hers)
    hers.wait_for_url(re.compile("/admin/characters/character/$"))
    field(mine, "tagline").fill("Mine.")
    save(mine)
    mine.get_by_role("button", name="Save mine over it").click()
    expect(mine.locator("#newer-change")).to_have_count(0)
    expect(field(mine, "tagline")).to_have_value("Mine.")
    hers.goto(form)
    expect(field(hers, "tagline")).to_have_value("Mine.")
