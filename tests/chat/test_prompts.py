"""What a prompt tells of the conversation so far."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from characters import publishing
from chat import turns
from chat.grounded.prompts import prompt_for
from chat.grounded.said_before import MESSAGES_SO_FAR, said_before
from chat.models import Citation, Generation, Message, Note
from tests.chat.factories import conversation, fresh, long_talk, set_state, taken_turn
from tests.factories import CharacterFactory, StarterQuestionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(user):
    character = CharacterFactory()
    for number in range(9):
        StarterQuestionFactory(character=character, anchor=f"q{number}", question=f"What of ship {number}?")
    publishing.publish(character, embed_now=True)
    character.refresh_from_db()
    return conversation(user, character=character)


def test_what_the_last_two_replies_offered_is_not_offered_again(user, asked):
    offered = []
    for _ in range(3):
        turn = taken_turn(user, into=asked, text="What is your favourite food?")
        _, offers = prompt_for(turn)
        offered.append({offer["anchor"] for offer in offers})
        Generation.objects.filter(pk=turn.pk).update(
            offers=offers, state="COMPLETE", finished_at=turn.queued_at
        )
    assert len(set.union(*offered)) == 9
    turn = taken_turn(user, into=asked, text="What is your favourite food?")
    assert {offer["anchor"] for offer in prompt_for(turn)[1]} == offered[0]


# --- Long conversations -------------------------------------------------------------------------------------------


def cite_in_all(talk):
    passages = list(talk.character.live_edition.passages.all())
    Citation.objects.bulk_create(
        Citation(generation=generation, number=number, passage=passage)
        for generation in talk.generations.all()
        for number, passage in enumerate(passages[:5], 1)
    )


def test_500_turns_cost_as_many_queries_as_5(user, asked):
    def told(num_turns):
        talk = long_talk(user, num_turns=num_turns, into=conversation(user, character=asked.character))
        cite_in_all(talk)
        upto = talk.messages.filter(role="CHARACTER").order_by("-pk")[min(10, num_turns - 1)]
        Note.objects.create(conversation=talk, upto=upto, text="Ben asked of ships.", engine="curated")
        turn = Generation.objects.select_related(
            "edition", "conversation", "reply__answers", "continues"
        ).get(pk=taken_turn(user, into=talk).pk)
        prompt_for(turn)
        Citation.objects.filter(generation=turn).delete()
        Generation.objects.filter(pk=turn.pk).update(note=None)
        turn.refresh_from_db()
        with CaptureQueriesContext(connection) as queries:
            prompt, _ = prompt_for(turn)
        return prompt, len(queries)

    _, few_queries = told(5)
    prompt, many_queries = told(500)
    assert many_queries == few_queries
    assert len(prompt.messages_so_far) == MESSAGES_SO_FAR
    assert prompt.messages_so_far[-1].text.startswith("Answer 500.")
    assert prompt.note == "Ben asked of ships."
    assert len(prompt.messages_so_far) - prompt.num_noted == 20


def test_only_what_a_reply_says_that_it_cites_was_cited(user, asked):
    talk = long_talk(user, num_turns=2, into=asked)
    cite_in_all(talk)
    Message.objects.filter(pk=talk.tip_id).update(text="As I said [2], and 100 % more [12].")
    turn = taken_turn(user, into=talk)
    second = list(asked.character.live_edition.passages.all())[1]
    assert said_before(turn.reply.answers).cited == {second.pk}


# --- Another reply to the same message ----------------------------------------------------------------------------


def test_another_reply_is_told_those_before_it_and_one_that_goes_on_what_that_was_told(user, asked):
    def reply(message, written, state="COMPLETE"):
        return set_state(message.generation, state=state, written=written)

    first = taken_turn(user, into=asked, state="COMPLETE", written="One.")
    second = reply(turns.retry(user=user, reply_id=first.reply_id), "Tw", state="CANCELLED")
    third = reply(turns.retry(user=user, reply_id=first.reply_id), "Three.")
    goes_on = reply(turns.continue_reply(user=user, reply_id=second.reply_id), "Two.")
    told = [prompt_for(row)[0].variants for row in (first, second, third, goes_on)]
    assert told == [(), ("One.",), ("One.", "Tw"), ("One.",)]


def test_a_first_reply_asks_for_no_others(user, asked):
    first = taken_turn(user, into=asked)
    with CaptureQueriesContext(connection) as queries:
        prompt_for(fresh(first))
    assert not any('answers_id" =' in query["sql"] for query in queries)
