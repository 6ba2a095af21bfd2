"""Words that templates of the desk need for what reports hold."""

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

register = template.Library()

SHOWN = 500
# What needs a look comes first.
ORDER = ("refuse", "leave", "change", "add", "withdraw", "same")
WORDS = {
    "add": _("new"),
    "change": _("changed"),
    "same": _("unchanged"),
    "leave": _("left as it is"),
    "refuse": _("refused"),
    "withdraw": _("withdrawn"),
}
# Of a part of a comparison, and of somebody in the picture of a neighbourhood.
STATES = {"same": _("same"), "changed": _("changed"), "added": _("added"), "removed": _("removed")}
KINDS = {"LINKED": _("linked"), "LINKING": _("linking"), "SUGGESTED": _("suggested")}


@register.filter
def state_in_words(state: str) -> str:
    return STATES[state]


@register.filter
def kind_in_words(kind: str) -> str:
    return KINDS[kind]


@register.filter
def amid_a_sentence(label: str) -> str:
    """A label without its capitals; those of German are its nouns'."""
    return label if get_language().startswith("de") else label.lower()


@register.filter
def deed_in_words(deed: str) -> str:
    return WORDS[deed]


@register.filter
def telling_first(steps: list[dict]) -> list[dict]:
    """At most 500 of them, those that need a look before the others."""
    return sorted(steps, key=lambda step: (ORDER.index(step["deed"]), not step["warnings"]))[:SHOWN]
