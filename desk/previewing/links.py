"""Share a draft for a while: secret addresses at which somebody without an account may read it."""

import datetime as dt

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from characters.models import Character
from desk.models import PreviewLink

# For how long a link may work.
DAYS = {1: _("1 day"), 7: _("7 days"), 30: _("30 days")}


class NoSuchDuration(Exception):
    """Links are made for one of DAYS only."""


def make(character: Character, *, by, days: int) -> PreviewLink:
    """:raises NoSuchDuration:"""
    if days not in DAYS:
        raise NoSuchDuration
    expires_at = timezone.now() + dt.timedelta(days=days)
    return PreviewLink.objects.create(character=character, made_by=by, expires_at=expires_at)


def working() -> QuerySet[PreviewLink]:
    """Those that have neither ended nor expired."""
    return PreviewLink.objects.filter(expires_at__gt=timezone.now())


def address(link: PreviewLink) -> str:
    """The whole address, to be sent to somebody."""
    return settings.SITE_URL + reverse("shared_preview", args=[link.key])


def end(character: Character, link_id: int):
    """The address is not found from now on. Ending twice changes nothing."""
    PreviewLink.objects.filter(character=character, pk=link_id).delete()


def clear():
    """Links that have expired are gone afterwards."""
    PreviewLink.objects.filter(expires_at__lte=timezone.now()).delete()
