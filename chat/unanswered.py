"""Questions that no page answers: kept as a gist with the reply, and told to editors only when several people asked."""

import datetime as dt
import re

from django.db.models import Count, F
from django.utils import timezone

from chat.models import Generation
from engines.base import Prompt
from engines.curated_decision import is_unanswered
from engines.normalised import folded, unaddressed

# So many different users must have asked the same of a character before anybody at the desk reads it.
FEWEST_USERS = 3
# What was asked longer ago may be answered by now.
DAYS = 90
FEWEST_WORDS, MAX_LENGTH = 3, 200
# Whoever gives these tells of themselves: figures, addresses, names with an @.
_PRIVATE = re.compile(r"\d|@|://|\bwww\.|\w\.(com|org|net|io|info|edu|gov)\b", re.IGNORECASE)
_ASKS = re.compile(
    r"(what|who|whom|whose|when|where|why|how|which|did|do|does|were|was|are|is|am|have|has|had|can|could|would|will|"
    r"should|shall|may|might|tell me|explain|describe)\b"
)
# A sentence that tells before it asks is about whoever writes it.
_OWN = re.compile(r"\b(i|im|ive|my|me|mine|myself|we|our|us)\b")


def gist_of(text: str, name: str) -> str:
    """What is asked, folded and without the character's name; empty when it is no plain question.

    Plain: three words or more, up to 200 characters, no figures, no addresses, nothing about the one who asks.
    """
    words = unaddressed(folded(text), name)
    is_question = _ASKS.match(words) is not None
    is_plain = not _PRIVATE.search(text) and not _OWN.search(words.removeprefix("tell me"))
    is_short = len(words) <= MAX_LENGTH and len(words.split()) >= FEWEST_WORDS
    return words if is_question and is_plain and is_short else ""


def keep(generation: Generation, prompt: Prompt):
    """Before the reply is written: remember the gist of a question that no passage answers, but for trials."""
    if generation.conversation.is_trial:
        return
    gist = gist_of(prompt.message, prompt.character_name)
    if gist and is_unanswered(prompt):
        Generation.objects.filter(pk=generation.pk).update(unanswered=gist)


def asked_by_several():
    """Rows of ``character``, ``name``, ``question``, ``num_users``, most asked first; what fewer ask nobody reads."""
    since = timezone.now() - dt.timedelta(days=DAYS)
    rows = Generation.objects.exclude(unanswered="").filter(
        queued_at__gte=since, conversation__is_trial=False
    )
    return (
        rows.values(
            character=F("conversation__character"),
            name=F("conversation__character__name"),
            question=F("unanswered"),
        )
        .annotate(num_users=Count("conversation__user", distinct=True))
        .filter(num_users__gte=FEWEST_USERS)
        .order_by("-num_users", "question", "character")
    )
