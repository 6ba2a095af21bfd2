"""Download one conversation, or all of them: files that a browser saves and never shows."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from chat.sharing import exporting

TYPES = {"md": "text/markdown; charset=utf-8", "json": "application/json"}
WRITERS = {
    "jsonl": (exporting.json_lines, "application/jsonl; charset=utf-8"),
    "zip": (exporting.markdown_archive, "application/zip"),
}


@require_safe
@never_cache
@login_required
def export(request, pk):
    """What there is to download of one conversation."""
    found = get_object_or_404(exporting.conversations_of(request.user), pk=pk)
    return render(request, "chat/export.html", {"conversation": found})


@require_safe
@never_cache
@login_required
def export_one(request, pk, ending):
    if ending not in TYPES:
        raise Http404
    found = get_object_or_404(exporting.conversations_of(request.user), pk=pk)
    response = HttpResponse(exporting.one_file(found, ending), content_type=TYPES[ending])
    return _file(response, exporting.file_name(found, ending))


@require_safe
@never_cache
@login_required
def export_all(request):
    """What there is to download of all conversations."""
    return render(request, "chat/export.html")


@require_safe
@never_cache
@login_required
def export_all_as(request, ending):
    if ending not in WRITERS:
        raise Http404
    write, content_type = WRITERS[ending]
    response = StreamingHttpResponse(write(request.user), content_type=content_type)
    return _file(response, f"{timezone.localdate()} conversations.{ending}")


def _file(response, name):
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response
