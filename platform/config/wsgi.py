"""Serves the pages: Django's WSGI handler costs a tenth of its ASGI handler before any view runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
_django = get_wsgi_application()

from django.conf import settings  # noqa: E402

from web.body_limit import WSGIBodyLimit  # noqa: E402

application = WSGIBodyLimit(_django, settings.REQUEST_BODY_MAX_BYTES)
