"""How a day and a moment are written, in the language of the page."""

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.timezone import is_aware, localtime
from django.utils.translation import pgettext


def day(when: date | datetime) -> str:
    """“7 November 1879”; „7. November 1879“ in German."""
    # Translators: as the letters of Django's date filter say it, such as 7 November 1879.
    return date_format(_here(when), pgettext("how a day is written", "j F Y"))


def moment(when: datetime) -> str:
    """“7 November 1879, 14:30”."""
    # Translators: as the letters of Django's date filter say it, such as 7 November 1879, 14:30.
    return date_format(_here(when), pgettext("how a moment is written", "j F Y, H:i"))


def short_day(when: date | datetime) -> str:
    """“7 Nov 1879”, for tables and lists."""
    # Translators: as the letters of Django's date filter say it, such as 7 Nov 1879.
    return date_format(_here(when), pgettext("how a day is written in short", "j M Y"))


def short_moment(when: datetime) -> str:
    """“7 Nov 1879, 14:30”."""
    # Translators: as the letters of Django's date filter say it, such as 7 Nov 1879, 14:30.
    return date_format(_here(when), pgettext("how a moment is written in short", "j M Y, H:i"))


def _here(when):
    return localtime(when) if isinstance(when, datetime) and is_aware(when) else when
