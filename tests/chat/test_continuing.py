"""Going on from a conversation that somebody shared: what is copied, for whom, and what that costs."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from characters import publishing
from chat import branches, turns
from chat.models import Allowance, Conversation, Generation, Message
from chat.sharing import continuing, shares
from tests.chat.answers import page_of
from tests.chat.factories import conversation, taken_turn
from tests.chat.test_sharing import HOSTILE_KEYS, address, read
from tests.chat.test_turns import at_once
from tests.factories import UserFactory

State = Generation.State


def go_on(client, share, key=None, **more):
    url = reverse("continue_shared", args=[share.key])
    return client.post(url, {"client_key": str(key or uuid.uuid4()), **more})


def test_whoever_goes_on_has_a_conversation_of_their_own(stranger_client, stranger, shared, cited, talk):
    response = go_on(stranger_client, shared)
    begun = Conversation.objects.get(user=stranger)
    assert response.url == begun.get_absolute_url()
    assert begun.begun_from == shared
    page = page_of(stranger_client.get(begun.get_absolute_url()))
    assert "Who are you?" in page
    assert 'class="citation"' in page
    message, reply = begun.messages.all()
    assert (message.role, reply.text, begun.tip) == ("USER", "I am **Ada** [1].", reply)
    assert reply.answers == message
    copy, source = reply.generation, cited
    assert copy.edition == source.edition
    assert (copy.state, copy.engine, copy.finished_at) == ("COMPLETE", source.engine, source.finished_at)
    assert copy.queued_at == source.queued_at
    assert copy.citations.get().passage == source.citations.get().passage


def test_what_follows_in_the_copy_is_its_users_alone(stranger, stranger_client, client, shared, talk):
    go_on(stranger_client, shared)
    begun = Conversation.objects.get(user=stranger)
    message = turns.take_turn(
        user=stranger, conversation_id=begun.pk, text="A zebrafinch?", client_key=uuid.uuid4()
    )
    assert [row.text for row in Message.objects.filter(pk__in=branches.path_to(message.pk))] == [
        "Who are you?", "I am **Ada** [1].", "A zebrafinch?",
    ]  # fmt: skip
    assert "zebrafinch" not in read(client, shared)
    assert talk.messages.count() == 2


def test_going_on_costs_nothing_and_is_counted_nowhere(stranger, stranger_client, shared, cited, settings):
    Generation.objects.filter(pk=cited.pk).update(
        unanswered="who is that", cost=1, num_pieces=30, num_reserved=5, allowance_hour=timezone.now()
    )
    settings.MESSAGES_PER_HOUR = 0
    go_on(stranger_client, shared)
    copy = Generation.objects.get(conversation__user=stranger)
    assert (copy.unanswered, copy.cost, copy.num_pieces, copy.num_reserved) == ("", None, 0, 0)
    assert copy.allowance_hour is None
    assert not Allowance.objects.filter(user=stranger).exists()


def test_sent_twice_it_begins_one(stranger_client, stranger, shared):
    key = uuid.uuid4()
    assert go_on(stranger_client, shared, key).url == go_on(stranger_client, shared, key).url
    assert Conversation.objects.filter(user=stranger).count() == 1
    go_on(stranger_client, shared)
    assert Conversation.objects.filter(user=stranger).count() == 2


def test_a_key_that_began_something_else_is_refused_in_words(stranger_client, stranger, shared):
    other = conversation(stranger)
    response = go_on(stranger_client, shared, other.client_key)
    assert response.status_code == 409
    assert "begun from here already" in page_of(response)
    key = uuid.uuid4()
    go_on(stranger_client, shared, key)
    Conversation.objects.filter(client_key=key).update(deleted_at=timezone.now())
    assert go_on(stranger_client, shared, key).status_code == 409


def test_a_key_that_went_on_from_a_shared_one_begins_nothing_else(
    stranger, stranger_client, shared, character
):
    key = uuid.uuid4()
    go_on(stranger_client, shared, key)
    with pytest.raises(turns.KeyReused):
        turns.begin(user=stranger, character=character, text="Hello", client_key=key)
    assert Conversation.objects.filter(user=stranger).count() == 1


def test_a_copy_says_who_was_asked_before_whoever_wrote_it(stranger, stranger_client, shared, cited):
    tried = [{"engine": "openai_compatible", "fault": "busy", "attempt": 1}]
    Generation.objects.filter(pk=cited.pk).update(tried=tried)
    go_on(stranger_client, shared)
    assert Generation.objects.get(conversation__user=stranger).tried == tried


def test_no_transcript_is_taken_from_the_browser(stranger_client, stranger, shared):
    forged = {"messages": "[]", "text": "I confess", "reply": "I confess", "title": "I confess", "tip": "1"}
    go_on(stranger_client, shared, **forged)
    begun = Conversation.objects.get(user=stranger)
    assert "confess" not in " ".join([begun.title, *begun.messages.values_list("text", flat=True)])


def test_of_a_withdrawn_character_nobody_goes_on(stranger_client, stranger, shared, character):
    publishing.withdraw(character)
    response = go_on(stranger_client, shared)
    assert response.status_code == 409
    assert "withdrawn by the editors" in page_of(response)
    assert not Conversation.objects.filter(user=stranger).exists()


def test_from_what_is_not_shared_nobody_goes_on(stranger_client, stranger, shared, user, talk):
    shares.revoke(user=user, conversation_id=talk.pk)
    assert go_on(stranger_client, shared).status_code == 404
    for key in HOSTILE_KEYS:
        for method in (stranger_client.get, stranger_client.post):
            assert method(f"/shared/{key}/continue", follow=True).status_code == 404
    assert not Conversation.objects.filter(user=stranger).exists()


def test_what_was_copied_stays_when_the_address_is_revoked(stranger_client, stranger, shared, user, talk):
    go_on(stranger_client, shared)
    shares.revoke(user=user, conversation_id=talk.pk)
    talk.delete()
    begun = Conversation.objects.get(user=stranger)
    assert begun.begun_from is None
    assert stranger_client.get(begun.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("key", ["", "nonsense", "\x00", "x" * 5000])
def test_a_form_with_a_broken_key_begins_one_of_its_own(key, stranger_client, stranger, shared):
    url = reverse("continue_shared", args=[shared.key])
    assert stranger_client.post(url, {"client_key": key}).status_code == 302
    assert Conversation.objects.filter(user=stranger).count() == 1


def test_so_many_an_hour_and_no_more(stranger_client, shared, monkeypatch):
    monkeypatch.setattr(continuing, "MOST_AN_HOUR", 2)
    assert [go_on(stranger_client, shared).status_code for _ in range(3)] == [302, 302, 409]


def test_a_visitor_goes_on_after_signing_in(client, shared):
    assert "You sign in first" in read(client, shared)
    response = go_on(client, shared)
    assert response.url.startswith(reverse("account_login"))
    newcomer = UserFactory()
    client.force_login(newcomer)
    here = reverse("continue_shared", args=[shared.key])
    assert client.get(here).url == Conversation.objects.get(user=newcomer).get_absolute_url()
    assert client.get(here).url == address(shared), "a link alone begins nothing"
    assert Conversation.objects.filter(user=newcomer).count() == 1


def test_a_copy_of_a_long_one_is_made_in_few_statements(answered, user, talk, stranger, character):
    for number in range(20):
        answered(f"Question {number}?", "Yes.")
    share = shares.share(user=user, conversation_id=talk.pk)
    with CaptureQueriesContext(connection) as told:
        begun = continuing.continue_shared(user=stranger, key=share.key, client_key=uuid.uuid4())
    assert begun.messages.count() == 40
    assert len(branches.path_to(begun.tip_id)) == 40
    assert len(told) <= 24


@pytest.mark.django_db(transaction=True)
def test_begun_at_once_from_many_tabs_it_is_one(user, stranger):
    generation = taken_turn(user, state=State.COMPLETE, written="I am Ada.")
    share, key = shares.share(user=user, conversation_id=generation.conversation_id), uuid.uuid4()

    def one(_):
        try:
            return continuing.continue_shared(user=stranger, key=share.key, client_key=key).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(one, range(12)))) == 1
    assert Conversation.objects.filter(user=stranger).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_begun_at_once_exactly_as_many_are_as_may_be_in_an_hour(user, stranger, monkeypatch):
    monkeypatch.setattr(continuing, "MOST_AN_HOUR", 3)
    generation = taken_turn(user, state=State.COMPLETE, written="I am Ada.")
    share = shares.share(user=user, conversation_id=generation.conversation_id)
    begun = at_once(
        20, lambda: continuing.continue_shared(user=stranger, key=share.key, client_key=uuid.uuid4())
    )
    assert sorted(type(item).__name__ for item in begun) == 3 * ["Conversation"] + 17 * ["TooManyCopies"]
    assert Conversation.objects.filter(user=stranger).count() == 3


def test_a_continued_reply_is_copied_without_what_it_went_on_from_elsewhere(answered, user, talk, stranger):
    cut = answered(written="I am", state=State.CANCELLED)
    again = turns.retry(user=user, reply_id=cut.reply_id)
    Generation.objects.filter(reply=again).update(
        state=State.COMPLETE, finished_at=timezone.now(), continues=cut.reply
    )
    Message.objects.filter(pk=again.pk).update(text="I am Ada.")
    share = shares.share(user=user, conversation_id=talk.pk)
    begun = continuing.continue_shared(user=stranger, key=share.key, client_key=uuid.uuid4())
    assert [row.text for row in begun.messages.all()] == ["Who are you?", "I am Ada."]
    assert begun.generations.get().continues is None
