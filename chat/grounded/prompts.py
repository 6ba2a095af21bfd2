"""All that an engine is told of one turn: from the generation's edition and its conversation, nothing else."""

from django.db import connection

from characters.editions import content_of
from chat.grounded import grounding
from chat.grounded.said_before import said_before
from chat.models import Generation, Note
from engines.base import Prompt, PromptMessage, PromptPassage

VOICES = 3
CITE = """
INSERT INTO chat_citation (generation_id, number, passage_id)
SELECT %s, given.number, given.passage_id FROM unnest(%s::smallint[], %s::bigint[]) AS given (number, passage_id)
ON CONFLICT DO NOTHING
"""


def prompt_for(generation: Generation, *, model_name: str = "") -> tuple[Prompt, list[dict]]:
    """The prompt, with its passages kept as citations, and the curated questions to offer with the reply."""
    content = content_of(generation.edition)
    asked = generation.reply.answers
    before = said_before(asked)
    ground = grounding.ground(
        generation.edition, asked.text, before.messages, said=before.cited, offered=before.offered
    )
    numbers = _numbered(generation, ground)
    note = _note_told(generation, before.note)
    prompt = Prompt(
        character_name=content.name,
        persona=content.persona,
        greeting=content.greeting,
        message=asked.text,
        born=content.born,
        died=content.died,
        messages_so_far=tuple(PromptMessage(message.role, message.text) for message in before.messages),
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
        num_noted=sum(message.pk <= note.upto_id for message in before.messages) if note else 0,
        variants=_variants_before(generation),
        language=content.language,
    )
    return prompt, ground.offers


def _variants_before(generation: Generation) -> tuple[str, ...]:
    """What was said to the same message before this reply, or before the one that it goes on from."""
    asked = generation.reply.answers
    if generation.seed == asked.pk:
        # The seed of a first reply: there is nothing to ask for.
        return ()
    first = generation.continues_id or generation.reply_id
    earlier = asked.replies.filter(pk__lt=first).exclude(text="").order_by("pk")
    return tuple(earlier.values_list("text", flat=True))


def _note_told(generation: Generation, note: Note | None) -> Note | None:
    """The note that stands for the old turns; the generation keeps which one it was."""
    if generation.note_id != (note.pk if note else None):
        Generation.objects.filter(pk=generation.pk).update(note=note)
        generation.note = note
    return note


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
