"""Characters as files to take away: starter files, cards or spreadsheets, of drafts or of live editions."""

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from characters import cards, content_files
from characters.editions import CharacterContent, content_of, drafts_of
from characters.models import Character
from desk.auditing import audit
from desk.bulk import spreadsheets, uploads
from desk.jobs import JobFailed, Run

BATCH = 100


class Format(StrEnum):
    STARTER = "starter"
    CARD_JSON = "card-json"
    CARD_PNG = "card-png"
    CARD_CHARX = "card-charx"
    XLSX = "xlsx"
    CSV = "csv"


LABELS = {
    Format.STARTER: gettext_lazy("Starter files (Markdown, with portraits)"),
    Format.CARD_JSON: gettext_lazy("Character cards, JSON"),
    Format.CARD_PNG: gettext_lazy("Character cards, PNG"),
    Format.CARD_CHARX: gettext_lazy("Character cards, CHARX"),
    Format.XLSX: gettext_lazy("Spreadsheet, XLSX (four sheets)"),
    Format.CSV: gettext_lazy("Spreadsheet, CSV (characters only)"),
}
SPREADSHEETS = (Format.XLSX, Format.CSV)


class NothingLive(Exception):
    """Of none of these characters an edition is live."""


def contents(characters: Iterable[Character], *, of_live: bool) -> Iterator[CharacterContent]:
    """What their live editions or their drafts say, by their names; those without a live edition are left out."""
    rows = list(characters)
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        if of_live:
            yield from (content_of(row.live_edition) for row in batch if row.live_edition_id)
        else:
            drafts = drafts_of(batch)
            yield from (drafts[row.pk] for row in batch)


def files_of(content: CharacterContent, format: Format) -> list[tuple[str, bytes]]:
    """The files of one character, by name."""
    picture = content_files.portrait_of(content)
    match format:
        case Format.STARTER:
            return list(content_files.files_of(content).items())
        case Format.CARD_JSON:
            return [(f"{content.slug}.json", cards.written_json(content))]
        case Format.CARD_PNG:
            return [(f"{content.slug}.png", cards.written_png(content, picture))]
        case Format.CARD_CHARX:
            return [(f"{content.slug}.charx", cards.written_charx(content, picture))]
    raise ValueError(format)


def exported(
    characters: Iterable[Character],
    format: Format,
    *,
    of_live: bool,
    count: Callable[[int], None] = lambda n: None,
) -> tuple[str, bytes]:
    """A file name and its bytes: a spreadsheet, the one file that there is, or a zip of all.

    :raises NothingLive: when there is nothing to put into it.
    """
    if format == Format.XLSX:
        return "characters.xlsx", spreadsheets.workbook(characters)
    if format == Format.CSV:
        return "characters.csv", spreadsheets.csv(characters)
    files = []
    for number, content in enumerate(contents(characters, of_live=of_live), 1):
        files += files_of(content, format)
        count(number)
    if not files:
        raise NothingLive
    return files[0] if len(files) == 1 else ("characters.zip", _zip(files))


def _zip(files) -> bytes:
    """With a fixed date, so that the same characters give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def export_characters(run: Run) -> dict:
    """The work of the job ``export_characters``.

    Options: ``ids`` (None for all), ``format``, ``of_live``. The report has ``file``, its stored name, and ``name``.
    """
    characters = selected(run.options["ids"])
    run.expect(characters.count())
    try:
        name, data = exported(
            characters, Format(run.options["format"]), of_live=run.options["of_live"], count=run.count
        )
    except NothingLive:
        raise JobFailed(_("None of these characters has a live edition. Export the drafts.")) from None
    audit.recorded_at_once(
        [
            audit.entry(audit.Did.EXPORTED, row, run.job.asked_by, format=run.options["format"])
            for row in characters
        ]
    )
    return {"name": name, "file": uploads.keep_download(data, name.rpartition(".")[2]), "bytes": len(data)}


def selected(ids: list[int] | None):
    """These characters, or all of them, in the order of the list."""
    rows = Character.objects.select_related("live_edition").order_by("sort_name", "id")
    return rows if ids is None else rows.filter(pk__in=ids)
