"""A refusal in words: what the use-cases raise, as sentences that say what to do, with the status to answer."""

import datetime as dt

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from chat.allowances import TooManyMessages, TooManyPieces, TooManyRunning
from chat.grounded.notes import MAX_CHARACTERS
from chat.pages.intents import NoKey
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
    TooManyRunning,
    NoKey,
    DraftClashes,
)

# After which a program may ask again whose replies are still being written.
RUNNING_SECONDS = 5


# What notes are refused with.
NOTE_REFUSALS = (NothingNoted, NoteTooLong, NoteChanged, JustWritten, NobodyToWrite)


def refusal(error: Exception) -> tuple[str, int]:
    """The sentence and the HTTP status for one of REFUSALS or NOTE_REFUSALS."""
    if isinstance(error, TooManyMessages):
        return _used_up(error) % {"time": clock(error.again_at)}, 429
    if isinstance(error, TooManyRunning):
        return _still_written(error.most), 429
    if isinstance(error, KeyReused):
        before = Truncator(error.text).chars(60)
        words = _("“%(text)s” was sent from here already. Press Send once more to say this too.")
        return words % {"text": before}, 409
    if isinstance(error, DraftClashes):
        words = _(
            "The draft cannot speak yet. %(reasons)s Mend that in its form, save, then send this again."
        )
        return words % {"reasons": error}, 409
    return {
        NothingSaid: (_("Write something first."), 422),
        TooLong: (
            _("That is too long: %(most)s characters is the most one can say at once.")
            % {"most": number(settings.MESSAGE_MAX_CHARACTERS)},
            422,
        ),
        ReplyPending: (
            _("The last reply is still being written. Wait for it, or stop it, then send this."),
            409,
        ),
        CharacterWithdrawn: (
            _("This character has been withdrawn by the editors. You can read on, but not go on."),
            409,
        ),
        NothingToContinue: (_("This reply is whole: there is nothing to go on with."), 409),
        NothingChanged: (_("That says the same as before. Change something, or cancel."), 422),
        NoSuchReply: (_("This page is of another conversation. Reload it, then send again."), 400),
        NothingNoted: (_("A note has to say something. To keep it as it was, cancel."), 422),
        NoteTooLong: (
            _("That is too long: a note has at most %(most)s characters.") % {"most": number(MAX_CHARACTERS)},
            422,
        ),
        NoteChanged: (
            _(
                "The note has changed meanwhile: below your words is what it says now. Save again to replace it."
            ),
            409,
        ),
        JustWritten: (
            _("This note was written a moment ago. Change it yourself, or ask again in a minute."),
            429,
        ),
        NobodyToWrite: (
            _("Nobody can write the note just now. It stays as it is; ask again in a while."),
            503,
        ),
        NoKey: (_("This page is incomplete. Reload it, then send again."), 400),
    }[type(error)]


def number(num: int) -> str:
    """A large number as one reads it: “8,000” in English."""
    return number_format(num, force_grouping=True)


def clock(moment: dt.datetime) -> str:
    """The time of day with its zone, as refusals and hints say it."""
    return f"{date_format(timezone.localtime(moment), 'H:i')} ({timezone.get_current_timezone_name()})"


def with_retry_after(response: HttpResponse, error: Exception) -> HttpResponse:
    """The page of a refusal, also telling programs when to come back where that is known."""
    if isinstance(error, TooManyMessages):
        seconds = (error.again_at - timezone.now()).total_seconds()
        response["Retry-After"] = str(max(1, round(seconds)))
    elif isinstance(error, TooManyRunning):
        response["Retry-After"] = str(RUNNING_SECONDS)
    return response


def _used_up(error: TooManyMessages) -> str:
    if not isinstance(error, TooManyPieces):
        return _("That is as much as one can say in an hour. You can go on at %(time)s.")
    return _(
        "The characters have told you as much as they can in an hour, or are telling it just now. "
        "You can go on at %(time)s."
    )


def _still_written(most: int) -> str:
    if most == 1:
        return _("A reply to you is still being written. Wait for it, or stop it, then send this.")
    words = _(
        "%(num)s replies to you are still being written. Wait for one to end, or stop one, then send this."
    )
    return words % {"num": most}
