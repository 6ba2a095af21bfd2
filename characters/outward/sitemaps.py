"""The sitemap in parts: one of the site's own pages, and one for each ten thousand numbers of characters.

A part is a range of the characters' ids. So none has too many pages, none changes when a character elsewhere comes or
goes, and each is read by a range of an index, however many there are.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import F, Max
from django.urls import reverse

from characters.catalog import address_in
from characters.languages import of_interface
from characters.models import Character

# Sitemaps may hold 50,000 addresses; a part is one answer, made in one go.
PART = 10_000
SITE = "site"
PAGES = ("characters:home", "characters:catalog", "characters:collections", "characters:timeline")


def index() -> str:
    """The XML of the index: the addresses of all parts that have something in them."""
    found = (
        Character.objects.live()
        .order_by()
        .annotate(part=F("pk") / PART)
        .values_list("part")
        .annotate(Max("live_edition__published_at"))
        .order_by("part")
    )
    rows = [(SITE, None), *((str(part), changed_at) for part, changed_at in found)]
    return _written("sitemapindex", "sitemap", ((_address(part), changed_at) for part, changed_at in rows))


def part(name: str) -> str | None:
    """The XML of one part; None when there is none of that name."""
    if name == SITE:
        return _written("urlset", "url", ((settings.SITE_URL + reverse(page), None) for page in PAGES))
    # No more digits than a database's number has.
    if not (name.isascii() and name.isdecimal() and len(name) < 12 and str(int(name)) == name):
        return None
    return _written("urlset", "url", _characters(int(name)))


def _characters(part: int) -> Iterator[tuple[str, datetime]]:
    found = Character.objects.live().filter(pk__gte=part * PART, pk__lt=(part + 1) * PART).order_by("pk")
    columns = ("live_slug", "live_edition__published_at", "live_edition__language")
    for slug, changed_at, language in found.values_list(*columns).iterator():
        yield _address_in(language).replace("SLUG", slug), changed_at


@cache
def _address_in(language: str) -> str:
    """The address of one, of which the others differ by a word: asking for 10,000 takes a quarter of a second."""
    return settings.SITE_URL + address_in("SLUG", of_interface(language))


def _address(part: str) -> str:
    return settings.SITE_URL + reverse("characters:sitemap_part", args=[part])


def _written(inside: str, each: str, rows: Iterable[tuple[str, datetime | None]]) -> str:
    """By hand: of a template, ten thousand rows take a second. A row is an address, and when it was last changed."""
    lines = (
        f"<{each}><loc>{escape(address)}</loc>"
        + (f"<lastmod>{changed_at.isoformat(timespec='seconds')}</lastmod>" if changed_at else "")
        + f"</{each}>\n"
        for address, changed_at in rows
    )
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{inside} xmlns="{space}">\n{"".join(lines)}</{inside}>\n'
    )
