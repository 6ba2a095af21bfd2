"""The feed of the first page: from what a visitor opened or talked to, mixed with picks and who is new."""

import re
from dataclasses import dataclass, field, replace

from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from characters.catalog import Card, card_from, card_rows, live, pages
from characters.discovery import picks
from characters.discovery.cursors import BadCursor, Cursor
from characters.discovery.kept import known
from characters.discovery.reasons import for_readers
from web.dates import day
from web.typography import curled

# On the first page, on each page that follows, and the most that are shown again to who comes back.
FIRST, PAGE, MOST = 9, 12, 120
# How many of what was opened are left out, and how many of them, the latest, lead to others.
REMEMBERED, LEADING = 12, 4
# How many of each that leads, of the picks and of the newest.
OF_EACH = 24
_SLUG = re.compile(r"[a-z0-9-]{1,80}")


@dataclass(frozen=True)
class Seen:
    """What a visitor opened, the latest first, and whom of those they talked to: slugs, as the browser tells them."""

    slugs: tuple[str, ...] = ()
    talked: frozenset[str] = frozenset()

    @classmethod
    def read(cls, params) -> "Seen":
        """What cannot be a slug is dropped, and so is what is too much."""
        return cls(tuple(_slugs(params.get("seen", ""))), frozenset(_slugs(params.get("talked", ""))))

    def params(self) -> dict[str, str]:
        return {"seen": ",".join(self.slugs), "talked": ",".join(s for s in self.slugs if s in self.talked)}


def _slugs(text: str) -> list[str]:
    words = text[:2_000].split(",")
    return list(dict.fromkeys(word for word in words if _SLUG.fullmatch(word)))[:REMEMBERED]


@dataclass(frozen=True)
class Explored:
    """A page of the feed: cards, the place to go on from, and the names of what it began with."""

    cards: list[Card]
    next: str = ""
    began_with: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class _Lead:
    """Somebody whom the feed may show: what brought them there, and why."""

    id: int
    because: str
    reason: str = ""
    by_editors: bool = False


def explore(seen: Seen, after: str = "", num: int = PAGE) -> Explored:
    """Two by what was opened, then a pick or somebody new, and so on; nobody whom the visitor opened, nobody twice."""
    try:
        cursor = Cursor.read(after) if after else Cursor()
    except BadCursor:
        return Explored([])
    opened = _opened(seen)
    out = {row["known_as"] for row in opened} | cursor.shown
    others = _others(_("One to begin with") if opened else "")
    leads = [lead for lead in _mixed(_by_opened(opened, seen), others) if lead.id not in out]
    shown = leads[:num]
    found = live().filter(live_for__in=[lead.id for lead in shown])
    rows = {row["character"]: row for row in card_rows(found, "character")}
    cards = [
        card_from(rows[lead.id], reason=lead.reason, by_editors=lead.by_editors, because=lead.because)
        for lead in shown
        if lead.id in rows
    ]
    place = replace(cursor, shown=cursor.shown | {lead.id for lead in shown})
    began_with = [(row["slug"], row["name"]) for row in opened[:LEADING]]
    return Explored(cards, str(place) if len(leads) > num else "", began_with)


def _opened(seen: Seen) -> list[dict]:
    """Those that are live, in the visitor's order."""
    if not seen.slugs:
        return []
    rows = (
        pages()
        .filter(live_for__live_slug__in=seen.slugs)
        .annotate(known_as=Coalesce("translation_of", "character"))
        .values("known_as", "slug", "name", "content__similar")
    )
    return sorted(rows, key=lambda row: seen.slugs.index(row["slug"]))


def _by_opened(opened: list[dict], seen: Seen) -> list[_Lead]:
    """The links and the likest of each that leads, one of each in turn."""
    leading = opened[:LEADING]
    if not leading:
        return []
    slugs = [link["character"] for row in leading for link in row["content__similar"]]
    kept = known([row["known_as"] for row in leading], slugs)
    return list(_in_turn([_led_by(row, kept, row["slug"] in seen.talked) for row in leading]))


def _led_by(row, kept, has_talked: bool) -> list[_Lead]:
    name, me = curled(row["name"]), row["known_as"]
    because = _("Because you talked with %(name)s") if has_talked else _("Because you opened %(name)s")
    because %= {"name": name}
    leads = {}
    for link in row["content__similar"]:
        if pk := kept.linked.get(link["character"]):
            leads.setdefault(pk, _Lead(pk, because, link["reason"], by_editors=True))
    for pk, reasons in kept.near[me].items():
        if reason := for_readers(reasons):
            leads.setdefault(pk, _Lead(pk, because, reason))
    return [lead for pk, lead in leads.items() if pk not in kept.rejected[me]][:OF_EACH]


def _others(because: str) -> list[_Lead]:
    """Picks and the newest in turn, for everybody the same. ``because`` is said of picks."""
    picked = [_Lead(pk, because, by_editors=True) for pk in picks.featured_ids(OF_EACH)]
    new = [
        _Lead(pk, _("Here since %(day)s") % {"day": day(at)}, by_editors=True)
        for pk, at in picks.newest(OF_EACH).items()
    ]
    return list(_in_turn([picked, new]))


def _in_turn(lists: list[list]):
    for place in range(max(map(len, lists), default=0)):
        for each in lists:
            if place < len(each):
                yield each[place]


def _mixed(led: list[_Lead], others: list[_Lead]) -> list[_Lead]:
    """Whoever comes twice stands where they came first."""
    order = []
    while led or others:
        order += led[:2] + others[:1]
        led, others = led[2:], others[1:]
    found = {}
    for lead in order:
        found.setdefault(lead.id, lead)
    return list(found.values())
