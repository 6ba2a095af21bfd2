"""What a saved filter shows, in words."""

from urllib.parse import parse_qsl

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from characters.eras import Era
from characters.fields import field_name
from characters.languages import name_of

register = template.Library()
SAYS = {
    "q": gettext_lazy("names with “%(value)s”"),
    "status": gettext_lazy("status “%(value)s”"),
    "field": gettext_lazy("field “%(value)s”"),
    "era": gettext_lazy("era “%(value)s”"),
    "language": gettext_lazy("language “%(value)s”"),
    "tag": gettext_lazy("tag “%(value)s”"),
    "assigned": gettext_lazy("looked after by “%(value)s”"),
    "weak": gettext_lazy("checklist “%(value)s”"),
    "changed": gettext_lazy("saved “%(value)s”"),
    "o": gettext_lazy("in an order of its own"),
}
# Of those that have a few values of their own.
VALUES = {
    "status": {
        "published": gettext_lazy("published"),
        "in-review": gettext_lazy("in review"),
        "withdrawn": gettext_lazy("withdrawn"),
        "draft": gettext_lazy("draft"),
        "scheduled": gettext_lazy("scheduled"),
    },
    "era": dict(Era.choices),
    "assigned": {
        "me": pgettext_lazy("assigned", "me"),
        "nobody": pgettext_lazy("assigned", "nobody"),
        "somebody": pgettext_lazy("assigned", "somebody"),
    },
    "weak": {
        "blocking": pgettext_lazy("checklist", "blocking"),
        "warnings": pgettext_lazy("checklist", "warnings"),
        "any": pgettext_lazy("checklist", "any"),
        "none": pgettext_lazy("checklist", "none"),
    },
    "changed": {"since": pgettext_lazy("saved", "since")},
}


@register.simple_tag
def filter_in_words(query: str) -> str:
    parts = [SAYS[name] % {"value": _shown(name, value)} for name, value in parse_qsl(query) if name in SAYS]
    return ", ".join(parts) or _("all characters")


def _shown(name, value):
    called = {"field": field_name, "language": name_of}.get(name)
    return called(value) if called else VALUES.get(name, {}).get(value) or value.replace("-", " ")
