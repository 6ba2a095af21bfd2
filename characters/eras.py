"""The eras by which the catalog is filtered, and how years are written."""

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# The year before 1 CE is 1 BCE: there was no year 0.
YEARS = frozenset(range(-5000, 2101)) - {0}

# Half a life: where only one year is known, the middle of the life is guessed this far from it.
HALF_A_LIFE = 35


class Era(models.TextChoices):
    ANTIQUITY = "antiquity", gettext_lazy("Antiquity")
    MIDDLE_AGES = "middle-ages", gettext_lazy("Middle Ages")
    CENTURIES_15_16 = "15th-16th-century", gettext_lazy("15th and 16th centuries")
    CENTURIES_17_18 = "17th-18th-century", gettext_lazy("17th and 18th centuries")
    CENTURY_19 = "19th-century", gettext_lazy("19th century")
    CENTURY_20 = "20th-century", gettext_lazy("20th century and after")


_ENDS = (
    (500, Era.ANTIQUITY),
    (1400, Era.MIDDLE_AGES),
    (1600, Era.CENTURIES_15_16),
    (1800, Era.CENTURIES_17_18),
    (1900, Era.CENTURY_19),
)


def era_of(born: int | None, died: int | None) -> Era | None:
    """The era in which the middle of a life fell; None when no year is known."""
    if born is None and died is None:
        return None
    if born is None:
        middle = died - HALF_A_LIFE
    elif died is None:
        middle = born + HALF_A_LIFE
    else:
        middle = (born + died) // 2
    return next((era for end, era in _ENDS if middle < end), Era.CENTURY_20)


def year(number: int, *, circa: bool = False) -> str:
    """-551 as “551 BCE”, 79 as “79 CE”, 1879 as “1879”, with “c. ” before a year that is only about right.

    In the language of the page: see ``characters.likeness`` and ``characters.search.entries`` for what is kept.
    """
    return _counted(number) % {"year": _about(abs(number), circa)}


def _counted(number: int) -> str:
    """From where a year is counted, in words around it."""
    if number < 0:
        return _("%(year)s BCE")
    return _("%(year)s CE") if number < 500 else "%(year)s"


def _about(number: int, circa: bool) -> str:
    # Translators: a year that is only about right.
    return _("c. %(year)s") % {"year": number} if circa else str(number)


def lifespan(
    born: int | None, died: int | None, *, born_circa: bool = False, died_circa: bool = False
) -> str:
    """“1879–1940”, “551–479 BCE”, “born 1958”, or nothing when no year is known."""
    if born is None and died is None:
        return ""
    if died is None:
        return _("born %(year)s") % {"year": year(born, circa=born_circa)}
    if born is None:
        return _("died %(year)s") % {"year": year(died, circa=died_circa)}
    if _counted(born) == _counted(died):
        both = f"{_about(abs(born), born_circa)}–{_about(abs(died), died_circa)}"
        return _counted(born) % {"year": both}
    return f"{year(born, circa=born_circa)}–{year(died, circa=died_circa)}"
