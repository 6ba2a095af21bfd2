"""The pages of notes: what a note says, changing it, having it written anew."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chat import remembering
from chat.grounded.notes import MAX_CHARACTERS
from chat.models import Note
from chat.pages import threads
from chat.pages.refusals import NOTE_REFUSALS, number, refusal
from chat.pages.signed_in import signed_in


@require_safe
@never_cache
@login_required
def note(request, pk):
    """A note as it stands: what replaces its form, and what a page asks for while it is being written."""
    return _shown(request, _note_or_404(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@signed_in
def edit(request, pk):
    """Say in other words what is kept of the old turns."""
    found = _note_or_404(request, pk)
    if request.method != "POST":
        return _form(request, found, text=found.text)
    given = {"text": request.POST.get("text", ""), "mark": request.POST.get("mark", "")}
    try:
        return _shown(request, remembering.edit(user=request.user, note_id=pk, **given))
    except Note.DoesNotExist:
        raise Http404 from None
    except NOTE_REFUSALS as error:
        words, status = refusal(error)
        now = getattr(error, "note", None)
        status = 200 if request.htmx else status
        return _form(request, now or found, text=given["text"], now=now, error=words, status=status)


@require_POST
@never_cache
@signed_in
def anew(request, pk):
    """Have it written again."""
    found = _note_or_404(request, pk)
    try:
        return _shown(request, remembering.write_anew(user=request.user, note_id=pk))
    except Note.DoesNotExist:
        raise Http404 from None
    except NOTE_REFUSALS as error:
        return _shown(request, found, error=refusal(error)[0])


def _note_or_404(request, pk) -> Note:
    found = remembering.own(request.user).select_related("upto__conversation").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _shown(request, found: Note, *, error=""):
    if not request.htmx:
        if error:
            messages.error(request, error)
        return redirect(threads.address_of(found.upto))
    found.upto.note = found
    return render(
        request,
        "chat/_note.html",
        {"note": threads.note_of(found.upto), "is_open": True, "error": error},
    )


def _form(request, found: Note, *, status=200, **context):
    context |= {"note": found, "address": threads.address_of(found.upto), "most": number(MAX_CHARACTERS)}
    template = "chat/_note_edit.html" if request.htmx else "chat/note_edit.html"
    return render(request, template, context, status=status)
