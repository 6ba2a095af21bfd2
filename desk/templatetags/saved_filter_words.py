"""What a saved filter shows, in words."""

from urllib.parse import parse_qsl

from django import template

register = template.Library()
NAMES = {
    "q": "names with", "status": "status", "field": "field", "era": "era", "tag": "tag", "assigned": "looked after by",
    "weak": "checklist", "changed": "saved", "o": "in an order of its own",
}  # fmt: skip


@register.simple_tag
def filter_in_words(query: str) -> str:
    parts = [
        NAMES[name] if name == "o" else f"{NAMES[name]} “{value.replace('-', ' ')}”"
        for name, value in parse_qsl(query)
        if name in NAMES
    ]
    return ", ".join(parts) or "all characters"
