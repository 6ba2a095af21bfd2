"""Which of the replies that are being written shall stop: asked of PostgreSQL, which alone is sure to know."""

from collections.abc import Iterable

from django.db import connection


def asked(generation_ids: Iterable[int]) -> set[int]:
    """Those of them whose user asked for a stop."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM chat_generation WHERE id = ANY(%s) AND cancel_asked_at IS NOT NULL",
            [list(generation_ids)],
        )
        return {pk for (pk,) in cursor.fetchall()}
