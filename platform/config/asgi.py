"""Serves the event streams, and hands everything else to the pages in threads: one address for both.

In production a proxy sends /chat/replies/*/events here and the rest to config.wsgi: see docs/operations.md.
"""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from a2wsgi import WSGIMiddleware  # noqa: E402
from django.conf import settings  # noqa: E402

from chat.events import Events  # noqa: E402
from config.wsgi import application as pages  # noqa: E402
from web.body_limit import BodyLimit  # noqa: E402

application = BodyLimit(
    Events(WSGIMiddleware(pages, workers=settings.PAGE_THREADS)), settings.REQUEST_BODY_MAX_BYTES
)
