"""Write a user's conversations into files: Markdown to read, JSON to go on with. docs/export.md describes both.

Everything that a user takes along is written here, one conversation or all. Trials are not theirs to take, nor is
what they have deleted; archived conversations are.
"""

import json
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection
from django.utils import timezone, translation
from django.utils.formats import date_format

from chat.grounded import citing
from chat.models import RUNNING, Conversation, Message
from chat.replies.receipt_words import receipt_words

FORMAT, VERSION = "colloquy-conversation", 1
# Of an export of all, so many conversations are in memory at once.
BATCH = 20
# With a date, a number and an ending it stays below the 255 bytes that file systems take.
NAME_BYTES = 150
# What some system refuses in a name, and what turns the direction in which it is read.
_UNSAFE = re.compile(r'[\x00-\x20\x7f-\xa0<>:"/\\|?*\u2028-\u202e\u2066-\u2069]+')
_CITATION = re.compile(r"\[(\d{1,2})\]")
# Code stays as it is written, whatever its brackets look like.
_CODE = re.compile(r"(```.*?(?:```|\Z)|`[^`\n]*`)", re.DOTALL)
ENDINGS = {
    "CANCELLED": "The reply was stopped here.",
    "FAILED": "The reply broke off here.",
    "QUEUED": "The reply is still being written.",
    "GENERATING": "The reply is still being written.",
}


@contextmanager
def in_english():
    """Files are the same, whatever language the page speaks on which they were asked for."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


# --- What is exported ---


def conversations_of(user):
    """All that a user may take along."""
    return Conversation.objects.of(user).real().with_character().prefetch_related("notes")


def all_of(user) -> Iterator[Conversation]:
    """Every conversation of a user, oldest first, ready to be written; constant in memory.

    Between two batches no connection to the database is held, however slowly somebody downloads.
    """
    last = 0
    while batch := list(conversations_of(user).filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = batch[-1].pk
        read(batch)
        if not connection.in_atomic_block:
            connection.close()
        for conversation in batch:
            yield conversation
            _let_go(conversation)


def _let_go(conversation):
    """Undo the circles in which rows hold one another: their memory is free now, not when a collector comes by."""
    for message in conversation.said:
        for row in (message, message._state.fields_cache.get("generation")):
            if row:
                getattr(row, "_prefetched_objects_cache", {}).clear()
                row._state.fields_cache.clear()
    conversation._prefetched_objects_cache.clear()
    conversation.said = []


def read(conversations: list[Conversation]):
    """Give each of these conversations ``said``: all its messages, oldest first, with what is told of them."""
    by_id = {conversation.pk: conversation for conversation in conversations}
    for conversation in conversations:
        conversation.said = []
    rows = citing.with_sources(Message.objects.filter(conversation__in=by_id).select_related("rating"))
    for message in rows.order_by("pk"):
        message.conversation = by_id[message.conversation_id]
        message.conversation.said.append(message)


def _shown(conversation) -> list[Message]:
    """The branch that is shown, of what was read."""
    by_id = {message.pk: message for message in conversation.said}
    path, at = [], by_id.get(conversation.tip_id)
    while at:
        path.append(at)
        at = by_id.get(at.parent_id)
    return path[::-1]


# --- One message as text ---


def text_of(message: Message) -> str:
    """A message as Markdown that stands alone: citations are links, to addresses that follow below the text."""
    if message.role == Message.Role.USER:
        return message.text
    sources = citing.sources_of(message)
    places = {source.number: f"[{source.place}]" for source in sources}
    links = [f"[{source.place}]: {_address(source)}" for source in sources]
    return "\n\n".join(filter(None, (_cited(message.text, places), "\n".join(links))))


def _cited(text: str, places: dict[int, str]) -> str:
    """The text with these marks in place of its citations; a number that stands for no passage is left out."""
    parts = _CODE.split(text)
    parts[::2] = [_CITATION.sub(lambda match: places.get(int(match[1]), ""), part) for part in parts[::2]]
    return "".join(parts)


def _address(source) -> str:
    return settings.SITE_URL + source.address


# --- Markdown ---


@in_english()
def markdown(conversation: Conversation) -> str:
    """The branch that is shown, with the sources of all replies as footnotes."""
    begun = date_format(timezone.localtime(conversation.created_at), "j F Y")
    lines = [
        f"# {conversation.title}",
        f"A conversation with {conversation.character_name}, begun on {begun} at {settings.SITE_URL}. "
        "Nobody here is the person they speak for: what wrote each reply is said below it.",
    ]
    notes: list[str] = []
    for message in _shown(conversation):
        lines += _said(message, notes)
    return "\n\n".join([*lines, *(["\n".join(notes)] if notes else [])]) + "\n"


def _said(message, notes) -> list[str]:
    when = date_format(timezone.localtime(message.created_at), "j F Y, H:i")
    if message.role == Message.Role.USER:
        return [f"## You, {when}", message.text]
    generation, places = message.generation, {}
    for source in citing.sources_of(message):
        notes.append(f"[^{len(notes) + 1}]: [{source.heading}]({_address(source)})")
        places[source.number] = f"[^{len(notes)}]"
    receipt = receipt_words(message)
    words = [receipt.writer, f"edition {generation.edition.number}"]
    if receipt.model_name:
        words.insert(1, f"model {receipt.model_name}")
    ending = ENDINGS.get(generation.state)
    return [
        f"## {generation.edition.name}, {when}",
        *filter(None, (_cited(message.text, places), ending and f"*{ending}*", f"*{'; '.join(words)}.*")),
    ]


# --- JSON ---


@in_english()
def as_json(conversation: Conversation) -> dict:
    """The whole tree. The shape is described in docs/export.md; whoever changes it raises VERSION."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "exported_at": _moment(timezone.now()),
        "id": conversation.pk,
        "title": conversation.title,
        "character": {
            "name": conversation.character_name,
            "address": settings.SITE_URL + conversation.character.get_absolute_url()
            if conversation.character.live_edition
            else None,
        },
        "created_at": _moment(conversation.created_at),
        "last_said_at": _moment(conversation.last_said_at),
        "pinned_at": _moment(conversation.pinned_at),
        "archived_at": _moment(conversation.archived_at),
        "begun_from_a_share": conversation.begun_from_id is not None,
        "unsent": conversation.unsent,
        "tip": conversation.tip_id,
        "messages": [_message(message) for message in conversation.said],
        "notes": [
            {
                "upto": note.upto_id, "text": note.text, "engine": note.engine, "made_at": _moment(note.made_at),
                "edited_at": _moment(note.edited_at),
            }
            for note in conversation.notes.all()
        ],
    }  # fmt: skip


def _message(message) -> dict:
    told = {
        "id": message.pk,
        "parent": message.parent_id,
        "role": message.role.lower(),
        "text": message.text,
        "created_at": _moment(message.created_at),
    }
    return told | _reply(message) if message.role == Message.Role.CHARACTER else told


def _reply(message) -> dict:
    generation, edition = message.generation, message.generation.edition
    headings = {citation.number: citation.passage.heading for citation in generation.citations.all()}
    addresses = {source.number: _address(source) for source in citing.sources_of(message)}
    rating = getattr(message, "rating", None)
    return {
        "state": generation.state.lower(),
        "is_whole": generation.state not in RUNNING,
        "edition": {
            "number": edition.number,
            "name": edition.name,
            "address": settings.SITE_URL + edition.get_absolute_url(),
        },
        "engine": generation.engine,
        "model_name": generation.model_name,
        "parameters": generation.parameters,
        "prompt_hash": generation.prompt_hash,
        "continues": generation.continues_id,
        "ending": generation.ending,
        "fault": generation.fault,
        "num_pieces": generation.num_pieces,
        "queued_at": _moment(generation.queued_at),
        "started_at": _moment(generation.started_at),
        "first_piece_at": _moment(generation.first_piece_at),
        "finished_at": _moment(generation.finished_at),
        # All that the reply was given; the address of those that its text cites.
        "citations": [
            {"number": number, "heading": heading, "address": addresses.get(number)}
            for number, heading in headings.items()
        ],
        "rating": rating
        and {"is_good": rating.is_good, "reason": rating.reason.lower(), "remark": rating.remark},
    }


def _moment(moment) -> str | None:
    return moment and moment.isoformat()


# --- Files ---


def file_name(conversation: Conversation, ending: str, *, is_numbered: bool = False) -> str:
    """As “2026-05-04 Ada Lovelace, Who are you.md”: safe on every system, numbered where another may have it too."""
    named = f"{conversation.character_name}, {conversation.title}"
    named = " ".join(_UNSAFE.sub(" ", named).split())
    named = named.encode()[:NAME_BYTES].decode(errors="ignore").strip(" .")
    number = f" ({conversation.pk})" if is_numbered else ""
    return f"{conversation.created_at:%Y-%m-%d} {named}{number}.{ending}"


def one_file(conversation: Conversation, ending: str) -> str:
    """The text of a file with this ending, ``md`` or ``json``."""
    read([conversation])
    if ending == "md":
        return markdown(conversation)
    return json.dumps(as_json(conversation), ensure_ascii=False, indent=2) + "\n"


def json_lines(user) -> Iterator[bytes]:
    """All conversations as JSON Lines, one on each line."""
    for conversation in all_of(user):
        yield json.dumps(as_json(conversation), ensure_ascii=False).encode() + b"\n"


def markdown_archive(user) -> Iterator[bytes]:
    """All conversations as a ZIP archive of Markdown files, piece by piece. Of each file, its name stays in memory."""
    outlet = _Outlet()
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_DEFLATED) as archive:
        for conversation in all_of(user):
            info = zipfile.ZipInfo(
                file_name(conversation, "md", is_numbered=True),
                timezone.localtime(conversation.last_said_at).timetuple()[:6],
            )
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, markdown(conversation))
            yield outlet.taken()
    yield outlet.taken()


class _Outlet:
    """A file that forgets what was taken from it. Without ``seek``, the archive is written as a stream."""

    def __init__(self):
        self._held: list[bytes] = []

    def write(self, data) -> int:
        self._held.append(bytes(data))
        return len(data)

    def flush(self):
        pass

    def taken(self) -> bytes:
        held, self._held = b"".join(self._held), []
        return held
