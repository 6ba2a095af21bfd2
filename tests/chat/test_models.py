"""What the database keeps, whatever the code does: each constraint, and how many conversations go with what."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils import timezone

from chat.models import Citation, Conversation, Generation, Message
from tests.chat.factories import conversation, set_state, taken_turn

State, Role = Generation.State, Message.Role


def refused_by(constraint):
    return pytest.raises(IntegrityError, match=constraint)


def message(talk, **fields):
    return Message.objects.create(
        conversation=talk, **{"role": Role.USER, "text": "Hello", "client_key": uuid.uuid4(), **fields}
    )


def generation(talk, **fields):
    reply = message(talk, role=Role.CHARACTER, client_key=None, answers=message(talk))
    edition = talk.character.live_edition
    return Generation.objects.create(
        conversation=talk, reply=reply, edition=edition, engine="scripted", **fields
    )


def test_a_key_begins_one_conversation_of_a_user(talk):
    with refused_by("conversation_begun_once"):
        Conversation.objects.create(
            user=talk.user, character=talk.character, title="Again", client_key=talk.client_key
        )


def test_a_key_takes_one_turn_of_a_conversation(talk):
    first = message(talk)
    with refused_by("turn_taken_once"):
        message(talk, client_key=first.client_key)


def test_the_same_key_takes_turns_in_two_conversations(talk, user):
    message(conversation(user), client_key=message(talk).client_key)


@pytest.mark.parametrize(
    "fields",
    [
        {"role": Role.USER, "client_key": None},
        {"role": Role.CHARACTER, "client_key": None},
        {"role": "NARRATOR"},
        {"role": "NARRATOR", "client_key": None},
    ],
)
def test_a_message_of_neither_kind_is_refused(talk, fields):
    with refused_by("reply_answers_a_message"):
        message(talk, **fields)


@pytest.mark.parametrize("fields", [{}, {"role": Role.CHARACTER}, {"client_key": None}])
def test_only_a_reply_answers_and_only_a_users_message_has_a_key(talk, fields):
    asked = message(talk)
    with refused_by("reply_answers_a_message"):
        message(talk, answers=asked, **fields)


@pytest.mark.parametrize("state", [State.QUEUED, State.GENERATING])
def test_a_conversation_has_one_running_generation(talk, state):
    generation(talk)
    with refused_by("one_running_generation"):
        generation(talk, state=state, lease_until=timezone.now())


def test_a_conversation_has_many_finished_generations(talk):
    for state in (State.COMPLETE, State.FAILED, State.CANCELLED):
        generation(talk, state=state, finished_at=timezone.now())
    generation(talk)


def test_what_is_generating_has_a_lease(talk):
    with refused_by("generating_has_a_lease"):
        generation(talk, state=State.GENERATING)


@pytest.mark.parametrize("state", [State.COMPLETE, State.FAILED, State.CANCELLED])
def test_what_is_final_has_a_time_at_which_it_ended(talk, state):
    with refused_by("finished_when_terminal"):
        generation(talk, state=state)


@pytest.mark.parametrize("state", [State.QUEUED, State.GENERATING])
def test_what_is_running_has_not_ended(talk, state):
    with refused_by("finished_when_terminal"):
        generation(talk, state=state, lease_until=timezone.now(), finished_at=timezone.now())


def test_there_is_no_other_state(talk):
    with refused_by("finished_when_terminal"):
        generation(talk, state="DREAMING")


def test_a_reply_has_one_generation(talk):
    first = set_state(generation(talk), state=State.COMPLETE)
    with pytest.raises(IntegrityError, match="reply_id"):
        Generation.objects.create(
            conversation=talk, reply=first.reply, edition=talk.character.live_edition, engine="scripted"
        )


def test_a_number_cites_one_passage_of_a_reply(talk):
    row, passage = generation(talk), talk.character.live_edition.passages.first()
    Citation.objects.create(generation=row, number=1, passage=passage)
    with refused_by("citation_number_once"):
        Citation.objects.create(generation=row, number=1, passage=passage)


def test_an_edition_that_a_reply_spoke_from_cannot_be_deleted(user):
    row = taken_turn(user)
    with pytest.raises((ProtectedError, RestrictedError, IntegrityError)), transaction.atomic():
        row.edition.delete()


def test_a_character_someone_talks_with_cannot_be_deleted(talk):
    with pytest.raises(ProtectedError):
        talk.character.delete()


def test_with_the_account_go_its_conversations_and_everything_said(user):
    row = taken_turn(user)
    Citation.objects.create(generation=row, number=1, passage=row.edition.passages.first())
    user.delete()
    assert not any(model.objects.exists() for model in (Conversation, Message, Generation, Citation))
