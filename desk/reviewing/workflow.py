"""From draft to review to the public and back: who hands a character on, with which notes."""

import structlog
from django.db import models, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from characters import publishing
from characters.checklist import missing_to_publish
from characters.editions import content_of, draft_of
from characters.models import Character
from desk.auditing import audit
from desk.models import ReviewNote

log = structlog.get_logger(__name__)

MAX_NOTE = ReviewNote._meta.get_field("text").max_length
MAX_ABOUT = ReviewNote._meta.get_field("about").max_length


class NothingToReview(Exception):
    """The draft says what the public reads already."""


class NotInReview(Exception):
    """Nobody has submitted this character, or it was published or sent back meanwhile."""


class EmptyNote(Exception):
    """A note that says nothing helps nobody."""


class LongNote(Exception):
    """The note is longer than a note may be."""


class Step(models.TextChoices):
    """What a note is about that came with a step; others are about a part of the page."""

    SUBMITTED = "Submitted for review", _("Submitted for review")
    SENT_BACK = "Sent back", _("Sent back")
    WITHDRAWN = "Withdrawn", _("Withdrawn")


@transaction.atomic
def submit(character: Character, *, by, note: str = ""):
    """Ask for a review. Who is in review already stays in since then.

    :raises publishing.Incomplete: while the draft lacks what a page needs.
    :raises NothingToReview: when the draft is what the public reads.
    """
    character = _held(character)
    content = draft_of(character)
    if missing := missing_to_publish(character, content):
        raise publishing.Incomplete(missing)
    if character.live_edition and content_of(character.live_edition) == content:
        raise NothingToReview
    waiting = Character.objects.filter(pk=character.pk, submitted_at=None)
    if waiting.update(submitted_at=Now(), submitted_by=by):
        log.info("character submitted", character=character.slug, by=by.pk)
        audit.recorded(audit.Did.SUBMITTED, character, by)
    _keep(character, Step.SUBMITTED, note, by)


@transaction.atomic
def take_back(character: Character, *, by):
    """End the review without a word: whoever submitted wants to write on.

    :raises NotInReview: when it is over already.
    """
    _end_review(character, by, "submission taken back")


@transaction.atomic
def send_back(character: Character, *, by, note: str):
    """End the review and ask the writer to change something.

    :raises EmptyNote: when the note does not say what.
    :raises NotInReview: when it is over already.
    """
    if not note.strip():
        raise EmptyNote
    _end_review(character, by, "character sent back")
    audit.recorded(audit.Did.SENT_BACK, character, by)
    _keep(character, Step.SENT_BACK, note, by)


@transaction.atomic
def withdraw(character: Character, *, by, note: str = ""):
    """Take the page off the public, and keep why.

    :raises publishing.NothingToWithdraw: when there is no page.
    """
    publishing.withdraw(character, by=by)
    _keep(character, Step.WITHDRAWN, note, by)


def _held(character) -> Character:
    rows = Character.objects.select_for_update(of=("self",)).select_related("live_edition")
    return rows.get(pk=character.pk)


def _end_review(character, by, event):
    waiting = Character.objects.in_review().filter(pk=character.pk)
    if not waiting.update(submitted_at=None, submitted_by=None):
        raise NotInReview
    log.info(event, character=character.slug, by=by.pk)


def _keep(character, step, note, by):
    if note.strip():
        add_note(character, by=by, text=note, about=step.value)


# --- Notes ---


def add_note(character: Character, *, by, text: str, about: str = "") -> ReviewNote:
    """
    :raises EmptyNote: when it says nothing.
    :raises LongNote: when it is longer than 2,000 characters.
    """
    if not text.strip():
        raise EmptyNote
    if len(text) > MAX_NOTE:
        raise LongNote
    return ReviewNote.objects.create(
        character=character, written_by=by, text=text.strip(), about=about.strip()[:MAX_ABOUT]
    )


def resolve(note: ReviewNote, *, by):
    """Say that it is done. Said twice, the first who said it stays."""
    ReviewNote.objects.unresolved().filter(pk=note.pk).update(resolved_at=Now(), resolved_by=by)


def reopen(note: ReviewNote):
    """Say that it is not done after all."""
    ReviewNote.objects.filter(pk=note.pk).update(resolved_at=None, resolved_by=None)
