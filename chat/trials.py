"""Let an editor hear a draft speak: the editions that trial conversations speak from, made and cleared away."""

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from characters import passages, publishing
from characters.editions import content_of, draft_of
from characters.models import Character, Edition
from chat.models import Conversation, Generation

KEPT_UNUSED = dt.timedelta(days=1)


class DraftClashes(Exception):
    """Parts of the draft have the same address, so that no edition can be made; ``reasons`` says which."""

    def __init__(self, reasons: list[str]):
        super().__init__(" ".join(reasons))
        self.reasons = reasons


def current(user, character: Character) -> Conversation | None:
    """The editor's own trial with this character, if one is begun."""
    return Conversation.objects.of(user).trials().filter(character=character).order_by("-pk").first()


def edition_of(character: Character) -> Edition:
    """What the draft says now, as an edition to speak from: the last trial edition while nothing has changed.

    Part of the transaction that takes a turn; a save of the draft that is under way is waited for.
    :raises DraftClashes:
    """
    character = Character.objects.select_for_update(of=("self",)).get(pk=character.pk)
    content = draft_of(character)
    last = character.editions.filter(number=None).order_by("-pk").first()
    if last and content_of(last) == content:
        return last
    if clashes := passages.clashes(content):
        raise DraftClashes([reason for _, reason in clashes])
    return publishing.freeze(character, content, numbered=False)


def shown_edition(character: Character) -> Edition:
    """The draft as it is now, for the name, the picture and the greeting over a trial; kept nowhere."""
    return publishing.unsaved_edition(character, draft_of(character))


def make_ready(edition: Edition):
    """Fill in what publishing leaves to a task: no reply of a trial is found by words alone."""
    if edition.number is None:
        passages.embed(edition.passages.all())


@transaction.atomic
def forget(character: Character):
    """Everybody's trials with this character are gone, and what was made for them."""
    talks = Conversation.objects.trials().filter(character=character)
    # Whoever writes a reply of theirs waits here, and then finds no row: as chat.clearing does it.
    list(Generation.objects.filter(conversation__in=talks).select_for_update(of=("self",)).values_list("pk"))
    talks.delete()
    character.editions.filter(number=None).delete()


def clear_editions() -> int:
    """Trial editions of which no reply speaks are gone a day after they were made; the number removed."""
    spoken = Generation.objects.filter(edition=OuterRef("pk"))
    unused = Edition.objects.filter(
        ~Exists(spoken), number=None, live_for=None, made_at__lt=timezone.now() - KEPT_UNUSED
    )
    return unused.delete()[1].get(Edition._meta.label, 0)
