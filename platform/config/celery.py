"""The Celery app: its messages wake workers, PostgreSQL holds what is to be done."""

import os
import warnings

from celery import Celery
from celery.exceptions import SecurityWarning

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

# Five lines at each start as root. The warning is about pickled messages; ours are JSON.
warnings.filterwarnings("ignore", category=SecurityWarning)

app = Celery("colloquy")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
