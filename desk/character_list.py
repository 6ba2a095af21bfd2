"""The list of characters: what it shows, how it is filtered, and what is done to many at once."""

from unfold.contrib.filters.admin import DropdownFilter
from unfold.decorators import action, display

from characters.editions import content_of, drafts_of
from characters.eras import Era
from characters.models import FIELDS, Character
from desk.edition_admin import minute

Status = Character.Status


class StatusFilter(DropdownFilter):
    title = "status"
    parameter_name = "status"

    def lookups(self, request, model_admin):
        return Status.choices

    def queryset(self, request, queryset):
        match self.value():
            case Status.PUBLISHED:
                return queryset.filter(live_edition__isnull=False)
            case Status.IN_REVIEW:
                return queryset.filter(submitted_at__isnull=False)
            case Status.WITHDRAWN:
                return queryset.filter(live_edition=None, submitted_at=None, was_published=True)
            case Status.DRAFT:
                return queryset.filter(live_edition=None, submitted_at=None, was_published=False)
        return queryset


class FieldFilter(DropdownFilter):
    title = "field"
    parameter_name = "field"

    def lookups(self, request, model_admin):
        return [(field, field) for field in FIELDS]

    def queryset(self, request, queryset):
        return queryset.filter(fields__contains=[self.value()]) if self.value() else queryset


class EraFilter(DropdownFilter):
    title = "era of the live edition"
    parameter_name = "era"

    def lookups(self, request, model_admin):
        return Era.choices

    def queryset(self, request, queryset):
        return queryset.filter(live_edition__era=self.value()) if self.value() else queryset


class CharacterList:
    """The part of the character's admin that is its list."""

    list_display = (
        "name",
        "status_label",
        "edition_number",
        "draft_label",
        "num_notes",
        "listed_fields",
        "last_change",
    )
    list_filter = (StatusFilter, FieldFilter, EraFilter)
    list_filter_submit = True
    list_per_page = 50
    search_fields = ("name", "sort_name", "slug", "also_known_as")
    search_help_text = "Search by name, also without accents."
    ordering = ("sort_name", "id")
    actions = ("publish_selected", "withdraw_selected")

    def get_queryset(self, request):
        return super().get_queryset(request).with_status()

    def get_changelist_instance(self, request):
        """All rows' drafts are compared with their live editions at once, not one by one."""
        changelist = super().get_changelist_instance(request)
        changelist.result_list = rows = list(changelist.result_list)
        drafts = drafts_of([row for row in rows if row.live_edition_id])
        for row in rows:
            row.is_changed = row.live_edition_id and drafts[row.pk] != content_of(row.live_edition)
        return changelist

    @display(
        description="Status",
        label={
            Status.PUBLISHED.label: "success",
            Status.WITHDRAWN.label: "warning",
            Status.IN_REVIEW.label: "primary",
            Status.DRAFT.label: "info",
        },
    )
    def status_label(self, character):
        return status_of(character).label

    @display(description="Live edition", ordering="live_edition__number", empty_value="–")
    def edition_number(self, character):
        return character.live_edition and character.live_edition.number

    @display(description="Draft", label={"Changed since": "warning"}, empty_value="–")
    def draft_label(self, character):
        return "Changed since" if character.is_changed else None

    @display(description="Fields")
    def listed_fields(self, character):
        return ", ".join(character.fields)

    @display(description="Last change", ordering="changed_at")
    def last_change(self, character):
        return minute(character.changed_at)

    @action(description="Publish the drafts of the selected characters", permissions=["publish"])
    def publish_selected(self, request, queryset):
        for character in queryset:
            self.publish_and_say(request, character)

    @action(description="Withdraw the pages of the selected characters", permissions=["publish"])
    def withdraw_selected(self, request, queryset):
        for character in queryset:
            self.withdraw_and_say(request, character)


def status_of(character) -> Status:
    """As ``character.status``, from what the list's one query has brought."""
    if character.live_edition_id:
        return Status.PUBLISHED
    if character.submitted_at:
        return Status.IN_REVIEW
    return Status.WITHDRAWN if character.was_published else Status.DRAFT
