"""Collections: a title, an introduction, and members in an order with a line each."""

from django import forms
from django.contrib import admin
from django.db.models import Count, Q
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin, StackedInline
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextareaWidget

from characters.models import Character, Collection, CollectionMember
from desk.editing.forms import TextsForm, escape_help, rows_of
from desk.editing.part_forms import PartForm, PartFormSet
from desk.editing.part_widgets import KnownAutocomplete
from desk.lookups import PlainLookups

# A page of more would be a catalog.
MOST_MEMBERS = 200


class CollectionForm(TextsForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        escape_help(self)
        rows_of(self, intro=6)

    class Meta:
        model = Collection
        fields = ("title", "slug", "intro", "position", "is_published", "is_picks")


class MemberForm(PartForm):
    line = forms.CharField(
        required=False,
        max_length=300,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        help_text=gettext_lazy("Why they stand here, in one sentence. Empty: their tagline."),
    )

    class Meta:
        model = CollectionMember
        fields = ("character", "line", "position")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and "character" in self.fields:
            self.fields["character"].widget.widget.known = self.instance.character


class MemberFormSet(PartFormSet):
    once = "character"
    twice = gettext_lazy("This character stands in this collection already.")


class MemberInline(StackedInline):
    model = CollectionMember
    form = MemberForm
    formset = MemberFormSet
    fields = ("character", "line", "position")
    autocomplete_fields = ("character",)
    ordering_field = "position"
    extra = 0
    max_num = MOST_MEMBERS

    def get_formset(self, request, obj=None, **kwargs):
        return super().get_formset(request, obj, validate_max=True, **kwargs)

    def get_extra(self, request, obj=None, **kwargs):
        """Empty rows to begin with, also where no script adds them."""
        return 3

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("character")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "character":
            kwargs["widget"] = KnownAutocomplete(db_field, self.admin_site)
            kwargs["queryset"] = Character.objects.only("name", "sort_name")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Collection)
class CollectionAdmin(PlainLookups, ModelAdmin):
    form = CollectionForm
    inlines = (MemberInline,)
    prepopulated_fields = {"slug": ("title",)}
    list_display = ("shown_title", "state", "num_members", "position", "on_site")
    list_display_links = ("shown_title",)
    list_per_page = 50
    search_fields = ("title", "slug")
    search_help_text = gettext_lazy("Search by title or address.")
    ordering = ("position", "title", "id")

    def get_prepopulated_fields(self, request, obj=None):
        """Not where the form is only read, and not once there is an address."""
        return {} if obj or not self.has_add_permission(request) else self.prepopulated_fields

    def get_queryset(self, request):
        live = Count("members", filter=Q(members__character__live_edition__isnull=False))
        return super().get_queryset(request).annotate(num_all=Count("members"), num_live=live)

    def save_model(self, request, obj, form, change):
        """Also where only a member changed: readers are sent the page anew."""
        obj.changed_by = request.user
        super().save_model(request, obj, form, change)

    @display(description=gettext_lazy("Title"), ordering="title")
    def shown_title(self, collection):
        return collection.title

    @display(description=gettext_lazy("State"))
    def state(self, collection):
        if collection.is_picks:
            picked = _("Published, picks for the home page"), _("Not published, picks for the home page")
            return picked[not collection.is_published]
        return _("Published") if collection.is_published else _("Not published")

    @display(description=gettext_lazy("Members"), ordering="num_all")
    def num_members(self, collection):
        if collection.num_live == collection.num_all:
            return collection.num_all
        return _("%(all)d, %(live)d with a page") % {"all": collection.num_all, "live": collection.num_live}

    @display(description=gettext_lazy("On the site"))
    def on_site(self, collection):
        if not (collection.is_published and collection.num_live):
            return _("Not shown")
        url = f"/collections/{collection.slug}/"
        return format_html('<a class="text-link" href="{}">{}</a>', url, url)
