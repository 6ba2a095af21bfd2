"""The clock sends what workers know, where they listen, and loads nothing of the site."""

import subprocess
import sys

from celery import current_app
from django.conf import settings

from embedded import folder

LOADED = """
import sys
from config.clock import app
app.loader.init_worker()
app.finalize()
print(*(name for name in ("django.contrib.admin", "characters.models", "chat.tasks") if name in sys.modules))
print(*sorted(app.conf.beat_schedule))
print(app.amqp.router.route({}, "desk.tasks.heal_jobs")["queue"].name)
"""


def test_it_knows_when_what_is_due_and_loads_nothing_of_the_site():
    done = subprocess.run(
        [sys.executable, "-c", LOADED], cwd=folder.ROOT, capture_output=True, text=True, check=True
    )
    loaded, due, queue = done.stdout.splitlines()
    assert loaded == ""
    assert due.split() == sorted(settings.CELERY_BEAT_SCHEDULE)
    assert queue == "desk"


def test_workers_know_all_that_it_sends():
    current_app.loader.import_default_modules()
    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= set(current_app.tasks)
