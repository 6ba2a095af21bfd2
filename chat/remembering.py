"""What a user does with the notes of their conversations: change them, or have them written anew."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from chat import tasks, turns
from chat.grounded import notes
from chat.grounded.notes import MAX_CHARACTERS
from chat.models import Conversation, Note

NOT_SOONER = dt.timedelta(seconds=60)


class NothingNoted(Exception):
    """The note would be empty, or hold only what cannot be seen."""


class NoteTooLong(Exception):
    """The note is longer than MAX_CHARACTERS."""


class NoteChanged(Exception):
    """The note has another text by now than the one that was changed: ``note``."""

    def __init__(self, note: Note):
        super().__init__()
        self.note = note


class JustWritten(Exception):
    """The note was written anew a moment ago: each time costs what a reply costs."""


class NobodyToWrite(Exception):
    """No worker can be called just now."""


def own(user):
    """This user's notes, of conversations that they may read."""
    return Note.objects.filter(conversation__in=Conversation.objects.of(user))


@transaction.atomic
def edit(*, user, note_id: int, text: str, mark: str) -> Note:
    """The note in the user's words, which the engine is told from now on. Whoever writes it at this moment gives way.

    ``mark`` is that of the text that the form showed.
    :raises NothingNoted, NoteTooLong, NoteChanged, Note.DoesNotExist: and then nothing is kept.
    """
    note = own(user).select_for_update(of=("self",)).get(pk=note_id)
    text = turns.tidied(text)
    if not turns.can_be_seen(text):
        raise NothingNoted
    if len(text) > MAX_CHARACTERS:
        raise NoteTooLong
    if mark != note.mark:
        raise NoteChanged(note)
    note.text, note.edited_at, note.writing_until = text, timezone.now(), None
    note.save(update_fields=("text", "edited_at", "writing_until"))
    return note


def write_anew(*, user, note_id: int) -> Note:
    """Have the engine write the note again; its text stays until it has another. Asked twice, it is written once.

    :raises JustWritten, NobodyToWrite, Note.DoesNotExist:
    """
    note = own(user).get(pk=note_id)
    if note.is_written:
        return note
    if note.edited_at is None and timezone.now() - note.made_at < NOT_SOONER:
        raise JustWritten
    if (held := notes.claim_anew(note.pk)) and not tasks.ask_for_note_anew(note.pk):
        notes.give_back(held)
        raise NobodyToWrite
    note.refresh_from_db()
    return note
