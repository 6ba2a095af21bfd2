"""By what the list of characters is filtered; every parameter here may stand in a saved filter."""

from django.db.models import Exists, F, Func, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from characters.eras import Era
from characters.languages import name_of
from characters.models import Character, Schedule
from desk.lookups import ListFilter
from desk.shown import fields_to_choose
from users.models import User

Status = Character.Status
SCHEDULED = "scheduled"
ME, NOBODY, SOMEBODY = "me", "nobody", "somebody"


def scheduled(characters):
    """Those of which something is to happen by the clock."""
    pending = Schedule.objects.filter(character=OuterRef("pk"), state=Schedule.State.PENDING)
    return characters.filter(Exists(pending))


def all_tags() -> list[str]:
    """Every tag that some character has, in order."""
    rows = Character.objects.exclude(tags=[]).annotate(tag=Func(F("tags"), function="unnest"))
    return sorted(rows.order_by().values_list("tag", flat=True).distinct(), key=str.casefold)


class StatusFilter(ListFilter):
    title = _("status")
    parameter_name = "status"

    def lookups(self, request, model_admin):
        return [*Status.choices, (SCHEDULED, _("Scheduled"))]

    def queryset(self, request, queryset):
        match self.value():
            case Status.PUBLISHED:
                return queryset.filter(live_edition__isnull=False)
            case Status.IN_REVIEW:
                return queryset.in_review()
            case Status.WITHDRAWN:
                return queryset.filter(live_edition=None, submitted_at=None, was_published=True)
            case Status.DRAFT:
                return queryset.filter(live_edition=None, submitted_at=None, was_published=False)
            case "scheduled":
                return scheduled(queryset)
        return queryset


class FieldFilter(ListFilter):
    title = _("field")
    parameter_name = "field"

    def lookups(self, request, model_admin):
        return fields_to_choose()

    def queryset(self, request, queryset):
        return queryset.filter(fields__contains=[self.value()]) if self.value() else queryset


class EraFilter(ListFilter):
    title = _("era of the live edition")
    parameter_name = "era"

    def lookups(self, request, model_admin):
        return Era.choices

    def queryset(self, request, queryset):
        return queryset.filter(live_edition__era=self.value()) if self.value() else queryset


class LanguageFilter(ListFilter):
    title = _("language")
    parameter_name = "language"

    def lookups(self, request, model_admin):
        used = Character.objects.order_by("language").values_list("language", flat=True).distinct()
        return [(code, name_of(code)) for code in used]

    def queryset(self, request, queryset):
        return queryset.filter(language=self.value()) if self.value() else queryset


class TagFilter(ListFilter):
    title = _("tag")
    parameter_name = "tag"

    def lookups(self, request, model_admin):
        return [(tag, tag) for tag in all_tags()] or [("", _("No character has a tag yet"))]

    def queryset(self, request, queryset):
        return queryset.filter(tags__contains=[self.value()]) if self.value() else queryset


class AssignedFilter(ListFilter):
    title = _("who looks after it")
    parameter_name = "assigned"

    def lookups(self, request, model_admin):
        people = User.objects.filter(is_staff=True, is_active=True).exclude(pk=request.user.pk)
        others = people.order_by("email").values_list("pk", "email")
        fixed = [(ME, _("I do")), (NOBODY, _("Nobody")), (SOMEBODY, _("Anybody"))]
        return [*fixed, *((str(pk), email) for pk, email in others)]

    def queryset(self, request, queryset):
        match self.value():
            case "me":
                return queryset.filter(assigned_to=request.user)
            case "nobody":
                return queryset.filter(assigned_to=None)
            case "somebody":
                return queryset.filter(assigned_to__isnull=False)
            case str(pk) if pk.isascii() and pk.isdecimal() and len(pk) < 18:
                return queryset.filter(assigned_to=int(pk))
        return queryset


class WeakFilter(ListFilter):
    title = _("checklist")
    parameter_name = "weak"

    def lookups(self, request, model_admin):
        return [
            ("blocking", _("Something is missing")),
            ("warnings", _("Something is weak")),
            ("any", _("Missing or weak")),
            ("none", _("Nothing to mend")),
        ]

    def queryset(self, request, queryset):
        match self.value():
            case "blocking":
                return queryset.filter(num_blocking__gt=0)
            case "warnings":
                return queryset.filter(num_warnings__gt=0)
            case "any":
                return queryset.filter(Q(num_blocking__gt=0) | Q(num_warnings__gt=0))
            case "none":
                return queryset.filter(num_blocking=0, num_warnings=0)
        return queryset


class ChangedFilter(ListFilter):
    title = _("saving")
    parameter_name = "changed"

    def lookups(self, request, model_admin):
        return [("since", _("Saved since publication"))]

    def queryset(self, request, queryset):
        if self.value() == "since":
            return queryset.filter(changed_at__gt=F("live_edition__published_at"))
        return queryset


FILTERS = (
    StatusFilter,
    FieldFilter,
    EraFilter,
    LanguageFilter,
    TagFilter,
    AssignedFilter,
    WeakFilter,
    ChangedFilter,
)
# What of an address of the list may be kept: the filters, the search and the order.
PARAMETERS = (*(each.parameter_name for each in FILTERS), "q", "o")
