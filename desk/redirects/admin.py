"""Old addresses that lead to pages: kept by publishing and merging, added and deleted by editors."""

from django import forms
from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextInputWidget

from characters.models import Character, Redirect, validate_anchor
from desk.lookups import PlainLookups, is_id
from desk.shown import minute


class RedirectForm(forms.ModelForm):
    slug = forms.CharField(
        max_length=200,
        label=gettext_lazy("Old address"),
        widget=UnfoldAdminTextInputWidget(),
        help_text=gettext_lazy(
            "What stands after /characters/, such as leon-trotsky. A whole address is fine too."
        ),
    )

    class Meta:
        model = Redirect
        fields = ("slug", "character")

    def __init__(self, data=None, *args, **kwargs):
        if data is not None and not is_id(data.get("character") or "0"):
            data = data.copy()
            data["character"] = "0"  # nobody's
        super().__init__(data, *args, **kwargs)

    def clean_slug(self):
        slug = self.cleaned_data["slug"].split("?")[0].split("#")[0].strip("/ ").rpartition("/")[2]
        validate_anchor(slug)
        if len(slug) > 80:
            raise forms.ValidationError(_("An address has at most 80 characters."))
        live = Character.objects.filter(live_slug=slug).first()
        if live:
            said = _(
                "The page of %(name)s is live at this address, and would come first. Withdraw it or merge it."
            )
            raise forms.ValidationError(said % {"name": live.name})
        draft = Character.objects.with_status().filter(slug=slug, was_published=False).first()
        if draft:
            said = _(
                "The draft of %(name)s has this address, and could not be published there. Change one of them."
            )
            raise forms.ValidationError(said % {"name": draft.name})
        return slug

    def clean(self):
        data = super().clean()
        other = Redirect.objects.filter(slug=data.get("slug")).select_related("character").first()
        if other:
            said = _("This address leads to %(name)s already. Delete that redirect first.")
            self.add_error("slug", said % {"name": other.character.name})
        character = data.get("character")
        if character and character.live_edition_id is None:
            said = _("%(name)s has no live page to lead to. Publish it first, or choose another.")
            self.add_error("character", said % {"name": character.name})
        return data


@admin.register(Redirect)
class RedirectAdmin(PlainLookups, ModelAdmin):
    form = RedirectForm
    fields = ("slug", "character")
    autocomplete_fields = ("character",)
    list_display = ("old_address", "leads_to", "since")
    list_display_links = None
    list_select_related = ("character",)
    list_per_page = 50
    search_fields = ("slug", "character__name", "character__slug")
    search_help_text = gettext_lazy("Search by old address or by name.")
    ordering = ("slug",)

    def has_change_permission(self, request, obj=None):
        """Delete one and add another: who came before is then told apart in the record of changes."""
        return False

    def get_changeform_initial_data(self, request):
        """What is no number of a character would break the field that it is shown in."""
        given = super().get_changeform_initial_data(request)
        pk = given.get("character", "")
        return given if is_id(pk) else {**given, "character": ""}

    @display(description=gettext_lazy("Old address"), ordering="slug")
    def old_address(self, redirect):
        return f"/characters/{redirect.slug}/"

    @display(description=gettext_lazy("Leads to"))
    def leads_to(self, redirect):
        character = redirect.character
        if character.live_edition_id is None:
            return _("%(name)s, who has no page now: readers find nothing") % {"name": character.name}
        url = f"/characters/{character.live_slug}/"
        return format_html('<a class="text-link" href="{}">{}</a>', url, character.name)

    @display(description=gettext_lazy("Since"), ordering="made_at")
    def since(self, redirect):
        return minute(redirect.made_at)
