"""The sweeper: each rule, its lock, and one conversation alone."""

import pytest
from django.conf import settings as site
from django.core.management import call_command
from django.db import connection

from chat import sweeping
from chat.models import Generation
from tests.chat.factories import fresh, seconds_from_now, set_state, taken_turn
from tests.chat.test_turns import at_once

State = Generation.State
LONG_AGO = -10_000


@pytest.fixture
def called(monkeypatch):
    """The generations that workers are called for."""
    called = []
    monkeypatch.setattr(sweeping, "wake", lambda generation_id: called.append(generation_id) or True)
    return called


def expired(user, **fields):
    return taken_turn(user, state=State.GENERATING, lease_until=seconds_from_now(-1), **fields)


# --- Leases that ran out ----------------------------------------------------------------------------------------


def test_a_lost_reply_is_queued_again_and_a_worker_called(user, called):
    row = expired(user, written="So far")
    assert sweeping.sweep() == 1
    after = fresh(row)
    assert (after.state, after.fault, after.lease_until, after.reply.text) == (
        State.QUEUED,
        "lost",
        None,
        "So far",
    )
    assert called == [row.pk]


def test_a_reply_lost_in_its_last_attempt_fails_and_keeps_its_text(user, called):
    row = expired(user, attempt=site.REPLY_ATTEMPTS, written="So far")
    sweeping.sweep()
    after = fresh(row)
    assert (after.state, after.fault, after.reply.text) == (State.FAILED, "lost", "So far")
    assert after.finished_at
    assert called == []


def test_a_lost_reply_that_shall_be_stopped_is_stopped(user, called):
    row = expired(user, cancel_asked_at=seconds_from_now(-2))
    sweeping.sweep()
    assert (fresh(row).state, fresh(row).finished_at is None) == (State.CANCELLED, False)
    assert called == []


def test_a_reply_with_a_lease_is_left_alone(user, called):
    row = taken_turn(user, state=State.GENERATING, lease_until=seconds_from_now(5))
    sweeping.sweep()
    assert (fresh(row).state, called) == (State.GENERATING, [])


# --- Queued ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("attempt", [0, 1])
def test_a_reply_that_queued_too_long_fails(user, called, attempt):
    row = taken_turn(user, attempt=attempt, queued_at=seconds_from_now(-site.REPLY_QUEUE_SECONDS - 1))
    sweeping.sweep()
    assert (fresh(row).state, fresh(row).fault, called) == (State.FAILED, "too_late", [])


def test_a_reply_lost_after_long_writing_is_tried_again_and_not_too_late(user, called):
    row = expired(user, queued_at=seconds_from_now(LONG_AGO))
    assert (sweeping.sweep(), called) == (1, [row.pk])
    sweeping.sweep()
    assert (fresh(row).state, fresh(row).fault) == (State.QUEUED, "lost")
    set_state(row, queued_at=seconds_from_now(LONG_AGO))
    sweeping.sweep()
    assert (fresh(row).state, fresh(row).fault) == (State.FAILED, "too_late")


def test_a_lost_message_is_sent_again(user, called):
    row = taken_turn(user, woken_at=seconds_from_now(LONG_AGO))
    assert (sweeping.sweep(), called) == (1, [row.pk])
    assert fresh(row).woken_at > seconds_from_now(-5)


def test_a_worker_that_was_just_called_is_not_called_again(user, called):
    taken_turn(user)
    assert (sweeping.sweep(), called) == (0, [])


def test_the_next_attempt_is_called_for_when_it_is_due_and_once(user, called):
    row = taken_turn(user, attempt=1, woken_at=seconds_from_now(-4), next_attempt_at=seconds_from_now(1))
    assert sweeping.sweep() == 0
    set_state(row, next_attempt_at=seconds_from_now(-1))
    assert [sweeping.sweep(), sweeping.sweep()] == [1, 0]
    assert called == [row.pk]


@pytest.mark.parametrize("state", [State.COMPLETE, State.FAILED, State.CANCELLED])
def test_what_is_final_is_left_alone(user, called, state):
    row = taken_turn(
        user,
        state=state,
        woken_at=None,
        queued_at=seconds_from_now(LONG_AGO),
        lease_until=seconds_from_now(-1),
    )
    sweeping.sweep()
    assert (fresh(row).state, fresh(row).fault, called) == (state, "", [])


def test_the_oldest_are_called_first(user, stranger, called):
    younger = taken_turn(user, woken_at=None)
    older = taken_turn(stranger, woken_at=None, queued_at=seconds_from_now(-60))
    sweeping.sweep()
    assert called == [older.pk, younger.pk]


def test_a_broker_that_is_away_is_tried_once_a_round(user, stranger, monkeypatch):
    tried = []
    monkeypatch.setattr(sweeping, "wake", lambda generation_id: tried.append(generation_id))
    for who in (user, stranger):
        taken_turn(who, woken_at=None)
    assert (sweeping.sweep(), len(tried)) == (0, 1)


# --- One conversation, and many sweepers --------------------------------------------------------------------------


def test_one_conversation_is_healed_alone(user, stranger, called):
    mine, other = expired(user), expired(stranger)
    assert sweeping.sweep_conversation(mine.conversation_id) == 1
    assert (fresh(mine).state, fresh(other).state, called) == (State.QUEUED, State.GENERATING, [mine.pk])


@pytest.mark.django_db(transaction=True)
def test_a_second_sweeper_leaves_the_field_to_the_first(user, called):
    expired(user)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [sweeping.LOCK])
        try:
            assert at_once(1, sweeping.sweep) == [0]
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [sweeping.LOCK])
    assert at_once(1, sweeping.sweep) == [1]


@pytest.mark.django_db(transaction=True)
def test_the_lock_is_given_back_when_sweeping_fails(user, called, monkeypatch):
    def fails(generation_id):
        raise RuntimeError

    expired(user)
    monkeypatch.setattr(sweeping, "wake", fails)
    assert [type(item) for item in at_once(1, sweeping.sweep)] == [RuntimeError]
    monkeypatch.setattr(sweeping, "wake", lambda generation_id: True)
    taken_turn(user, woken_at=None)
    assert at_once(1, sweeping.sweep) == [1]


@pytest.mark.django_db(transaction=True)
def test_sweepers_and_pages_at_once_call_for_each_reply_once(user, stranger, called):
    rows = [expired(user), expired(stranger)]

    def heal():
        sweeping.sweep()
        for row in rows:
            sweeping.sweep_conversation(row.conversation_id)

    assert at_once(6, heal) == [None] * 6
    assert sorted(called) == sorted(row.pk for row in rows)


@pytest.mark.django_db(transaction=True)
def test_the_command_sweeps_once_when_told(user):
    row = expired(user, attempt=site.REPLY_ATTEMPTS)
    call_command("sweep", once=True)
    assert fresh(row).state == State.FAILED
