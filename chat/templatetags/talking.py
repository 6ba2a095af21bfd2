"""What templates ask about talking: what somebody who signs in came for, and how much may be typed."""

from django import template
from django.conf import settings
from django.template.defaultfilters import pluralize

from chat import allowances
from chat.pages import intents
from chat.pages.refusals import clock

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


@register.simple_tag
def little_left(user, left=None) -> str:
    """What this user may still say in this hour, in a sentence, once it is little; else nothing.

    ``left`` is what is left, where that is known already.
    """
    left = left or allowances.left(user.pk)
    if not left.is_little:
        return ""
    anew = f"It begins anew at {clock(left.anew_at)}."
    if not left.num_replies:
        return f"No message is left in this hour. {anew}"
    if left.num_replies <= allowances.FEW:
        return f"{left.num_replies} message{pluralize(left.num_replies)} left in this hour. {anew}"
    return f"Only a little text is left for you in this hour. {anew}"
