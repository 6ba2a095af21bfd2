"""Housekeeping of accounts, called by beat."""

from celery import shared_task
from django.core.management import call_command


@shared_task
def clear_sessions():
    """Sessions that have expired are gone afterwards. May run twice."""
    call_command("clearsessions")
