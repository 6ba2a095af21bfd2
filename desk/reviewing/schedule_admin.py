"""All that happens by itself, and what came of it: to be looked at, and called off."""

from django.contrib import admin, messages
from django.db.models import Case, F, When
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import action, display

from characters import scheduling
from characters.models import Schedule
from desk.lookups import PlainLookups
from desk.shown import ReadOnly, minute

State = Schedule.State


@admin.register(Schedule)
class ScheduleAdmin(ReadOnly, PlainLookups, ModelAdmin):
    list_display = ("what", "character_link", "due", "state_pill", "asked_by_label", "came_of_it")
    list_display_links = None
    list_filter = (("state", ChoicesDropdownFilter), ("kind", ChoicesDropdownFilter))
    list_filter_submit = True
    list_per_page = 50
    search_fields = ("character__name", "character__slug")
    search_help_text = gettext_lazy("Search by the character's name.")
    # What happens next stands first, and what was last over stands first of the rest.
    ordering = (Case(When(state=State.PENDING, then=F("due_at"))).asc(nulls_last=True), "-due_at", "-id")
    date_hierarchy = "due_at"
    actions = ("call_off_selected",)
    fields = readonly_fields = (
        "what",
        "character_link",
        "due",
        "state_label",
        "asked_by_label",
        "came_of_it",
    )

    def has_publish_permission(self, request, obj=None):
        return request.user.has_perm("characters.publish_character")

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("character", "edition", "asked_by")
        return rows.only(
            "kind", "due_at", "state", "failure", "ended_at",
            "character__name", "edition__number", "edition__name", "asked_by__email",
        )  # fmt: skip

    @display(description=gettext_lazy("What"), ordering="kind")
    def what(self, schedule):
        if schedule.edition:
            return _("Publish edition %(number)s") % {"number": schedule.edition.number}
        return _("Withdraw")

    @display(description=gettext_lazy("Character"), ordering="character__sort_name")
    def character_link(self, schedule):
        url = reverse("desk:schedule", args=[schedule.character_id])
        return format_html('<a class="text-link" href="{}">{}</a>', url, schedule.character.name)

    @display(description=gettext_lazy("For (UTC)"), ordering="due_at")
    def due(self, schedule):
        return minute(schedule.due_at)

    @display(
        description=gettext_lazy("State"),
        ordering="state",
        label={
            State.PENDING: "primary",
            State.DONE: "success",
            State.FAILED: "danger",
            State.CANCELLED: "info",
        },
    )
    def state_pill(self, schedule):
        """Its look goes by the value, what is read by the label."""
        return schedule.state, schedule.get_state_display()

    @display(description=gettext_lazy("State"))
    def state_label(self, schedule):
        return schedule.get_state_display()

    @display(description=gettext_lazy("Asked by"), empty_value="–")
    def asked_by_label(self, schedule):
        return schedule.asked_by and str(schedule.asked_by)

    @display(description=gettext_lazy("What came of it"), empty_value="–")
    def came_of_it(self, schedule):
        if schedule.ended_at is None:
            return None
        return f"{minute(schedule.ended_at)}{': ' if schedule.failure else ''}{schedule.why}"

    @action(description=gettext_lazy("Call off the selected"), permissions=["publish"])
    def call_off_selected(self, request, queryset):
        number = 0
        for schedule in queryset:
            try:
                scheduling.call_off(schedule, by=request.user)
            except scheduling.AlreadyOver:
                said = _("%(name)s: it was over already.") % {"name": schedule.character.name}
                self.message_user(request, said, messages.INFO)
            else:
                number += 1
        if number:
            text = ngettext("One is called off.", "%(num)d are called off.", number)
            self.message_user(request, text % {"num": number}, messages.SUCCESS)
