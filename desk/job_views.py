"""The pages of long jobs: how far one is, stopping it, and what came of it."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import select_template
from django.views.decorators.http import require_POST, require_safe

from desk import jobs
from desk.models import Job
from desk.pages import desk_page, page


@desk_page("desk.view_job")
@require_safe
def job(request, pk):
    """The page that asks again by itself; for htmx only the part of it that changes."""
    found = get_object_or_404(Job.objects.select_related("asked_by"), pk=pk)
    context = {
        "job": found,
        "report_template": _report_template(found),
        "may_stop": _may_stop(request.user, found),
    }
    if request.htmx:
        return render(request, "desk/_job.html", context)
    return page(request, "desk/job.html", context, title=found.label)


def _report_template(job):
    """The kind's own way to show its report, else a plain list of what it says."""
    return select_template([f"desk/reports/_{job.kind}.html", "desk/reports/_plain.html"]).template.name


def _may_stop(user, job) -> bool:
    """Who asked for it, and editors: a writer breaks off nobody else's work."""
    return job.asked_by_id == user.pk or user.has_perm("characters.publish_character")


@desk_page("desk.view_job")
@require_POST
def stop_job(request, pk):
    found = get_object_or_404(Job, pk=pk)
    if not _may_stop(request.user, found):
        raise PermissionDenied
    jobs.stop(found)
    return redirect("desk:job", pk)
