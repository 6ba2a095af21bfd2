"""What templates ask about talking: what somebody who signs in came for, and how much may be typed."""

from django import template
from django.conf import settings

from chat import intents

register = template.Library()


@register.simple_tag(takes_context=True)
def wish(context, path):
    """The Wish of whoever goes on to this path, or None."""
    return intents.wish(context["request"], path or "")


@register.simple_tag
def longest_typed() -> int:
    """Where a browser stops taking text, in UTF-16 units: no text that was cut there is short enough to be said."""
    return 2 * settings.MESSAGE_MAX_CHARACTERS + 1


@register.simple_tag
def days_kept_deleted() -> str:
    """For how many days a deleted conversation can be brought back."""
    return f"{settings.CONVERSATIONS_KEPT_DELETED_DAYS:g}"
