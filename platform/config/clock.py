"""The clock of regular tasks, ``celery -A config.clock beat``: Celery's beat, without the site.

It sends the names of tasks and needs none of them, so that it takes half the memory of a process that loads them.
"""

from celery import Celery
from django.conf import settings
from django.utils.log import configure_logging

app = Celery("colloquy", fixups=[])
app.config_from_object("django.conf:settings", namespace="CELERY")
# What else Django's set-up would do.
configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)
