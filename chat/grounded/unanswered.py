"""Questions that no page answers: kept as a gist with the reply, and told to editors only when several people asked."""

import datetime as dt
import re

from django.db import connection
from django.utils import timezone

from chat.models import Generation
from engines.base import Prompt
from engines.curated_decision import is_unanswered
from engines.normalised import folded, unaddressed
from engines.tongues import ENGLISH, tongue_of
from engines.tongues.tongue import Tongue

# So many different users must have asked the same of a character before anybody at the desk reads it.
FEWEST_USERS = 3
# What was asked longer ago may be answered by now.
DAYS = 90
FEWEST_WORDS, MAX_LENGTH = 3, 200
# Whoever gives these tells of themselves: figures, addresses, names with an @.
_PRIVATE = re.compile(r"\d|@|://|\bwww\.|\w\.(com|org|net|io|info|edu|gov)\b", re.IGNORECASE)


def gist_of(text: str, name: str, tongue: Tongue = ENGLISH) -> str:
    """What is asked, folded and without the character's name; empty when it is no plain question.

    Plain: three words or more, up to 200 characters, no figures, no addresses, nothing about the one who asks: a
    sentence that tells before it asks is about whoever writes it.
    """
    matter = tongue.matter
    words = unaddressed(folded(text), name, tongue)
    is_question = matter.asks.match(words) is not None
    is_plain = not _PRIVATE.search(text) and not matter.oneself.search(_without_lead(words, matter.tell_me))
    is_short = len(words) <= MAX_LENGTH and len(words.split()) >= FEWEST_WORDS
    return words if is_question and is_plain and is_short else ""


def _without_lead(words: str, lead: re.Pattern[str]) -> str:
    match = lead.match(words)
    return words[match.end() :] if match else words


def keep(generation: Generation, prompt: Prompt):
    """Before the reply is written: remember the gist of a question that no passage answers, but for trials."""
    if generation.conversation.is_trial:
        return
    gist = gist_of(prompt.message, prompt.character_name, tongue_of(prompt.language))
    if gist and is_unanswered(prompt):
        Generation.objects.filter(pk=generation.pk).update(unanswered=gist)


# First who asked what, once each, then how many did: half the time of a COUNT(DISTINCT …), which sorts all texts.
ASKED_BY_SEVERAL = """
SELECT asked.character_id AS character, c.name, asked.question, asked.num_users FROM (
    SELECT character_id, question, count(*) AS num_users FROM (
        SELECT DISTINCT v.character_id, g.unanswered AS question, v.user_id
        FROM chat_generation g JOIN chat_conversation v ON v.id = g.conversation_id
        WHERE g.unanswered <> '' AND g.queued_at >= %(since)s AND NOT v.is_trial AND v.deleted_at IS NULL
            AND (%(character)s::bigint IS NULL OR v.character_id = %(character)s)
    ) AS each_once
    GROUP BY character_id, question HAVING count(*) >= %(fewest)s
    ORDER BY num_users DESC, question, character_id LIMIT %(limit)s
) AS asked JOIN characters_character c ON c.id = asked.character_id
ORDER BY asked.num_users DESC, asked.question, asked.character_id
"""


def asked_by_several(*, limit: int, character=None) -> list[dict]:
    """``character`` (its id), ``name``, ``question``, ``num_users``, most asked first. What fewer ask, nobody reads."""
    values = {
        "since": timezone.now() - dt.timedelta(days=DAYS),
        "character": character and character.pk,
        "fewest": FEWEST_USERS,
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(ASKED_BY_SEVERAL, values)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
