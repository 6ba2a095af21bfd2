"""The pages of import and export: a rehearsal first, then the work itself, both as jobs that tell how far they are."""

from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from characters.models import Character
from desk import jobs
from desk.auditing import audit
from desk.bulk import exporting, uploads
from desk.bulk.exporting import Format
from desk.bulk.forms import MOST_IDS, ExportForm, ImportForm, new_export_form
from desk.models import Job
from desk.pages import desk_page, page

PERMISSION = "desk.import_characters"
RECENT = 20


@desk_page(PERMISSION)
@require_http_methods(["GET", "HEAD", "POST"])
def import_characters(request):
    """Ask for files; what they would change is then told before anything is written."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        options = {
            "archive": uploads.keep_uploads(form.cleaned_data["files"]),
            "existing": form.cleaned_data["existing"],
            "publish": False,
            "dry_run": True,
        }
        return redirect("desk:job", jobs.start("import_files", by=request.user, **options).pk)
    recent = Job.objects.filter(kind="import_files").select_related("asked_by").defer("report")[:RECENT]
    return page(request, "desk/import.html", {"form": form, "recent": recent}, title=_("Import"))


@desk_page(PERMISSION)
@require_POST
def import_for_real(request, pk):
    """Write what a rehearsal told; publishing too for those who may and ask for it."""
    rehearsal = get_object_or_404(
        Job, pk=pk, kind="import_files", state=Job.State.DONE, options__dry_run=True
    )
    may_publish = request.user.has_perm("characters.publish_character")
    options = {
        **rehearsal.options,
        "dry_run": False,
        "publish": may_publish and "publish" in request.POST,
        "rehearsed_at": rehearsal.asked_at.isoformat(),
    }
    return redirect("desk:job", jobs.start("import_files", by=request.user, **options).pk)


@desk_page(PERMISSION)
@require_http_methods(["GET", "HEAD", "POST"])
def export_characters(request):
    """Choose a format for the characters that the address names (``?ids=1,2``), or for all."""
    ids = _ids(request)
    form = ExportForm(request.POST) if request.method == "POST" else new_export_form()
    if request.method == "POST" and form.is_valid():
        options = {"ids": ids, "format": form.cleaned_data["format"], "of_live": form.cleaned_data["of_live"]}
        return redirect("desk:job", jobs.start("export_characters", by=request.user, **options).pk)
    recent = Job.objects.filter(kind="export_characters").select_related("asked_by")[:RECENT]
    context = {"form": form, "ids": ids, "recent": recent, "num_all": Character.objects.count()}
    return page(request, "desk/export.html", context, title=_("Export"))


def _ids(request) -> list[int] | None:
    given = request.POST.get("ids") or request.GET.get("ids") or ""
    ids = [int(word) for word in given.split(",") if word.isascii() and word.isdigit() and len(word) < 18]
    return ids[:MOST_IDS] or None


@desk_page(PERMISSION)
@require_GET
def export_one(request, pk, format):
    """One character at once, without a job: a starter file or a card of its draft."""
    character = get_object_or_404(Character, pk=pk)
    if format not in list(Format) or format in exporting.SPREADSHEETS:
        raise Http404
    name, data = exporting.exported([character], Format(format), of_live=False)
    audit.recorded(audit.Did.EXPORTED, character, request.user, format=format)
    return _attached(HttpResponse(data, content_type="application/octet-stream"), name)


@desk_page(PERMISSION)
@require_GET
def download(request, pk):
    """What an export gave, for a week."""
    job = get_object_or_404(Job, pk=pk, kind="export_characters", state=Job.State.DONE)
    try:
        file = uploads.opened(job.report["file"])
    except (FileNotFoundError, SuspiciousFileOperation):
        raise Http404 from None
    return _attached(FileResponse(file, content_type="application/octet-stream"), job.report["name"])


def _attached(response, name):
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
