"""Titles of conversations: from the first message, without asking a model, or as their users put them."""

import re

from chat.models import Conversation
from engines.small_talk import talk_of
from engines.text import clean
from engines.tongues import TONGUES

MOST = 80
# What a user may write as a title.
MOST_NAMED = Conversation._meta.get_field("title").max_length
# They would turn the words around a title as well; in a message they end with its paragraph.
DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def one_line(text: str) -> str:
    return " ".join(DIRECTIONS.sub("", text).split())


def title_of(text: str, *, name: str = "") -> str:
    """What the message is about in one line: without a greeting, and cut behind a whole word.

    ``name`` is the character's, who may be addressed by it.
    """
    line = one_line(text)
    return cut(_without_greeting(line, name) or line, MOST)


def _without_greeting(line: str, name: str) -> str:
    """“Hello Ada! What is the engine?” is about the engine. A long message is about much, and keeps its beginning."""
    if len(line) > 4 * MOST:
        return line
    for tongue in TONGUES.values():
        talk, rest = talk_of(line, name=name, tongue=tongue)
        at = line.find(rest.split(",")[0]) if talk and rest else -1
        if at > 0:
            return line[at:][:1].upper() + line[at:][1:]
    return line


def cut(line: str, most: int) -> str:
    """At most so many characters, ending behind a whole word where there is one in the last third."""
    if len(line) <= most:
        return line
    kept = line[: most - 1]
    head, space, _ = kept.rpartition(" ")
    return (head if space and len(head) >= most * 2 // 3 else kept).rstrip(" ,;:–-") + "…"


def named(text: str) -> str:
    """A title as its user wrote it, in one line; nothing when nothing of it can be seen."""
    return one_line(clean(text))
