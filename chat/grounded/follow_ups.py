"""Questions to go on with under the last reply, where its writer offered none: curated ones that nobody has asked yet.

No model is asked: the vectors of the passages are there, and PostgreSQL tells which lie nearest.
"""

import uuid

from django.db import connection

from characters.editions import folded
from chat import branches
from chat.models import Generation, Message

NUM_FOLLOW_UPS = 3
# The curated answers of the edition that spoke, nearest first to the passage that this reply was given as its best.
NEAREST = """
SELECT answer.question, answer.anchor FROM characters_passage AS answer
LEFT JOIN LATERAL (
    SELECT passage.id, passage.embedding FROM chat_citation AS citation
    JOIN characters_passage AS passage ON passage.id = citation.passage_id
    WHERE citation.generation_id = %(generation)s ORDER BY citation.number LIMIT 1
) AS given ON TRUE
WHERE answer.edition_id = %(edition)s AND answer.kind = 'ANSWER' AND answer.id IS DISTINCT FROM given.id
    -- What this branch has cited has been answered.
    AND NOT EXISTS (
        SELECT 1 FROM chat_citation AS said JOIN chat_generation AS g ON g.id = said.generation_id
        JOIN chat_message AS reply ON reply.id = g.reply_id
        WHERE reply.id = ANY(%(branch)s) AND said.passage_id = answer.id
            AND strpos(reply.text, '[' || said.number || ']') > 0)
ORDER BY answer.embedding <=> given.embedding NULLS LAST, answer.position
"""


def offer(reply: Message | None):
    """Give the reply that ends its conversation, made ready by ``threads``, some offers if it is whole and has none."""
    if reply is None or reply.role != Message.Role.CHARACTER or reply.offers:
        return
    if reply.conversation.tip_id != reply.pk:
        return
    if reply.generation.state == Generation.State.COMPLETE and reply.generation.ending != "length":
        reply.offers = [{**found, "client_key": uuid.uuid4()} for found in follow_ups(reply)]
        # They go when something else is said; what its writer offers belongs to its words and stays.
        reply.has_follow_ups = True


def follow_ups(reply: Message) -> list[dict]:
    """Up to three questions as ``{"question", "anchor"}``, nearest first to what the reply was about."""
    branch = branches.path_to(reply.pk)
    asked = Message.objects.filter(pk__in=branch, role=Message.Role.USER).values_list("text", flat=True)
    asked = {folded(text) for text in asked}
    values = {"generation": reply.generation.pk, "edition": reply.generation.edition_id, "branch": branch}
    with connection.cursor() as cursor:
        cursor.execute(NEAREST, values)
        rows = cursor.fetchall()
    fresh = [{"question": q, "anchor": anchor} for q, anchor in rows if q and folded(q) not in asked]
    return fresh[:NUM_FOLLOW_UPS]
