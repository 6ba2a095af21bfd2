"""What the list's actions lead to once an editor has said yes: publish, withdraw, tag, assign, and undo."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from desk.listing import many
from desk.listing.character_list import asking
from desk.listing.many_forms import AssignForm, TagForm
from desk.models import Job
from desk.pages import desk_page, page

LIST = "admin:characters_character_changelist"


def _ids(request) -> list[int]:
    """The characters that the page before named; empty when there is none or the list is no list of numbers."""
    given = request.POST.get("ids", "")
    numbers = given.split(",") if given else []
    if len(numbers) > many.MAX_CHOSEN or not all(
        number.isascii() and number.isdecimal() and len(number) < 18 for number in numbers
    ):
        return []
    return list(dict.fromkeys(int(number) for number in numbers))


def _none_chosen(request):
    messages.warning(request, _("No characters were chosen: tick some in the list, then choose what to do."))
    return redirect(LIST)


def _job_of(kind: str):
    """A view that has the chosen done by a job of this kind."""

    @desk_page("characters.publish_character")
    @require_POST
    def view(request):
        if ids := _ids(request):
            return redirect("desk:job", many.ask(kind, ids, by=request.user).pk)
        return _none_chosen(request)

    return view


publish_many, withdraw_many = _job_of("publish_many"), _job_of("withdraw_many")


@desk_page("characters.change_character")
@require_POST
def tag_many(request):
    ids, form = _ids(request), TagForm(request.POST)
    if not ids:
        return _none_chosen(request)
    if not form.is_valid():
        return page(request, "desk/many_tag.html", {**asking("tag", ids), "form": form})
    job = many.tag(ids, by=request.user, **form.cleaned_data)
    num = len({pk for changed in job.report.values() for each in changed.values() for pk in each})
    said = ngettext("Tags of %(number)s character changed.", "Tags of %(number)s characters changed.", num)
    return _say(request, job, said % {"number": num}, num)


@desk_page("characters.change_character")
@require_POST
def assign_many(request):
    ids, form = _ids(request), AssignForm(request.POST)
    if not ids:
        return _none_chosen(request)
    if not form.is_valid():
        return page(request, "desk/many_assign.html", {**asking("assign", ids), "form": form})
    to = form.cleaned_data["to"]
    job = many.assign(ids, to=to, by=request.user)
    num = len(job.report["before"])
    said = (
        ngettext(
            "%(who)s looks after %(number)s more character now.",
            "%(who)s looks after %(number)s more characters now.",
            num,
        )
        if to
        else ngettext(
            "Nobody looks after %(number)s more character now.",
            "Nobody looks after %(number)s more characters now.",
            num,
        )
    )
    return _say(request, job, said % {"who": to, "number": num}, num)


def _say(request, job, sentence, num):
    if num:
        link = reverse("desk:undo_many", args=[job.pk])
        undo = format_html('<a class="underline" href="{}">{}</a>', link, _("Undo"))
        messages.success(request, format_html("{} {}", sentence, undo))
    else:
        messages.info(request, _("Nothing to change: it was so already."))
    return redirect(LIST)


@desk_page("characters.change_character")
@require_http_methods(["GET", "HEAD", "POST"])
def undo_many(request, pk):
    """Asks, so that a link in a message changes nothing by itself."""
    job = get_object_or_404(Job, pk=pk, kind__in=("tag_many", "assign_many"))
    if request.method != "POST":
        return page(request, "desk/many_undo.html", {"job": job}, title=_("Undo"))
    try:
        many.undo(job.pk, by=request.user)
    except many.AlreadyUndone:
        messages.info(request, _("This was undone before."))
    else:
        messages.success(request, _("Undone. What others have changed since then stays."))
    return redirect(LIST)
