"""The table of Django's cache, where attempts to sign in are counted: unlogged, as a crash may forget them."""

from django.db import migrations

FORWARDS = """
CREATE UNLOGGED TABLE cache_entries (
    cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamp with time zone NOT NULL
);
CREATE INDEX cache_entries_expires ON cache_entries (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("users", "0001_initial")]
    operations = [migrations.RunSQL(FORWARDS, "DROP TABLE cache_entries")]
