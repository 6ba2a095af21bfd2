"""Two people at one character: whoever saves over a newer change is shown it first, with all that was typed."""

from dataclasses import dataclass

from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from characters.combining import combine
from characters.comparing import Comparison, Part, compare
from characters.editions import content_of, draft_of
from characters.models import Character
from desk.editing import began, posted, typed

# Buttons beside the comparison. Their value is the number of the draft that was compared with.
OVER, COMBINE = "_over", "_combine"


@dataclass(frozen=True)
class NewerChange:
    """What the form says of a change that was saved while it was open.

    ``theirs`` are the parts that it changed, each with whether I changed it too; None where that cannot be told.
    ``mine`` is what saving the form would change now.
    """

    character: Character
    theirs: list[tuple[Part, bool]] | None
    mine: Comparison
    is_combined: bool
    has_upload: bool


class GuardedForm:
    """The part of the character's admin that keeps one person's save from undoing another's."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST" or object_id is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            if (character := self._held(request, object_id)) and self.has_change_permission(
                request, character
            ):
                self._look_for_newer(request, character)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def delete_view(self, request, object_id, extra_context=None):
        """Only what was looked at is deleted. The page that asks carries the number of the draft."""
        with transaction.atomic():
            character = self._held(request, object_id)
            if (
                character
                and request.method == "POST"
                and request.POST.get(began.NUMBER) != str(character.num_changes)
            ):
                if not self.has_delete_permission(request, character):
                    raise PermissionDenied
                text = _(
                    "%(name)s was changed meanwhile, and is not deleted. Look again before you delete it."
                )
                self.message_user(request, text % {"name": character.name}, "ERROR")
                return HttpResponseRedirect(reverse("admin:characters_character_change", args=[character.pk]))
            context = {**(extra_context or {}), "began": {"number": character and character.num_changes}}
            return super().delete_view(request, object_id, context)

    def _held(self, request, object_id) -> Character | None:
        """The character, which nobody else saves until this request is over; None where there is none."""
        found = self.get_object(request, unquote(object_id))
        # Not FOR UPDATE: links to it may be written meanwhile, from another character's form.
        rows = Character.objects.select_for_update(no_key=True).filter(pk=found and found.pk)
        return rows.first()

    def _look_for_newer(self, request, character):
        request.POST = said = request.POST.copy()
        if OVER in said:
            said[began.NUMBER] = said[OVER]
            said["_continue"] = "1"  # To stay on the page, and see that it worked.
        is_combining = COMBINE in said
        if is_combining or said.get(began.NUMBER) != str(character.num_changes):
            request.newer_change = character
            posted.rebase(said, character)
        if is_combining:
            self._combine(request, character)

    def _combine(self, request, character):
        """Take over into what was posted what only others have changed, and refuse to save it unseen."""
        if base := began.unseal(request.POST.get(began.CONTENT, "")):
            form, formsets = self._validated(request, character)
            theirs = draft_of(character)
            mine = typed.typed(form, formsets, theirs)
            wanted = combine(base, theirs, mine)
            posted.write(request.POST, form, formsets, character=character, mine=mine, wanted=wanted)
            request.combined_from = theirs
        request.POST[began.NUMBER] = ""

    def _validated(self, request, character):
        names = flatten_fieldsets(self.get_fieldsets(request, character))
        form_class = self.get_form(request, character, change=True, fields=names)
        # Validating writes what is typed into the row that it is given.
        form = form_class(request.POST, request.FILES, instance=Character.objects.get(pk=character.pk))
        formsets, _inlines = self._create_formsets(request, form.instance, change=True)
        for each in (form, *formsets):
            each.is_valid()
        return form, formsets

    # --- Saving ---

    def save_model(self, request, obj, form, change):
        """A form that says nothing new changes nothing, and nobody else's form goes stale for it."""
        obj.changed_by = request.user
        request.is_saved = not change or bool(set(form.changed_data) - {"note", began.NUMBER})
        if request.is_saved:
            super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if not request.is_saved and any(formset.has_changed() for formset in formsets):
            form.instance.save()

    # --- Showing ---

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None and self.has_change_permission(request, obj):
            form = context["adminform"].form
            formsets = [inline.formset for inline in context["inline_admin_formsets"]]
            context["began"] = self._began(request, obj, formsets)
            if hasattr(request, "newer_change"):
                context["newer_change"] = self._newer_change(request, form, formsets)
                # “Please correct the error below” is no help with what stands above.
                context["errors"] = context["errors"] if context.get("field_errors") else []
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _began(self, request, character, formsets) -> dict:
        if theirs := getattr(request, "combined_from", None):
            return {"number": request.newer_change.num_changes, "content": began.seal(theirs)}
        if request.method == "POST":
            return {"number": request.POST.get(began.NUMBER), "content": request.POST.get(began.CONTENT)}
        parts = typed.parts_of(formsets)
        over = None if len(parts) == len(typed.PARTS) else draft_of(character)
        content = typed.shown(character, formsets, over)
        if character.live_edition_id:
            # What the form says of its state wants to know; asking again would cost three queries.
            character.is_changed = content != content_of(character.live_edition)
        return {"number": character.num_changes, "content": began.seal(content)}

    def _newer_change(self, request, form, formsets) -> NewerChange:
        character = Character.objects.select_related("changed_by").get(pk=request.newer_change.pk)
        base, theirs = began.unseal(request.POST.get(began.CONTENT, "")), draft_of(character)
        mine = typed.typed(form, formsets, theirs)
        return NewerChange(
            character,
            _changed_by_them(base, theirs, mine) if base else None,
            compare(theirs, mine),
            hasattr(request, "combined_from"),
            typed.has_upload(form),
        )


def _changed_by_them(base, theirs, mine) -> list[tuple[Part, bool]]:
    by_me = {
        (section.title, part.label) for section in compare(base, mine).sections for part in section.changed
    }
    return [
        (part, (section.title, part.label) in by_me)
        for section in compare(base, theirs).sections
        for part in section.changed
    ]
