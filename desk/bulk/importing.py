"""The work of an import: whatever was uploaded, read, planned and, unless it is a rehearsal, written."""

import io
import zipfile
from dataclasses import replace

from characters import folders, incoming
from characters.folders import BadArchive, File
from characters.incoming import Deed, Existing, Incoming, Publishing, Step
from desk.auditing import audit
from desk.bulk import spreadsheets, uploads
from desk.jobs import JobFailed, Run

SHEETS = (".csv", ".xlsx")
# A rehearsal of spreadsheets runs in one transaction, in which no progress can be told.
REHEARSAL_SECONDS = 900


def import_files(run: Run) -> dict:
    """The work of the job ``import_files``.

    Options: ``archive`` (the stored uploads), ``existing`` (an ``Existing``), ``publish``, ``dry_run``. The report has
    ``dry_run``, ``counts`` by deed, and ``steps``, one for each file or row.
    """
    try:
        with uploads.opened(run.options["archive"]) as stored, zipfile.ZipFile(stored) as archive:
            files = _flattened(archive)
            sheets = [file for file in files if isinstance(file, File) and file.ending in SHEETS]
            steps = [*_write_sheets(sheets, run), *_write_files([f for f in files if f not in sheets], run)]
    except FileNotFoundError:
        raise JobFailed("The uploaded files are kept for a week only. Upload them again.") from None
    return report(steps, dry_run=run.options["dry_run"])


def report(steps: list[Step], *, dry_run: bool) -> dict:
    counts = {deed.value: sum(step.deed == deed for step in steps) for deed in Deed}
    return {"dry_run": dry_run, "counts": counts, "steps": [step.to_json() for step in steps]}


def _flattened(archive) -> list[File | Incoming]:
    """The uploaded files, and in place of each zip those in it; a refusal where one cannot be opened."""
    found = []
    for file in folders.files_in_zip(archive):
        found += _in_zip(file) if file.ending == ".zip" else [file]
    return found


def _in_zip(file: File) -> list[File | Incoming]:
    try:
        return folders.files_in_zip(zipfile.ZipFile(io.BytesIO(file.read())), within=f"{file.path}/")
    except BadArchive as bad:
        return [Incoming(file.path, field="file", refusal=str(bad))]
    except folders.TRIPS:
        return [Incoming(file.path, field="file", refusal="It is no zip, or it is damaged.")]


def _write_sheets(files: list[File], run: Run) -> list[Step]:
    steps = []
    for file in files:
        try:
            sheets = spreadsheets.read(file.read(), is_workbook=file.ending == ".xlsx")
            run.expect(sum(len(table) for _, table in sheets), lease_seconds=REHEARSAL_SECONDS)
            dry_run = run.options["dry_run"]
            count = ignore if dry_run else run.count
            done = spreadsheets.write(sheets, dry_run=dry_run, by=run.job.asked_by, count=count)
            steps += [replace(step, path=f"{file.path}: {step.path}") for step in done]
        except (spreadsheets.BadSpreadsheet, BadArchive) as bad:
            steps.append(Step(file.path, "", Deed.REFUSE, field="file", reason=str(bad)))
    return steps


def ignore(num_done: int):
    """What is done inside a transaction cannot be told before it ends."""


def _write_files(files: list[File | Incoming], run: Run) -> list[Step]:
    refused = [one for one in files if isinstance(one, Incoming)]
    files = [file for file in files if isinstance(file, File)]
    run.expect(2 * len(files))
    arrived = []
    for one in folders.read_files(files):
        arrived.append(one)
        run.count(len(arrived))
    steps = list(incoming.plan([*refused, *arrived], existing=Existing(run.options["existing"])))
    if run.options["dry_run"]:
        return steps
    publish = Publishing(run.options["publish"], note="Imported.")
    with audit.without_rows():
        done = incoming.carry_out(
            steps, by=run.job.asked_by, publish=publish, count=lambda number: run.count(len(files) + number)
        )
    audit.recorded_steps(audit.Did.IMPORTED, done, run.job.asked_by)
    return done
