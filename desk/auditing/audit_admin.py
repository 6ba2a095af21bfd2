"""The audit in the admin: who did what when, with old and new values. To be read by Editors, never changed."""

import datetime as dt

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.admin import ModelAdmin
from unfold.decorators import display

from characters.field_names import heading_of
from characters.models import Character
from desk.auditing.value_display import changes_to_show
from desk.lookups import ListFilter, PlainLookups
from desk.models import AuditEntry
from desk.shown import ReadOnly, minute
from users.models import User

# auditlog's own page would offer less, and in another dress.
if admin.site.is_registered(AuditEntry):
    admin.site.unregister(AuditEntry)

Did = AuditEntry.Did
NOBODY = "site"
SHOWN_FIELDS = 4
# How each action looks: most plainly.
LOOKS = dict.fromkeys(Did.values) | {
    Did.PUBLISHED: "success", Did.WITHDREW: "warning", Did.DELETED: "danger",
    Did.CREATED: "info", Did.EXPORTED: "primary", Did.IMPORTED: "primary",
}  # fmt: skip
# The pages of a character, as the links above them call them.
PAGES = {
    "history": gettext_lazy("Editions"),
    "languages": gettext_lazy("Languages"),
    "preview": gettext_lazy("Preview"),
    "review": gettext_lazy("Review"),
    "similar": gettext_lazy("Similar"),
    "unanswered": gettext_lazy("Unanswered"),
}
# What actions tell of themselves.
DETAILS = {
    "addresses": gettext_lazy("Addresses"),
    "file": gettext_lazy("File"),
    "format": gettext_lazy("Format"),
    "into": gettext_lazy("Into"),
    "note": gettext_lazy("Note"),
    "page": gettext_lazy("Page"),
}


class WhoFilter(ListFilter):
    title = gettext_lazy("who")
    parameter_name = "who"

    def lookups(self, request, model_admin):
        people = User.objects.filter(is_staff=True).order_by("email").values_list("pk", "email")
        return [
            *((str(pk), email) for pk, email in people),
            (NOBODY, _("The site itself, or an account that is gone")),
        ]

    def queryset(self, request, queryset):
        if self.value() == NOBODY:
            return queryset.filter(actor=None)
        chosen = self.value() or ""
        is_number = chosen.isascii() and chosen.isdecimal() and len(chosen) <= 18
        return queryset.filter(actor=int(chosen)) if is_number else queryset


class DidFilter(ListFilter):
    title = gettext_lazy("action")
    parameter_name = "did"

    def lookups(self, request, model_admin):
        return Did.choices

    def queryset(self, request, queryset):
        return queryset.filter(did=self.value()) if self.value() else queryset


class SinceFilter(ListFilter):
    title = gettext_lazy("time")
    parameter_name = "since"

    def lookups(self, request, model_admin):
        return [
            ("1", _("The last 24 hours")),
            ("7", _("The last 7 days")),
            ("30", _("The last 30 days")),
            ("365", _("The last year")),
        ]

    def queryset(self, request, queryset):
        if self.value() not in {days for days, _label in self.lookups(request, None)}:
            return queryset
        return queryset.filter(timestamp__gte=timezone.now() - dt.timedelta(days=int(self.value())))


class OfCharacterFilter(admin.SimpleListFilter):
    """Set by links that lead here from a character; no list of ten thousand names to choose from."""

    title = gettext_lazy("character")
    parameter_name = "character"
    template = "desk/_audit_of_character.html"

    def lookups(self, request, model_admin):
        return [("", "")]

    def queryset(self, request, queryset):
        chosen = self.value() or ""
        if not (chosen.isascii() and chosen.isdecimal() and len(chosen) <= 18):
            return queryset
        return queryset.filter(character_pk=int(chosen))

    def choices(self, changelist):
        yield {"value": self.value()}


@admin.register(AuditEntry)
class AuditAdmin(ReadOnly, PlainLookups, ModelAdmin):
    list_display = ("when", "who", "did_label", "what", "changed")
    list_display_links = ("when",)
    list_filter = (WhoFilter, DidFilter, SinceFilter, OfCharacterFilter)
    list_filter_submit = True
    list_per_page = 50
    list_before_template = "desk/_audit_head.html"
    search_fields = ("character_name",)
    search_help_text = gettext_lazy("Search by the name of a character.")
    ordering = ("-timestamp", "-id")
    fields = readonly_fields = ("when", "who", "action", "what", "details", "old_and_new")

    def get_queryset(self, request):
        return super().get_queryset(request).defer("serialized_data", "changes_text")

    def get_search_results(self, request, queryset, search_term):
        """By characters' names now, and for those who are gone by the names they had."""
        for word in search_term.split():
            now = Character.objects.filter(Q(name__icontains=word) | Q(slug__icontains=word))
            queryset = queryset.filter(
                Q(character_name__icontains=word) | Q(character_pk__in=now.values("pk"))
            )
        return queryset, False

    def get_changelist_instance(self, request):
        """The names of all rows' characters are asked for at once."""
        changelist = super().get_changelist_instance(request)
        changelist.result_list = rows = list(changelist.result_list)
        names = dict(
            Character.objects.filter(pk__in={row.character_pk for row in rows}).values_list("pk", "name")
        )
        for row in rows:
            row.name_now = names.get(row.character_pk)
        return changelist

    def changelist_view(self, request, extra_context=None):
        chosen = request.GET.get("character", "")
        found = None
        if chosen.isascii() and chosen.isdecimal() and len(chosen) <= 18:
            found = Character.objects.filter(pk=int(chosen)).only("name").first()
        return super().changelist_view(request, {"of_character": found, **(extra_context or {})})

    @display(description=gettext_lazy("When"), ordering="timestamp")
    def when(self, entry):
        return minute(entry.timestamp)

    @display(description=gettext_lazy("Who"))
    def who(self, entry):
        return entry.actor_email or _("The site itself")

    @display(description=gettext_lazy("Action"), label=LOOKS)
    def did_label(self, entry):
        """Its look goes by the value, what is read by the label."""
        return entry.did, entry.get_did_display()

    @display(description=gettext_lazy("Action"))
    def action(self, entry):
        return entry.get_did_display()

    @display(description=gettext_lazy("What"))
    def what(self, entry):
        name = getattr(entry, "name_now", None) or entry.character_name
        kind = ContentType.objects.get_for_id(entry.content_type_id)
        if kind.model == "character":
            return name or entry.object_repr
        values = {"kind": capfirst(kind.name), "name": name}
        if name:
            return _("%(kind)s of %(name)s: %(what)s") % {**values, "what": _short(entry.object_repr)}
        return _("%(kind)s: %(what)s") % {**values, "what": entry.object_repr}

    @display(description=gettext_lazy("Changed"), empty_value="–")
    def changed(self, entry):
        names = [change.label for change in changes_to_show(entry)]
        more = len(names) - SHOWN_FIELDS
        listed = ", ".join(names[:SHOWN_FIELDS])
        if more <= 0:
            return listed or None
        said = ngettext("%(fields)s and %(number)s more", "%(fields)s and %(number)s more", more)
        return said % {"fields": listed, "number": more}

    @display(description=gettext_lazy("Details"), empty_value="–")
    def details(self, entry):
        told = [
            f"{DETAILS.get(name) or heading_of(name)}: {PAGES.get(value, value) if name == 'page' else value}"
            for name, value in (entry.additional_data or {}).items()
        ]
        return "; ".join(told) or None

    @display(description=gettext_lazy("Old and new values"), empty_value="–")
    def old_and_new(self, entry):
        changes = changes_to_show(entry)
        return render_to_string("desk/_audit_changes.html", {"changes": changes}) if changes else None


def history_url(character_pk: int) -> str:
    """The audit of one character."""
    return f"{reverse('admin:desk_auditentry_changelist')}?character={character_pk}"


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
