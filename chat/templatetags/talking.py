"""What templates ask about talking: what somebody who signs in came for, and how much may be typed."""

from django import template
from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

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
def how_long_kept_deleted() -> str:
    """For how many days a deleted conversation can be brought back, in a sentence."""
    days = settings.CONVERSATIONS_KEPT_DELETED_DAYS
    words = ngettext(
        "What is deleted can be brought back for %(days)s day. Then it is gone for good.",
        "What is deleted can be brought back for %(days)s days. Then it is gone for good.",
        1 if days == 1 else 2,
    )
    return words % {"days": number_format(f"{days:g}")}


@register.simple_tag
def little_left(user, left=None) -> str:
    """What this user may still say in this hour, in a sentence, once it is little; else nothing.

    ``left`` is what is left, where that is known already.
    """
    left = left or allowances.left(user.pk)
    if not left.is_little:
        return ""
    if not left.num_replies:
        words = _("No message is left in this hour. It begins anew at %(time)s.")
    elif left.num_replies <= allowances.FEW:
        words = ngettext(
            "%(num)s message left in this hour. It begins anew at %(time)s.",
            "%(num)s messages left in this hour. It begins anew at %(time)s.",
            left.num_replies,
        )
    else:
        words = _("Only a little text is left for you in this hour. It begins anew at %(time)s.")
    return words % {"num": left.num_replies, "time": clock(left.anew_at)}
