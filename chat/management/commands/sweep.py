"""The sweeper: `manage.py sweep` heals every few seconds until it is told to stop."""

import signal
import threading

import structlog
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection

from chat.sweeping import sweep

log = structlog.get_logger(__name__)


class Command(BaseCommand):
    help = "Re-queue or fail replies whose worker was lost, and call workers for those that wait. Runs until stopped."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="sweep once and stop")

    def handle(self, *, once, **options):
        stop = threading.Event()
        if not once:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: stop.set())
        while True:
            self._sweep()
            if once or stop.wait(settings.SWEEP_SECONDS):
                return

    def _sweep(self):
        try:
            if num_woken := sweep():
                log.info("workers called", replies=num_woken)
        except DatabaseError as error:
            log.warning("database unreachable", error=type(error).__name__)
        finally:
            connection.close()
