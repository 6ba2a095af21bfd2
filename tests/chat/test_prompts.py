"""What a prompt tells of the conversation so far."""

import pytest

from characters import publishing
from chat.models import Generation
from chat.prompts import prompt_for
from tests.chat.factories import conversation, taken_turn
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
