"""Which of the replies that are being written shall stop: asked of PostgreSQL, which alone is sure to know."""

from collections.abc import Iterable

from django.db import connection


def asked(generation_ids: Iterable[int]) -> set[int]:
    """Those whose user asked for a stop, and those that are gone with their conversation."""
    wanted = list(generation_ids)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM chat_generation WHERE id = ANY(%s) AND cancel_asked_at IS NULL", [wanted]
        )
        return set(wanted) - {pk for (pk,) in cursor.fetchall()}
