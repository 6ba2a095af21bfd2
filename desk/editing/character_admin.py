"""Where editors write: the form of a character, and publishing from it."""

from django.contrib import admin, messages
from django.contrib.postgres.fields import ArrayField
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin
from unfold.decorators import action, display
from unfold.enums import ActionVariant

from characters import publishing
from characters.editions import content_of, draft_of
from characters.models import Character
from desk.bulk.export_action import Exporting
from desk.editing import form_errors, forms
from desk.editing.deletion import DeletesTrials
from desk.editing.form_head import FormHead
from desk.editing.guarded_form import GuardedForm
from desk.editing.part_inlines import RemarkInline, SimilarityLinkInline, StarterQuestionInline
from desk.listing.character_list import CharacterList
from desk.reviewing.review_admin import Reviewed, review_line, review_link, unresolved_line
from desk.shown import status_of

PORTRAIT_WORDS = ("portrait_alt", "portrait_credit", "portrait_licence")


@admin.register(Character)
class CharacterAdmin(Reviewed, DeletesTrials, Exporting, CharacterList, GuardedForm, FormHead, ModelAdmin):
    """The form of a character; the list is in desk.character_list."""

    form = forms.CharacterForm
    # Its editions stand on a page of their own: desk.history_views.
    inlines = (StarterQuestionInline, RemarkInline, SimilarityLinkInline)
    prepopulated_fields = {"slug": ("name",)}
    autocomplete_fields = ("translation_of",)
    readonly_fields = ("state",)
    change_form_outer_before_template = "desk/_edit_head.html"
    change_form_outer_after_template = "desk/_edit_foot.html"
    warn_unsaved_form = True
    compressed_fields = True
    actions_submit_line = ("save_and_publish", "save_and_withdraw", "save_and_submit")
    actions = (*CharacterList.actions, "export_selected")
    formfield_overrides = {ArrayField: {}}
    fieldsets = (
        (None, {"fields": ("state", "note")}),
        (
            gettext_lazy("Who"),
            {"fields": ("name", "sort_name", "slug", "also_known_as", ("language", "translation_of"))},
        ),
        (
            gettext_lazy("When and where"),
            {"fields": (("born", "born_circa"), ("died", "died_circa"), "place", "fields")},
        ),
        (gettext_lazy("On the page"), {"fields": ("tagline", "biography", "sources")}),
        (gettext_lazy("In conversation"), {"fields": ("persona", "greeting", "example_dialogue", "engine")}),
        (
            gettext_lazy("Portrait"),
            {"fields": ("portrait", "portrait_crop", "portrait_focus", *PORTRAIT_WORDS)},
        ),
    )

    def get_fieldsets(self, request, obj=None):
        """One begins a new character with the name, and ends with the line about it."""
        first, *others = super().get_fieldsets(request, obj)
        if obj:
            return [first, *others]
        return [
            (None, {"fields": ("state",)}),
            *others,
            (gettext_lazy("For your colleagues"), {"fields": ("note",)}),
        ]

    # --- Publishing ---

    def has_publish_permission(self, request, obj=None):
        return request.user.has_perm("characters.publish_character")

    @action(
        description=gettext_lazy("Save and publish"),
        permissions=["publish"],
        attrs={"name": "_publish"},
        variant=ActionVariant.PRIMARY,
    )
    def save_and_publish(self, request, character):
        """A button of the form: ``_after_saving`` does it, once the rows below are saved too."""

    @action(
        description=gettext_lazy("Save and withdraw"), permissions=["publish"], attrs={"name": "_withdraw"}
    )
    def save_and_withdraw(self, request, character):
        """As above."""

    def get_actions_submit_line(self, request, object_id):
        found = super().get_actions_submit_line(request, object_id)
        is_live = object_id and Character.objects.live().filter(pk=object_id).exists()
        return [a for a in found if is_live or a.attrs["name"] != "_withdraw"]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        extra_context = {**(extra_context or {}), "may_publish": self.has_publish_permission(request)}
        if object_id is None:
            next_step = "save_and_publish" if extra_context["may_publish"] else "save_and_submit"
            extra_context["actions_submit_line"] = [self.get_unfold_action(next_step)]
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
            self.publish_and_say(request, character, note=request.edition_note)
        elif "_withdraw" in request.POST:
            self.withdraw_and_say(request, character)
        else:
            return None
        return HttpResponseRedirect(reverse("admin:characters_character_change", args=[character.pk]))

    def publish_and_say(self, request, character, note=""):
        before = character.live_edition_id
        try:
            edition = publishing.publish(character, by=request.user, note=note)
        except publishing.Incomplete as incomplete:
            sentences = format_html_join("", "<li>{}</li>", ((sentence,) for sentence in incomplete.missing))
            text = format_html(
                "{}<ul>{}</ul>{}",
                _("%(name)s is saved as a draft, but not published:") % {"name": character.name},
                sentences,
                review_link(character),
            )
            self.message_user(request, text, messages.ERROR)
            return
        if edition.pk == before:
            said, level = (
                _("Nothing to publish: %(name)s has not changed since edition %(number)s."),
                messages.INFO,
            )
        else:
            said, level = _("Edition %(number)s of %(name)s is live."), messages.SUCCESS
        said %= {"name": character.name, "number": edition.number}
        text = format_html("{} {} {}", said, _page_link(character), unresolved_line(character))
        self.message_user(request, text, level)

    def withdraw_and_say(self, request, character):
        try:
            publishing.withdraw(character, by=request.user)
        except publishing.NothingToWithdraw:
            text = _("%(name)s has no page to withdraw.") % {"name": character.name}
            self.message_user(request, text, messages.INFO)
        else:
            text = _("The page of %(name)s is withdrawn. Its editions stay; publishing brings it back.")
            self.message_user(request, text % {"name": character.name}, messages.SUCCESS)

    # --- The form ---

    @display(description=gettext_lazy("State"))
    def state(self, character):
        if character.pk is None:
            return _("A new draft. Saving never shows it to the public; publishing does.")
        live = character.live_edition
        if live is None:
            said = _("%(status)s: the public sees no page.") % {"status": status_of(character).label}
            return format_html("{} {}", said, review_line(character))
        # The theme asks for this value several times a page.
        if not hasattr(character, "is_changed"):
            character.is_changed = draft_of(character) != content_of(live)
        said = (
            _(
                "Edition %(number)s, published %(date)s, is live. This draft differs: publish it to change the page."
            )
            if character.is_changed
            else _("Edition %(number)s, published %(date)s, is live. This draft says the same.")
        )
        said %= {"number": live.number, "date": date_format(live.published_at)}
        return format_html("{} {}. {}", said, _page_link(character), review_line(character))

    def get_view_on_site_url(self, obj=None):
        """Only what is live has a page."""
        return obj.get_absolute_url() if obj and obj.live_edition_id else None


def _page_link(character):
    return format_html(
        '<a class="underline" href="{}">{}</a>', character.get_absolute_url(), _("See the page")
    )
