"""What another tab or a worker does at the same moment: one waits for the other, and nothing breaks."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from chat import clearing, trials, turns
from chat.models import Citation, Conversation, Generation, Rating, Report, Share
from tests.chat.factories import conversation, set_state, taken_turn
from tests.chat.waiting import Meanwhile
from tests.factories import UserFactory

State = Generation.State
pytestmark = pytest.mark.django_db(transaction=True)


def test_a_reply_that_is_stopped_meanwhile_is_gone_on_with_from_its_last_words(user, talk):
    row = taken_turn(user, into=talk)
    set_state(row, state=State.GENERATING, written="I was")
    with Meanwhile(lambda: turns.continue_reply(user=user, reply_id=row.reply_id).text) as going_on:
        Conversation.objects.select_for_update().get(pk=talk.pk)
        going_on.begins()
        set_state(row, state=State.CANCELLED, lease_until=None, written="I was the last to leave")
    assert going_on.answers == ["I was the last to leave"]


def test_a_conversation_is_deleted_while_its_reply_ends(user, talk):
    row = taken_turn(user, into=talk)
    set_state(row, state=State.GENERATING)
    with Meanwhile(lambda: turns.delete(user=user, conversation_id=talk.pk)) as deleting:
        # In the order in which the end of a reply locks.
        Generation.objects.select_for_update().get(pk=row.pk)
        deleting.begins()
        Conversation.objects.select_for_update(nowait=True).get(pk=talk.pk)
    assert not Conversation.objects.exists()


def test_what_is_said_while_another_tab_deletes_is_not_found_and_breaks_nothing(user, user_client, talk):
    address = reverse("chat:send", args=[talk.pk])
    form = {"text": "Hello", "client_key": str(uuid.uuid4())}
    with Meanwhile(lambda: user_client.post(address, form).status_code) as saying:
        Conversation.objects.filter(pk=talk.pk).update(deleted_at=timezone.now())
        saying.begins()
    assert saying.answers == [404]


@pytest.mark.parametrize("name", ["rating", "report"])
def test_what_is_judged_while_another_tab_clears_it_is_not_found_and_breaks_nothing(name, user, user_client):
    row = taken_turn(user, state=State.COMPLETE, written="I am Ada.")
    address = reverse(f"chat:{name}", args=[row.reply_id])
    form = {"verdict": "bad", "reason": "OTHER"}
    with Meanwhile(lambda: user_client.post(address, form).status_code) as judging:
        Conversation.objects.filter(pk=row.conversation_id).update(deleted_at=timezone.now())
        clearing.clear(row.conversation_id)
        judging.begins()
    assert judging.answers == [404]
    assert not Rating.objects.exists()
    assert not Report.objects.exists()


def test_what_is_revoked_while_somebody_goes_on_from_it_is_not_there(shared, stranger_client, stranger):
    address = reverse("continue_shared", args=[shared.key])
    form = {"client_key": str(uuid.uuid4())}
    with Meanwhile(lambda: stranger_client.post(address, form).status_code) as going_on:
        Share.objects.filter(pk=shared.pk).update(revoked_at=timezone.now())
        going_on.begins()
    assert going_on.answers == [404]
    assert not Conversation.objects.filter(user=stranger).exists()


def test_trials_are_forgotten_while_a_reply_of_theirs_is_given_its_passages():
    editor = UserFactory(is_staff=True, is_superuser=True)
    talk = conversation(editor, is_trial=True)
    row = taken_turn(editor, into=talk)
    passage = row.edition.passages.first()
    with Meanwhile(lambda: trials.forget(talk.character)) as forgetting:
        Generation.objects.select_for_update().get(pk=row.pk)
        forgetting.begins()
        Citation.objects.create(generation=row, number=1, passage=passage)
    assert forgetting.answers == [None]
    assert not Conversation.objects.exists()
