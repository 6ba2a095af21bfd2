"""Remove audit entries that are older than the site wants to keep: the only way to remove any."""

import datetime as dt

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone

from desk.models import AuditEntry

# A slip of the finger must not empty the audit.
FEWEST_DAYS = 30


class Command(BaseCommand):
    help = "Removes audit entries older than so many days. The database refuses every other way."

    def add_arguments(self, parser):
        parser.add_argument("--older-than", type=int, required=True, metavar="DAYS", help="such as 730")
        parser.add_argument("--dry-run", action="store_true", help="only say how many there are")

    def handle(self, *, older_than, dry_run, **options):
        if older_than < FEWEST_DAYS:
            raise CommandError(f"--older-than is {older_than}: give {FEWEST_DAYS} days or more.")
        old = AuditEntry.objects.filter(timestamp__lt=timezone.now() - dt.timedelta(days=older_than))
        if dry_run:
            self.stdout.write(f"{old.count()} entries are older than {older_than} days.")
            return
        with transaction.atomic(), connection.cursor() as cursor:
            # Ends with the transaction.
            cursor.execute("SET LOCAL colloquy.prune_audit = 'on'")
            num, _ = old.delete()
            cursor.execute("SET LOCAL colloquy.prune_audit = 'off'")
        self.stdout.write(f"Removed {num} entries older than {older_than} days.")
