"""Whether somebody waits at this moment, for tests of what happens at once."""

from django.db import connection


def somebody_waits() -> bool:
    """A connection to the database waits for what another has locked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
        return cursor.fetchone()[0] > 0
