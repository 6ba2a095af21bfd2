"""Housekeeping of accounts, called by beat."""

from celery import shared_task
from django.conf import settings
from django.core.management import call_command
from django.db import connection


@shared_task
def clear_sessions():
    """Sessions that have expired are gone afterwards. May run twice."""
    call_command("clearsessions")


@shared_task
def clear_cache():
    """Cache entries that have expired, such as the attempts to sign in, are gone afterwards. May run twice."""
    table = connection.ops.quote_name(settings.CACHES["default"]["LOCATION"])
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE expires < now()")
