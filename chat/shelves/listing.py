"""The list of one's conversations: the pinned first, then by day, page by page; and with whom one talked."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.http import Http404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from chat.models import Conversation

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
PLACE = re.compile(r"([0-9]{1,17})-([0-9]{1,17})")


@dataclass(frozen=True)
class Page:
    """Some of one's conversations, ``pinned`` only on the first page; ``before`` leads to the next, if there is one.

    ``heading`` is what the last row of the page above stands under.
    """

    pinned: list[Conversation]
    conversations: list[Conversation]
    before: str
    heading: str = ""

    def __bool__(self):
        return bool(self.pinned or self.conversations)

    @property
    def groups(self) -> Iterator[tuple[str, list[Conversation]]]:
        """The rows under their headings; no heading where they go on under the one of the page above."""
        if self.pinned:
            yield _("Pinned"), self.pinned
        group, heading, now = [], self.heading, timezone.now()
        shown = ""
        for row in self.conversations:
            found = heading_of(row.last_said_at, now=now)
            if found != heading:
                if group:
                    yield shown, group
                group, heading, shown = [], found, found
            group.append(row)
        if group:
            yield shown, group


def heading_of(moment: dt.datetime, *, now: dt.datetime) -> str:
    """Today, Yesterday, This week (its Monday and after) or the month, by the dates of the current time zone."""
    day, today = timezone.localtime(moment).date(), timezone.localtime(now).date()
    if day >= today:
        return _("Today")
    if day == today - dt.timedelta(days=1):
        return _("Yesterday")
    if day >= today - dt.timedelta(days=today.weekday()):
        return _("This week")
    return date_format(day, "F" if day.year == today.year else "F Y")


def page(user, *, size: int, before: str | None = None, character_id: int | None = None) -> Page:
    """One page, latest first; ``before`` is the place of the last one on the page above, wherever that is by now.

    On the first, pinned ones come besides. ``character_id``: only those with this one.
    """
    rows = _rows(user, character_id).filter(archived_at=None)
    pinned = [] if before else list(rows.filter(pinned_at__isnull=False))
    return _page(rows.filter(pinned_at=None), size, before, pinned)


def archived(user, *, size: int, before: str | None = None) -> Page:
    return _page(_rows(user).filter(archived_at__isnull=False), size, before, [])


def _rows(user, character_id=None):
    rows = Conversation.objects.of(user).real().with_character().latest_first()
    return rows.filter(character=character_id) if character_id else rows


def _page(rows, size, before, pinned) -> Page:
    heading = ""
    if before:
        place = _place(before)
        rows = rows.extra(where=["(last_said_at, chat_conversation.id) < (%s, %s)"], params=place)
        heading = heading_of(place[0], now=timezone.now())
    found = list(rows[: size + 1])
    return Page(pinned, found[:size], _before(found[size - 1]) if len(found) > size else "", heading)


def _before(row: Conversation) -> str:
    """Its place among the conversations, ``<microseconds since 1970>-<id>``."""
    return f"{(row.last_said_at - EPOCH) // dt.timedelta(microseconds=1)}-{row.pk}"


def _place(before: str) -> tuple[dt.datetime, int]:
    found = PLACE.fullmatch(before)
    if not found:
        raise Http404
    return EPOCH + dt.timedelta(microseconds=int(found[1])), int(found[2])


def deleted(user, *, size: int) -> list[Conversation]:
    """What one may still bring back, the last deleted first."""
    return list(Conversation.objects.deleted_by(user).with_character().order_by("-deleted_at", "-id")[:size])


@dataclass(frozen=True)
class Person:
    """A character with whom one has conversations, under the name that the public knows."""

    pk: int
    name: str


PEOPLE = """
SELECT talked.character_id, COALESCE(live.name, (
    SELECT name FROM characters_edition AS last
    WHERE last.character_id = talked.character_id AND last.number IS NOT NULL ORDER BY number DESC LIMIT 1))
FROM (SELECT DISTINCT character_id FROM chat_conversation
      WHERE user_id = %s AND deleted_at IS NULL AND NOT is_trial) AS talked
JOIN characters_character AS character ON character.id = talked.character_id
LEFT JOIN characters_edition AS live ON live.id = character.live_edition_id
"""


def people(user) -> list[Person]:
    """With whom one has talked, by name."""
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, [user.pk])
        found = [Person(pk, name or "") for pk, name in cursor.fetchall()]
    return sorted(found, key=lambda person: (person.name.casefold(), person.pk))
