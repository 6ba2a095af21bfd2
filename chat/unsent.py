"""What stands in a composer and is not sent yet: kept with its conversation, on every device, until it is sent."""

from uuid import UUID

from django.conf import settings
from django.db import transaction

from chat.models import Conversation
from engines.text import clean

SESSION_KEY = "unsent"
# Of how many characters one may have begun to write to without a conversation.
MOST_BEGUN = 20


def bounded(text: str) -> str:
    """As it was typed, and one character more at most than may be said."""
    return clean(text)[: settings.MESSAGE_MAX_CHARACTERS + 1]


@transaction.atomic
def keep(*, user, conversation_id: int, text: str, client_key: UUID) -> bool:
    """Keep what stands in the composer with this key; False, and nothing is changed, when the key has been sent.

    :raises Conversation.DoesNotExist:
    """
    # Under the lock that a turn holds: a text that arrives behind its own turn never comes back.
    conversation = Conversation.objects.of(user).select_for_update(of=("self",)).get(pk=conversation_id)
    if conversation.messages.filter(client_key=client_key).exists():
        return False
    text = bounded(text)
    key = client_key if text.strip() else None
    Conversation.objects.filter(pk=conversation_id).update(unsent=text if key else "", unsent_key=key)
    return True


def forget(conversation: Conversation, *, client_key: UUID, text: str):
    """A turn has been taken, inside its transaction: what was kept of it goes, what was written beside it stays."""
    if conversation.unsent and (conversation.unsent_key == client_key or conversation.unsent.strip() == text):
        Conversation.objects.filter(pk=conversation.pk).update(unsent="", unsent_key=None)


# --- A conversation that is not begun yet: in the session, by character ---------------------------------------------


def keep_begun(session, *, user, character_id: int, text: str, client_key: UUID) -> bool:
    """As ``keep``, before there is a conversation."""
    if Conversation.objects.filter(user=user, client_key=client_key).exists():
        return False
    begun = session.get(SESSION_KEY, {})
    before = begun.pop(str(character_id), "")
    text = bounded(text)
    if text.strip():
        begun[str(character_id)] = text
    elif not before:
        return True
    session[SESSION_KEY] = dict(list(begun.items())[-MOST_BEGUN:])
    return True


def begun_text(session, character_id: int) -> str:
    return session.get(SESSION_KEY, {}).get(str(character_id), "")


def forget_begun(session, character_id: int):
    if begun_text(session, character_id):
        session[SESSION_KEY] = {
            key: text for key, text in session[SESSION_KEY].items() if key != str(character_id)
        }
