"""Make the catalog say what a folder says: `manage.py sync_characters FOLDER`."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from characters import syncing
from characters.folders import files_in_folder, read_files
from characters.incoming import Deed
from desk.auditing import audit

WORDS = {Deed.ADD: "added", Deed.CHANGE: "changed", Deed.SAME: "unchanged", Deed.WITHDRAW: "withdrawn"}


class Command(BaseCommand):
    help = (
        "Make the catalog say what a folder of starter files says: adds and publishes what is new, changes what "
        "differs, withdraws whom it no longer holds. For catalogs kept in git. Run twice, it changes nothing. "
        "A bad file is named, harms no other, and leaves its character as it is."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")
        parser.add_argument(
            "--overwrite-drafts",
            action="store_true",
            help="also where editors have written something since that no edition holds: it is lost",
        )
        parser.add_argument(
            "--force",
            action="store_true",
            help="even if more than half of the live characters would be withdrawn",
        )

    def handle(self, *, folder, dry_run, overwrite_drafts, force, **options):
        if not folder.is_dir():
            raise CommandError(f"{folder} is no folder.")
        try:
            sync = syncing.plan(list(self._bar(read_files(files_in_folder(folder)), "reading")), force=force)
        except syncing.TooManyGone as gone:
            raise CommandError(f"{gone} If that is meant, say --force: {', '.join(gone.slugs)}") from gone
        if sync.overwritten and not (overwrite_drafts or dry_run):
            raise CommandError(
                "Editors have written what no edition holds, and it would be lost. Publish it, put it into the "
                f"files, or say --overwrite-drafts: {', '.join(sync.overwritten)}"
            )
        done, withdrawn = self._done(sync, dry_run)
        self._tell(done, withdrawn, dry_run)

    def _done(self, sync, dry_run):
        if dry_run:
            return sync.steps, [syncing.Step("", slug, Deed.WITHDRAW) for slug in sync.gone]
        bar = tqdm(total=len(sync.steps), desc="writing", disable=not sys.stderr.isatty(), leave=False)
        with bar, audit.without_rows():
            done, withdrawn = syncing.carry_out(
                sync, note="From the catalog's files.", count=lambda n: bar.update(n - bar.n)
            )
        audit.recorded_steps(audit.Did.IMPORTED, done)
        return done, withdrawn

    def _tell(self, done, withdrawn, dry_run):
        for step in [*done, *withdrawn]:
            self._tell_one(step)
        counts = [
            (word, sum(step.deed == deed for step in [*done, *withdrawn])) for deed, word in WORDS.items()
        ]
        refused = [step for step in done if step.deed == Deed.REFUSE]
        would = "would be " if dry_run else ""
        self.stdout.write(
            would + ", ".join(f"{num} {word}" for word, num in counts) + f", {len(refused)} refused"
        )
        unpublished = [step for step in done if any(w.startswith("Not published") for w in step.warnings)]
        if refused or unpublished:
            raise CommandError(f"{len(refused) + len(unpublished)} of {len(done)} files need correcting.")

    def _tell_one(self, step):
        if step.deed == Deed.REFUSE:
            self.stderr.write(
                self.style.ERROR(f"{step.path}: {step.field and step.field + ': '}{step.reason}")
            )
        elif step.deed in WORDS and step.deed != Deed.SAME:
            changed = f": {', '.join(change.field for change in step.changes)}" if step.changes else ""
            self.stdout.write(f"  {WORDS[step.deed]} {step.slug}{changed}")
        for warning in step.warnings:
            self.stderr.write(f"{step.path}: {warning}")

    def _bar(self, items, label):
        return tqdm(items, desc=label, unit=" files", disable=not sys.stderr.isatty(), leave=False)
