"""`manage.py renew_search`: make what the catalog is searched by anew, from all live editions."""

from django.core.management.base import BaseCommand

from characters.search import entries, vocabulary


class Command(BaseCommand):
    help = "Make what the catalog is searched by anew. Needed after a change of how words are read, and harmless else."

    def handle(self, *args, **options):
        num = entries.renew()
        vocabulary.renew()
        self.stdout.write(f"{num} characters can be found.")
