"""Old and new values of audit entries as people read them."""

import json
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from characters.field_names import name_of

# A text longer than this is folded away, to be opened.
FOLDED_ABOVE = 160
LABELS = {"died_circa": gettext_lazy("died about")}


@dataclass(frozen=True)
class Change:
    """One field: its name, what it was, what it became."""

    label: str
    old: str
    new: str

    @property
    def is_long(self) -> bool:
        return max(len(self.old), len(self.new)) > FOLDED_ABOVE


def changes_to_show(entry) -> list[Change]:
    """What an audit entry says has changed, without what was empty and stayed so."""
    shown = [_change(name, values) for name, values in sorted((entry.changes or {}).items())]
    return [change for change in shown if change.old != change.new]


def _change(name: str, values) -> Change:
    label = str(LABELS.get(name) or name_of(name))
    if isinstance(values, dict):
        # Roles: what was given or taken.
        listed = ", ".join(values["objects"])
        return Change(label, "", listed) if values["operation"] == "add" else Change(label, listed, "")
    old, new = values
    return Change(label, readable(old), readable(new))


def readable(value) -> str:
    """A value of JSON in words; nothing for what is empty."""
    match value:
        case None | "" | [] | {} | "None":
            return ""
        case bool():
            return _("yes") if value else _("no")
        case str():
            return value
        case [*items] if all(not isinstance(item, dict | list) for item in items):
            return ", ".join(str(item) for item in items)
        case list() | dict():
            return json.dumps(value, ensure_ascii=False, indent=1)
    return str(value)
