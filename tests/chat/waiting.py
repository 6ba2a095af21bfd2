"""What is done at the same moment: by a thread of its own, which comes to wait for what a transaction here holds."""

import threading

from django.db import connection, transaction

from embedded.processes import wait_for


class Meanwhile:
    """``with Meanwhile(job) as other``: a transaction, in which ``other.begins()`` once it has locked something.

    After it the job is at its end, and ``other.answers`` holds what it gave.
    """

    def __init__(self, job):
        self._job, self._thread = job, threading.Thread(target=self._run)
        self._transaction = transaction.atomic()
        self.answers = []

    def _run(self):
        try:
            self.answers.append(self._job())
        finally:
            connection.close()

    def begins(self):
        """Starts the job, and returns when it waits."""
        self._thread.start()
        assert wait_for(_somebody_waits, 10)

    def __enter__(self):
        self._transaction.__enter__()
        return self

    def __exit__(self, *raised):
        self._transaction.__exit__(*raised)
        if self._thread.ident:
            self._thread.join(10)


def _somebody_waits() -> bool:
    """A connection to the database waits for what another has locked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
        return cursor.fetchone()[0] > 0
