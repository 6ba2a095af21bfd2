"""An editor links characters both ways, rejects one, publishes, and looks after the whole graph."""

import re

import pytest
from playwright.sync_api import expect

ADA = "ada-lovelace"
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def similar_page(site, slug):
    ((pk,),) = site.query("SELECT id FROM characters_character WHERE slug = %s", slug)
    return f"/admin/characters/character/{pk}/similar/"


@pytest.fixture
def editor_page(doors):
    return doors.editor()


def test_a_suggestion_becomes_a_link_both_ways_and_shows_once_published(doors, site, editor_page):
    page = editor_page
    page.goto(similar_page(site, ADA))
    row = page.locator("#offers > ul > li").first
    name = row.get_by_role("heading").inner_text()
    row.locator("summary").click()
    reason = row.get_by_label(re.compile("Why should a reader of Ada Lovelace meet"))
    reason.fill("")
    row.get_by_role("button", name=f"Link to {name}").click()
    page.evaluate("document.activeElement.blur()")
    reason.fill("They would have had much to say to each other.")
    row.get_by_label("Link both ways").check()
    row.get_by_label(re.compile("meet Ada Lovelace")).fill("She saw further than her century.")
    row.get_by_role("button", name=f"Link to {name}").click()
    expect(page.locator("#offers p[role=status]")).to_be_focused()
    expect(page.locator("#links")).to_contain_text("They would have had much to say to each other.")
    expect(page.locator("#links li").filter(has_text=name).get_by_text("Both ways")).to_be_visible()
    expect(page.locator("#neighbourhood a", has_text=name.split()[0]).first).to_be_visible()

    reading = doors.come()
    reading.goto(f"/characters/{ADA}/similar/")
    expect(reading.get_by_text("They would have had much to say")).to_have_count(0)
    page.locator("#character-nav").get_by_role("link", name="Edit", exact=True).click()
    page.get_by_role("button", name="Save and publish").click()
    expect(page.get_by_text("of Ada Lovelace is live.")).to_be_visible()
    reading.reload()
    expect(reading.get_by_text("They would have had much to say")).to_be_visible()


def test_a_rejection_is_undone_at_once_or_taken_back_later_by_keyboard(site, editor_page):
    page = editor_page
    page.goto(similar_page(site, "karl-marx"))
    name = page.locator("#offers > ul > li h3").first.inner_text()
    reject = page.get_by_role("button", name=f"Reject {name} for good")
    reject.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"{name} will not be suggested to Karl Marx again.")).to_be_visible()
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Enter")
    expect(reject).to_be_visible()
    reject.click()
    expect(page.get_by_text("Rejected: 1")).to_be_visible()
    page.reload()
    expect(reject).to_have_count(0)
    page.get_by_text("Rejected: 1").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name=f"Take back the rejection of {name}").press("Enter")
    expect(reject).to_be_visible()


def test_links_are_ordered_removed_and_put_back_without_losing_the_place(site, editor_page):
    page = editor_page
    page.goto(similar_page(site, "rosa-luxemburg"))
    names = page.locator("#links > ol h3")
    before = names.all_inner_texts()
    down = page.get_by_role("button", name=f"Move {before[0]} down")
    down.press("Enter")
    expect(names).to_have_text([before[1], before[0], *before[2:]])
    expect(down).to_be_focused()
    page.get_by_role("button", name=f"Remove the link to {before[0]}").click()
    expect(names).to_have_count(len(before) - 1)
    page.get_by_role("button", name="Undo").click()
    expect(names).to_have_text([before[1], before[0], *before[2:]])


def test_somebody_who_is_not_suggested_is_found_by_name_and_linked(site, editor_page):
    page = editor_page
    page.goto(similar_page(site, "frida-kahlo"))
    page.get_by_label("Name").fill("zephyr 07")
    page.get_by_role("button", name="Find").click()
    row = page.locator("#finder li")
    row.locator("summary").click()
    row.get_by_label(re.compile("^Why should a reader of Frida Kahlo meet")).fill(
        "Both painted what they saw."
    )
    row.get_by_role("button", name="Link to Zoe Zephyr 07").click()
    expect(page.locator("#finder p", has_text="Linked.")).to_be_focused()
    expect(page.locator("#links")).to_contain_text("Both painted what they saw.")


def test_the_picture_leads_on_by_keyboard_and_fits_a_phone(doors, site):
    page = doors.editor(viewport={"width": 390, "height": 844})
    page.goto(similar_page(site, "leon-trotsky"))
    assert not page.evaluate(TOO_WIDE)
    place = page.locator("#neighbourhood svg a").first
    assert place.locator("text").first.evaluate("it => it.getBoundingClientRect().height") >= 10
    place.focus()
    name = place.get_attribute("aria-label").split(",")[0]
    page.keyboard.press("Enter")
    expect(page.locator("#character-nav")).to_have_attribute("aria-label", f"Pages of {name}")
    page.goto("/admin/similarity/")
    assert not page.evaluate(TOO_WIDE)


def test_the_whole_graph_is_rebuilt_by_the_worker_with_progress(site, editor_page):
    page = editor_page
    # As after an upgrade: nothing was made yet.
    site.query("UPDATE characters_meaning SET is_suggested = false")
    page.goto("/admin/similarity/")
    page.get_by_role("button", name="Rebuild suggestions and measure").click()
    expect(page).to_have_url(re.compile(r"/admin/jobs/\d+/"))
    expect(page.get_by_text("looked at again")).to_be_visible()
    page.get_by_role("link", name="See the graph").click()
    expect(page.get_by_role("heading", name=re.compile("^Orphans: [1-9]"))).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("^Islands: [1-9]"))).to_be_visible()
    ((left,),) = site.query(
        "SELECT count(*) FROM characters_meaning m JOIN characters_character c ON c.live_edition_id = m.edition_id"
        " WHERE NOT m.is_suggested"
    )
    assert left == 0
    page.locator("#suggestions h3 a").first.click()
    expect(page).to_have_url(re.compile(r"/similar/$"))
