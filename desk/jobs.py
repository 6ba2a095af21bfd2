"""Long work for the desk: asked for in a row, done by Celery, counted as it goes, taken up again when a worker dies."""

import datetime as dt
import time
from contextlib import suppress

import structlog
from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext_noop
from kombu.exceptions import OperationalError

from desk.acting import acting
from desk.models import Job

log = structlog.get_logger(__name__)

# What each kind of job calls: a function that takes a ``Run`` and gives the report, a dict of JSON.
WORK = {
    "import_files": "desk.bulk.importing.import_files",
    "export_characters": "desk.bulk.exporting.export_characters",
    "publish_many": "desk.listing.many.publish_job",
    "withdraw_many": "desk.listing.many.withdraw_job",
    "rebuild_suggestions": "desk.similar.rebuilding.rebuild_suggestions",
}
LEASE_SECONDS = 60
ATTEMPTS = 3
# How often progress is written, at most.
TELL_SECONDS = 0.5
State = Job.State
# Kept with what failed: see characters.kept_words.
UNFORESEEN = gettext_noop("Something went wrong that nobody foresaw. The log says where.")
INTERRUPTED = gettext_noop("It was interrupted again and again.")


class JobFailed(Exception):
    """Raised by the work of a job: it cannot be done, for a reason that the message says in a sentence."""


class Stopped(Exception):
    """Somebody asked this job to stop, or another worker has taken it over."""


@transaction.atomic
def start(kind: str, *, by=None, **options) -> Job:
    """Ask for a job of this kind; a worker is called after the commit."""
    job = asked(kind, by=by, **options)
    transaction.on_commit(lambda: wake(job.pk))
    return job


def asked(kind: str, *, by=None, **options) -> Job:
    """The row of such a job, which no worker is called for. Its report will be in the language of whoever asks."""
    if kind not in WORK:
        raise KeyError(kind)
    options["language"] = translation.get_language() or settings.LANGUAGE_CODE
    return Job.objects.create(kind=kind, options=options, asked_by=by)


def wake(job_id: int):
    """Call a worker; where the broker is away, ``heal`` calls again."""
    with suppress(OperationalError, OSError):
        # By name: desk.tasks stands above this module.
        current_app.send_task("desk.tasks.run_job", (job_id,), retry=False)


def stop(job: Job):
    """Ask a job to end: at once while it waits, at its next count while it runs."""
    Job.objects.filter(pk=job.pk, state=State.QUEUED).update(state=State.CANCELLED, ended_at=Now())
    Job.objects.filter(pk=job.pk, state=State.RUNNING).update(cancel_asked_at=Now())


class Run:
    """One attempt at a job, as its work sees it: ``options``, and ``count`` after each piece of the work."""

    def __init__(self, job: Job):
        self.job, self.options = job, job.options
        self._told_at = time.monotonic()

    def expect(self, num_all: int, *, lease_seconds: float = LEASE_SECONDS):
        """How many pieces there are in all, and how long it may go on without counting."""
        self._tell(num_all=num_all, num_done=0, lease_until=_lease(lease_seconds))

    def count(self, num_done: int):
        """So many are done. Renews the lease.

        :raises Stopped: when somebody asked for that, or the job is another worker's by now.
        """
        if time.monotonic() - self._told_at >= TELL_SECONDS:
            self._tell(num_done=num_done)

    def _tell(self, **values):
        self._told_at = time.monotonic()
        held = _held(self.job).filter(cancel_asked_at=None)
        if not held.update(**{"lease_until": _lease(), **values}):
            raise Stopped


def run(job_id: int):
    """Before: QUEUED, or RUNNING with its lease run out. After: over. May be called twice: it begins with a claim."""
    job = _claim(job_id)
    if job is None:
        return
    try:
        with acting(job.asked_by), translation.override(job.options.get("language", settings.LANGUAGE_CODE)):
            report = import_string(WORK[job.kind])(Run(job))
    except Stopped:
        _end(job, State.CANCELLED)
    except JobFailed as failure:
        _end(job, State.FAILED, failure=str(failure)[:500])
    except Exception:
        _end(job, State.FAILED, failure=UNFORESEEN)
        raise
    else:
        _end(job, State.DONE, report=report or {}, num_done=F("num_all"))


def _lease(seconds: float = LEASE_SECONDS):
    return Now() + dt.timedelta(seconds=seconds)


def _held(job):
    return Job.objects.filter(pk=job.pk, attempt=job.attempt, state=State.RUNNING)


def _claim(job_id) -> Job | None:
    free = Job.objects.filter(pk=job_id, attempt__lt=ATTEMPTS, state=State.QUEUED)
    if not free.update(state=State.RUNNING, attempt=F("attempt") + 1, lease_until=_lease()):
        return None
    return Job.objects.get(pk=job_id)


def _end(job, state, **values):
    _held(job).update(state=state, ended_at=Now(), lease_until=None, **values)
    log.info("job ended", job=job.pk, kind=job.kind, state=state)


def heal():
    """Call workers for jobs that nobody took, and queue again, or give up, those of a lost worker. May run twice."""
    lost = Job.objects.filter(state=State.RUNNING, lease_until__lt=Now())
    lost.filter(attempt__gte=ATTEMPTS).update(
        state=State.FAILED, ended_at=Now(), lease_until=None, failure=INTERRUPTED
    )
    lost.update(state=State.QUEUED, lease_until=None)
    for job_id in Job.objects.filter(state=State.QUEUED).order_by("id").values_list("id", flat=True)[:100]:
        wake(job_id)
