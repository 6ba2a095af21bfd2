"""What Celery calls for the desk: jobs, of which the rows are the truth."""

from contextlib import suppress

from celery import shared_task
from celery.signals import worker_ready
from kombu.exceptions import OperationalError

from characters import scheduling
from desk import jobs
from desk.bulk import uploads
from desk.editing import openings
from desk.previewing import links as preview_links


@shared_task
def run_job(job_id: int):
    """Before: the job is QUEUED. After: over. May run twice."""
    jobs.run(job_id)


@shared_task
def heal_jobs():
    """After: workers are called for jobs that a lost message or a dead worker left. May run twice."""
    jobs.heal()


@shared_task
def clear_uploads():
    """After: imports and exports of more than a week ago are gone. May run twice."""
    uploads.clear()


@shared_task
def run_due_schedules():
    """After: whatever was due at the time is done, or has failed with a reason. May run twice, also at once."""
    scheduling.run_due()


@shared_task
def clear_openings():
    """What was open a day ago is gone afterwards. May run twice."""
    openings.clear()


@worker_ready.connect
def catch_up(**_):
    """What became due while no worker ran is done at once, not when the clock next strikes."""
    with suppress(OperationalError, OSError):
        run_due_schedules.apply_async(queue="colloquy", retry=False)


@shared_task
def clear_preview_links():
    """Links to drafts that have expired are gone afterwards. May run twice."""
    preview_links.clear()
