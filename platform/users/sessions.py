"""Sessions in the database, under keys that only we could have made."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore


class SessionStore(DatabaseSessionStore):
    """A key from a cookie is looked up only if it is letters and digits: a NUL in it would be a database error."""

    def _validate_session_key(self, key):
        return super()._validate_session_key(key) and key.isascii() and key.isalnum()
