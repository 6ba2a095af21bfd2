"""Words that templates of the desk need for what reports hold."""

from django import template

register = template.Library()

SHOWN = 500
# What needs a look comes first.
ORDER = ("refuse", "leave", "change", "add", "withdraw", "same")
WORDS = {
    "add": "new",
    "change": "changed",
    "same": "unchanged",
    "leave": "left as it is",
    "refuse": "refused",
    "withdraw": "withdrawn",
}


@register.filter
def deed_in_words(deed: str) -> str:
    return WORDS[deed]


@register.filter
def telling_first(steps: list[dict]) -> list[dict]:
    """At most 500 of them, those that need a look before the others."""
    return sorted(steps, key=lambda step: (ORDER.index(step["deed"]), not step["warnings"]))[:SHOWN]
