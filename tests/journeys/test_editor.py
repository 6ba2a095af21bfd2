"""An editor signs in, writes a character, is told what is missing, publishes, and changes a page."""

import re

from playwright.sync_api import expect

from tests.journeys.accounts import sign_in

BIOGRAPHY = """She walked the length of two rivers to count their fish.

Her notebooks were **kept** and copied for a century."""


def sign_in_to_admin(page, site):
    page.goto("/admin/")
    expect(page).to_have_url(re.compile(r"/accounts/login/\?next=%2Fadmin"))
    sign_in(page, site.told["editor"]["email"])
    expect(page.get_by_role("heading", name="Dashboard")).to_be_visible()


def open_part(page, name):
    page.locator("#tabs-items").get_by_role("link", name=name).click()


def field(page, name):
    return page.locator(f"[name={name}]")


def add_row(page, part, prefix, number, **values):
    """One more question, remark or link."""
    open_part(page, part)
    page.locator(f"#{prefix}-group").get_by_role("link", name="Add another").click()
    for name, value in values.items():
        field(page, f"{prefix}-{number}-{name}").fill(value)


def save_and_publish(page):
    page.get_by_role("button", name="Save and publish").click()


def test_an_editor_writes_and_publishes_a_character(doors, site, watch):
    page = doors.come()
    sign_in_to_admin(page, site)
    page.goto("/admin/characters/character/add/")
    field(page, "name").press_sequentially("Ottilie Strand")
    expect(field(page, "slug")).to_have_value("ottilie-strand")
    field(page, "born").fill("1801")
    field(page, "died").fill("1877")
    page.get_by_label("biology").check()
    field(page, "biography").fill(BIOGRAPHY)
    field(page, "persona").fill("I count fish and I trust what I have counted.")
    field(page, "greeting").fill("Mind the wet boots. What would you know?")
    add_row(
        page, "Starter questions", "starter_questions", 0,
        question="How did you count the fish?",
        spoken="With a net, a bell and a great deal of patience.",
        answer="Strand counted by **marking** fish:\n\n1. she caught them,\n2. she let them go.",
    )  # fmt: skip
    add_row(page, "Remarks", "remarks", 0, theme="Weather", text="Rain never spoiled a count of mine.")
    add_row(
        page, "Similar characters", "similarity_links", 0, reason="Both measured what nobody had measured."
    )
    page.locator("#similarity_links-group .select2-selection").first.click()
    page.locator(".select2-search__field").press_sequentially("curie")
    page.get_by_role("option", name="Marie Curie").click()

    save_and_publish(page)
    expect(page.get_by_text("saved as a draft, but not published")).to_be_visible()
    expect(page.get_by_text("The tagline is empty.")).to_be_visible()
    watch.expect("404")
    assert doors.come().goto("/characters/ottilie-strand/").status == 404

    open_part(page, "General")
    field(page, "tagline").fill("She counted the fish of two rivers.")
    save_and_publish(page)
    expect(page.get_by_text("Edition 1 of Ottilie Strand is live.")).to_be_visible()
    reading = doors.come()
    reading.goto("/characters/?q=ottilie")
    reading.get_by_role("link", name="Ottilie Strand").click()
    expect(reading.get_by_role("heading", name="How did you count the fish?")).to_be_visible()
    expect(reading.locator("#how-did-you-count-the-fish ol li")).to_have_count(2)
    expect(reading.get_by_role("heading", name="Weather")).to_be_visible()
    expect(reading.get_by_text("Both measured what nobody had measured.")).to_be_visible()
    expect(reading.get_by_text("Edition 1, published")).to_be_visible()


def test_what_an_editor_changes_shows_once_it_is_published(doors, site):
    reading = doors.come()
    reading.goto("/characters/leon-trotsky/")
    tagline = reading.locator(".tagline").inner_text()
    changed = "He argued with everybody, and wrote it down."

    page = doors.editor()
    page.goto(site.told["form"])
    field(page, "tagline").fill(changed)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page).to_have_url(re.compile("/admin/characters/character/$"))
    expect(page.get_by_role("row", name="Leon Trotsky")).to_contain_text(
        re.compile("changed since", re.IGNORECASE)
    )
    reading.reload()
    expect(reading.locator(".tagline")).to_have_text(tagline)

    page.goto(site.told["form"])
    save_and_publish(page)
    expect(page.get_by_text("Edition 2 of Leon Trotsky is live.")).to_be_visible()
    reading.reload()
    expect(reading.locator(".tagline")).to_have_text(changed)

    field(page, "tagline").fill(tagline)
    save_and_publish(page)
    expect(page.get_by_text("Edition 3 of Leon Trotsky is live.")).to_be_visible()
    reading.goto("/characters/leon-trotsky/editions/2/")
    expect(reading.locator(".tagline")).to_have_text(changed)
    expect(reading.get_by_text(re.compile("Edition 3 .* is newer"))).to_be_visible()


def test_editors_do_not_read_conversations(doors, watch):
    page = doors.editor()
    page.goto("/admin/")
    expect(page.get_by_role("link", name=re.compile("conversation", re.IGNORECASE))).to_have_count(0)
    watch.expect("404")
    assert page.goto("/admin/chat/conversation/").status == 404
