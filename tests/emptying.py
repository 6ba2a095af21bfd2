"""Empties the tables after a test that commits, beside a site that goes on reading them.

Django truncates, which wants every table to itself: with a sweeper that reads two of them in one transaction, that is
now and then a deadlock. Deleting stands in no reader's way. What migrations wrote stays: content types and roles.
"""

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import TransactionTestCase


def delete_instead_of_truncating():
    TransactionTestCase._fixture_teardown = lambda test: delete_rows()


def delete_rows():
    """Delete every row but those that migrations wrote; triggers and references look away."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in _filled(cursor):
            cursor.execute(f"DELETE FROM {table}")


def _filled(cursor) -> list[str]:
    kept = {model._meta.db_table for model in (ContentType, Permission, Group, Group.permissions.through)}
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    quoted = [connection.ops.quote_name(table) for table in tables if table not in kept]
    cursor.execute(
        " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in quoted)
    )
    return [table for (table,) in cursor]
