"""The sitemap in parts: one of the site's own pages, and one for each ten thousand numbers of characters.

A part is a range of the characters' ids. So none has too many pages, none changes when a character elsewhere comes or
goes, and each is read by a range of an index, however many there are.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import F, Max
from django.urls import reverse

from characters.models import Character

# Sitemaps may hold 50,000 addresses; a part is one answer, made in one go.
PART = 10_000
SITE = "site"
PAGES = ("characters:home", "characters:catalog")


@dataclass(frozen=True)
class Row:
    """An address, and when what stands there was last changed, if that is known."""

    address: str
    changed_at: datetime | None = None


def parts() -> list[Row]:
    """The addresses of all parts that have something in them."""
    found = (
        Character.objects.live()
        .order_by()
        .annotate(part=F("pk") / PART)
        .values_list("part")
        .annotate(Max("live_edition__published_at"))
        .order_by("part")
    )
    return [Row(_address(SITE)), *(Row(_address(str(part)), changed_at) for part, changed_at in found)]


def rows(part: str) -> Iterator[Row] | None:
    """What stands in a part; None when there is no part of that name."""
    if part == SITE:
        return (Row(settings.SITE_URL + reverse(name)) for name in PAGES)
    # No more digits than a database's number has.
    if not (part.isascii() and part.isdecimal() and len(part) < 12 and str(int(part)) == part):
        return None
    return _characters(int(part))


def _characters(part: int):
    found = Character.objects.live().filter(pk__gte=part * PART, pk__lt=(part + 1) * PART).order_by("pk")
    # The address of one, of which the others differ by a word: asking for 10,000 takes a quarter of a second.
    address = settings.SITE_URL + reverse("characters:detail", args=["SLUG"])
    for slug, changed_at in found.values_list("live_slug", "live_edition__published_at").iterator():
        yield Row(address.replace("SLUG", slug), changed_at)


def _address(part: str) -> str:
    return settings.SITE_URL + reverse("characters:sitemap_part", args=[part])
