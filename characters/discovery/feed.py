"""The feed of who is like a character: the editors' links, what is kept as near, the nearest in meaning, who shares
fields or the era. Page by page, nobody twice, each with the reason."""

import datetime as dt
import json
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.db import connection
from django.db.models import Q, QuerySet, Value
from django.utils import timezone

from characters.catalog import Card, Page, _card, _cards, live
from characters.discovery import nearest
from characters.discovery.cursors import BadCursor, Cursor
from characters.discovery.reasons import for_readers
from characters.editions import CharacterContent
from characters.eras import Era
from characters.mentions import listed
from characters.models import Edition

# On a character's own page, on each page of the feed, and the most that are shown again to who comes back.
FIRST, PAGE, MOST = 6, 12, 240
# The lists of the feed, one after the other: chosen or kept, the nearest in meaning, three in order of names.
CHOSEN, NEAR, ALL_FIELDS, A_FIELD, SAME_ERA = range(5)


def similar_to(edition: Edition, content: CharacterContent, after: str = "", num: int = PAGE) -> Page:
    """So many from where a reader stands; none after a place that no feed has."""
    try:
        cursor = Cursor.read(after) if after else Cursor()
    except BadCursor:
        return Page([])
    return _Walk(edition, content, cursor).page(num)


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
    found: list[_Who] = field(default_factory=list)

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
        return {self._me, *self.cursor.shown, *self._known.rejected, *(who.id for who in self.found)}

    @cached_property
    def _known(self) -> "_Known":
        return _known(self._me, self.content if self.cursor.shelf == CHOSEN else None)

    def _chosen(self, num: int):
        if self.cursor.shelf > CHOSEN:
            return
        known = self._known
        for link in self.content.similar:
            pk = known.linked.get(link.character)
            if pk and pk not in self._out:
                self.found.append(_Who(pk, CHOSEN, link.reason, by_editors=True))
        linked = set(known.linked.values())
        for pk, reasons in known.kept.items():
            if pk not in self._out | linked and (reason := for_readers(reasons)):
                self.found.append(_Who(pk, CHOSEN, reason))

    def _near(self, num: int):
        if self.cursor.shelf > NEAR:
            return
        cosines = nearest.nearest(self.edition, but=self._out, num=num)
        self.found += [_Who(pk, NEAR, cosine=cosine) for pk, cosine in cosines.items()]

    def _sharing(self, num: int):
        """Those behind where the reader stands, of what was public when they came to these lists."""
        if self.cursor.shelf < ALL_FIELDS:
            now = int(timezone.now().timestamp() * 1_000_000)
            self.cursor = replace(self.cursor, shelf=ALL_FIELDS, as_of=now, name="", id=0)
        lists = [self._narrowed(shelf, found)[:num] for shelf, found in self._lists().items()]
        if lists:
            rows = lists[0].union(*lists[1:], all=True).order_by("shelf", "sort_name", "id")[:num]
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
        rows = (
            {row["character"]: row for row in _cards(live().filter(live_for__in=ids), *extra)} if ids else {}
        )
        told = {}
        if cosines and self._me in rows:
            there = {pk: cosine for pk, cosine in cosines.items() if pk in rows}
            told = nearest.told(rows, self._me, there, self.edition.pk)
        return [
            _card(
                rows[who.id],
                reason=who.reason or told.get(who.id) or _shared_words(self.edition, rows[who.id]),
                by_editors=who.by_editors,
            )
            for who in shown
            if who.id in rows
        ]


@dataclass(frozen=True)
class _Known:
    """What is kept of one character: ids by the slug of a link; the reasons of who is near, best first; who never."""

    linked: dict[str, int]
    kept: dict[int, list[str]]
    rejected: set[int]


def _known(character_id: int, content: CharacterContent | None) -> _Known:
    """In one query. Without ``content`` only who is rejected: the rest was shown on earlier pages."""
    slugs = [link.character for link in content.similar] if content else []
    # A link may name an address that its page had when the edition was frozen.
    sql = """SELECT 'LINK', live_slug, id, 1.0, NULL::jsonb FROM characters_character WHERE live_slug = ANY(%s)
        UNION ALL
        SELECT 'MOVED', r.slug, c.id, 1.0, NULL::jsonb FROM characters_redirect r JOIN characters_character c
            ON c.id = r.character_id WHERE r.slug = ANY(%s) AND c.live_edition_id IS NOT NULL
        UNION ALL
        SELECT s.state, '', c.id, s.score, s.reasons FROM characters_similaritysuggestion s
            JOIN characters_character c ON c.id = s.similar_id
            WHERE s.character_id = %s AND c.live_edition_id IS NOT NULL AND (%s OR s.state = 'REJECTED')"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [slugs, slugs, character_id, content is not None])
        rows = cursor.fetchall()
    rows.sort(key=lambda row: (-row[3], row[2]))
    linked = {slug: pk for kind, slug, pk, *_ in rows if kind == "MOVED"}
    linked |= {slug: pk for kind, slug, pk, *_ in rows if kind == "LINK"}
    return _Known(
        linked={slug: pk for slug, pk in linked.items() if pk != character_id},
        kept={pk: json.loads(reasons) for kind, _, pk, _, reasons in rows if kind in ("OPEN", "ACCEPTED")},
        rejected={pk for kind, _, pk, *_ in rows if kind == "REJECTED"},
    )


def _moment(microseconds: int) -> dt.datetime:
    """No later than any that a cursor can rightly name."""
    at_most = min(microseconds, 4_000_000_000_000_000)
    return dt.datetime.fromtimestamp(at_most / 1_000_000, dt.UTC)


def _shared_words(edition: Edition, row: dict) -> str:
    fields = [each for each in edition.fields if each in row["fields"]]
    if fields:
        return f"Also known for {listed(fields)}."
    return f"Of the same era: {Era(edition.era).label}." if edition.era == row["era"] != "" else ""
