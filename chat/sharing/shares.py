"""Share a conversation as it stands: an address at which anybody reads one branch of it, until it is revoked.

What is shared is the path to ``Share.tip``. Messages are never changed, so nothing that is said later shows before
its user updates the share. Who the user is, and what they called the conversation, is told to nobody.
"""

import re
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from characters.models import Edition
from chat import branches, titles
from chat.grounded import citing
from chat.models import RUNNING, Conversation, Generation, Message, Share
from chat.replies.receipt_words import receipt_words
from web.markdown import render

# Messages on one page of a shared conversation.
PAGE_SIZE = 100
# As ``token_urlsafe`` writes 32 random bytes.
_KEY = re.compile(r"[A-Za-z0-9_-]{43}")


class NothingToShare(Exception):
    """Nothing has been said in the conversation yet."""


class StillWriting(Exception):
    """A reply of the branch is unfinished: who reads a shared conversation waits for nothing."""


class NotShared(Exception):
    """No conversation is shared under this key, or not any more."""


def address(share: Share) -> str:
    """The whole address, to be sent to somebody."""
    return settings.SITE_URL + reverse("shared_conversation", args=[share.key])


def share_of(conversation: Conversation) -> Share | None:
    """The share that is open now, if there is one."""
    return conversation.shares.filter(revoked_at=None).first()


@transaction.atomic
def share(*, user, conversation_id: int) -> Share:
    """The conversation's open share: the one there is, as it is, else a new one of the branch that is shown.

    :raises NothingToShare, StillWriting: and then nothing is shared.
    :raises Conversation.DoesNotExist: for a stranger, and for a trial.
    """
    conversation = _locked(user, conversation_id)
    tip_id = _shareable_tip(conversation)
    return share_of(conversation) or Share.objects.create(
        conversation=conversation, tip_id=tip_id, key=secrets.token_urlsafe(32)
    )


@transaction.atomic
def update(*, user, conversation_id: int) -> Share:
    """Let the open share show the branch that is shown to its user now.

    :raises NotShared, NothingToShare, StillWriting: and then it shows what it showed.
    :raises Conversation.DoesNotExist:
    """
    conversation = _locked(user, conversation_id)
    found = share_of(conversation)
    if found is None:
        raise NotShared
    found.tip_id, found.updated_at = _shareable_tip(conversation), timezone.now()
    found.save(update_fields=["tip", "updated_at"])
    return found


@transaction.atomic
def revoke(*, user, conversation_id: int):
    """The address is not found from now on, and never again. Revoking twice changes nothing.

    :raises Conversation.DoesNotExist:
    """
    _locked(user, conversation_id).shares.filter(revoked_at=None).update(revoked_at=timezone.now())


def _locked(user, conversation_id) -> Conversation:
    own = Conversation.objects.of(user).real()
    return own.select_for_update(of=("self",)).get(pk=conversation_id)


def _shareable_tip(conversation) -> int:
    path = branches.path_to(conversation.tip_id)
    if not path:
        raise NothingToShare
    if Generation.objects.filter(reply__in=path, state__in=RUNNING).exists():
        raise StillWriting
    return path[-1]


def is_behind(found: Share, conversation: Conversation) -> bool:
    """Whether its user sees another branch by now, or more of this one, than the share shows."""
    return found.tip_id != conversation.tip_id


def open_share(key: str) -> Share:
    """The share under this key, with its conversation and character.

    :raises NotShared: for a key that is wrong or was revoked, for a conversation that was deleted, and for one of an
        account that was closed.
    """
    if not _KEY.fullmatch(key):
        raise NotShared
    opened = Share.objects.filter(
        key=key,
        revoked_at=None,
        conversation__deleted_at=None,
        conversation__is_trial=False,
        conversation__user__is_active=True,
    )
    found = opened.select_related("conversation__character__live_edition").first()
    if found is None:
        raise NotShared
    return found


@dataclass(frozen=True)
class SharedPage:
    """Some of the messages of a shared conversation, made ready for the template; ``number`` counts from 1.

    ``edition`` is the live one, None when the character is withdrawn; ``name`` is theirs also then.
    """

    share: Share
    name: str
    title: str
    edition: Edition | None
    messages: list[Message]
    number: int
    num_pages: int


def page(found: Share, number: int) -> SharedPage:
    """:raises NotShared: when there is no such page."""
    path = branches.path_to(found.tip_id)
    num_pages = -(-len(path) // PAGE_SIZE)
    if not 1 <= number <= num_pages:
        raise NotShared
    shown = path[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    messages = [_made_ready(message) for message in messages_of(shown)]
    first = messages[0] if number == 1 else Message.objects.only("text").get(pk=path[0])
    name = name_of(found.conversation.character)
    return SharedPage(
        share=found,
        name=name,
        # What its user named it may be meant for nobody else.
        title=titles.title_of(first.text, name=name),
        edition=found.conversation.character.live_edition,
        messages=messages,
        number=number,
        num_pages=num_pages,
    )


def name_of(character) -> str:
    """As the public knows them: from the live edition or, when they are withdrawn, the last one."""
    last = character.live_edition or Edition.objects.public().filter(character=character).latest("number")
    return last.name


def messages_of(path: list[int]) -> list[Message]:
    """The messages with these ids in this order, replies with all that is told of where they came from."""
    rows = citing.with_sources(Message.objects.select_related("conversation__character"))
    found = rows.in_bulk(path)
    return [found[pk] for pk in path]


def _made_ready(message: Message) -> Message:
    """Give a reply its HTML with citations, its sources and what wrote it, in words."""
    if message.role == Message.Role.CHARACTER:
        message.sources = citing.sources_of(message)
        message.html = citing.linked(render(message.text), message.sources)
        message.receipt = receipt_words(message)
    return message
