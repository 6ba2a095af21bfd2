"""The pages of one's conversations as a whole: list, search, archive, what is deleted, and what one does to each."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from characters.models import Character
from chat import titles, unsent
from chat.models import Conversation
from chat.pages import intents, threads
from chat.shelves import listing, searching, shelf

LIST_SIZE = 30
DELETED_SIZE = 100


@require_safe
@never_cache
@login_required
def conversations(request):
    """The list, or what a search found; for htmx the part that changes."""
    if request.htmx and "before" in request.GET:
        return render(request, "chat/_conversations.html", {"page": _page(request)} | _filter(request))
    people = listing.people(request.user)
    context = _filter(request) | {"people": people, "is_empty": not people}
    if context["q"]:
        found = searching.search(
            request.user, context["q"], people=people, character_id=context["character_id"]
        )
        context["results"] = found
    else:
        context |= {"page": _page(request), "deleted": _just_deleted(request)}
    template = "chat/_shelf.html" if request.htmx else "chat/conversations.html"
    return render(request, template, context)


def _filter(request) -> dict:
    character = request.GET.get("with", "")
    if character and not (character.isascii() and character.isdigit() and len(character) < 18):
        raise Http404
    return {
        "q": searching.asked(request.GET.get("q", "")),
        "character_id": int(character) if character else None,
        # Beside a thread there is no room for menus.
        "shelf": "" if "side" in request.GET else "list",
    }


def _page(request) -> listing.Page:
    before, character_id = request.GET.get("before"), _filter(request)["character_id"]
    return listing.page(request.user, size=LIST_SIZE, before=before, character_id=character_id)


def _just_deleted(request) -> Conversation | None:
    """The one that a form without a script has just deleted, to offer it back."""
    pk = request.GET.get("deleted", "")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 18):
        return None
    return Conversation.objects.deleted_by(request.user).filter(pk=int(pk)).first()


@require_safe
@never_cache
@login_required
def archived(request):
    page = listing.archived(request.user, size=LIST_SIZE, before=request.GET.get("before"))
    template = "chat/_conversations.html" if request.htmx else "chat/archived.html"
    return render(request, template, {"page": page, "shelf": "archived"})


@require_safe
@never_cache
@login_required
def deleted(request):
    return render(
        request, "chat/deleted.html", {"conversations": listing.deleted(request.user, size=DELETED_SIZE)}
    )


# --- What one does to a conversation -------------------------------------------------------------------------------


def _change(view):
    """By POST, to one's own; then back to where one was, or for htmx the row as it stands now."""

    @require_POST
    @never_cache
    @login_required
    @wraps(view)
    def changed(request, pk):
        try:
            return view(request, pk) or _back(request, pk)
        except Conversation.DoesNotExist:
            raise Http404 from None

    return changed


def _back(request, pk):
    """To the page that the form names, if it is one of ours; else to the conversation."""
    address = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(address, allowed_hosts=None) and address.startswith(
        reverse("chat:list")
    ):
        return redirect(address)
    return redirect("chat:conversation", pk)


@_change
def rename(request, pk):
    title = request.POST.get("title", "")
    try:
        shelf.rename(user=request.user, conversation_id=pk, title=title)
    except shelf.NotNamed:
        return _refused_name(request, pk, title)
    if request.htmx:
        return _row(request, pk)
    return None


def _refused_name(request, pk, title):
    """What was typed stays, with a sentence; for htmx as 200, which alone it swaps."""
    row = _of(request).filter(pk=pk).first()
    if row is None:
        raise Conversation.DoesNotExist
    error = _("A title has 1 to %(most)s characters. Shorten it, or write one.") % {"most": titles.MOST_NAMED}
    context = {"row": row, "error": error, "title": titles.named(title)[:1000]}
    if request.htmx:
        return render(request, "chat/_row.html", context | _shelf(request))
    return render(request, "chat/rename.html", context, status=422)


def _of(request):
    return Conversation.objects.of(request.user).real().with_character()


def _row(request, pk):
    return render(
        request, "chat/_row.html", {"row": get_object_or_404(_of(request), pk=pk)} | _shelf(request)
    )


def _shelf(request) -> dict:
    """On which page the row stands."""
    return {"shelf": "archived" if request.POST.get("back") == reverse("chat:archived") else "list"}


@_change
def pin(request, pk):
    try:
        shelf.pin(user=request.user, conversation_id=pk, is_on=_is_on(request))
    except shelf.TooManyPinned:
        words = _("%(num)s conversations are pinned: unpin one of them first.")
        messages.error(request, words % {"num": shelf.MOST_PINNED})


@_change
def archive(request, pk):
    is_on = _is_on(request)
    shelf.archive(user=request.user, conversation_id=pk, is_on=is_on)
    if not request.htmx:
        return None
    if "undone" in request.POST:
        return _row(request, pk)
    done = _("“%(title)s” is archived.") if is_on else _("“%(title)s” is taken out of the archive.")
    return _gone(request, pk, done, "chat:archive", not is_on)


def _is_on(request) -> bool:
    return request.POST.get("on") == "1"


def _gone(request, pk, done, undo, undo_on=False):
    """What stands in the row's place: that it has gone, and the way back."""
    row = get_object_or_404(Conversation, user=request.user, pk=pk)
    context = {
        "row": row,
        "done": done % {"title": row.title},
        "undo": reverse(undo, args=[pk]),
        "undo_on": int(undo_on),
        "back": request.POST.get("back", ""),
    }
    return render(request, "chat/_gone.html", context)


@_change
def delete(request, pk):
    """Deleted, with the way back beside it."""
    shelf.delete(user=request.user, conversation_id=pk)
    if request.htmx:
        return _gone(request, pk, _("“%(title)s” is deleted."), "chat:restore")
    return redirect(f"{reverse('chat:list')}?deleted={pk}")


@_change
def restore(request, pk):
    shelf.restore(user=request.user, conversation_id=pk)
    if request.htmx:
        return _row(request, pk)
    return None


@_change
def clear(request, pk):
    """Deleted for good. Pressed twice, it is gone as well."""
    shelf.clear(user=request.user, conversation_id=pk)
    return redirect("chat:deleted")


# --- To a message, and what is not sent yet --------------------------------------------------------------------------


@require_safe
@never_cache
@login_required
def find(request, pk):
    """Open the conversation at this message, on a branch that goes through it; which one is shown stays as it was."""
    return redirect(threads.address_of(threads.message_or_404(request.user, pk)))


@require_POST
@never_cache
def keep_unsent(request, pk):
    """What stands in the composer now. Nobody sees the answer; a page that was left may have sent it."""
    return _kept(request, lambda **typed: unsent.keep(user=request.user, conversation_id=pk, **typed))


@require_POST
@never_cache
def keep_begun(request, slug):
    """As ``keep_unsent``, before the conversation has begun."""
    character = get_object_or_404(Character.objects.live(), live_edition__slug=slug)
    return _kept(
        request,
        lambda **typed: unsent.keep_begun(
            request.session, user=request.user, character_id=character.pk, **typed
        ),
    )


def _kept(request, keep):
    """204 when it is kept; 200 with a sentence when it need not be, or cannot be now."""
    # A redirect would lead a script to the page to sign in on, which it cannot read.
    if not request.user.is_authenticated:
        return HttpResponse("You have been signed out.\n", content_type="text/plain")
    try:
        is_kept = keep(text=request.POST.get("text", ""), client_key=intents.client_key(request))
    except intents.NoKey:
        return HttpResponse("This page is incomplete. Reload it.\n", status=400, content_type="text/plain")
    except Conversation.DoesNotExist:
        raise Http404 from None
    if is_kept:
        return HttpResponse(status=204)
    return HttpResponse("This has been sent.\n", content_type="text/plain")
