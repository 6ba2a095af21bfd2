"""What editors see and fill in of what happens to a character's page by itself."""

from dataclasses import dataclass
from datetime import UTC

from django import forms
from django.utils.translation import gettext_lazy as _

from characters.models import Character, Schedule

MINUTE = "%Y-%m-%dT%H:%M"
NUM_EARLIER = 20
Kind, State = Schedule.Kind, Schedule.State


class DueForm(forms.Form):
    """When: a day and a minute in UTC, as browsers send it."""

    due_at = forms.DateTimeField(
        input_formats=[MINUTE, f"{MINUTE}:%S", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local", "step": 60, "data-utc": "", "required": True}, format=MINUTE
        ),
        error_messages={
            "required": _("Give a day and a time."),
            "invalid": _("Give a day and a time such as 2027-03-01 09:30."),
        },
    )

    def clean_due_at(self):
        # The site's clock is UTC; should it be set to another one day, the field still says UTC.
        return self.cleaned_data["due_at"].replace(tzinfo=UTC)


class PublishAtForm(DueForm):
    note = forms.CharField(required=False, max_length=300)


@dataclass
class Plan:
    """``publication`` and ``withdrawal`` wait for their time, or are None; ``earlier`` is over, the latest first."""

    publication: Schedule | None
    withdrawal: Schedule | None
    earlier: list[Schedule]
    publish_form: forms.Form
    withdraw_form: forms.Form


def plan_of(character: Character, *, publish_form=None, withdraw_form=None) -> Plan:
    rows = character.schedules.select_related("edition", "asked_by")
    rows = rows.defer("edition__content", "edition__html")
    pending = {row.kind: row for row in rows.filter(state=State.PENDING)}
    return Plan(
        pending.get(Kind.PUBLISH),
        pending.get(Kind.WITHDRAW),
        list(rows.exclude(state=State.PENDING).order_by("-ended_at", "-id")[:NUM_EARLIER]),
        publish_form or PublishAtForm(auto_id="publish-%s"),
        withdraw_form or DueForm(auto_id="withdraw-%s"),
    )
