"""What Celery calls for the desk: jobs, of which the rows are the truth."""

from celery import shared_task

from desk import jobs, preview_links


@shared_task
def run_job(job_id: int):
    """Before: the job is QUEUED. After: over. May run twice."""
    jobs.run(job_id)


@shared_task
def heal_jobs():
    """After: workers are called for jobs that a lost message or a dead worker left. May run twice."""
    jobs.heal()


@shared_task
def clear_preview_links():
    """Links to drafts that have expired are gone afterwards. May run twice."""
    preview_links.clear()
