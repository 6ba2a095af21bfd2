"""Change the draft's links to similar characters, one at a time, and decide on what is suggested."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from characters.models import Character, SimilarityLink, SimilaritySuggestion

State = SimilaritySuggestion.State


class AlreadyLinked(Exception):
    """The draft of the first character has a link to the second."""

    def __init__(self, character: Character, similar: Character):
        super().__init__(_("%(one)s links to %(other)s already.") % {"one": character, "other": similar})
        self.character, self.similar = character, similar


class LinkToItself(Exception):
    """A character cannot be similar to itself."""


@dataclass(frozen=True)
class Removed:
    """What ``link`` needs to put a link back where it was."""

    similar_id: int
    reason: str
    position: int


@transaction.atomic
def link(
    character_id: int,
    similar_id: int,
    *,
    reason: str,
    reason_back: str = "",
    position: int | None = None,
    by=None,
):
    """Add a link to the first character's draft, last or at ``position``; with ``reason_back`` also the way back.

    A suggestion of it is thereby accepted. All of it happens or nothing.

    :raises AlreadyLinked: where there is a link already, in either direction that was asked for.
    :raises LinkToItself: when both are one.
    :raises Character.DoesNotExist: when one of them is gone.
    """
    if character_id == similar_id:
        raise LinkToItself
    character, similar = _locked(character_id, similar_id)
    _add(character, similar, reason, position, by)
    if reason_back:
        _add(similar, character, reason_back, None, by)


def _locked(*ids) -> list[Character]:
    """In the order of their ids, so that two editors never wait for each other; given back as asked for."""
    rows = {
        row.pk: row
        for row in Character.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    }
    if len(rows) < len(set(ids)):
        raise Character.DoesNotExist
    return [rows[pk] for pk in ids]


def _add(character, similar, reason, position, by):
    links = list(character.similarity_links.all())
    if any(each.similar_id == similar.pk for each in links):
        raise AlreadyLinked(character, similar)
    added = SimilarityLink(character=character, similar=similar, reason=reason)
    links.insert(len(links) if position is None else position, added)
    _number(links)
    _count_change(character, by)
    _decide(character.pk, similar.pk, State.ACCEPTED, by)


def _number(links):
    for position, each in enumerate(links):
        if each.pk is None or each.position != position:
            each.position = position
            each.save()


def _count_change(character, by):
    """So that a form which began before this change is told of it."""
    character.changed_by = by
    character.save(update_fields=["num_changes", "changed_at", "changed_by"])


def _decide(character_id, similar_id, state, by) -> int:
    found = SimilaritySuggestion.objects.filter(character=character_id, similar=similar_id)
    decided = (
        {"decided_by": by, "decided_at": timezone.now()} if state != State.OPEN else {"decided_at": None}
    )
    return found.update(state=state, **decided)


def _still_there(link, character) -> list[SimilarityLink]:
    """The links of a character, whose row is held; the one that is about to be changed is among them."""
    links = list(character.similarity_links.all())
    if link not in links:
        raise SimilarityLink.DoesNotExist
    return links


@transaction.atomic
def reword(link: SimilarityLink, reason: str, *, by=None):
    """Give another reason.

    :raises SimilarityLink.DoesNotExist: when somebody took it out a moment ago.
    """
    (character,) = _locked(link.character_id)
    _still_there(link, character)
    link.reason = reason
    link.save(update_fields=["reason"])
    _count_change(character, by)


@transaction.atomic
def move(link: SimilarityLink, places: int, *, by=None):
    """So many places further down, or up below zero; no further than the end.

    :raises SimilarityLink.DoesNotExist: when somebody took it out a moment ago.
    """
    (character,) = _locked(link.character_id)
    links = _still_there(link, character)
    place = links.index(link)
    links.insert(max(place + places, 0), links.pop(place))
    _number(links)
    _count_change(character, by)


@transaction.atomic
def unlink(link: SimilarityLink, *, by=None) -> Removed:
    """Take a link out of the draft; the one back stays. It may be suggested again.

    :raises SimilarityLink.DoesNotExist: when somebody else did, a moment ago.
    """
    (character,) = _locked(link.character_id)
    links = _still_there(link, character)
    removed = Removed(link.similar_id, link.reason, links.index(link))
    # Before it is deleted, after which it has no number and is equal to none of them.
    left = [each for each in links if each != link]
    link.delete()
    _number(left)
    _count_change(character, by)
    _decide(character.pk, removed.similar_id, State.OPEN, by)
    return removed


def reject(character_id: int, similar_id: int, *, by=None):
    """Never suggest this one again, until somebody takes that back."""
    if not _decide(character_id, similar_id, State.REJECTED, by):
        decided = {"score": 0, "state": State.REJECTED, "decided_by": by, "decided_at": timezone.now()}
        # Somebody may decide the same at the same moment.
        SimilaritySuggestion.objects.update_or_create(
            character_id=character_id, similar_id=similar_id, defaults=decided
        )


def take_back(character_id: int, similar_id: int, *, by=None):
    """Of a rejection: the suggestion waits again."""
    rejected = SimilaritySuggestion.objects.filter(
        character=character_id, similar=similar_id, state=State.REJECTED
    )
    rejected.update(state=State.OPEN, decided_by=None, decided_at=None)
