"""What the form of a character knows of reviews: submitting from it, and what the checklist found on saving."""

from copy import copy

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
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
        description="Save and submit for review",
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
            note.help_text = "A line for whoever reviews it, kept as a note when you submit."
        return form

    def get_queryset(self, request):
        return with_num_notes(super().get_queryset(request))

    @display(description="Notes", empty_value=NOTHING)
    def num_notes(self, character):
        if not character.num_notes:
            return None
        url = f"{review_url(character)}#review-notes"
        return format_html('<a class="text-link" href="{}">{}</a>', url, f"{character.num_notes} open")

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
            "{} is saved as a draft, but not submitted:<ul>{}</ul>{}", character.name, sentences, review_link(character)
        )  # fmt: skip
        messages.error(request, text)
    except workflow.NothingToReview:
        messages.info(request, f"Nothing to review: {character.name} says what its page says.")
    except workflow.LongNote:
        messages.error(
            request, f"The note is longer than {workflow.MAX_NOTE} letters: say it in fewer words."
        )
    else:
        text = format_html("{} waits for an editor’s review. {}", character.name, review_link(character))
        messages.success(request, text)
        return True
    return False


def review_url(character) -> str:
    return reverse("desk:review", args=[character.pk])


def review_link(character) -> SafeString:
    return format_html('<a class="underline" href="{}">See the review</a>', review_url(character))


def _level(character) -> int:
    return messages.WARNING if character.num_blocking else messages.INFO


def _left_to_do(character) -> SafeString:
    return format_html(
        "{} {}", counted(character.num_blocking, character.num_warnings), review_link(character)
    )


def counted(num_blocking: int, num_warnings: int) -> str:
    """“2 things keep it from being published, 3 could be better.”"""
    keep = f"{num_blocking} thing{' keeps' if num_blocking == 1 else 's keep'} it from being published"
    better = f"{num_warnings} thing{'' if num_warnings == 1 else 's'} could be better"
    if num_blocking and num_warnings:
        return f"{keep}, {num_warnings} could be better."
    if num_blocking or num_warnings:
        return f"{keep if num_blocking else better}."
    return "The checklist finds nothing to mend."


def unresolved_line(character) -> SafeString:
    """That notes wait, after publishing all the same; nothing when none does."""
    num = character.review_notes.unresolved().count()
    if not num:
        return SafeString("")
    said = f"{num} review note{' is' if num == 1 else 's are'} not resolved."
    return format_html("{} {}", said, review_link(character))


def review_line(character) -> str:
    """Since when it waits for a review; nothing when it does not."""
    if not character.submitted_at:
        return ""
    by = f" by {character.submitted_by}" if character.submitted_by else ""
    return f"In review since {minute(character.submitted_at)}, submitted{by}."
