"""Where editors write: drafts with questions, remarks and links, publishing, and the editions so far."""

from django.contrib import admin, messages
from django.contrib.postgres.fields import ArrayField
from django.db.models import Exists, OuterRef
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localtime
from unfold.admin import ModelAdmin, StackedInline, TabularInline
from unfold.contrib.filters.admin import ChoicesDropdownFilter, DropdownFilter
from unfold.decorators import action, display
from unfold.enums import ActionVariant

from characters import form_errors, forms, publishing
from characters.editions import draft_of, drafts_of
from characters.eras import Era
from characters.models import FIELDS, Character, Edition, Remark, SimilarityLink, StarterQuestion

Status = Character.Status


class PartInline(StackedInline):
    extra = 0
    tab = True
    collapsible = True
    ordering_field = "position"


class StarterQuestionInline(PartInline):
    model = StarterQuestion
    form = forms.StarterQuestionForm
    formset = forms.StarterQuestionFormSet
    fields = ("question", "heading", "spoken", "answer", "anchor", "position")


class RemarkInline(PartInline):
    model = Remark
    form = forms.RemarkForm
    formset = forms.RemarkFormSet
    fields = ("theme", "text", "position")


class SimilarityLinkInline(PartInline):
    model = SimilarityLink
    fk_name = "character"
    form = forms.SimilarityLinkForm
    formset = forms.SimilarityLinkFormSet
    verbose_name = "similar character"
    verbose_name_plural = "similar characters"
    fields = ("similar", "reason", "position")
    autocomplete_fields = ("similar",)
    collapsible = False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("similar", "character")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        # The autocomplete asks once a row for the name that it shows: for no more than that.
        kwargs["queryset"] = Character.objects.only("name", "sort_name")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class ReadOnly:
    """Nothing to add, change or delete here."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class Published:
    """When and by whom an edition was published: as text, since editors cannot open accounts."""

    @display(description="Published", ordering="published_at")
    def when(self, edition):
        return _minute(edition.published_at)

    @display(description="By", ordering="published_by__email", empty_value="–")
    def by(self, edition):
        return edition.published_by and str(edition.published_by)


class EditionInline(Published, ReadOnly, TabularInline):
    model = Edition
    tab = True
    extra = 0
    per_page = 20
    hide_title = True
    ordering = ("-number",)
    fields = readonly_fields = ("edition_link", "when", "by", "note")

    def get_queryset(self, request):
        return super().get_queryset(request).defer("content", "html").select_related("published_by")

    @display(description="Edition")
    def edition_link(self, edition):
        return format_html(
            '<a class="text-link" href="{}">Edition {}</a>', edition.get_absolute_url(), edition.number
        )


class StatusFilter(DropdownFilter):
    title = "status"
    parameter_name = "status"

    def lookups(self, request, model_admin):
        return Status.choices

    def queryset(self, request, queryset):
        match self.value():
            case Status.PUBLISHED:
                return queryset.filter(live_edition__isnull=False)
            case Status.WITHDRAWN:
                return queryset.filter(live_edition=None, was_published=True)
            case Status.DRAFT:
                return queryset.filter(live_edition=None, was_published=False)
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


@admin.register(Character)
class CharacterAdmin(ModelAdmin):
    form = forms.CharacterForm
    inlines = (StarterQuestionInline, RemarkInline, SimilarityLinkInline, EditionInline)
    list_display = ("name", "status_label", "edition_number", "draft_label", "listed_fields", "last_change")
    list_filter = (StatusFilter, FieldFilter, EraFilter)
    list_filter_submit = True
    list_per_page = 50
    search_fields = ("name", "sort_name", "slug", "also_known_as")
    search_help_text = "Search by name, also without accents."
    ordering = ("sort_name", "id")
    prepopulated_fields = {"slug": ("name",)}
    readonly_fields = ("state",)
    warn_unsaved_form = True
    compressed_fields = True
    actions = ("publish_selected", "withdraw_selected")
    actions_submit_line = ("save_and_publish", "save_and_withdraw")
    formfield_overrides = {ArrayField: {}}
    fieldsets = (
        (None, {"fields": ("state", "note")}),
        ("Who", {"fields": ("name", "sort_name", "slug", "also_known_as")}),
        ("When and where", {"fields": (("born", "born_circa"), ("died", "died_circa"), "place", "fields")}),
        ("On the page", {"fields": ("tagline", "biography")}),
        ("In conversation", {"fields": ("persona", "greeting", "example_dialogue", "engine")}),
        ("Portrait", {"fields": ("portrait", "portrait_alt", "portrait_credit")}),
    )

    # --- The list ---

    def get_queryset(self, request):
        editions = Edition.objects.filter(character=OuterRef("pk"))
        return (
            super()
            .get_queryset(request)
            .select_related("live_edition")
            .defer("live_edition__html", "live_edition__names")
            .annotate(was_published=Exists(editions))
        )

    def get_changelist_instance(self, request):
        """All rows' drafts are compared with their live editions at once, not one by one."""
        changelist = super().get_changelist_instance(request)
        changelist.result_list = rows = list(changelist.result_list)
        drafts = drafts_of([row for row in rows if row.live_edition_id])
        for row in rows:
            row.is_changed = row.live_edition_id and drafts[row.pk].to_json() != row.live_edition.content
        return changelist

    @display(
        description="Status",
        label={
            Status.PUBLISHED.label: "success",
            Status.WITHDRAWN.label: "warning",
            Status.DRAFT.label: "info",
        },
    )
    def status_label(self, character):
        return _status(character).label

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
        return _minute(character.changed_at)

    # --- Publishing ---

    def has_publish_permission(self, request, obj=None):
        return request.user.has_perm("characters.publish_character")

    @action(description="Publish the drafts of the selected characters", permissions=["publish"])
    def publish_selected(self, request, queryset):
        for character in queryset:
            self._publish(request, character)

    @action(description="Withdraw the pages of the selected characters", permissions=["publish"])
    def withdraw_selected(self, request, queryset):
        for character in queryset:
            self._withdraw(request, character)

    @action(
        description="Save and publish",
        permissions=["publish"],
        attrs={"name": "_publish"},
        variant=ActionVariant.PRIMARY,
    )
    def save_and_publish(self, request, character):
        """A button of the form: ``_after_saving`` does it, once the rows below are saved too."""

    @action(description="Save and withdraw", permissions=["publish"], attrs={"name": "_withdraw"})
    def save_and_withdraw(self, request, character):
        """As above."""

    def get_actions_submit_line(self, request, object_id):
        found = super().get_actions_submit_line(request, object_id)
        is_live = object_id and Character.objects.live().filter(pk=object_id).exists()
        return [a for a in found if is_live or a.attrs["name"] != "_withdraw"]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        extra_context = {**(extra_context or {}), "may_publish": self.has_publish_permission(request)}
        if object_id is None and extra_context["may_publish"]:
            extra_context["actions_submit_line"] = [self.get_unfold_action("save_and_publish")]
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, *args, **kwargs):
        if context["errors"]:
            found = form_errors.field_errors(context["adminform"].form, context["inline_admin_formsets"])
            context["field_errors"] = list(found)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_form(self, request, form, change):
        request.edition_note = form.cleaned_data.get("note", "")
        return super().save_form(request, form, change)

    def response_add(self, request, obj, post_url_continue=None):
        return self._after_saving(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self._after_saving(request, obj) or super().response_change(request, obj)

    def _after_saving(self, request, character):
        if not self.has_publish_permission(request):
            return None
        if "_publish" in request.POST:
            self._publish(request, character, note=request.edition_note)
        elif "_withdraw" in request.POST:
            self._withdraw(request, character)
        else:
            return None
        return HttpResponseRedirect(reverse("admin:characters_character_change", args=[character.pk]))

    def _publish(self, request, character, note=""):
        before = character.live_edition_id
        try:
            edition = publishing.publish(character, by=request.user, note=note)
        except publishing.Incomplete as incomplete:
            sentences = format_html_join("", "<li>{}</li>", ((sentence,) for sentence in incomplete.missing))
            text = format_html(
                "{} is saved as a draft, but not published:<ul>{}</ul>", character.name, sentences
            )
            self.message_user(request, text, messages.ERROR)
            return
        if edition.pk == before:
            text = format_html(
                "Nothing to publish: {} has not changed since edition {}. {}",
                character.name, edition.number, _page_link(character),
            )  # fmt: skip
            self.message_user(request, text, messages.INFO)
        else:
            text = format_html(
                "Edition {} of {} is live. {}", edition.number, character.name, _page_link(character)
            )
            self.message_user(request, text, messages.SUCCESS)

    def _withdraw(self, request, character):
        try:
            publishing.withdraw(character, by=request.user)
        except publishing.NothingToWithdraw:
            self.message_user(request, f"{character.name} has no page to withdraw.", messages.INFO)
        else:
            text = f"The page of {character.name} is withdrawn. Its editions stay; publishing brings it back."
            self.message_user(request, text, messages.SUCCESS)

    # --- The form ---

    @display(description="State")
    def state(self, character):
        if character.pk is None:
            return "A new draft. Saving never shows it to the public; publishing does."
        live = character.live_edition
        if live is None:
            return f"{_status(character).label}: the public sees no page."
        # The theme asks for this value several times a page.
        if not hasattr(character, "is_changed"):
            character.is_changed = draft_of(character).to_json() != live.content
        return format_html(
            "Edition {}, published {}, is live. {} {}.",
            live.number,
            date_format(live.published_at),
            "This draft differs: publish it to change the page."
            if character.is_changed
            else "This draft says the same.",
            _page_link(character),
        )

    def get_view_on_site_url(self, obj=None):
        """Only what is live has a page."""
        return obj.get_absolute_url() if obj and obj.live_edition_id else None


def _status(character) -> Status:
    """As ``character.status``, from what the list's one query has brought."""
    if character.live_edition_id:
        return Status.PUBLISHED
    return Status.WITHDRAWN if character.was_published else Status.DRAFT


def _minute(moment) -> str:
    """As “4 May 2026, 14:05”, with no line break in it."""
    return date_format(localtime(moment), "j M Y, H:i").replace(" ", "\N{NO-BREAK SPACE}")


def _page_link(character):
    return format_html('<a class="underline" href="{}">See the page</a>', character.get_absolute_url())


@admin.register(Edition)
class EditionAdmin(Published, ReadOnly, ModelAdmin):
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
        return super().get_queryset(request).defer("content", "html")

    @display(description="Live", boolean=True)
    def is_live(self, edition):
        return hasattr(edition, "live_for")

    def get_view_on_site_url(self, obj=None):
        return obj.get_absolute_url() if obj and hasattr(obj, "live_for") else None
