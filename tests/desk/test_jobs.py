"""Jobs: asked for once, done once, counted as they go, taken up again after a lost worker, stopped when asked."""

import datetime as dt

import pytest
from django.db.models.functions import Now

from desk import jobs
from desk.models import Job

pytestmark = pytest.mark.django_db
State = Job.State


def adding(run):
    run.expect(len(run.options["numbers"]))
    for number, _ in enumerate(run.options["numbers"], 1):
        run._told_at = 0  # so that each is told
        run.count(number)
    return {"sum": sum(run.options["numbers"])}


def failing(run):
    raise jobs.JobFailed("The file is empty.")


def breaking(run):
    raise ZeroDivisionError


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    here = "tests.desk.test_jobs"
    monkeypatch.setattr(jobs, "WORK", {name: f"{here}.{name}" for name in ("adding", "failing", "breaking")})


def started(kind="adding", **options):
    return jobs.start(kind, **({"numbers": [1, 2, 3]} | options))


def test_a_job_is_done_once_and_keeps_its_report():
    job = started()
    jobs.run(job.pk)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.report, job.num_done, job.num_all) == (State.DONE, {"sum": 6}, 3, 3)
    assert (job.attempt, job.lease_until) == (1, None)


def test_a_job_that_cannot_be_done_says_why():
    job = started("failing")
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.failure) == (State.FAILED, "The file is empty.")


def test_what_nobody_foresaw_fails_the_job_and_rises():
    job = started("breaking")
    with pytest.raises(ZeroDivisionError):
        jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == State.FAILED


def test_a_job_is_taken_up_again_when_its_worker_is_gone_and_given_up_after_three():
    job = started()
    for attempt in (1, 2, 3):
        assert jobs._claim(job.pk).attempt == attempt
        assert jobs._claim(job.pk) is None
        Job.objects.update(lease_until=Now() - dt.timedelta(seconds=1))
        jobs.heal()
    job.refresh_from_db()
    assert (job.state, job.failure) == (State.FAILED, "It was interrupted again and again.")


def test_an_overtaken_worker_changes_nothing():
    job = started()
    overtaken = jobs.Run(jobs._claim(job.pk))
    Job.objects.update(lease_until=Now() - dt.timedelta(seconds=1))
    jobs.heal()
    jobs._claim(job.pk)
    with pytest.raises(jobs.Stopped):
        overtaken.expect(9)
    jobs._end(overtaken.job, State.DONE, report={"sum": 0})
    job.refresh_from_db()
    assert (job.state, job.num_all, job.report) == (State.RUNNING, 0, {})


def test_a_job_is_stopped_while_it_waits_and_while_it_runs():
    waiting, running = started(), started()
    jobs.stop(waiting)
    waiting.refresh_from_db()
    assert waiting.state == State.CANCELLED
    run = jobs.Run(jobs._claim(running.pk))
    jobs.stop(running)
    with pytest.raises(jobs.Stopped):
        run.expect(3)
    jobs.run(waiting.pk)
    waiting.refresh_from_db()
    assert waiting.state == State.CANCELLED


def test_an_unknown_kind_is_refused():
    with pytest.raises(KeyError):
        jobs.start("nothing")
