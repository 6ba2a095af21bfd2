"""The editors' desk works without JavaScript, only less smoothly."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import SECONDS
from tests.journeys.sitting import sitter
from tests.journeys.test_desk_list import LIST, choose, tick
from tests.journeys.test_editor import field

REASON = "Both of them wrote in exile, and said so."


@pytest.fixture
def plain(doors):
    """An editor whose browser runs no scripts."""
    return doors.editor(viewport={"width": 1280, "height": 900}, java_script_enabled=False)


def pages_of(site, slug):
    """The address that the pages of a character begin with."""
    ((pk,),) = site.query("SELECT id FROM characters_character WHERE slug = %s", slug)
    return f"/admin/characters/character/{pk}/"


def test_the_dashboard_leads_to_a_review_in_which_a_note_is_left(plain):
    plain.goto("/admin/")
    plain.get_by_role("region", name=re.compile("Waiting for review")).get_by_role(
        "link", name="Nora Next"
    ).click()
    plain.locator("#character-nav").get_by_role("link", name=re.compile("^Review")).click()
    expect(plain.locator("#checklist")).to_contain_text("There is no starter question.")
    plain.get_by_label("What should change").fill(" ")
    plain.get_by_role("button", name="Send back with this note").click()
    expect(plain.locator("#send-back-error")).to_be_visible()
    plain.get_by_label("Note", exact=True).fill("Ask her something.")
    plain.get_by_role("button", name="Add note").click()
    note = plain.locator("#review-notes > ul li", has_text="Ask her something.")
    note.get_by_role("button", name="Resolve").click()
    expect(note).to_have_count(0)


def test_a_character_is_written_portrayed_and_published(plain, doors):
    plain.goto("/admin/characters/character/add/")
    field(plain, "name").fill("Petra Plain")
    field(plain, "slug").fill("petra-plain")
    plain.get_by_role("button", name="Save and continue editing").click()
    expect(plain.get_by_text("was added successfully")).to_be_visible()
    # Rows are asked for before one writes: a link cannot save what stands in the form.
    plain.get_by_role("link", name="ask for three empty rows").first.click()
    expect(plain.get_by_role("toolbar")).to_have_count(0)
    for name, text in {
        "tagline": "She did without.",
        "biography": "Petra Plain wrote with a pen.",
        "persona": "I do without.",
        "greeting": "Good day.",
        "starter_questions-0-question": "What do you do without?",
        "starter_questions-0-spoken": "Most things.",
        "starter_questions-0-answer": "She did without most things.",
        "portrait_alt": "A woman with dark hair before a red curtain",
        "portrait_credit": "Drawn for a test",
        "portrait_crop_0": "10",
        "portrait_crop_1": "10",
        "portrait_crop_2": "60",
        "portrait_crop_3": "50",
    }.items():
        field(plain, name).fill(text)
    plain.get_by_label("biology").check()
    field(plain, "portrait_licence").select_option("cc0")
    field(plain, "portrait").set_input_files({"name": "me.jpg", "mimeType": "image/jpeg", "buffer": sitter()})
    plain.get_by_role("button", name="Save and publish").click()
    expect(plain.get_by_text("Edition 1 of Petra Plain is live.")).to_be_visible()
    assert field(plain, "portrait_crop_2").input_value() == "60"
    reading = doors.come()
    reading.goto("/characters/petra-plain/")
    expect(reading.get_by_role("img", name="A woman with dark hair")).to_be_visible()
    expect(reading.get_by_role("heading", name="What do you do without?")).to_be_visible()


def test_somebody_similar_is_accepted_rejected_found_and_removed(plain, site):
    plain.goto(pages_of(site, "karl-marx") + "similar/")
    offers = plain.locator("#offers > ul > li")
    row, name = offers.first, offers.first.get_by_role("heading").inner_text()
    row.get_by_role("button", name=f"Reject {name} for good").click()
    expect(plain.get_by_role("button", name=f"Reject {name} for good")).to_have_count(0)
    plain.get_by_text("Rejected: 1").click()
    plain.get_by_role("button", name=f"Take back the rejection of {name}").click()

    row = plain.locator("#offers > ul > li", has=plain.get_by_role("heading", name=name))
    row.locator("summary").click()
    reason = row.get_by_label(re.compile("Why should a reader of Karl Marx meet"))
    reason.fill(" ")
    row.get_by_role("button", name=f"Link to {name}").click()
    expect(plain.get_by_role("alert").first).to_contain_text(f"Nothing was linked: {name}.")
    reason.fill(REASON)
    row.get_by_role("button", name=f"Link to {name}").click()
    expect(plain.locator("#links")).to_contain_text(REASON)

    plain.get_by_role("button", name=f"Remove the link to {name}").click()
    expect(plain.locator("#links > ol")).not_to_contain_text(REASON)
    plain.locator("#links").get_by_role("button", name="Undo").click()
    expect(plain.locator("#links > ol")).to_contain_text(REASON)

    plain.locator("#finder").get_by_label("Name").fill("zephyr 07")
    plain.get_by_role("button", name="Find").click()
    found = plain.locator("#finder li", has_text="Zoe Zephyr 07")
    found.locator("summary").click()
    found.get_by_label(re.compile("^Why should a reader of Karl Marx meet")).fill("She counted too.")
    found.get_by_role("button", name="Link to Zoe Zephyr 07").click()
    expect(plain.locator("#links")).to_contain_text("She counted too.")


def test_editions_are_compared_and_one_is_restored(plain, site):
    pages = pages_of(site, "zoe-12")
    plain.goto(pages + "change/")
    field(plain, "tagline").fill("She wrote about the frost.")
    plain.get_by_role("button", name="Save and publish").click()
    expect(plain.get_by_text("Edition 2 of Zoe Zephyr 12 is live.")).to_be_visible()
    plain.locator("#character-nav").get_by_role("link", name="Editions").click()
    plain.get_by_label("From edition 1").check()
    plain.get_by_label("To edition 2").check()
    plain.get_by_role("button", name="Compare the chosen two").click()
    expect(plain.locator("ins").first).to_contain_text("wrote")
    plain.get_by_role("link", name="Restore edition 1").click()
    plain.get_by_role("button", name="Restore into the draft").click()
    expect(plain.get_by_text("says what edition 1 says. Nothing is published.")).to_be_visible()


def test_a_page_is_scheduled_to_go_away_and_that_is_called_off(plain, site):
    plain.goto(pages_of(site, "zoe-13") + "schedule/")
    plain.get_by_label("Goes away at (UTC)").fill("2027-07-01T09:30")
    plain.get_by_role("button", name="Schedule the withdrawal").click()
    expect(plain.get_by_text("The page goes away on 1 July 2027, 09:30 UTC.")).to_be_visible()
    plain.goto("/admin/characters/schedule/")
    # The next one comes first.
    expect(plain.locator("#result_list tbody tr").first).to_contain_text("Zoe Zephyr 13")
    tick(plain, "Zoe Zephyr 13")
    choose(plain, "Call off the selected")
    expect(plain.get_by_text("One is called off.")).to_be_visible()


def test_files_are_imported_and_exported(plain, tmp_path):
    sheet = tmp_path / "people.csv"
    sheet.write_text("slug,name,tagline\nolga-ohne,Olga Ohne,She needed no script.\n")
    plain.goto("/admin/import/")
    plain.get_by_label("Files").set_input_files(sheet)
    plain.get_by_role("button", name="See what would change").click()
    # The page asks again by itself until the job is over.
    plain.get_by_role("button", name="Import 1").click()
    expect(plain.get_by_text("This is what was done.")).to_be_visible()
    plain.goto("/admin/export/")
    plain.get_by_role("button", name="Export").click()
    with plain.expect_download() as download:
        plain.get_by_role("link", name=re.compile("Download characters.zip")).click()
    assert download.value.suggested_filename == "characters.zip"


@pytest.mark.parametrize("width", [1280, 390])
def test_the_list_is_filtered_saved_and_changed_in_bulk(doors, width):
    plain = doors.editor(viewport={"width": width, "height": 844}, java_script_enabled=False)
    plain.goto(LIST + "?q=zephyr")
    plain.get_by_role("link", name="Filters, below the list").click()
    form = plain.locator("#filter-form")
    form.locator("[name=status]").select_option(label="Published")
    form.get_by_role("button", name="Apply Filters").click()
    expect(plain).to_have_url(re.compile("status=published"))
    expect(plain.get_by_role("row", name="Zoe Zephyr 05")).to_be_visible()
    plain.get_by_role("link", name="Save this filter").click()
    plain.get_by_label("Name", exact=True).fill(f"Plain Zephyrs {width}")
    plain.get_by_role("button", name="Save").click()
    expect(plain.get_by_role("link", name=f"Plain Zephyrs {width}", exact=True)).to_be_visible()
    tick(plain, "Zoe Zephyr 05")
    choose(plain, "Tag…")
    plain.get_by_label("Add these tags").fill(f"plain {width}")
    plain.get_by_role("button", name="Change tags").click()
    expect(plain.get_by_text("Tags of 1 character changed.")).to_be_visible()
    assert plain.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.timeout(SECONDS * 5)
def test_an_old_address_is_added_and_two_are_merged(plain, site, doors):
    plain.goto(pages_of(site, "zoe-14") + "editions/")
    plain.get_by_role("link", name="Add an old address…").click()
    field(plain, "slug").fill("zoe-of-old")
    plain.get_by_role("button", name="Save", exact=True).click()
    expect(plain.get_by_role("row", name="/characters/zoe-of-old/")).to_contain_text("Zoe Zephyr 14")

    plain.goto(pages_of(site, "zoe-15") + "merge/")
    plain.get_by_label("Name").fill("zephyr 16")
    plain.get_by_role("button", name="Find by name").click()
    plain.get_by_label("Zoe Zephyr 16").check()
    plain.get_by_role("button", name="Show what would happen").click()
    plain.get_by_role("button", name="Merge into Zoe Zephyr 16").click()
    expect(plain.get_by_text("Zoe Zephyr 15 is merged into Zoe Zephyr 16: whoever comes")).to_be_visible()
    reading = doors.come(java_script_enabled=False)
    reading.goto("/characters/zoe-15/")
    expect(reading.get_by_role("heading", level=1)).to_contain_text("Zoe Zephyr 16")


def test_on_a_phone_the_places_of_the_desk_stand_above_each_page(doors):
    plain = doors.editor(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    plain.goto("/admin/")
    plain.get_by_role("navigation", name="The desk").get_by_role("link", name="Schedule").click()
    expect(plain).to_have_url(re.compile("/admin/characters/schedule/$"))
    plain.get_by_role("navigation", name="The desk").get_by_role("link", name="Import").click()
    expect(plain.get_by_role("heading", name="Import characters")).to_be_visible()
