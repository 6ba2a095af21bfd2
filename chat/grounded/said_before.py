"""What stands on a branch before a message, as far as the next reply has to know it: read in one query."""

import json
from dataclasses import dataclass

from django.db import connection

from chat.models import Message, Note

# What of a conversation is read for a prompt: all that stands in no note, also while the next note is being written.
# Engines cut it to their own budget.
MESSAGES_SO_FAR = 60
# In how many of the last messages it is looked for passages that were cited already.
CITATIONS_REMEMBERED = 100
# Of how many replies with offers the questions are not offered again.
OFFERS_REMEMBERED = 2
# One row a message, the newest first. A citation counts if its number stands in the text. The note is the newest on
# the path, with a text, and stands in every row.
BEFORE = """
WITH RECURSIVE path (id, parent_id, step) AS (
    SELECT id, COALESCE(answers_id, follows_id), 1 FROM chat_message WHERE id = %(tip)s
  UNION ALL
    SELECT parent.id, COALESCE(parent.answers_id, parent.follows_id), path.step + 1
    FROM chat_message AS parent JOIN path ON parent.id = path.parent_id
), note AS (
    SELECT note.id, note.upto_id, note.text FROM path JOIN chat_note AS note ON note.upto_id = path.id
    WHERE note.text <> '' ORDER BY note.upto_id DESC LIMIT 1
)
SELECT message.id, message.role, message.text, generation.offers, ARRAY(
    SELECT citation.passage_id FROM chat_citation AS citation WHERE citation.generation_id = generation.id
    AND strpos(message.text, '[' || citation.number || ']') > 0), note.id, note.upto_id, note.text
FROM path JOIN chat_message AS message ON message.id = path.id
LEFT JOIN chat_generation AS generation ON generation.reply_id = message.id LEFT JOIN note ON TRUE
WHERE path.step <= %(most)s ORDER BY path.step
"""


@dataclass(frozen=True)
class SaidBefore:
    """``messages`` oldest first, without replies that came to nothing; ``cited`` are ids of passages, ``offered``
    anchors of questions; ``note`` stands for the old turns.
    """

    messages: tuple[Message, ...] = ()
    cited: frozenset[int] = frozenset()
    offered: frozenset[str] = frozenset()
    note: Note | None = None


def said_before(message: Message) -> SaidBefore:
    """Before this message of the user's, on its own branch."""
    if message.follows_id is None:
        return SaidBefore()
    with connection.cursor() as cursor:
        cursor.execute(BEFORE, {"tip": message.follows_id, "most": CITATIONS_REMEMBERED})
        rows = cursor.fetchall()
    messages = [Message(pk=row[0], role=row[1], text=row[2]) for row in rows[:MESSAGES_SO_FAR] if row[2]]
    # Django has the driver leave JSON as it came.
    lately = [json.loads(row[3]) for row in rows if row[3] not in (None, "[]")][:OFFERS_REMEMBERED]
    note_id, upto_id, text = rows[0][5:] if rows else (None, None, None)
    return SaidBefore(
        messages=tuple(reversed(messages)),
        cited=frozenset(passage for row in rows for passage in row[4]),
        offered=frozenset(offer["anchor"] for one in lately for offer in one),
        note=Note(pk=note_id, upto_id=upto_id, text=text) if note_id else None,
    )
