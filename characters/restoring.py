"""Bring an earlier edition back into the draft. Nothing is published by that."""

from dataclasses import dataclass, replace

import structlog
from django.db import transaction

from characters import addresses
from characters.comparing import Comparison, compare
from characters.editions import CharacterContent, content_of, draft_of, write_draft
from characters.models import Character, Edition

log = structlog.get_logger(__name__)


class DraftChanged(Exception):
    """Somebody has saved the draft since the page was made on which the editor decided."""


@dataclass(frozen=True)
class Restoration:
    """What the draft would say, or says now, and what of the edition could not be brought back.

    ``lost_links`` are the slugs of similar characters, or of an original, who are no more. ``taken_by`` has taken the
    edition's address meanwhile, so that the draft keeps its own.
    """

    content: CharacterContent
    lost_links: tuple[str, ...] = ()
    taken_by: Character | None = None


@dataclass(frozen=True)
class Outlook:
    """What restoring would do: the difference to the draft, and whether an edition keeps what the draft says now."""

    restoration: Restoration
    comparison: Comparison
    kept_in: Edition | None


def outlook(character: Character, edition: Edition) -> Outlook:
    draft = draft_of(character)
    restoration = _restoration(character, edition)
    return Outlook(restoration, compare(draft, restoration.content), edition_that_says(character, draft))


def edition_that_says(character: Character, content: CharacterContent) -> Edition | None:
    """The newest numbered edition of exactly this content."""
    # What an edition from before a field existed says is contained in what is asked for, so the database finds the few
    # that are worth reading.
    numbered = character.editions.filter(number__isnull=False, content__contained_by=content.to_json())
    found = numbered.order_by("-number").only("number", "content")[:20]
    return next((edition for edition in found if content_of(edition) == content), None)


@transaction.atomic
def restore(character: Character, edition: Edition, *, num_changes: int, by=None) -> Restoration:
    """Make the draft say what the edition says. ``num_changes`` is the count that the draft had when it was looked at.

    :raises DraftChanged: when the draft has been saved since.
    """
    character = Character.objects.select_for_update().get(pk=character.pk)
    if character.num_changes != num_changes:
        raise DraftChanged
    restoration = _restoration(character, edition)
    write_draft(restoration.content, character=character, by=by)
    log.info("edition restored", character=character.slug, edition=edition.number, by=by and by.pk)
    return restoration


def _restoration(character, edition) -> Restoration:
    content = content_of(edition)
    links, lost = _links_now(content, itself={content.slug, character.slug})
    taken_by = Character.objects.filter(slug=content.slug).exclude(pk=character.pk).first()
    slug = character.slug if taken_by else content.slug
    original, lost_original = _original_now(character, content)
    content = replace(content, similar=links, slug=slug, translation_of=original)
    return Restoration(content, (*lost, *lost_original), taken_by)


def _original_now(character, content) -> tuple[str, tuple[str, ...]]:
    """Of whom it is a translation, under a new address too; or whom the draft tells, and who is no more."""
    wanted = content.translation_of
    if not wanted or Character.objects.filter(slug=wanted).exists():
        return wanted, ()
    if moved := addresses.drafts_now([wanted]).get(wanted):
        return moved, ()
    return character.translation_of.slug if character.translation_of_id else "", (wanted,)


def _links_now(content, *, itself):
    """The links, those to characters under a new address included, and the slugs of those who are no more."""
    slugs = [link.character for link in content.similar]
    found = set(Character.objects.filter(slug__in=slugs).values_list("slug", flat=True))
    moved = addresses.drafts_now([slug for slug in slugs if slug not in found])
    kept, lost = {}, []
    for link in content.similar:
        slug = link.character if link.character in found else moved.get(link.character)
        if slug is None or slug in itself:
            lost.append(link.character)
        else:
            kept.setdefault(slug, replace(link, character=slug))
    return tuple(kept.values()), tuple(lost)
