"""The page of what happens to a character's page by itself: a date to publish, a date to withdraw, and calling off."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from characters import publishing, scheduling
from characters.models import Schedule
from desk.pages import character_or_404, character_page, desk_page
from desk.reviewing.schedules import DueForm, PublishAtForm, plan_of
from web import dates

TIMES = {
    scheduling.NotAhead: gettext_lazy(
        "This time has passed. Give one that is still to come; the clock is UTC."
    ),
    scheduling.TooFarAhead: gettext_lazy("This is more than five years away. Give a nearer day."),
}


@desk_page("characters.view_schedule")
@require_safe
def schedule(request, pk):
    return _page(request, character_or_404(pk))


def _page(request, character, **forms):
    # After a refusal the page stands at the address of a form.
    back = request.POST.get("next") or reverse("desk:schedule", args=[character.pk])
    context = {"schedule_plan": plan_of(character, **forms), "schedule_back": back}
    return character_page(
        request,
        character,
        "desk/schedule.html",
        context,
        here="review",
        title=_("Schedule of %(name)s") % {"name": character.name},
    )


@desk_page("characters.publish_character")
@require_POST
def schedule_publishing(request, pk):
    character, form = character_or_404(pk), PublishAtForm(request.POST, auto_id="publish-%s")
    if form.is_valid():
        try:
            made = scheduling.schedule_publishing(character, by=request.user, **form.cleaned_data)
        except tuple(TIMES) as refusal:
            form.add_error("due_at", TIMES[type(refusal)])
        except scheduling.NothingNew:
            form.add_error(
                None, _("The draft says what is live already. Change it first, and then give it a date.")
            )
        except publishing.Incomplete as incomplete:
            for sentence in incomplete.missing:
                form.add_error(None, sentence)
        else:
            text = _("Edition %(number)s goes live on %(when)s. It is the draft as it is now.")
            messages.success(request, text % {"number": made.edition.number, "when": _words(made.due_at)})
            return _back(request, pk)
    return _page(request, character, publish_form=form)


@desk_page("characters.publish_character")
@require_POST
def schedule_withdrawal(request, pk):
    character, form = character_or_404(pk), DueForm(request.POST, auto_id="withdraw-%s")
    if form.is_valid():
        try:
            made = scheduling.schedule_withdrawal(character, by=request.user, **form.cleaned_data)
        except tuple(TIMES) as refusal:
            form.add_error("due_at", TIMES[type(refusal)])
        except publishing.NothingToWithdraw:
            form.add_error(
                None, _("There is no page to withdraw, and none is scheduled to be there by then.")
            )
        else:
            text = _("The page goes away on %(when)s.") % {"when": _words(made.due_at)}
            messages.success(request, text)
            return _back(request, pk)
    return _page(request, character, withdraw_form=form)


@desk_page("characters.publish_character")
@require_POST
def call_off(request, pk):
    """``pk`` is the schedule's."""
    found = get_object_or_404(Schedule, pk=pk)
    try:
        scheduling.call_off(found, by=request.user)
    except scheduling.AlreadyOver:
        messages.error(
            request, _("It was too late to call this off, or somebody else did. See what happened below.")
        )
    else:
        messages.success(request, _("Called off. Nothing happens by itself; the draft is as it was."))
    return _back(request, found.character_id)


def _words(moment) -> str:
    return f"{dates.moment(moment)} UTC"


def _back(request, pk):
    """To the page that the form stood on: this one, or another of the same character."""
    target = request.POST.get("next", "")
    # An address of ours: a word would be taken for the name of a view.
    if target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        return redirect(target)
    return redirect("desk:schedule", pk)
