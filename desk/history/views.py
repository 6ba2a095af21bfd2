"""The history of a character: its editions, any two states beside each other, and an edition back into the draft."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from characters import addresses, restoring
from characters.comparing import compare as compare_contents
from characters.editions import content_of, draft_of
from characters.models import Character, Edition, Schedule
from desk.auditing import audit
from desk.pages import character_or_404, character_page, desk_page
from desk.templatetags.desk import amid_a_sentence

PAGE = 50
# What stands for a state of a character in an address, beside an edition's number.
DRAFT, LIVE = "draft", "live"


class NoSuchState(Exception):
    """Neither the draft, nor the live edition, nor a number of one; the message says so to the editor."""


@desk_page("characters.view_edition")
@require_safe
def history(request, pk):
    character = character_or_404(pk)
    paginator = Paginator(_numbered(character), PAGE)
    page = paginator.get_page(request.GET.get("page"))
    is_changed = bool(character.live_edition) and draft_of(character) != content_of(character.live_edition)
    chosen_from, chosen_to = _chosen(request.GET, character, page, is_changed)
    context = {
        "page": page,
        "pinned": _pinned(character, page, {chosen_from, chosen_to}),
        "is_changed": is_changed,
        "chosen_from": chosen_from,
        "chosen_to": chosen_to,
        "may_change": request.user.has_perm("characters.change_character"),
        "live_address": reverse("characters:detail", args=[character.live_slug])
        if character.live_slug
        else "",
        "redirects": character.redirects.all()[:PAGE],
        "merged_into": addresses.merged_into(character),
    }
    return character_page(
        request,
        character,
        "desk/history.html",
        context,
        here="history",
        title=_("Editions of %(name)s") % {"name": character.name},
    )


def _numbered(character):
    """Newest first, without their texts, with the date that one waits for."""
    waits = Schedule.objects.filter(edition=OuterRef("pk"), state=Schedule.State.PENDING)
    return (
        character.editions.filter(number__isnull=False)
        .order_by("-number")
        .select_related("published_by")
        .defer("content", "html", "names")
        .annotate(due_at=Subquery(waits.values("due_at")[:1]))
    )


def _chosen(params, character, page, is_changed) -> tuple[str, str]:
    """What was chosen on another page of the list; else what one most likely wants to see.

    That is what publishing would change, or else what it changed last.
    """
    live = str(character.live_edition.number) if character.live_edition else ""
    numbers = [str(edition.number) for edition in page] if page.number == 1 else []
    likely = (numbers[1], numbers[0]) if len(numbers) > 1 and not is_changed else (live or DRAFT, DRAFT)
    return params.get("from", likely[0]), params.get("to", likely[1])


def _pinned(character, page, chosen: set[str]):
    """Those chosen that stand on another page of the list."""
    numbers = {_number(name) for name in chosen} - {0, *(edition.number for edition in page)}
    return _numbered(character).filter(number__in=numbers) if numbers else []


@desk_page("characters.view_edition")
@require_safe
def compare(request, pk):
    """Two states: ``from`` and ``to`` are numbers, “draft” or “live”. Without ``from``, what came before ``to``."""
    character = character_or_404(pk)
    to = request.GET.get("to") or DRAFT
    try:
        start = request.GET.get("from") or _before(character, to)
        before_label, before = _state(character, start)
        after_label, after = _state(character, to)
    except NoSuchState as error:
        messages.warning(request, str(error))
        return redirect("desk:history", pk)
    context = {
        "comparison": compare_contents(before, after),
        "before_label": before_label,
        "after_label": after_label,
        "chosen_from": start,
        "chosen_to": to,
        "restorable": _number(start),
        "numbers": list(_editions(character).order_by("-number").values_list("number", flat=True)),
    }
    title = _("%(name)s: %(before)s and %(after)s") % {
        "name": character.name,
        "before": amid_a_sentence(before_label),
        "after": amid_a_sentence(after_label),
    }
    return character_page(request, character, "desk/compare.html", context, here="history", title=title)


def _state(character, name):
    """What to call a state, and what it says.

    :raises NoSuchState:
    """
    if name == DRAFT:
        return _("Draft"), draft_of(character)
    if name == LIVE:
        if character.live_edition is None:
            said = _("%(name)s has no live edition. Choose two others to compare.")
            raise NoSuchState(said % {"name": character.name})
        return _edition_label(character.live_edition, is_live=True), content_of(character.live_edition)
    edition = _editions(character).filter(number=_number(name)).only("number", "content").first()
    if edition is None:
        said = _("%(name)s has no edition “%(number)s”. Choose two to compare.")
        raise NoSuchState(said % {"name": character.name, "number": name[:40]})
    is_live = edition.pk == character.live_edition_id
    return _edition_label(edition, is_live=is_live), content_of(edition)


def _edition_label(edition, *, is_live) -> str:
    said = _("Edition %(number)s, live") if is_live else _("Edition %(number)s")
    return said % {"number": edition.number}


def _before(character, to):
    """The state before another: of the draft the live edition or the newest, of an edition the one before it."""
    if to == DRAFT and character.live_edition_id:
        return LIVE
    numbers = _editions(character).order_by("-number").values_list("number", flat=True)
    if to == LIVE and character.live_edition:
        numbers = numbers.filter(number__lt=character.live_edition.number)
    elif to != DRAFT:
        numbers = numbers.filter(number__lt=_number(to))
    found = numbers.first()
    if found is None:
        said = _("%(name)s has no earlier edition to compare that with.")
        raise NoSuchState(said % {"name": character.name})
    return str(found)


def _editions(character):
    return character.editions.filter(number__isnull=False)


def _number(text) -> int:
    """0, which no edition has, for what is no number of one."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


@desk_page("characters.change_character")
@require_http_methods(["GET", "HEAD", "POST"])
def restore(request, pk, number):
    """Show what the draft would lose, then make it say what the edition says. Nothing is published."""
    character = character_or_404(pk)
    edition = get_object_or_404(Edition, character=character, number=number)
    if request.method == "POST":
        try:
            restored = _restored(request, character, edition)
        except restoring.DraftChanged:
            messages.warning(
                request,
                _(
                    "Somebody saved this draft while you looked at it, so nothing was restored. "
                    "This is how it stands now."
                ),
            )
            return redirect("desk:restore", pk, number)
        messages.success(request, _said(character, edition, restored))
        return redirect("admin:characters_character_change", pk)
    context = {"edition": edition, "outlook": restoring.outlook(character, edition)}
    title = _("Restore edition %(number)s of %(name)s") % {"number": edition.number, "name": character.name}
    return character_page(request, character, "desk/restore.html", context, here="history", title=title)


@transaction.atomic
def _restored(request, character, edition):
    """Restore it, and keep in the audit what the draft said before and says now."""
    before = draft_of(character)
    with audit.without_rows():
        restored = restoring.restore(
            character, edition, num_changes=_number(request.POST.get("num_changes", "")), by=request.user
        )
    changes = audit.changes_between(before, draft_of(Character.objects.get(pk=character.pk)))
    audit.recorded(audit.Did.RESTORED, character, request.user, changes=changes, edition=edition.number)
    return restored


def _said(character, edition, restored):
    """What was done and what could not be, in a sentence each."""
    said = _("The draft of %(name)s says what edition %(number)s says. Nothing is published.")
    sentences = [said % {"name": character.name, "number": edition.number}]
    if restored.lost_links:
        said = _("Left out: links to %(names)s, who are no longer here.")
        sentences.append(said % {"names": ", ".join(restored.lost_links)})
    if restored.taken_by:
        said = _("It keeps its address, since %(name)s has the old one now.")
        sentences.append(said % {"name": restored.taken_by})
    return " ".join(sentences)
