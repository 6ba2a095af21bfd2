"""A refusal in words: what the use-cases raise, as sentences that say what to do, with the status to answer."""

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator

from chat.allowances import TooManyMessages
from chat.intents import NoKey
from chat.notes import MAX_CHARACTERS
from chat.remembering import JustWritten, NobodyToWrite, NoteChanged, NoteTooLong, NothingNoted
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


# What notes are refused with.
NOTE_REFUSALS = (NothingNoted, NoteTooLong, NoteChanged, JustWritten, NobodyToWrite)


def refusal(error: Exception) -> tuple[str, int]:
    """The sentence and the HTTP status for one of REFUSALS or NOTE_REFUSALS."""
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
        NothingNoted: ("A note has to say something. To keep it as it was, cancel.", 422),
        NoteTooLong: (f"That is too long: a note has at most {MAX_CHARACTERS:,} characters.", 422),
        NoteChanged: (
            "The note has changed meanwhile: below your words is what it says now. Save again to replace it.",
            409,
        ),
        JustWritten: (
            "This note was written a moment ago. Change it yourself, or ask again in a minute.",
            429,
        ),
        NobodyToWrite: ("Nobody can write the note just now. It stays as it is; ask again in a while.", 503),
        NoKey: ("This page is incomplete. Reload it, then send again.", 400),
    }[type(error)]
