"""A site whose processes are killed and whose database restarts: every turn whole, once, and on the page as it is kept.

The long form, with a thousand turns and the clocks of life, is benchmarks/chaos.py.
"""

import os
import subprocess
import sys

import psycopg
import pytest
from django.db import connection

from chat.models import Generation
from chat.replies import transitions
from embedded import folder
from embedded.processes import wait_for
from engines.scripts import said
from tests.chat.factories import claimed, fresh, taken_turn

State = Generation.State
# With servers of its own: those of the other tests must go on.
OF_THE_TESTS = ("DATABASE_URL", "BROKER_URL", "STREAM_URL", "VAR_DIR")


def cut_connections():
    """What a restart of PostgreSQL does to whoever holds a connection to this database; ours here is spared."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(autouse=True)
def _a_new_pool_afterwards():
    """This process's pool holds connections that a test here has cut: the next test shall not find them."""
    yield
    connection.close()
    connection.close_pool()


@pytest.mark.timeout(300)
def test_turns_through_kills_of_every_kind_are_whole_and_taken_once():
    environ = {name: value for name, value in os.environ.items() if name not in OF_THE_TESTS}
    ran = subprocess.run(
        [sys.executable, "benchmarks/chaos.py", "--short", "--seed", "7"],
        cwd=folder.ROOT, env=environ, capture_output=True, text=True, timeout=280, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr
    for kind in (
        "PostgreSQL, immediate",
        "PostgreSQL, fast",
        "worker",
        "web",
        "sweeper",
        "broker",
        "streams",
    ):
        assert f"| {kind}" in ran.stdout


@pytest.fixture
def patient_worker(site):
    """With the lease of life: on a busy machine the short one of these tests may run out with no connection cut."""
    site.worker.stop()
    worker = site.worker_of(threads=4, REPLY_LEASE_SECONDS="20")
    worker.start()
    yield worker
    worker.stop()


@pytest.mark.timeout(90)
def test_a_reply_goes_on_when_the_database_cuts_every_connection(patient_worker, talking, open_page):
    generation = talking("scripted:say-120-gap-25")
    reader = open_page(generation)
    for length in (30, 100, 200, 300):
        reader.wait(lambda page, length=length: len(page.text) > length)
        cut_connections()
    page = reader.wait_for_end()
    assert wait_for(lambda: not fresh(generation).is_running, 10)
    row = fresh(generation)
    assert (row.state, row.attempt, row.reply.text) == (State.COMPLETE, 1, said(120))
    assert (page.state, page.text) == (State.COMPLETE, said(120))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("write", ["checkpoint", "finish", "requeue"])
def test_what_is_written_of_a_reply_is_tried_again_on_a_new_connection(user, write):
    held = claimed(taken_turn(user))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        ours = cursor.fetchone()[0]
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [ours])
    becomes = {"checkpoint": State.GENERATING, "finish": State.COMPLETE, "requeue": State.QUEUED}
    if write == "checkpoint":
        assert transitions.keep(held, "I am") == (False,)
    elif write == "finish":
        assert transitions.finish(held, State.COMPLETE, text="I am Ada.")
    else:
        assert transitions.requeue(held, fault="busy", wait=1, text="I am") == State.QUEUED
    row = Generation.objects.select_related("reply").get(pk=held.generation_id)
    assert row.state == becomes[write]
    assert row.reply.text.startswith("I am")
