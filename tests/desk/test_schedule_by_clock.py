"""What is due happens by itself in a site of real processes, and outlives them."""

import pytest

from embedded.processes import wait_for
from tests.processes import site_of_processes

SECONDS = 60
# Two characters: one whose draft is to go live, one whose page is to go away; both are due from the start.
FILL = """
import datetime as dt
from django.utils import timezone
from characters import scheduling
from characters.models import Schedule
from tests.characters.test_scheduling import draft
from tests.factories import published_character
due_at = timezone.now() + dt.timedelta(days=1)
scheduling.schedule_publishing(draft(slug="coming"), due_at=due_at)
scheduling.schedule_withdrawal(published_character(slug="going"), due_at=due_at)
"""
MAKE_DUE = "UPDATE characters_schedule SET due_at = now() - interval '1 minute' WHERE kind = %s"
STATE = "SELECT state FROM characters_schedule WHERE kind = %s"


@pytest.fixture(scope="module")
def site():
    with site_of_processes() as site:
        site.run("manage.py", "shell", "-v0", "-c", FILL)
        yield site


def happened(site, kind) -> bool:
    return wait_for(lambda: site.query(STATE, kind) == [("DONE",)], SECONDS)


def test_what_is_due_happens_by_itself_and_after_everything_was_killed(site):
    site.start("worker", "beat")
    site.query(MAKE_DUE, "PUBLISH")
    assert happened(site, "PUBLISH"), site.log("worker") + site.log("beat")
    assert site.query("SELECT live_slug FROM characters_character WHERE slug = 'coming'") == [("coming",)]

    site.kill_all()
    site.query(MAKE_DUE, "WITHDRAW")
    assert site.query(STATE, "WITHDRAW") == [("PENDING",)]
    # Without a beat: a worker that comes back looks by itself for what it missed.
    site.start("worker")
    assert happened(site, "WITHDRAW"), site.log("worker")
    assert site.query("SELECT live_slug FROM characters_character WHERE slug = 'going'") == [(None,)]
