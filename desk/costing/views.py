"""What replies cost, for whoever pays for them."""

import datetime as dt

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from desk.costing.costs import costs
from desk.pages import desk_page, page

DAYS = 30
MOST_DAYS = 366


class RangeForm(forms.Form):
    """From one day to another, both among them (UTC)."""

    since = forms.DateField(
        label=pgettext_lazy("days", "From"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("“From” is no date. Write it as 2026-05-04.")},
    )
    until = forms.DateField(
        label=pgettext_lazy("days", "To"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("“To” is no date. Write it as 2026-05-31.")},
    )

    def clean(self):
        data = super().clean()
        since, until = data.get("since"), data.get("until")
        if since and until and not since <= until:
            self.add_error("until", _("“To” is a day before “From”. Turn them round."))
        elif since and until and (until - since).days >= MOST_DAYS:
            self.add_error("since", _("This is more than a year. Choose days that are nearer to each other."))
        elif until and until.year >= dt.MAXYEAR:
            self.add_error("until", _("“To” is too far away. Choose an earlier day."))
        return data


@desk_page("chat.view_generation")
@require_safe
def replies_cost(request):
    today = timezone.now().date()
    form = RangeForm({**_last(DAYS, today), **request.GET.dict()})
    context = {"form": form, "currency": settings.CURRENCY, "ranges": _ranges(today), "costs": None}
    if form.is_valid():
        context["costs"] = costs(**form.cleaned_data)
    return page(request, "desk/costs.html", context, title=_("What replies cost"))


def _last(days: int, today: dt.date) -> dict:
    return {"since": today - dt.timedelta(days=days - 1), "until": today}


def _ranges(today: dt.date) -> list[dict]:
    names = ((1, _("Today")), (7, _("7 days")), (30, _("30 days")), (365, _("A year")))
    return [{"name": name, **_last(days, today)} for days, name in names]
