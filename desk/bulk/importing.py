"""The work of an import: whatever was uploaded, read, planned and, unless it is a rehearsal, written."""

import datetime as dt
import io
import zipfile
from dataclasses import replace

from django.utils.translation import gettext as _

from characters import folders, incoming
from characters.folders import BadArchive, File
from characters.incoming import Deed, Existing, Incoming, Publishing, Step
from characters.models import Character
from desk.auditing import audit
from desk.bulk import spreadsheets, uploads
from desk.bulk.sheets import ChangedMeanwhile
from desk.jobs import JobFailed, Run

SHEETS = (".csv", ".xlsx")
# A rehearsal of spreadsheets runs in one transaction, in which no progress can be told.
REHEARSAL_SECONDS = 900


def import_files(run: Run) -> dict:
    """The work of the job ``import_files``.

    Options: ``archive`` (the stored uploads), ``existing`` (an ``Existing``), ``publish``, ``dry_run``, and
    ``rehearsed_at`` where a rehearsal came first: who was changed since then is left as they are. The report has
    ``dry_run``, ``counts`` by deed, and ``steps``, one for each file or row.
    """
    try:
        with uploads.opened(run.options["archive"]) as stored, zipfile.ZipFile(stored) as archive:
            files = _flattened(archive)
            sheets = [file for file in files if isinstance(file, File) and file.ending in SHEETS]
            # Asked once: what this very import writes is no reason to hold anything back.
            changed = _changed_since_rehearsal(run)
            others = [file for file in files if file not in sheets]
            steps = [*_write_sheets(sheets, run, changed), *_write_files(others, run, changed)]
    except FileNotFoundError:
        raise JobFailed(_("The uploaded files are kept for a week only. Upload them again.")) from None
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
        return [Incoming(file.path, field=_("file"), refusal=str(bad))]
    except folders.TRIPS:
        return [Incoming(file.path, field=_("file"), refusal=_("It is no zip, or it is damaged."))]


def _changed_since_rehearsal(run: Run) -> set[str]:
    """Slugs of those whom somebody has saved since then: the rehearsal has told nobody what would be overwritten."""
    if not (moment := run.options.get("rehearsed_at")):
        return set()
    since = dt.datetime.fromisoformat(moment)
    return set(Character.objects.filter(changed_at__gt=since).values_list("slug", flat=True))


def _held_back(step: Step, changed: set[str]) -> Step:
    if step.deed != Deed.CHANGE or step.slug not in changed:
        return step
    return Step(step.path, step.slug, Deed.REFUSE, field=_("file"), reason=str(ChangedMeanwhile()))


def _write_sheets(files: list[File], run: Run, changed: set[str]) -> list[Step]:
    steps = []
    for file in files:
        try:
            sheets = spreadsheets.read(file.read(), is_workbook=file.ending == ".xlsx")
            run.expect(sum(len(table) for _, table in sheets), lease_seconds=REHEARSAL_SECONDS)
            dry_run = run.options["dry_run"]
            count = ignore if dry_run else run.count
            done = spreadsheets.write(
                sheets, dry_run=dry_run, by=run.job.asked_by, held_back=changed, count=count
            )
            steps += [replace(step, path=f"{file.path}: {step.path}") for step in done]
        except (spreadsheets.BadSpreadsheet, BadArchive) as bad:
            steps.append(Step(file.path, "", Deed.REFUSE, field=_("file"), reason=str(bad)))
    return steps


def ignore(num_done: int):
    """What is done inside a transaction cannot be told before it ends."""


def _write_files(files: list[File | Incoming], run: Run, changed: set[str]) -> list[Step]:
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
    steps = [_held_back(step, changed) for step in steps]
    publish = Publishing(run.options["publish"], note="Imported.")
    with audit.without_rows():
        done = incoming.carry_out(
            steps, by=run.job.asked_by, publish=publish, count=lambda number: run.count(len(files) + number)
        )
    audit.recorded_steps(audit.Did.IMPORTED, done, run.job.asked_by)
    return done
