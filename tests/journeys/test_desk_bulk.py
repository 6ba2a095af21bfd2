"""An editor imports files, is told first what would happen, and takes the catalog away as files."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.characters.test_content_files import GOOD

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def files(tmp_path) -> list[Path]:
    found = {
        "tilda-fern.md": GOOD.replace("Ada Lovelace", "Tilda Fern").replace("alan-turing", "leon-trotsky"),
        "born-late.md": GOOD.replace("born: 1815", "born: late"),
        "people.csv": "slug,name,tagline\nosric-lund,Osric Lund,He mapped what nobody had asked for.\n",
    }
    for name, text in found.items():
        (tmp_path / name).write_text(text)
    return [tmp_path / name for name in found]


def see_what_would_change(page, files):
    page.goto("/admin/import/")
    page.get_by_label("Files").set_input_files(files)
    page.get_by_role("button", name="See what would change").click()


def test_files_are_rehearsed_and_then_imported(doors, files):
    page = doors.editor()
    see_what_would_change(page, files)
    expect(page.get_by_text("Nothing is written yet.")).to_be_visible()
    expect(page.get_by_role("row", name="born-late.md")).to_contain_text("line 3, born: must be a year")
    expect(page.get_by_role("row", name="tilda-fern.md")).to_contain_text("New")
    page.get_by_role("button", name="Import 2").press("Enter")
    expect(page.get_by_text("This is what was done.")).to_be_visible()
    page.goto("/admin/characters/character/?q=osric")
    expect(page.get_by_role("link", name="Osric Lund")).to_be_visible()

    see_what_would_change(page, files)
    expect(page.get_by_role("row", name="tilda-fern.md")).to_contain_text(
        "A character has this address already."
    )
    expect(page.get_by_role("row", name="people.csv")).to_contain_text("Unchanged")
    expect(page.get_by_text("There is nothing to write.")).to_be_visible()


def test_on_a_phone_a_file_changes_a_draft_and_the_report_says_how(doors, tmp_path):
    page = doors.editor(viewport=PHONE)
    page.goto("/admin/import/")
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("slug,place\nfrida-kahlo,Elsewhere\n")
    page.get_by_label("Files").set_input_files(sheet)
    page.get_by_role("button", name="See what would change").click()
    page.get_by_text("1 field: Place").click()
    expect(page.get_by_role("deletion")).to_contain_text("Coyoac")
    expect(page.get_by_role("insertion")).to_have_text("Elsewhere")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_catalog_is_taken_away_as_files(doors):
    page = doors.editor()
    page.goto("/admin/export/")
    page.get_by_label("The live editions").check()
    page.get_by_role("button", name="Export").press("Enter")
    link = page.get_by_role("link", name=re.compile("Download characters.zip"))
    with page.expect_download() as download:
        link.click()
    archive = zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert {"leon-trotsky.md", "zoe-00.md"} <= set(archive.namelist())
