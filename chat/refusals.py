"""A refusal in words: what the use-cases raise, as sentences that say what to do, with the status to answer."""

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator

from chat.allowances import TooManyMessages
from chat.intents import NoKey
from chat.trials import DraftClashes
from chat.turns import (
    CharacterWithdrawn,
    KeyReused,
    NoSuchReply,
    NothingChanged,
    NothingSaid,
    NothingToContinue,
    ReplyPending,
    TooLong,
)

REFUSALS = (
    NothingSaid,
    TooLong,
    KeyReused,
    ReplyPending,
    CharacterWithdrawn,
    TooManyMessages,
    NothingToContinue,
    NothingChanged,
    NoSuchReply,
    NoKey,
    DraftClashes,
)


def refusal(error: Exception) -> tuple[str, int]:
    """The sentence and the HTTP status for one of REFUSALS."""
    if isinstance(error, TooManyMessages):
        again = date_format(timezone.localtime(error.again_at), "H:i")
        zone = timezone.get_current_timezone_name()
        return f"That is as much as one can say in an hour. You can go on at {again} ({zone}).", 429
    if isinstance(error, KeyReused):
        before = Truncator(error.text).chars(60)
        return f"“{before}” was sent from here already. Press Send once more to say this too.", 409
    if isinstance(error, DraftClashes):
        return f"The draft cannot speak yet. {error} Mend that in its form, save, then send this again.", 409
    return {
        NothingSaid: ("Write something first.", 422),
        TooLong: (
            f"That is too long: {settings.MESSAGE_MAX_CHARACTERS:,} characters is the most one can say at once.",
            422,
        ),
        ReplyPending: (
            "The last reply is still being written. Wait for it, or stop it, then send this.",
            409,
        ),
        CharacterWithdrawn: (
            "This character has been withdrawn by the editors. You can read on, but not go on.",
            409,
        ),
        NothingToContinue: ("This reply is whole: there is nothing to go on with.", 409),
        NothingChanged: ("That says the same as before. Change something, or cancel.", 422),
        NoSuchReply: ("This page is of another conversation. Reload it, then send again.", 400),
        NoKey: ("This page is incomplete. Reload it, then send again.", 400),
    }[type(error)]
