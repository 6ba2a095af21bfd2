"""The feed of who is like a character: the editors' links, what is kept as near, the nearest in meaning, who shares
fields or the era. Page by page, nobody twice, each with the reason."""

import datetime as dt
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.db.models import Q, QuerySet, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from characters.catalog import Card, Page, card_from, card_rows, live
from characters.discovery import nearest
from characters.discovery.cursors import BadCursor, Cursor
from characters.discovery.kept import Kept, known
from characters.discovery.reasons import for_readers
from characters.editions import CharacterContent, content_of
from characters.eras import Era
from characters.fields import field_name
from characters.models import Edition
from web.sentences import listed

# On a character's own page, on each page of the feed, and the most that are shown again to who comes back.
FIRST, PAGE, MOST = 6, 12, 240
# The lists of the feed, one after the other: chosen or kept, the nearest in meaning, three in order of names.
CHOSEN, NEAR, ALL_FIELDS, A_FIELD, SAME_ERA = range(5)


def similar_to(
    edition: Edition,
    content: CharacterContent,
    after: str = "",
    num: int = PAGE,
    *,
    with_passages: bool = True,
) -> Page:
    """So many from where a reader stands; none after a place that no feed has.

    ``with_passages`` also says which passages of two pages are near, at the price of a query.
    """
    try:
        cursor = Cursor.read(after) if after else Cursor()
    except BadCursor:
        return Page([])
    return _Walk(*_of_original(edition, content), cursor, with_passages=with_passages).page(num)


def around(edition: Edition, content: CharacterContent, num: int) -> tuple[list[Card], set[str]]:
    """The first so many, and the slugs of those whose own live edition links here."""
    walk = _Walk(*_of_original(edition, content), Cursor(), with_links=True)
    cards = walk.page(num).cards
    return cards, {slug for slug, linked in walk.links.items() if walk.edition.slug in linked}


def _of_original(edition, content) -> tuple[Edition, CharacterContent]:
    """Of a translation its original, whom all that is kept is about, with the translation's words for the links."""
    original = edition.translation_of_id and live().filter(live_for=edition.translation_of_id).first()
    if not original:
        return edition, content
    said = {link.character: link.reason for link in content.similar}
    theirs = content_of(original)
    links = tuple(replace(link, reason=said.get(link.character, link.reason)) for link in theirs.similar)
    return original, replace(theirs, similar=links)


@dataclass(frozen=True)
class _Who:
    """Somebody in the feed: by whom or what chosen, and why where that is known before their card is read."""

    id: int
    shelf: int
    reason: str = ""
    by_editors: bool = False
    cosine: float | None = None
    name: str = ""
    edition: int = 0


@dataclass
class _Walk:
    edition: Edition
    content: CharacterContent
    cursor: Cursor
    with_links: bool = False
    with_passages: bool = True
    found: list[_Who] = field(default_factory=list)
    links: dict[str, list[str]] = field(default_factory=dict)

    def page(self, num: int) -> Page:
        for step in (self._chosen, self._near, self._sharing):
            if len(self.found) <= num:
                step(num + 1 - len(self.found))
        shown = self.found[:num]
        return Page(self._cards_of(shown), self._after(shown) if len(self.found) > num else "")

    @property
    def _me(self) -> int:
        return self.edition.character_id

    @property
    def _out(self) -> set[int]:
        """Who is shown, or may not be."""
        return {self._me, *self.cursor.shown, *self._kept.rejected[self._me], *(who.id for who in self.found)}

    @cached_property
    def _kept(self) -> Kept:
        """Once the first list is read, only who is rejected matters."""
        is_first = self.cursor.shelf == CHOSEN
        slugs = [link.character for link in self.content.similar] if is_first else []
        return known([self._me], slugs, with_near=is_first)

    def _chosen(self, num: int):
        if self.cursor.shelf > CHOSEN:
            return
        linked = self._kept.linked
        for link in self.content.similar:
            pk = linked.get(link.character)
            if pk and pk not in self._out:
                self.found.append(_Who(pk, CHOSEN, link.reason, by_editors=True))
        for pk, reasons in self._kept.near[self._me].items():
            if pk not in self._out and (reason := for_readers(reasons)):
                self.found.append(_Who(pk, CHOSEN, reason))

    def _near(self, num: int):
        if self.cursor.shelf > NEAR or self._me not in self._kept.placed:
            return
        cosines = nearest.nearest(self.edition, but=self._out, num=num)
        self.found += [_Who(pk, NEAR, cosine=cosine) for pk, cosine in cosines.items()]

    def _sharing(self, num: int):
        """Those behind where the reader stands, of what was public when they came to these lists."""
        if self.cursor.shelf < ALL_FIELDS:
            now = int(timezone.now().timestamp() * 1_000_000)
            self.cursor = replace(self.cursor, shelf=ALL_FIELDS, as_of=now, name="", id=0)
        lists = [self._narrowed(shelf, found)[:num] for shelf, found in self._lists().items()]
        if not lists:
            return
        rows = lists[0]
        if len(lists) > 1:
            rows = rows.union(*lists[1:], all=True).order_by("shelf", "sort_name", "id")[:num]
        self.found += [_Who(who, shelf, name=name, edition=pk) for shelf, name, pk, who in rows]

    def _lists(self) -> dict[int, QuerySet]:
        """Those that are not read yet. No two hold the same character."""
        mine, era = list(self.edition.fields), self.edition.era
        lists = {}
        if mine:
            lists[ALL_FIELDS] = live().filter(fields__contains=mine)
        if len(mine) > 1:
            lists[A_FIELD] = live().filter(fields__overlap=mine).exclude(fields__contains=mine)
        if era:
            lists[SAME_ERA] = live().filter(era=era)
            if mine:
                lists[SAME_ERA] = lists[SAME_ERA].exclude(fields__overlap=mine)
        return {shelf: found for shelf, found in lists.items() if shelf >= self.cursor.shelf}

    def _narrowed(self, shelf: int, found: QuerySet) -> QuerySet:
        found = found.exclude(character__in=self._out).filter(published_at__lte=_moment(self.cursor.as_of))
        if shelf == self.cursor.shelf and self.cursor.id:
            name, pk = self.cursor.name, self.cursor.id
            found = found.filter(Q(sort_name__gt=name) | Q(sort_name=name, id__gt=pk))
        return found.annotate(shelf=Value(shelf)).values_list("shelf", "sort_name", "id", "character")

    def _after(self, shown: list[_Who]) -> str:
        last = shown[-1]
        one_by_one = {who.id for who in shown if who.shelf < ALL_FIELDS}
        cursor = replace(self.cursor, shelf=last.shelf, shown=self.cursor.shown | one_by_one)
        return str(replace(cursor, name=last.name, id=last.edition))

    def _cards_of(self, shown: list[_Who]) -> list[Card]:
        cosines = {who.id: who.cosine for who in shown if who.cosine is not None}
        ids = [who.id for who in shown]
        extra = ["character"]
        if cosines:
            ids.append(self._me)
            extra += ["character__meaning__names", "character__meaning__called"]
        if self.with_links:
            extra.append("content__similar")
        found = card_rows(live().filter(live_for__in=ids), *extra) if ids else []
        rows = {row["character"]: row for row in found}
        if self.with_links:
            self.links = {
                row["slug"]: [link["character"] for link in row["content__similar"]] for row in rows.values()
            }
        told = {}
        if cosines and self._me in rows:
            there = {pk: cosine for pk, cosine in cosines.items() if pk in rows}
            edition_id = self.edition.pk if self.with_passages else None
            told = nearest.told(rows, self._me, there, edition_id)
        return [
            card_from(
                rows[who.id],
                reason=who.reason or told.get(who.id) or _shared_words(self.edition, rows[who.id]),
                by_editors=who.by_editors,
            )
            for who in shown
            if who.id in rows
        ]


def _moment(microseconds: int) -> dt.datetime:
    """No later than any that a cursor can rightly name."""
    at_most = min(microseconds, 4_000_000_000_000_000)
    return dt.datetime.fromtimestamp(at_most / 1_000_000, dt.UTC)


def _shared_words(edition: Edition, row: dict) -> str:
    fields = [each for each in edition.fields if each in row["fields"]]
    if fields:
        return _("Also known for %(fields)s.") % {"fields": listed([field_name(each) for each in fields])}
    if edition.era == row["era"] != "":
        return _("Of the same era: %(era)s.") % {"era": Era(edition.era).label}
    return ""
