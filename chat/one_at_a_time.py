"""Let one request of a user's at a time decide on what may be done only so often, however many come at once."""

from django.db import connection

# Arbitrary, one for each decision: who waits in one of them waits in no other.
REPLIES, PINNED, COPIES = 720_511, 720_512, 720_513


def wait(decision: int, user_id: int):
    """Held to the end of the transaction: whoever counts next sees what this one has done."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [decision, user_id % 2**31])
