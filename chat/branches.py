"""The tree of what was said: the path that leads to a message, its variants, and where a branch ends now.

A message's parent is what it answers or follows; children of one parent are variants, in the order they were said.
"""

from collections.abc import Iterable
from dataclasses import dataclass

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
# The same from a message up to another, and of that the first so many.
WAY = """
WITH RECURSIVE path (id, parent_id, step) AS (
    SELECT id, COALESCE(answers_id, follows_id), 1 FROM chat_message WHERE id = %(tip)s
  UNION ALL
    SELECT parent.id, COALESCE(parent.answers_id, parent.follows_id), path.step + 1
    FROM chat_message AS parent JOIN path ON parent.id = path.parent_id WHERE path.id <> %(top)s
)
SELECT id FROM path ORDER BY step DESC LIMIT %(most)s
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
# From the reply that is being written, if one is, up to the first message.
WRITTEN = """
WITH RECURSIVE path (id, parent_id) AS (
    SELECT reply.id, reply.answers_id FROM chat_generation JOIN chat_message AS reply ON reply.id = reply_id
    WHERE chat_generation.conversation_id = %(conversation)s AND state IN ('QUEUED', 'GENERATING')
  UNION ALL
    SELECT parent.id, COALESCE(parent.answers_id, parent.follows_id)
    FROM chat_message AS parent JOIN path ON parent.id = path.parent_id
)
SELECT id FROM path
"""
# What has one of these parents; and the first messages, where one of those is shown.
VARIANTS = """
SELECT answers_id, id FROM chat_message WHERE answers_id = ANY(%(parents)s)
UNION ALL
SELECT follows_id, id FROM chat_message WHERE follows_id = ANY(%(parents)s)
UNION ALL
SELECT NULL, id FROM chat_message
WHERE %(with_first)s AND conversation_id = %(conversation)s AND answers_id IS NULL AND follows_id IS NULL
ORDER BY 2
"""
EVERYTHING = 1_000_000


@dataclass(frozen=True)
class Variants:
    """The place of a message among what has the same parent. ``written`` leads to the reply that is being written."""

    ids: tuple[int, ...]
    shown: int
    written: int | None = None

    @property
    def place(self) -> int:
        """From 1, in the order they were said."""
        return self.ids.index(self.shown) + 1

    @property
    def previous(self) -> int | None:
        return self.ids[self.place - 2] if self.place > 1 else None

    @property
    def next(self) -> int | None:
        return self.ids[self.place] if self.place < len(self.ids) else None

    @property
    def is_written_before(self) -> bool:
        """Whether a hidden variant before this one holds the reply that is being written."""
        return self.written is not None and self.written < self.shown

    @property
    def is_written_after(self) -> bool:
        return self.written is not None and self.written > self.shown


def path_to(tip_id: int | None, *, most: int = EVERYTHING) -> list[int]:
    """The ids of the last ``most`` messages of the path that ends with this one, oldest first."""
    if tip_id is None:
        return []
    return _ids(PATH, tip=tip_id, most=most)


def way_down(top_id: int, tip_id: int | None, *, most: int = EVERYTHING) -> list[int]:
    """The ids of the first ``most`` messages from one down to another below it; none when it is not below."""
    way = _ids(WAY, top=top_id, tip=tip_id, most=most)
    return way if way and way[0] == top_id else []


def end_below(message_id: int) -> int:
    """The last message of the branch that goes through this one and, where it forks, always on to the newest."""
    return _ids(END, top=message_id)[0]


def end_through(conversation: Conversation, message_id: int) -> int:
    """Where one reads on to from this message: to what is shown, if that is below it, else to the newest."""
    if way_down(message_id, conversation.tip_id, most=1):
        return conversation.tip_id
    return end_below(message_id)


def show(conversation: Conversation, tip_id: int):
    """From now on the branch that ends here is shown, wherever the conversation is opened."""
    Conversation.objects.filter(pk=conversation.pk).update(tip=tip_id)
    conversation.tip_id = tip_id


def variants_of(conversation: Conversation, shown: Iterable[Message]) -> dict[int, Variants]:
    """Of these messages, which lie on one path, the variants of each that has more than itself."""
    parents = [message.parent_id for message in shown]
    if not parents:
        return {}
    children = _children(conversation, parents)
    forks = {m.pk: children[m.parent_id] for m in shown if len(children.get(m.parent_id, ())) > 1}
    written = set(_ids(WRITTEN, conversation=conversation.pk)) if forks else set()
    return {
        pk: Variants(tuple(ids), pk, next((one for one in ids if one in written and one != pk), None))
        for pk, ids in forks.items()
    }


def _children(conversation, parents) -> dict[int | None, list[int]]:
    children = {}
    with connection.cursor() as cursor:
        params = {
            "parents": [parent for parent in parents if parent],
            "with_first": None in parents,
            "conversation": conversation.pk,
        }
        cursor.execute(VARIANTS, params)
        for parent, pk in cursor.fetchall():
            children.setdefault(parent, []).append(pk)
    return children


def _ids(sql: str, **params) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [pk for (pk,) in cursor.fetchall()]
