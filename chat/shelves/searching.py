"""Search in all of one's conversations: what was said, titles, and whom one talked with."""

import re
from dataclasses import dataclass

from django.db import connection
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from characters.editions import folded
from chat.models import Conversation
from chat.shelves import listing
from engines.text import clean

MOST_FOUND = 30
# Longer questions are cut; in words, so that nobody looks for half of one.
MOST_CHARACTERS = 200
# Ends a snippet's marked words; no message holds them, because texts are cleaned of control characters.
OPENS, CLOSES = "\x01", "\x02"
MARKUP = re.compile(r"\[\d{1,2}\]|[*_#`>]+")
LAST_WORD = re.compile(r"\w+$")
# Shorter beginnings of words stand for too many: they are looked for as words.
FEWEST_BYTES = 3

WORDS = "(websearch_to_tsquery('simple', %(words)s) && to_tsquery('simple', %(beginning)s))"
# Titles and messages have an index by user and words each, which takes a user's number as a bigint and not otherwise.
FOUND = """
WITH asked AS MATERIALIZED (SELECT {words} AS query), held AS (
    SELECT max(m.id) AS message_id, m.conversation_id FROM chat_message AS m
    WHERE m.owner = %(user)s::bigint AND to_tsvector('simple'::regconfig, COALESCE(m.text, '')) @@ {words}
    GROUP BY m.conversation_id
  UNION ALL
    SELECT NULL, id FROM chat_conversation
    WHERE user_id = %(user)s::bigint AND to_tsvector('simple'::regconfig, COALESCE(title, '')) @@ {words}
  UNION ALL
    SELECT NULL, id FROM chat_conversation WHERE user_id = %(user)s AND character_id = ANY(%(people)s)
), best AS (
    SELECT c.id, max(held.message_id) AS message_id, c.last_said_at FROM held
    JOIN chat_conversation AS c ON c.id = held.conversation_id
    WHERE c.user_id = %(user)s AND c.deleted_at IS NULL AND NOT c.is_trial
        AND (%(character)s::bigint IS NULL OR c.character_id = %(character)s)
    GROUP BY c.id ORDER BY c.last_said_at DESC, c.id DESC LIMIT %(most)s
)
SELECT best.id, best.message_id, m.role,
    ts_headline('simple', m.text, asked.query,
        'StartSel=\x01, StopSel=\x02, MaxWords=28, MinWords=12, ShortWord=0, MaxFragments=1, FragmentDelimiter=" … "')
FROM best CROSS JOIN asked LEFT JOIN chat_message AS m ON m.id = best.message_id
ORDER BY best.last_said_at DESC, best.id DESC
"""


@dataclass(frozen=True)
class Found:
    """A conversation, and the newest message in it that was looked for; none where its title or its name was."""

    conversation: Conversation
    message_id: int | None
    is_mine: bool
    snippet: SafeString


@dataclass(frozen=True)
class Results:
    found: list[Found]
    is_more: bool


def asked(text: str) -> str:
    """What was typed, in one line, without what cannot be looked for."""
    line = " ".join(clean(text[: 10 * MOST_CHARACTERS]).split())
    return line if len(line) <= MOST_CHARACTERS else line[:MOST_CHARACTERS].rpartition(" ")[0]


def search(user, text: str, *, people: list[listing.Person], character_id: int | None = None) -> Results:
    """Conversations with this in them, the latest first; ``people`` are those with whom the user has talked.

    As one writes for a search on the web: words that all must be there, "a phrase", -not, or; the last word may be
    unfinished. What was said a moment ago is found.
    """
    rows = _rows(user, text, people, character_id)
    held = Conversation.objects.of(user).with_character().in_bulk([row[0] for row in rows])
    found = [
        Found(held[pk], message_id, role == "USER", marked(words or ""))
        for pk, message_id, role, words in rows[:MOST_FOUND] if pk in held
    ]  # fmt: skip
    return Results(found, len(rows) > MOST_FOUND)


def _rows(user, text, people, character_id):
    words, beginning = _words_and_beginning(text)
    sql = FOUND.format(words=WORDS if beginning and words else _one_of(words, beginning))
    values = {
        "words": words,
        "beginning": beginning,
        "user": user.pk,
        "people": [person.pk for person in people if is_named(person.name, text)],
        "character": character_id,
        "most": MOST_FOUND + 1,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def _one_of(words, beginning) -> str:
    return "to_tsquery('simple', %(beginning)s)" if beginning else "websearch_to_tsquery('simple', %(words)s)"


def _words_and_beginning(text: str) -> tuple[str, str]:
    """What is written out, and the last word as a beginning, unless that is an operator, in quotes, or too short."""
    last = LAST_WORD.search(text)
    before = text[: last.start()] if last else text
    is_plain = (
        last and (not before or before[-1].isspace()) and before.count('"') % 2 == 0
        and last[0].casefold() != "or" and not re.search(r"\bor\s+$", before, re.IGNORECASE)
    )  # fmt: skip
    if not is_plain or len(last[0].encode()) < FEWEST_BYTES:
        return text, ""
    return before.strip(), f"'{last[0]}':*"


def is_named(name: str, text: str) -> bool:
    """Every word that was asked for begins a word of the name."""
    words, asked_for = folded(name).split(), folded(text).split()
    return bool(asked_for) and all(any(word.startswith(part) for word in words) for part in asked_for)


def marked(words: str) -> SafeString:
    """A snippet as HTML: its own signs are harmless, and only then what was found is marked."""
    plain = escape(MARKUP.sub("", words).strip())
    html = plain.replace(OPENS, "<mark>").replace(CLOSES, "</mark>")
    return mark_safe(html)  # noqa: S308 - escaped above; the two signs come in pairs, from PostgreSQL
