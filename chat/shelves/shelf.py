"""What one does with one's conversations as a whole: name, pin, archive, delete, bring back."""

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from chat import clearing, one_at_a_time, titles, turns
from chat.models import Conversation, Generation

# All of them stand on the first page.
MOST_PINNED = 30


class NotNamed(Exception):
    """The title is empty, or longer than MOST_NAMED."""


class TooManyPinned(Exception):
    """MOST_PINNED are pinned already."""


def rename(*, user, conversation_id: int, title: str):
    """:raises NotNamed, Conversation.DoesNotExist:"""
    title = titles.named(title)
    if not turns.can_be_seen(title) or len(title) > titles.MOST_NAMED:
        raise NotNamed
    _change(user, conversation_id, title=title)


@transaction.atomic
def pin(*, user, conversation_id: int, is_on: bool):
    """Pinned ones stand first. Twice is once.

    :raises TooManyPinned, Conversation.DoesNotExist:
    """
    if is_on:
        one_at_a_time.wait(one_at_a_time.PINNED, user.pk)
    pinned = Conversation.objects.of(user).filter(pinned_at__isnull=False).exclude(pk=conversation_id)
    if is_on and pinned.count() >= MOST_PINNED:
        raise TooManyPinned
    _change(user, conversation_id, pinned_at=_since("pinned_at", is_on))


def archive(*, user, conversation_id: int, is_on: bool):
    """Archived ones stand on a page of their own, and are found by searching.

    :raises Conversation.DoesNotExist:
    """
    _change(user, conversation_id, archived_at=_since("archived_at", is_on))


def _since(column: str, is_on: bool):
    return Coalesce(F(column), Value(timezone.now())) if is_on else None


def delete(*, user, conversation_id: int):
    """Out of sight at once, and the reply that is being written ends; its user may bring it back for some days.

    :raises Conversation.DoesNotExist:
    """
    # One statement, which waits for a turn that is being taken: no turn begins after it, and all others are stopped.
    _change(user, conversation_id, deleted_at=timezone.now())
    for generation in Generation.objects.running().filter(conversation=conversation_id):
        turns.end(generation)


def restore(*, user, conversation_id: int):
    """Where it was before, pinned or archived if it was. Twice is once.

    :raises Conversation.DoesNotExist: also when it has been cleared.
    """
    if not Conversation.objects.deleted_by(user).filter(pk=conversation_id).update(deleted_at=None):
        Conversation.objects.of(user).real().get(pk=conversation_id)


def clear(*, user, conversation_id: int):
    """A deleted one is gone for good.

    :raises Conversation.DoesNotExist: also for one that is not deleted.
    """
    clearing.clear(Conversation.objects.deleted_by(user).get(pk=conversation_id).pk)


def _change(user, conversation_id: int, **fields):
    if not Conversation.objects.of(user).real().filter(pk=conversation_id).update(**fields):
        raise Conversation.DoesNotExist
