"""What stands above a character's form: who else has it open, and what happens to the page by itself."""

from characters.models import Schedule
from desk.editing import openings


class FormHead:
    """The part of the character's admin that fills in desk/_edit_head.html."""

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            if self.has_change_permission(request, obj):
                context["others"] = openings.sign(obj.pk, request.user)
            pending = obj.schedules.filter(state=Schedule.State.PENDING).select_related("edition")
            context["pending"] = pending.defer("edition__content", "edition__html")
        return super().render_change_form(request, context, add, change, form_url, obj)
