"""What another tab or a worker does at the same moment: one waits for the other, and nothing breaks."""

import threading
import uuid

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from chat import trials, turns
from chat.models import Citation, Conversation, Generation, Share
from embedded.processes import wait_for
from tests.chat.factories import conversation, set_state, taken_turn
from tests.chat.waiting import somebody_waits
from tests.factories import UserFactory

State = Generation.State
pytestmark = pytest.mark.django_db(transaction=True)


def test_a_reply_that_is_stopped_meanwhile_is_gone_on_with_from_its_last_words(user, talk):
    row = taken_turn(user, into=talk)
    set_state(row, state=State.GENERATING, written="I was")
    said = []

    def go_on():
        try:
            said.append(turns.continue_reply(user=user, reply_id=row.reply_id).text)
        finally:
            connection.close()

    going_on = threading.Thread(target=go_on)
    with transaction.atomic():
        Conversation.objects.select_for_update().get(pk=talk.pk)
        going_on.start()
        assert wait_for(somebody_waits, 10)
        set_state(row, state=State.CANCELLED, lease_until=None, written="I was the last to leave")
    going_on.join(10)
    assert said == ["I was the last to leave"]


def test_a_conversation_is_deleted_while_its_reply_ends(user, talk):
    row = taken_turn(user, into=talk)
    set_state(row, state=State.GENERATING)

    def delete():
        try:
            turns.delete(user=user, conversation_id=talk.pk)
        finally:
            connection.close()

    deleting = threading.Thread(target=delete)
    with transaction.atomic():
        # In the order in which the end of a reply locks.
        Generation.objects.select_for_update().get(pk=row.pk)
        deleting.start()
        assert wait_for(somebody_waits, 10)
        Conversation.objects.select_for_update(nowait=True).get(pk=talk.pk)
    deleting.join(10)
    assert not Conversation.objects.exists()


def test_what_is_said_while_another_tab_deletes_is_not_found_and_breaks_nothing(user, user_client, talk):
    address, answers = reverse("chat:send", args=[talk.pk]), []

    def say():
        try:
            answers.append(user_client.post(address, {"text": "Hello", "client_key": str(uuid.uuid4())}))
        finally:
            connection.close()

    saying = threading.Thread(target=say)
    with transaction.atomic():
        Conversation.objects.filter(pk=talk.pk).update(deleted_at=timezone.now())
        saying.start()
        assert wait_for(somebody_waits, 10)
    saying.join(10)
    assert [answer.status_code for answer in answers] == [404]


def test_what_is_revoked_while_somebody_goes_on_from_it_is_not_there(shared, stranger_client, stranger):
    address, answers = reverse("continue_shared", args=[shared.key]), []

    def go_on():
        try:
            answers.append(stranger_client.post(address, {"client_key": str(uuid.uuid4())}))
        finally:
            connection.close()

    going_on = threading.Thread(target=go_on)
    with transaction.atomic():
        Share.objects.filter(pk=shared.pk).update(revoked_at=timezone.now())
        going_on.start()
        assert wait_for(somebody_waits, 10)
    going_on.join(10)
    assert [answer.status_code for answer in answers] == [404]
    assert not Conversation.objects.filter(user=stranger).exists()


def test_trials_are_forgotten_while_a_reply_of_theirs_is_given_its_passages():
    editor = UserFactory(is_staff=True, is_superuser=True)
    talk = conversation(editor, is_trial=True)
    row = taken_turn(editor, into=talk)
    passage = row.edition.passages.first()

    def forget():
        try:
            trials.forget(talk.character)
        finally:
            connection.close()

    forgetting = threading.Thread(target=forget)
    with transaction.atomic():
        Generation.objects.select_for_update().get(pk=row.pk)
        forgetting.start()
        assert wait_for(somebody_waits, 10)
        Citation.objects.create(generation=row, number=1, passage=passage)
    forgetting.join(10)
    assert not Conversation.objects.exists()
