"""The PostgreSQL, the two Valkeys and the processes that start with the site on one machine."""


class CannotStart(Exception):
    """Why the site does not run, in one sentence that says what to do."""
