"""Serves the event streams, and hands everything else to the pages in threads: one address for both.

In production a proxy sends /chat/replies/*/events here and the rest to config.wsgi: see docs/operations.md.
"""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from a2wsgi import WSGIMiddleware  # noqa: E402
from django.conf import settings  # noqa: E402

from chat.events import Events  # noqa: E402
from config.wsgi import application as pages  # noqa: E402
from web.body_limit import BodyLimit  # noqa: E402

# The loop that sends what replies say shares the interpreter with threads that render pages. It asks for it back after
# so many seconds; Python's own 5 ms are a wait for every thread that is busy, before every piece.
sys.setswitchinterval(settings.SWITCH_SECONDS)

application = BodyLimit(
    Events(WSGIMiddleware(pages, workers=settings.PAGE_THREADS)), settings.REQUEST_BODY_MAX_BYTES
)
