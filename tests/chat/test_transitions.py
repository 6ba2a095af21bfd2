"""Claims and checkpoints: one holder at a time, by PostgreSQL's clock."""

import pytest
from django.conf import settings as site

from chat.models import Generation
from chat.replies import transitions
from chat.replies.transitions import Claim
from tests.chat.factories import claimed, fresh, seconds_from_now, set_state, taken_turn
from tests.chat.test_turns import at_once

State = Generation.State


# --- Claim ----------------------------------------------------------------------------------------------------


def test_a_claim_takes_a_queued_reply_with_a_lease_and_the_next_attempt(user):
    queued = taken_turn(user)
    assert transitions.claim(queued.pk) == Claim(queued.pk, 1)
    row = fresh(queued)
    assert (row.state, row.attempt) == (State.GENERATING, 1)
    assert (
        seconds_from_now(site.REPLY_LEASE_SECONDS / 2)
        < row.lease_until
        < seconds_from_now(site.REPLY_LEASE_SECONDS + 1)
    )


@pytest.mark.django_db(transaction=True)
def test_of_many_claims_at_once_one_wins(user):
    queued = taken_turn(user)
    claims = at_once(8, lambda: transitions.claim(queued.pk))
    assert [item for item in claims if item] == [Claim(queued.pk, 1)]


@pytest.mark.parametrize("state", [State.GENERATING, State.COMPLETE, State.FAILED, State.CANCELLED])
def test_what_is_in_the_writing_or_final_is_not_claimed(user, state):
    row = taken_turn(user, state=state)
    assert transitions.claim(row.pk) is None
    assert fresh(row).attempt == row.attempt


def test_a_lease_that_ran_out_is_claimed_by_the_next_attempt(user):
    lost = taken_turn(user, state=State.GENERATING, lease_until=seconds_from_now(-1))
    assert transitions.claim(lost.pk) == Claim(lost.pk, 2)


@pytest.mark.parametrize("state", [State.QUEUED, State.GENERATING])
def test_after_the_last_attempt_nothing_is_claimed(user, state):
    row = taken_turn(user, state=state, attempt=site.REPLY_ATTEMPTS, lease_until=seconds_from_now(-1))
    assert transitions.claim(row.pk) is None


def test_a_reply_handed_over_in_its_last_attempt_gets_one_more(user):
    row = taken_turn(user, attempt=site.REPLY_ATTEMPTS, fault="handed_over")
    assert transitions.claim(row.pk).is_last


@pytest.mark.parametrize("state", [State.QUEUED, State.GENERATING])
def test_what_shall_be_stopped_is_not_claimed(user, state):
    now = seconds_from_now(-1)
    row = taken_turn(user, state=state, attempt=1, lease_until=now, cancel_asked_at=now)
    assert transitions.claim(row.pk) is None


def test_what_waits_for_its_next_attempt_is_not_claimed_before(user):
    row = taken_turn(user, next_attempt_at=seconds_from_now(5))
    assert transitions.claim(row.pk) is None
    set_state(row, next_attempt_at=seconds_from_now(-5))
    assert transitions.claim(row.pk) == Claim(row.pk, 1)


def test_a_reply_that_was_deleted_is_not_claimed(db):
    assert transitions.claim(10**12) is None


# --- Checkpoint ---------------------------------------------------------------------------


def test_a_checkpoint_keeps_the_text_and_prolongs_the_lease(user):
    held = claimed(taken_turn(user), lease_until=seconds_from_now(1))
    assert transitions.keep(held, "So far") == (False,)
    row = Generation.objects.get(pk=held.generation_id)
    assert (row.reply.text, row.text_attempt, row.state) == ("So far", 1, State.GENERATING)
    assert row.lease_until > seconds_from_now(site.REPLY_LEASE_SECONDS / 2)


def test_a_checkpoint_without_a_word_keeps_what_an_earlier_attempt_wrote(user):
    held = claimed(taken_turn(user, written="Earlier"), attempt=2, text_attempt=1)
    transitions.keep(held, "")
    row = Generation.objects.get(pk=held.generation_id)
    assert (row.reply.text, row.text_attempt) == ("Earlier", 1)


def test_a_checkpoint_learns_that_stop_was_asked(user):
    held = claimed(taken_turn(user), cancel_asked_at=seconds_from_now(0))
    assert transitions.keep(held, "So far") == (True,)
