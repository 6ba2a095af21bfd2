"""Count how often visitors choose each starter question, apart from what was said: deleting that takes none back."""

from django.db import connection
from django.db.models import OuterRef, Subquery

from characters.models import Edition
from chat.models import QuestionChoice

# One row of a character and question is raised by one turn after the other. It is the last that a turn locks,
# so that no two turns can wait for each other.
COUNT_ONE = """
INSERT INTO chat_questionchoice AS held (character_id, anchor, num_times) VALUES (%s, %s, 1)
ON CONFLICT (character_id, anchor) DO UPDATE SET num_times = held.num_times + 1
"""
# A question is the same with a printer's apostrophes, in capitals, and without its last sign.
_STRAIGHT = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"'})
_LAST_SIGNS = " .?!…"


def anchor_chosen(edition: Edition, text: str) -> str:
    """The anchor of the starter question that this text is, of a question of this edition; else nothing."""
    questions = edition.content["starter_questions"]
    # Most of what is said is longer than any question, or of another length altogether.
    said = _plain(text) if len(text) <= 2 * max((len(q["question"]) for q in questions), default=0) else ""
    return next((q["anchor"] for q in questions if said and _plain(q["question"]) == said), "")


def _plain(text: str) -> str:
    return " ".join(text.translate(_STRAIGHT).casefold().split()).rstrip(_LAST_SIGNS)


def count_one(edition: Edition, text: str):
    """If the text is a starter question of this edition, it was chosen once more; undone with the transaction."""
    if anchor := anchor_chosen(edition, text):
        with connection.cursor() as cursor:
            cursor.execute(COUNT_ONE, [edition.character_id, anchor])


def with_num_times(questions):
    """Draft questions, each with ``num_times``: how often it was chosen, None if never. Costs no query of its own."""
    chosen = QuestionChoice.objects.filter(character=OuterRef("character"), anchor=OuterRef("anchor"))
    return questions.annotate(num_times=Subquery(chosen.values("num_times")[:1]))
