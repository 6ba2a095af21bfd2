"""The starter catalog in a database, for what is judged in it."""

import sys
from pathlib import Path

from django.core.management import call_command
from django.db import connection

CATALOG = Path(__file__).resolve().parent.parent / "content" / "characters"


def load_if_empty():
    """Into a database without any tables."""
    if not connection.introspection.table_names():
        call_command("migrate", verbosity=0)
        call_command("load_characters", str(CATALOG), verbosity=0)


def demand(wanted, found):
    """End with a sentence that names the slugs which are ``wanted`` and not among those ``found``."""
    if missing := set(wanted) - set(found):
        sys.exit(
            f"Not in the catalog: {', '.join(sorted(missing))}. Load it: manage.py load_characters content/characters"
        )
