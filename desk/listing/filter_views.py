"""Saving a filter of the list under a name, renaming it and forgetting it."""

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from desk.listing import saved_filters
from desk.models import SavedFilter
from desk.pages import desk_page, page

LIST = "admin:characters_character_changelist"


class FilterForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=60,
        error_messages={
            "required": gettext_lazy("Give the filter a name, such as “Physicists to check”."),
            "max_length": gettext_lazy("The name is longer than 60 characters: shorten it."),
        },
    )
    is_shared = forms.BooleanField(label=gettext_lazy("Everybody on the desk sees it"), required=False)


def list_url(query: str) -> str:
    """The list, filtered: never anywhere else, whatever the query says."""
    return reverse(LIST) + (f"?{query}" if query else "")


@desk_page("desk.add_savedfilter")
@require_http_methods(["GET", "HEAD", "POST"])
def save_filter(request):
    """Of a filter by its query. Without JavaScript the list links here."""
    query = saved_filters.known_part(
        (request.POST if request.method == "POST" else request.GET).get("query", "")
    )
    form = FilterForm(request.POST or None)
    if form.is_valid() and _kept(
        form, lambda: saved_filters.keep(request.user, query=query, **form.cleaned_data)
    ):
        _say_saved(request, form)
        return HttpResponseRedirect(list_url(query))
    context = {"form": form, "query": query, "back": list_url(query)}
    return page(request, "desk/filter.html", context, title=_("Save this filter"))


@desk_page("desk.change_savedfilter")
@require_http_methods(["GET", "HEAD", "POST"])
def change_filter(request, pk):
    """Only one's own: a stranger's is not found."""
    row = get_object_or_404(SavedFilter, pk=pk, owner=request.user)
    form = FilterForm(request.POST or None, initial={"name": row.name, "is_shared": row.is_shared})
    if form.is_valid() and _kept(form, lambda: saved_filters.rename(row, **form.cleaned_data)):
        _say_saved(request, form)
        return HttpResponseRedirect(list_url(row.query))
    context = {"form": form, "row": row, "query": row.query, "back": list_url(row.query)}
    return page(request, "desk/filter.html", context, title=_("Change a saved filter"))


def _say_saved(request, form):
    messages.success(request, _("The filter “%(name)s” is saved.") % {"name": form.cleaned_data["name"]})


def _kept(form, keep) -> bool:
    try:
        keep()
    except saved_filters.NameTaken:
        form.add_error("name", _("You have another filter of this name: choose a different one."))
    except saved_filters.TooManyFilters:
        said = _("You have %(number)s filters: delete one before you save another.")
        form.add_error(None, said % {"number": saved_filters.MAX_FILTERS})
    return not form.errors


@desk_page("desk.delete_savedfilter")
@require_POST
def delete_filter(request, pk):
    row = get_object_or_404(SavedFilter, pk=pk, owner=request.user)
    row.delete()
    said = _("The filter “%(name)s” is deleted. The characters it showed are not.")
    messages.success(request, said % {"name": row.name})
    return redirect(LIST)
