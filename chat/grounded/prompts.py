"""All that an engine is told of one turn: from the generation's edition and its conversation, nothing else."""

from django.db import connection
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat

from characters.editions import content_of
from chat import branches
from chat.grounded import grounding, notes
from chat.models import Citation, Generation, Message, Note
from engines.base import Prompt, PromptMessage, PromptPassage

# What of a conversation is read for a prompt: all that stands in no note, also while the next note is being written.
# Engines cut it to their own budget.
MESSAGES_SO_FAR = 60
# In how many of the last messages it is looked for passages that were cited already.
CITATIONS_REMEMBERED = 100
VOICES = 3
CITE = """
INSERT INTO chat_citation (generation_id, number, passage_id)
SELECT %s, given.number, given.passage_id FROM unnest(%s::smallint[], %s::bigint[]) AS given (number, passage_id)
ON CONFLICT DO NOTHING
"""
# Of how many replies with offers the questions are not offered again.
OFFERS_REMEMBERED = 2


def prompt_for(generation: Generation, *, model_name: str = "") -> tuple[Prompt, list[dict]]:
    """The prompt, with its passages kept as citations, and the curated questions to offer with the reply."""
    content = content_of(generation.edition)
    asked = generation.reply.answers
    path = branches.path_to(asked.follows_id)
    before = _messages_before(path)
    ground = grounding.ground(
        generation.edition,
        asked.text,
        before,
        said=_cited_before(path),
        offered=_offered_lately(path),
    )
    numbers = _numbered(generation, ground)
    note = _note_told(generation, path)
    prompt = Prompt(
        character_name=content.name,
        persona=content.persona,
        greeting=content.greeting,
        message=asked.text,
        born=content.born,
        died=content.died,
        messages_so_far=tuple(PromptMessage(message.role, message.text) for message in before),
        passages=tuple(
            PromptPassage(
                number=numbers[found.passage.pk],
                kind=found.passage.kind,
                heading=found.passage.heading,
                text=found.passage.text,
                spoken=found.passage.spoken,
                score=found.score,
                is_question=found.is_question,
                is_said=found.is_said,
                question=found.passage.question,
            )
            for found in ground.found
        ),
        voices=tuple((q.question, q.spoken) for q in content.starter_questions if q.spoken)[:VOICES],
        offers=tuple(offer["question"] for offer in ground.offers),
        model_name=model_name,
        seed=generation.seed,
        so_far=generation.continues.text if generation.continues else "",
        note=note.text if note else "",
        num_noted=sum(message.pk <= note.upto_id for message in before) if note else 0,
    )
    return prompt, ground.offers


def _messages_before(path: list[int]) -> list[Message]:
    """What was said last on this branch, oldest first, without replies that came to nothing."""
    return list(Message.objects.filter(pk__in=path[-MESSAGES_SO_FAR:]).exclude(text="").order_by("pk"))


def _note_told(generation: Generation, path: list[int]) -> Note | None:
    """The note that stands for the old turns; the generation keeps which one it was."""
    note = notes.in_force(path)
    if generation.note_id != (note.pk if note else None):
        Generation.objects.filter(pk=generation.pk).update(note=note)
        generation.note = note
    return note


def _cited_before(path: list[int]) -> set[int]:
    """Passages that the last replies of this branch cited in their text; of those, none is sent here."""
    cited = Citation.objects.filter(generation__reply__in=path[-CITATIONS_REMEMBERED:])
    sign = Concat(Value("["), Cast("number", CharField()), Value("]"))
    return set(cited.filter(generation__reply__text__contains=sign).values_list("passage_id", flat=True))


def _offered_lately(path: list[int]) -> set[str]:
    """Anchors of the questions that the last replies offered, which would tire if they were offered again."""
    rows = (
        Generation.objects.filter(reply__in=path[-CITATIONS_REMEMBERED:])
        .exclude(offers=[])
        .order_by("-reply")
    )
    rows = rows.values_list("offers", flat=True)[:OFFERS_REMEMBERED]
    return {offer["anchor"] for offers in rows for offer in offers}


def _numbered(generation: Generation, ground) -> dict[int, int]:
    """The number of each passage, kept as citations. What an earlier attempt was given keeps its number."""
    # The first attempt at a reply that continues none was given nothing before.
    is_first = generation.attempt == 1 and generation.continues_id is None
    numbers = {} if is_first else dict(generation.citations.values_list("passage_id", "number"))
    for found in ground.found:
        numbers.setdefault(found.passage.pk, len(numbers) + 1)
    with connection.cursor() as cursor:
        # A third of what bulk_create costs, which opens a transaction for it.
        cursor.execute(CITE, [generation.pk, list(numbers.values()), list(numbers)])
    return numbers
