"""What the form of a character knows of reviews: submitting from it, and what the checklist found on saving."""

from copy import copy

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.decorators import action, display
from unfold.enums import ActionVariant

from characters import checklist, publishing
from desk.models import with_num_notes
from desk.reviewing import workflow
from desk.shown import NOTHING, minute


class Reviewed:
    """The part of the character's admin that leads to the review."""

    def has_submit_permission(self, request, obj=None):
        """Whoever may publish need not ask from the form; the Review page lets them, too."""
        return self.has_change_permission(request, obj) and not self.has_publish_permission(request)

    @action(
        description=gettext_lazy("Save and submit for review"),
        permissions=["submit"],
        attrs={"name": "_submit"},
        variant=ActionVariant.PRIMARY,
    )
    def save_and_submit(self, request, character):
        """A button of the form: ``response_change`` does it, once the rows below are saved too."""

    def get_form(self, request, obj=None, **kwargs):
        """For writers, the line about what changed goes to whoever reviews it."""
        form = super().get_form(request, obj, **kwargs)
        if "note" in form.base_fields and self.has_submit_permission(request, obj):
            note = form.base_fields["note"] = copy(form.base_fields["note"])
            note.help_text = _("A line for whoever reviews it, kept as a note when you submit.")
        return form

    def get_queryset(self, request):
        return with_num_notes(super().get_queryset(request))

    @display(description=gettext_lazy("Notes"), empty_value=NOTHING)
    def num_notes(self, character):
        if not character.num_notes:
            return None
        url = f"{review_url(character)}#review-notes"
        said = ngettext("%(num)d open", "%(num)d open", character.num_notes) % {"num": character.num_notes}
        return format_html('<a class="text-link" href="{}">{}</a>', url, said)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        checklist.remember([form.instance])

    def response_add(self, request, obj, post_url_continue=None):
        return self._submitted(request, obj) or self._told(
            request, obj, super().response_add(request, obj, post_url_continue)
        )

    def response_change(self, request, obj):
        return self._submitted(request, obj) or self._told(
            request, obj, super().response_change(request, obj)
        )

    def _told(self, request, character, response):
        """What is left to do comes after the word that all is saved."""
        self.message_user(request, _left_to_do(character), _level(character))
        return response

    def _submitted(self, request, character):
        # Also for a form that did not offer the button: who may change a draft may submit it.
        if "_submit" not in request.POST:
            return None
        submit_and_say(request, character, note=getattr(request, "edition_note", ""))
        return HttpResponseRedirect(reverse("admin:characters_character_change", args=[character.pk]))


def submit_and_say(request, character, *, note) -> bool:
    """Submit the draft and tell what came of it; whether it waits for a review now."""
    try:
        workflow.submit(character, by=request.user, note=note)
    except publishing.Incomplete as incomplete:
        sentences = format_html_join("", "<li>{}</li>", ((sentence,) for sentence in incomplete.missing))
        text = format_html(
            "{}<ul>{}</ul>{}",
            _("%(name)s is saved as a draft, but not submitted:") % {"name": character.name},
            sentences,
            review_link(character),
        )
        messages.error(request, text)
    except workflow.NothingToReview:
        sentence = _("Nothing to review: %(name)s says what its page says.")
        messages.info(request, sentence % {"name": character.name})
    except workflow.LongNote:
        sentence = _("The note is longer than %(most)d letters: say it in fewer words.")
        messages.error(request, sentence % {"most": workflow.MAX_NOTE})
    else:
        sentence = _("%(name)s waits for an editor’s review.") % {"name": character.name}
        messages.success(request, format_html("{} {}", sentence, review_link(character)))
        return True
    return False


def review_url(character) -> str:
    return reverse("desk:review", args=[character.pk])


def review_link(character) -> SafeString:
    return format_html('<a class="underline" href="{}">{}</a>', review_url(character), _("See the review"))


def _level(character) -> int:
    return messages.WARNING if character.num_blocking else messages.INFO


def _left_to_do(character) -> SafeString:
    return format_html(
        "{} {}", counted(character.num_blocking, character.num_warnings), review_link(character)
    )


def counted(num_blocking: int, num_warnings: int) -> str:
    """“2 things keep it from being published, 3 could be better.”"""
    numbers = {"num": num_blocking, "weak": num_warnings}
    if num_blocking and num_warnings:
        said = ngettext(
            "%(num)d thing keeps it from being published, %(weak)d could be better.",
            "%(num)d things keep it from being published, %(weak)d could be better.",
            num_blocking,
        )
    elif num_blocking:
        said = ngettext(
            "%(num)d thing keeps it from being published.",
            "%(num)d things keep it from being published.",
            num_blocking,
        )
    elif num_warnings:
        said = ngettext("%(weak)d thing could be better.", "%(weak)d things could be better.", num_warnings)
    else:
        said = _("The checklist finds nothing to mend.")
    return said % numbers


def unresolved_line(character) -> SafeString:
    """That notes wait, after publishing all the same; nothing when none does."""
    num = character.review_notes.unresolved().count()
    if not num:
        return SafeString("")
    said = ngettext("%(num)d review note is not resolved.", "%(num)d review notes are not resolved.", num)
    return format_html("{} {}", said % {"num": num}, review_link(character))


def review_line(character) -> str:
    """Since when it waits for a review; nothing when it does not."""
    if not character.submitted_at:
        return ""
    if character.submitted_by:
        said = _("In review since %(when)s, submitted by %(who)s.")
    else:
        said = _("In review since %(when)s, submitted.")
    return said % {"when": minute(character.submitted_at), "who": character.submitted_by}
