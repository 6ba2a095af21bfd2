"""The pages of previews: a draft in a frame, as it is saved or as it is typed, and links to share it."""

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from characters.editions import draft_of
from characters.models import Character
from desk.pages import character_or_404, character_page, desk_page
from desk.previewing import links as preview_links
from desk.previewing import previews
from web.security import may_be_framed

MAY_CHANGE = "characters.change_character"


@desk_page()
@require_safe
def preview(request, pk):
    """The three views of the saved draft, each a link away; JavaScript only makes them quicker."""
    character = character_or_404(pk)
    links = preview_links.working().filter(character=character).select_related("made_by")
    context = {
        **_chosen(request, character),
        "links": [(link, preview_links.address(link)) for link in links],
        "durations": preview_links.DAYS,
    }
    title = _("Preview of %(name)s") % {"name": character.name}
    return character_page(request, character, "desk/preview.html", context, here="preview", title=title)


def _chosen(request, character) -> dict:
    """What ``desk/_preview.html`` needs, by what the address asks for; what it does not know is passed over."""
    may_change = request.user.has_perm(MAY_CHANGE)
    frames = {name: (label, url) for name, label, url in previews.frames(character, may_change=may_change)}
    view, width = request.GET.get("view", ""), request.GET.get("width", "")
    view = view if view in frames else previews.PAGE
    label, url = frames[view]
    return {
        "view": view,
        "view_label": label,
        "frame": url,
        "width": width if width in previews.WIDTHS else "phone",
        "may_change": may_change,
    }


@may_be_framed
@desk_page()
@require_safe
def page_frame(request, pk):
    return _framed(pk, previews.PAGE)


@may_be_framed
@desk_page()
@require_safe
def card_frame(request, pk):
    return _framed(pk, previews.CARD)


def _framed(pk, view):
    character = get_object_or_404(Character, pk=pk)
    return _private(HttpResponse(previews.SHOWN[view](character, draft_of(character))))


def _private(response):
    """For who asked alone, and nothing to keep or to find again."""
    patch_cache_control(response, private=True, no_store=True)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@desk_page(MAY_CHANGE)
@require_POST
def typed(request, pk):
    """The page or card of what stands in the form, saved or not; 422 with sentences for what does not fit."""
    view = request.POST.get("preview_view", "")
    if view not in previews.SHOWN:
        raise Http404
    try:
        content = previews.typed_content(request, pk)
    except Character.DoesNotExist:
        raise Http404 from None
    except previews.DoesNotFit as fault:
        return _private(JsonResponse({"sentences": fault.sentences}, status=422))
    character = Character.objects.get(pk=pk)
    return _private(HttpResponse(previews.SHOWN[view](character, content, is_typed=True)))


# --- Links to share ---


@desk_page(MAY_CHANGE)
@require_POST
def make_link(request, pk):
    character = get_object_or_404(Character, pk=pk)
    days = request.POST.get("days", "")
    try:
        link = preview_links.make(
            character, by=request.user, days=int(days) if days.isdecimal() and len(days) < 4 else 0
        )
    except preview_links.NoSuchDuration:
        choices = ", ".join(str(label) for label in preview_links.DAYS.values())
        sentence = _("Choose how long the link shall work: %(choices)s.")
        messages.error(request, sentence % {"choices": choices})
        return redirect("desk:preview", pk)
    messages.success(request, _("The link is made. Whoever has it can read the draft until it ends."))
    return redirect(f"{reverse('desk:preview', args=[pk])}#link-{link.pk}")


@desk_page(MAY_CHANGE)
@require_POST
def end_link(request, pk, link_pk):
    character = get_object_or_404(Character, pk=pk)
    preview_links.end(character, link_pk)
    messages.success(request, _("The link is ended: it leads nowhere now."))
    return redirect(f"{reverse('desk:preview', args=[pk])}#share")


@require_safe
def shared(request, key):
    """The draft for whoever has the link. No session is read, and no cookie set."""
    link = preview_links.working().filter(key=key).select_related("character").first()
    if link is None:
        return _shared(render_to_string("desk/preview_gone.html"), status=404)
    content = draft_of(link.character)
    return _shared(previews.page_of(link.character, content, shared_until=link.expires_at))


def _shared(html, *, status=200):
    response = _private(HttpResponse(html, status=status))
    response["Referrer-Policy"] = "no-referrer"
    return response
