"""What a saved filter shows, in words."""

from urllib.parse import parse_qsl

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

register = template.Library()
SAYS = {
    "q": gettext_lazy("names with “%(value)s”"),
    "status": gettext_lazy("status “%(value)s”"),
    "field": gettext_lazy("field “%(value)s”"),
    "era": gettext_lazy("era “%(value)s”"),
    "tag": gettext_lazy("tag “%(value)s”"),
    "assigned": gettext_lazy("looked after by “%(value)s”"),
    "weak": gettext_lazy("checklist “%(value)s”"),
    "changed": gettext_lazy("saved “%(value)s”"),
    "o": gettext_lazy("in an order of its own"),
}


@register.simple_tag
def filter_in_words(query: str) -> str:
    parts = [
        SAYS[name] % {"value": value.replace("-", " ")} for name, value in parse_qsl(query) if name in SAYS
    ]
    return ", ".join(parts) or _("all characters")
