"""Editions in the admin: to be looked at, never changed."""

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from characters.models import Edition
from desk.auditing import audit
from desk.lookups import PlainLookups
from desk.shown import ReadOnly, minute


def _numbered(editions):
    """Without those of trial conversations, and without their texts."""
    return editions.filter(number__isnull=False).defer("content", "html")


class Published:
    """When and by whom an edition was published: as text, since editors cannot open accounts."""

    @display(description=gettext_lazy("Published"), ordering="published_at")
    def when(self, edition):
        return minute(edition.published_at) if edition.published_at else _("not yet")

    @display(description=gettext_lazy("By"), ordering="published_by__email", empty_value="–")
    def by(self, edition):
        return edition.published_by and str(edition.published_by)


@admin.register(Edition)
class EditionAdmin(Published, ReadOnly, PlainLookups, ModelAdmin):
    list_display = ("name", "number", "is_live", "when", "by", "note")
    list_filter = (("era", ChoicesDropdownFilter),)
    list_filter_submit = True
    list_per_page = 50
    list_select_related = ("published_by", "live_for")
    search_fields = ("name", "names", "note")
    ordering = ("-published_at", "-id")
    date_hierarchy = "published_at"
    fields = readonly_fields = ("name", "number", "tagline", "when", "by", "note")

    def get_queryset(self, request):
        return _numbered(super().get_queryset(request))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        response = super().change_view(request, object_id, form_url, extra_context)
        edition = getattr(response, "context_data", {}).get("original")
        if request.method == "GET" and edition:
            audit.looked_at(request.user, edition.character, f"edition {edition.number}")
        return response

    @display(description=gettext_lazy("Live"), boolean=True)
    def is_live(self, edition):
        return hasattr(edition, "live_for")

    def get_view_on_site_url(self, obj=None):
        return obj.get_absolute_url() if obj and hasattr(obj, "live_for") else None
