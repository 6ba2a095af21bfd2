"""The tree of what was said: the path that leads to a message, its variants, and where a branch ends now.

A message's parent is what it answers or follows; children of one parent are variants, in the order they were said.
"""

from django.db import connection

from chat.models import Conversation, Message

# From a message up to the first, at most so many steps.
PATH = """
WITH RECURSIVE path (id, parent_id, step) AS (
    SELECT id, COALESCE(answers_id, follows_id), 1 FROM chat_message WHERE id = %(tip)s
  UNION ALL
    SELECT parent.id, COALESCE(parent.answers_id, parent.follows_id), path.step + 1
    FROM chat_message AS parent JOIN path ON parent.id = path.parent_id WHERE path.step < %(most)s
)
SELECT id FROM path ORDER BY step DESC
"""
# From a message down, always to the newest child.
END = """
WITH RECURSIVE way (id) AS (
    SELECT %(top)s::bigint
  UNION ALL
    SELECT child.id FROM way, LATERAL (
        SELECT max(id) AS id FROM chat_message WHERE answers_id = way.id OR follows_id = way.id
    ) AS child WHERE child.id IS NOT NULL
)
SELECT max(id) FROM way
"""
EVERYTHING = 1_000_000


def path_to(tip_id: int | None, *, most: int = EVERYTHING) -> list[int]:
    """The ids of the last ``most`` messages of the path that ends with this one, oldest first."""
    if tip_id is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(PATH, {"tip": tip_id, "most": most})
        return [pk for (pk,) in cursor.fetchall()]


def end_below(message_id: int) -> int:
    """The last message of the branch that goes through this one and, where it forks, always on to the newest."""
    with connection.cursor() as cursor:
        cursor.execute(END, {"top": message_id})
        return cursor.fetchone()[0]


def show(conversation: Conversation, tip: Message):
    """From now on this branch is shown, wherever the conversation is opened."""
    Conversation.objects.filter(pk=conversation.pk).update(tip=tip)
    conversation.tip = tip
