"""The Review page of a character: what the checklist finds, what colleagues noted, and the next step."""

from django.contrib import admin, messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from characters import checklist, publishing
from characters.editions import content_of, draft_of
from characters.models import Character
from desk.models import ReviewNote
from desk.pages import character_or_404, character_page, desk_page
from desk.reviewing import form_places, workflow
from desk.reviewing.review_admin import counted, review_url, submit_and_say
from desk.shown import status_of
from engines.text import clean

CHANGE, PUBLISH = "characters.change_character", "characters.publish_character"
NOTE_LIMIT = 300  # of what is kept with an edition


@desk_page()
@require_safe
def review(request, pk):
    return _page(request, character_or_404(pk))


def _page(request, character, **more):
    content = draft_of(character)
    found = checklist.check(character, content)
    live = character.live_edition
    context = {
        "findings": [_shown(character, finding) for finding in found.findings],
        "num_blocking": len(found.blocking),
        "summary": counted(len(found.blocking), len(found.warnings)),
        "differs": live and content_of(live) != content,
        "may_change": request.user.has_perm(CHANGE),
        "status": status_of(character),
        **_notes(character, content),
        **more,
    }
    title = _("Review of %(name)s") % {"name": character.name}
    return character_page(request, character, "desk/review.html", context, here="review", title=title)


def _shown(character, finding):
    """A finding as the page lists it: with a link to its field."""
    return {
        "blocks": finding.blocks,
        "sentence": finding.sentence,
        "label": form_places.label_of(finding.place),
        "url": form_places.address_of(character, finding.place),
    }


def _notes(character, content) -> dict:
    parts = form_places.parts_of(content)
    notes = list(character.review_notes.select_related("written_by", "resolved_by"))
    for note, about in zip(notes, form_places.in_words([note.about for note in notes]), strict=True):
        note.about_in_words = about
        if note.about in parts:
            note.url = form_places.address_of(character, parts[note.about])
    waiting = [note for note in notes if note.resolved_at is None]
    return {
        "waiting": waiting,
        "resolved": [note for note in reversed(notes) if note.resolved_at],
        "num_notes": len(waiting),
        "parts": list(zip(parts, form_places.in_words(list(parts)), strict=True)),
    }


# --- Notes ---


@desk_page(CHANGE)
@require_POST
def add_note(request, pk):
    character = character_or_404(pk)
    text, about = _text(request, "text"), _text(request, "about")
    try:
        workflow.add_note(character, by=request.user, text=text, about=about)
    except workflow.EmptyNote:
        problem = _("The note is empty: say what a colleague should look at.")
    except workflow.LongNote:
        problem = _("The note is longer than %(most)d letters: make it two.") % {"most": workflow.MAX_NOTE}
    else:
        return _after_note(request, character, _("Added."))
    return _after_note(request, character, note_error=problem, note_text=text, note_about=about)


@desk_page(CHANGE)
@require_POST
def resolve_note(request, pk, note_pk):
    workflow.resolve(_note(pk, note_pk), by=request.user)
    return _after_note(request, character_or_404(pk), _("Resolved."))


@desk_page(CHANGE)
@require_POST
def reopen_note(request, pk, note_pk):
    workflow.reopen(_note(pk, note_pk))
    return _after_note(request, character_or_404(pk), _("Open again."))


def _note(pk, note_pk) -> ReviewNote:
    return get_object_or_404(ReviewNote, pk=note_pk, character=pk)


def _after_note(request, character, said="", **more) -> HttpResponse:
    """For htmx the notes anew; else the page, which keeps what was typed where it was refused."""
    if request.htmx:
        context = {"character": character, "said": said, "may_change": True, "oob": True}
        context |= _notes(character, draft_of(character))
        return render(request, "desk/_review_notes.html", {**context, **more})
    if more:
        return _page(request, character, **more)
    return redirect(review_url(character) + "#review-notes")


# --- Steps ---


@desk_page(CHANGE)
@require_POST
def submit(request, pk):
    character = character_or_404(pk)
    note = _text(request, "note")
    if submit_and_say(request, character, note=note):
        return redirect(review_url(character))
    return _page(request, character, submit_note=note)


@desk_page(CHANGE)
@require_POST
def take_back(request, pk):
    character = character_or_404(pk)
    try:
        workflow.take_back(character, by=request.user)
    except workflow.NotInReview:
        messages.info(request, _("%(name)s is not in review any more.") % {"name": character.name})
    else:
        sentence = _("%(name)s is a draft again: submit it when it is ready.")
        messages.success(request, sentence % {"name": character.name})
    return redirect(review_url(character))


@desk_page(PUBLISH)
@require_POST
def send_back(request, pk):
    character = character_or_404(pk)
    note = _text(request, "note")
    try:
        workflow.send_back(character, by=request.user, note=note)
    except workflow.NotInReview:
        messages.info(request, _("%(name)s is not in review any more.") % {"name": character.name})
    except workflow.EmptyNote:
        problem = _("Say in a sentence what the writer should change.")
        return _page(request, character, send_back_error=problem)
    except workflow.LongNote:
        problem = _("This is longer than %(most)d letters: add notes to the parts instead.")
        problem %= {"most": workflow.MAX_NOTE}
        return _page(request, character, send_back_error=problem, send_back_note=note)
    else:
        messages.success(request, _("%(name)s is sent back, with your note.") % {"name": character.name})
    return redirect(review_url(character))


@desk_page(PUBLISH)
@require_POST
def publish(request, pk):
    """With the words of the form's own button."""
    character = character_or_404(pk)
    note = " ".join(_text(request, "note").split())[:NOTE_LIMIT]
    admin.site.get_model_admin(Character).publish_and_say(request, character, note=note)
    return redirect(review_url(character))


@desk_page(PUBLISH)
@require_POST
def withdraw(request, pk):
    character = character_or_404(pk)
    note = _text(request, "note")
    try:
        workflow.withdraw(character, by=request.user, note=note)
    except publishing.NothingToWithdraw:
        messages.info(request, _("%(name)s has no page to withdraw.") % {"name": character.name})
    except workflow.LongNote:
        problem = _("This is longer than %(most)d letters: say it in fewer words.")
        problem %= {"most": workflow.MAX_NOTE}
        return _page(request, character, withdraw_error=problem, withdraw_note=note)
    else:
        sentence = _("The page of %(name)s is withdrawn. Its editions stay; publishing brings it back.")
        messages.success(request, sentence % {"name": character.name})
    return redirect(review_url(character))


def _text(request, name) -> str:
    return clean(request.POST.get(name, "")).strip()
