"""Serves the pages: Django's WSGI handler costs a tenth of its ASGI handler before any view runs."""

import os
from threading import Thread

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
_django = get_wsgi_application()

from django.conf import settings  # noqa: E402

from embeddings import encode  # noqa: E402
from web.body_limit import WSGIBodyLimit  # noqa: E402

if settings.SEARCH_BY_MEANING:
    # The encoder takes seconds to load: not before the first page, and not within the first search.
    Thread(target=encode, args=(["warm"],), name="warm-up", daemon=True).start()

application = WSGIBodyLimit(_django, settings.REQUEST_BODY_MAX_BYTES)
