"""Spreadsheets of the catalog, CSV and XLSX: read with or without writing, and written so that they come back."""

import io
import zipfile
from collections.abc import Callable, Iterable
from contextlib import contextmanager, nullcontext

from django.db import transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from import_export.results import RowResult
from openpyxl import load_workbook
from tablib import Databook, Dataset

from characters.incoming import Deed, Step
from characters.models import Character
from desk.bulk.sheets import (
    SHEETS,
    WRITTEN,
    CharacterSheet,
    QuestionSheet,
    RemarkSheet,
    Sheet,
    SimilarSheet,
    sentence,
)

MAX_ROWS = 20_000
# A workbook is a zip; what inflates to more than this is none of ours.
MAX_INFLATED = 100_000_000
# We know 20 columns and four sheets; so many are looked at.
MAX_COLUMNS, MAX_SHEETS = 60, 20
DEEDS = {
    RowResult.IMPORT_TYPE_NEW: Deed.ADD,
    RowResult.IMPORT_TYPE_UPDATE: Deed.CHANGE,
    RowResult.IMPORT_TYPE_SKIP: Deed.SAME,
}


class BadSpreadsheet(Exception):
    """The file is no spreadsheet of ours; the message says why in a sentence."""


def read(data: bytes, *, is_workbook: bool) -> list[tuple[type[Sheet], Dataset]]:
    """The sheets that are ours, in the order in which they are to be read.

    :raises BadSpreadsheet: when the file cannot be read, has none of our sheets, or more than 20,000 rows.
    """
    tables = _workbook(data) if is_workbook else [_csv(data)]
    found = [(kind, table) for kind in SHEETS for table in tables if _kind_of(table) is kind]
    if not found:
        raise BadSpreadsheet(
            _(
                "It has no sheet of ours: the first row must name columns such as slug and name, or character and "
                "anchor."
            )
        )
    if sum(len(table) for _kind, table in found) > MAX_ROWS:
        said = _("It has more than %(number)s rows. Part it.")
        raise BadSpreadsheet(said % {"number": number_format(MAX_ROWS, force_grouping=True)})
    for kind, table in found:
        _check_columns(kind, table)
    return found


def _workbook(data) -> list[Dataset]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(info.file_size for info in archive.infolist()) > MAX_INFLATED:
                raise BadSpreadsheet(_("It is too large when it is opened. Part it."))
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        return [_table(sheet) for sheet in book.worksheets[:MAX_SHEETS]]
    except BadSpreadsheet:
        raise
    except Exception as error:  # noqa: BLE001 (openpyxl lets through whatever its readers stumble over)
        raise BadSpreadsheet(_("It is no XLSX workbook, or it is damaged.")) from error


def _table(sheet) -> Dataset:
    """The cells that are used. What the sheet says of its own size is not believed: it may be 17 billion cells."""
    sheet.reset_dimensions()
    rows = list(sheet.iter_rows(max_row=MAX_ROWS + 2, max_col=MAX_COLUMNS, values_only=True))
    width = max((n for row in rows for n, value in enumerate(row, 1) if value is not None), default=0)
    table = Dataset(title=sheet.title)
    if width:
        table.headers = list(rows[0][:width])
        for row in rows[1:]:
            table.append(list(row[:width]) + [""] * (width - len(row)))
    return table


def _csv(data) -> Dataset:
    try:
        return Dataset().load(data.decode("utf-8-sig"), format="csv")
    except UnicodeDecodeError as error:
        raise BadSpreadsheet(_("It is not UTF-8. Save it as “CSV UTF-8”.")) from error
    except Exception as error:  # noqa: BLE001 (tablib lets through whatever its reader stumbles over)
        raise BadSpreadsheet(
            _("It is no CSV that can be read: a row has more or fewer cells than the first.")
        ) from error


def _kind_of(table: Dataset) -> type[Sheet] | None:
    """By its columns: titles of sheets get lost, and a CSV has none."""
    columns = set(table.headers or ())
    if "character" not in columns:
        return CharacterSheet if "slug" in columns else None
    kinds = {"anchor": QuestionSheet, "theme": RemarkSheet, "similar": SimilarSheet}
    return next((kind for column, kind in kinds.items() if column in columns), None)


def _check_columns(kind, table):
    known = {field.column_name for field in kind().get_import_fields()}
    if unknown := [str(column) for column in table.headers if column not in known]:
        said = _("It has columns that we do not know: %(unknown)s. Known are %(known)s.")
        raise BadSpreadsheet(said % {"unknown": ", ".join(unknown), "known": ", ".join(sorted(known))})


def write(
    sheets, *, dry_run: bool, by=None, held_back=frozenset(), count: Callable[[int], None] = lambda n: None
) -> list[Step]:
    """Write each row that is good; what became of each, row by row. A dry run writes all and takes it back.

    Rows that would change a character whose slug is ``held_back`` are refused. ``count`` is told how many are done.
    """
    steps, touched, rows_done = [], set(), 0

    def counted():
        nonlocal rows_done
        rows_done += 1
        count(rows_done)

    with _taken_back() if dry_run else nullcontext():
        for kind, table in sheets:
            result = kind().import_data(
                table, use_transactions=False, raise_errors=False, count=counted, held_back=held_back
            )
            if result.base_errors:
                said = _("The sheet “%(title)s” cannot be read: %(error)s")
                values = {"title": kind.title, "error": result.base_errors[0].error}
                raise BadSpreadsheet(said % values)
            steps += [_step(kind, number, row) for number, row in enumerate(result.rows, 2)]
            touched |= {row.character_id for row in result.rows if row.import_type in WRITTEN}
        for character in Character.objects.filter(pk__in=touched).iterator(chunk_size=200):
            # The draft has changed, also where only a row below it has.
            character.changed_by = by
            character.save()
    return steps


@contextmanager
def _taken_back():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _step(kind, number, row) -> Step:
    path = _("%(title)s, row %(number)s") % {"title": kind.title, "number": number}
    if row.import_type in DEEDS:
        return Step(path, row.slug, DEEDS[row.import_type], changes=row.changes)
    error = row.validation_error or row.errors[0].error
    field, reason = sentence(error)
    return Step(path, "", Deed.REFUSE, field=field, reason=reason)


def tables_of(characters: Iterable[Character]) -> list[Dataset]:
    """The four sheets of these characters' drafts."""
    characters = list(characters)
    pks = [character.pk for character in characters]
    tables = []
    for kind in SHEETS:
        rows = characters
        if kind is not CharacterSheet:
            rows = kind._meta.model.objects.filter(character__in=pks).select_related("character")
            rows = rows.order_by("character__sort_name", "character_id", "position", "id")
        if kind is SimilarSheet:
            rows = rows.select_related("character", "similar")
        table = kind().export(queryset=rows)
        table.title = kind.title
        tables.append(table)
    return tables


def workbook(characters: Iterable[Character]) -> bytes:
    """An XLSX of four sheets."""
    return Databook(tables_of(characters)).export("xlsx")


def csv(characters: Iterable[Character]) -> bytes:
    """A CSV of the characters alone, UTF-8 with the mark by which spreadsheet programs know it."""
    return tables_of(characters)[0].export("csv").encode("utf-8-sig")
