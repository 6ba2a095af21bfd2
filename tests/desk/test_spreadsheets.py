"""Spreadsheets of the catalog: what goes out comes back, a dry run writes nothing, a bad row harms no other."""

import io

import pytest
from openpyxl import Workbook, load_workbook
from tablib import Dataset

from characters.editions import draft_of
from characters.incoming import Deed
from characters.models import Character
from desk.bulk import spreadsheets
from tests.factories import (
    CharacterFactory,
    RemarkFactory,
    SimilarityLinkFactory,
    StarterQuestionFactory,
    published_character,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    """A draft with everything, some of it hard for a spreadsheet."""
    ada = CharacterFactory(
        slug="ada", name="=Ada", also_known_as=["Augusta; Ada", "Countess, of Lovelace"], fields=["mathematics"],
        biography="- One.\n- Two, “three”.\n\n'Four.", born=-51, died=None, tags=["check dates"],
        sources="- A. *One*. 1992.\n- B. *Two*. 2001.",
    )  # fmt: skip
    StarterQuestionFactory(character=ada, anchor="engine", question="What is it?", answer="+1\n@two")
    RemarkFactory(character=ada, theme="Childhood")
    SimilarityLinkFactory(character=ada, similar=CharacterFactory(slug="babbage"))
    return ada


def sheets(data, is_workbook=True):
    return spreadsheets.read(data, is_workbook=is_workbook)


def csv_of(*rows) -> bytes:
    return Dataset(*rows[1:], headers=rows[0]).export("csv").encode()


def deeds(steps) -> list[str]:
    return [step.deed for step in steps]


def test_what_was_exported_comes_back_unchanged(ada):
    for data, is_workbook, num in (
        (spreadsheets.workbook(Character.objects.all()), True, 5),
        (spreadsheets.csv(Character.objects.all()), False, 2),
    ):
        steps = spreadsheets.write(sheets(data, is_workbook), dry_run=False)
        assert deeds(steps) == [Deed.SAME] * num


def test_what_was_exported_makes_the_same_drafts_elsewhere(ada):
    before = draft_of(ada)
    data = spreadsheets.workbook(Character.objects.all())
    Character.objects.all().delete()
    steps = spreadsheets.write(sheets(data), dry_run=False)
    assert deeds(steps) == [Deed.ADD] * 5
    assert draft_of(Character.objects.get(slug="ada")) == before


def test_no_cell_is_a_formula(ada):
    book = load_workbook(io.BytesIO(spreadsheets.workbook(Character.objects.all())))
    assert not [c for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "f"]


def test_a_dry_run_tells_what_would_change_and_writes_nothing(ada):
    data = csv_of(("slug", "tagline", "born"), ("ada", "Another line.", 1815), ("zeno", "Of Elea.", -490))
    steps = spreadsheets.write(sheets(data, False), dry_run=True)
    assert deeds(steps) == [Deed.CHANGE, Deed.REFUSE]
    assert {(c.field, c.old, c.new) for c in steps[0].changes} == {
        ("Tagline", ada.tagline, "Another line."),
        ("Born", "-51", "1815"),
    }
    assert (steps[1].path, steps[1].field) == ("Characters, row 3", "name")
    ada.refresh_from_db()
    assert ada.born == -51
    assert Character.objects.count() == 2


def test_a_new_characters_questions_may_come_in_the_same_workbook():
    book = Workbook()
    book.active.append(["slug", "name"])
    book.active.append(["zeno", "Zeno"])
    questions = book.create_sheet("Whatever")
    questions.append(["character", "anchor", "question"])
    questions.append(["zeno", "arrow", "Does it move?"])
    questions.append(["nobody", "arrow", "Does it?"])
    out = io.BytesIO()
    book.save(out)
    for dry_run in (True, False):
        steps = spreadsheets.write(sheets(out.getvalue()), dry_run=dry_run)
        assert deeds(steps) == [Deed.ADD, Deed.ADD, Deed.REFUSE]
        assert steps[2].reason == "No character has the address “nobody”."
    assert Character.objects.get().starter_questions.get().question == "Does it move?"


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("born", "about 1815", "is not a year"),
        ("born", 0, "there was no year 0"),
        ("died", -52, "The year of death is before the year of birth."),
        ("born_circa", "perhaps", "is neither 1 nor 0"),
        ("fields", "alchemy", "not a valid choice"),
        ("tagline", "x" * 201, "200"),
        ("portrait_licence", "mine", "not a valid choice"),
        ("name", "", "cannot be blank"),
    ],
)
def test_a_bad_cell_names_its_column_and_harms_no_other_row(ada, column, value, sentence):
    data = csv_of(("slug", column), ("ada", value), ("babbage", getattr(ada, column) or "1"))
    steps = spreadsheets.write(sheets(data, False), dry_run=False)
    assert steps[0].deed == Deed.REFUSE
    assert steps[0].field == column
    assert sentence in steps[0].reason
    assert len(steps) == 2


def test_a_changed_part_counts_as_a_change_of_the_draft(ada, editor):
    before = Character.objects.get(pk=ada.pk).num_changes
    data = csv_of(("character", "anchor", "spoken"), ("ada", "engine", "Newly said."))
    spreadsheets.write(sheets(data, False), dry_run=False, by=editor)
    ada.refresh_from_db()
    assert ada.num_changes == before + 1
    assert ada.changed_by == editor


def test_controls_are_left_out_and_line_ends_are_ours(ada):
    data = csv_of(("slug", "biography"), ("ada", "One.\r\nTwo.\x00\x07"))
    spreadsheets.write(sheets(data, False), dry_run=False)
    ada.refresh_from_db()
    assert ada.biography == "One.\nTwo."


def test_what_the_public_reads_stays():
    character = published_character(slug="live")
    data = csv_of(("slug", "tagline"), ("live", "Another line."))
    spreadsheets.write(sheets(data, False), dry_run=False)
    character.refresh_from_db()
    assert character.tagline == "Another line."
    assert character.live_edition.content["tagline"] != "Another line."


@pytest.mark.parametrize(
    ("data", "is_workbook", "sentence"),
    [
        (b"PK\x03\x04 not a zip", True, "damaged"),
        (b"slug,name\nada,Ada,more", False, "no CSV"),
        ("slug,name\nada,Zoë".encode("latin-1"), False, "not UTF-8"),
        (b"one,two\n1,2", False, "no sheet of ours"),
        (b"", False, "no sheet of ours"),
        (b"slug,secret\nada,1", False, "columns that we do not know: secret"),
        (b"character,anchor\n", False, ""),
    ],
)
def test_a_bad_file_is_refused_with_a_sentence(data, is_workbook, sentence):
    if not sentence:
        assert spreadsheets.write(sheets(data, is_workbook), dry_run=False) == []
        return
    with pytest.raises(spreadsheets.BadSpreadsheet, match=sentence):
        sheets(data, is_workbook)


def test_too_many_rows_are_refused():
    data = b"slug,name\n" + b"".join(f"a{n},A\n".encode() for n in range(spreadsheets.MAX_ROWS + 1))
    with pytest.raises(spreadsheets.BadSpreadsheet, match="more than 20,000 rows"):
        sheets(data, False)


def test_an_empty_cell_leaves_the_language_as_it_is():
    german = CharacterFactory(slug="ada-de", language="de")
    spreadsheets.write(sheets(csv_of(("slug", "language"), ("ada-de", "")), is_workbook=False), dry_run=False)
    german.refresh_from_db()
    assert german.language == "de"


def test_who_is_translated_becomes_no_translation_by_a_row():
    ada, other = CharacterFactory(slug="ada"), CharacterFactory(slug="zeno")
    CharacterFactory(slug="ada-de", language="de", translation_of=ada)
    rows = csv_of(("slug", "translation_of"), ("ada", "zeno"), ("zeno", "ada-de"))
    steps = spreadsheets.write(sheets(rows, is_workbook=False), dry_run=False)
    assert deeds(steps) == [Deed.REFUSE, Deed.REFUSE]
    assert steps[0].field == "translation_of"
    assert steps[0].reason == "This page has translations, so it cannot be one."
    ada.refresh_from_db()
    other.refresh_from_db()
    assert (ada.translation_of, other.translation_of) == (None, None)
