"""Merge a character into another: choose whom, see what would lead where, and say so."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from characters import addresses, redirects
from characters.editions import folded
from characters.models import Character, Redirect
from desk.auditing import audit
from desk.lookups import is_id
from desk.pages import character_or_404, character_page, desk_page


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(
        Character.objects.only("name", "slug", "live_edition", "live_slug"),
        label=gettext_lazy("Merge into"),
        widget=AutocompleteSelect(Redirect._meta.get_field("character"), admin.site),
        help_text=gettext_lazy("Whose page readers are led to. Search by name; it must have a live page."),
        error_messages={
            "required": gettext_lazy("Choose whom to merge into."),
            "invalid_choice": gettext_lazy("This character is no longer here. Choose another."),
        },
    )


@desk_page("characters.publish_character")
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request, pk):
    """A GET with ``into`` shows what would happen, a POST does it."""
    character = character_or_404(pk)
    data = request.POST if request.method == "POST" else request.GET
    form = MergeForm(_chosen(data), label_suffix="")
    into = form.cleaned_data["into"] if form.is_valid() else None
    if into:
        try:
            redirects.check(character, into)
        except redirects.CannotMerge as error:
            form.add_error("into", str(error))
            into = None
    if into and request.method == "POST":
        return _merged(request, character, into)
    past = addresses.past(character)
    context = {
        "form": form,
        "into": into,
        "addresses": past,
        "led_away": format_html_join(
            ", ", "<strong>{}</strong>", ((reverse("characters:detail", args=[slug]),) for slug in past)
        ),
        **_found(character, data),
    }
    title = _("Merge %(name)s into another character") % {"name": character.name}
    return character_page(request, character, "desk/merge.html", context, here="history", title=title)


def _chosen(data) -> dict | None:
    """None before anything was chosen. What is no id would break the widget: it is nobody's."""
    if "into" not in data or (data.get("named") and not data["into"]):
        return None
    into = data["into"]
    return {"into": into if not into or is_id(into) else "0"}


def _found(character, data) -> dict:
    """Who may be meant by a name, for browsers without scripts, which cannot search as one types."""
    named = "".join(c for c in data.get("named", "") if c.isprintable())[:100].strip()
    live = Character.objects.live().exclude(pk=character.pk).order_by("sort_name", "id").only("name")
    return {
        "named": named,
        "found": live.filter(live_edition__names__contains=folded(named))[:20] if named else [],
    }


def _merged(request, character, into):
    try:
        slugs = redirects.merge(character, into=into, by=request.user)
        audit.recorded(audit.Did.MERGED, character, request.user, into=into.name, addresses=slugs)
    except redirects.CannotMerge as error:
        messages.error(request, str(error))
        return redirect("desk:merge", character.pk)
    sentence = _("%(name)s is merged into %(into)s: whoever comes to %(slugs)s is led there.")
    messages.success(
        request, sentence % {"name": character.name, "into": into.name, "slugs": ", ".join(slugs)}
    )
    return redirect("desk:history", character.pk)
