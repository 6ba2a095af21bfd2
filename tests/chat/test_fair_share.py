"""Whose turn it is: a fair share between users when replies wait, below a ceiling, with any number of workers."""

import threading

import pytest
from django.db import connection, transaction
from redis import Redis

from chat import sweeping, tasks
from chat.models import Allowance, Generation
from chat.replies import transitions
from chat.replies.transitions import Claim
from embedded.processes import wait_for
from tests.chat.factories import claimed, conversation, fresh, seconds_from_now, set_state, taken_turn
from tests.chat.test_turns import at_once
from tests.factories import published_character

State = Generation.State


@pytest.fixture(autouse=True)
def _without_limits(settings, monkeypatch):
    settings.RUNNING_REPLIES_PER_USER = 0
    monkeypatch.setattr(sweeping, "wake", lambda generation_id: True)


@pytest.fixture
def speaker(db):
    return published_character(engine="scripted:say-3-gap-0")


@pytest.fixture
def ask(speaker):
    """So many replies asked for by a user, each in a conversation of its own.

    No sweeper of a site that other tests have left running calls for them.
    """

    def asked(who, number=1, **fields):
        fields.setdefault("woken_at", seconds_from_now(3600))
        return [taken_turn(who, into=conversation(who, character=speaker), **fields) for _ in range(number)]

    return asked


def whose(claims):
    rows = Generation.objects.select_related("conversation").in_bulk([held.generation_id for held in claims])
    return [rows[held.generation_id].conversation.user_id for held in claims]


def claim_all(hint=0):
    claims = []
    while held := transitions.claim(hint):
        claims.append(held)
    return claims


# --- Whose turn -----------------------------------------------------------------------------------------------------


def test_a_wake_up_for_one_claims_the_one_whose_turn_it_is(user, stranger, ask):
    running, mine = ask(user, 2)
    claimed(running)
    [other] = ask(stranger)
    assert transitions.claim(mine.pk) == Claim(other.pk, 1)


def test_who_has_fewer_replies_in_the_writing_comes_first(user, stranger, ask):
    for row in ask(user, 3):
        claimed(row)
    claimed(ask(stranger)[0])
    ask(user, 2)
    ask(stranger, 4)
    me, they = user.pk, stranger.pk
    # One against three, two against three; then level, and whoever was served longer ago.
    assert whose(claim_all()) == [they, they, me, they, me, they]


def test_fifty_that_wait_do_not_stand_before_another(user, stranger, ask):
    mine = ask(user, 50)
    [other] = ask(stranger)
    assert transitions.claim(mine[0].pk) == Claim(mine[0].pk, 1)
    assert transitions.claim(mine[1].pk) == Claim(other.pk, 1)


def test_with_one_place_at_a_time_users_take_turns(user, stranger, ask):
    ask(user, 5)
    ask(stranger, 3)
    order = []
    while held := transitions.claim(0):
        order += whose([held])
        set_state(fresh_of(held), state=State.COMPLETE)
    me, they = user.pk, stranger.pk
    assert order == [me, they, me, they, me, they, me, me]


def fresh_of(held):
    return Generation.objects.get(pk=held.generation_id)


def test_among_the_level_who_waits_longest_comes_first(user, stranger, ask):
    [younger], [older] = ask(user), ask(stranger, queued_at=seconds_from_now(-60))
    assert [held.generation_id for held in claim_all()] == [older.pk, younger.pk]


def test_a_users_own_are_written_in_the_order_in_which_they_were_asked_for(user, ask):
    rows = ask(user, 4)
    assert [held.generation_id for held in claim_all()] == [row.pk for row in rows]


def test_trials_stand_in_the_same_queue(editor, user, ask, speaker):
    for _ in range(2):
        taken_turn(editor, into=conversation(editor, character=speaker, is_trial=True))
    ask(user, 2)
    one, two = editor.pk, user.pk
    assert sorted(whose(claim_all()[:2])) == sorted([one, two])


def test_what_may_not_be_claimed_stands_in_nobodys_way(user, stranger, ask, settings):
    ask(user, next_attempt_at=seconds_from_now(60))
    ask(user, attempt=settings.REPLY_ATTEMPTS)
    ask(user, cancel_asked_at=seconds_from_now(-1))
    ask(user, state=State.COMPLETE)
    ask(user, state=State.GENERATING, lease_until=seconds_from_now(-1))
    [row] = ask(stranger)
    assert claim_all() == [Claim(row.pk, 1)]


def test_that_a_reply_was_begun_is_noted_with_its_users_hour(user, ask):
    ask(user)
    assert Allowance.objects.get().served_at is None
    claim_all()
    assert Allowance.objects.get().served_at > seconds_from_now(-5)


@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_take_each_reply_once(user, stranger, ask):
    rows = ask(user, 12) + ask(stranger, 4)
    claims = [item for part in at_once(8, claim_all) for item in part]
    assert sorted(held.generation_id for held in claims) == sorted(row.pk for row in rows)
    assert {held.attempt for held in claims} == {1}


@pytest.mark.django_db(transaction=True)
def test_workers_that_claim_at_once_share_between_the_users(user, stranger, ask):
    ask(user, 12)
    ask(stranger, 4)
    claims = at_once(8, lambda: transitions.claim(0))
    assert None not in claims
    assert sorted(whose(claims)) == sorted(4 * [user.pk] + 4 * [stranger.pk])


@pytest.mark.django_db(transaction=True)
def test_a_turn_that_is_being_taken_keeps_no_worker_waiting(user, ask, speaker):
    [row] = ask(user)
    began, go_on = threading.Event(), threading.Event()

    def take_slowly():
        with transaction.atomic():
            taken_turn(user, into=conversation(user, character=speaker))
            began.set()
            assert go_on.wait(10)

    def claim():
        assert began.wait(10)
        held = transitions.claim(row.pk)
        go_on.set()
        return held

    jobs = [take_slowly, claim]
    assert Claim(row.pk, 1) in at_once(2, lambda: jobs.pop()())


# --- The ceiling ---------------------------------------------------------------------------------------------------


def test_above_the_ceiling_replies_stay_queued(user, ask, settings):
    settings.RUNNING_REPLIES = 2
    rows = ask(user, 4)
    assert len(claim_all()) == 2
    assert [fresh(row).state for row in rows[2:]] == [State.QUEUED, State.QUEUED]
    set_state(rows[0], state=State.COMPLETE)
    assert claim_all() == [Claim(rows[2].pk, 1)]


def test_a_lost_workers_replies_leave_room_below_the_ceiling(user, ask, settings):
    settings.RUNNING_REPLIES = 1
    ask(user, state=State.GENERATING, lease_until=seconds_from_now(-1))
    [row] = ask(user)
    assert claim_all() == [Claim(row.pk, 1)]


def test_trials_obey_the_ceiling(editor, speaker, settings):
    settings.RUNNING_REPLIES = 1
    for _ in range(2):
        taken_turn(editor, into=conversation(editor, character=speaker, is_trial=True))
    assert len(claim_all()) == 1


@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_never_exceed_the_ceiling(user, stranger, ask, settings):
    settings.RUNNING_REPLIES = 3
    ask(user, 8)
    ask(stranger, 8)
    claims = at_once(12, lambda: transitions.claim(0))
    assert len([held for held in claims if held]) == 3
    assert Generation.objects.filter(state=State.GENERATING).count() == 3


@pytest.mark.parametrize("ways", [(), ("hashjoin", "mergejoin", "hashagg", "sort", "material")])
def test_the_sweeper_calls_no_more_workers_than_there_is_room_for(user, ask, settings, ways):
    """However PostgreSQL goes about it: a subquery that it asks anew for each row has a limit for each."""
    settings.RUNNING_REPLIES = 3
    claimed(ask(user)[0])
    ask(user, 5, woken_at=None)
    with connection.cursor() as cursor:
        for way in ways:
            cursor.execute(f"SET LOCAL enable_{way} = off")
    assert sweeping.sweep() == 2


# --- Going on --------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_who_ends_a_reply_goes_on_with_the_next_until_none_waits(user, stranger, ask, settings):
    settings.RUNNING_REPLIES = 1
    rows = ask(user, 3) + ask(stranger, 2)
    tasks.write_reply(rows[0].pk)
    assert {fresh(row).state for row in rows} == {State.COMPLETE}


@pytest.mark.django_db(transaction=True)
def test_who_went_on_for_long_enough_calls_another_worker_and_lets_other_tasks_in(user, ask, monkeypatch):
    called = []
    monkeypatch.setattr(tasks, "GOES_ON_SECONDS", -1)
    monkeypatch.setattr(tasks, "wake", called.append)
    rows = ask(user, 3)
    called.clear()
    tasks.write_reply(rows[0].pk)
    assert [fresh(row).state for row in rows] == [State.COMPLETE, State.QUEUED, State.QUEUED]
    assert called == [rows[0].pk]


@pytest.mark.django_db(transaction=True)
def test_two_workers_below_a_ceiling_of_one_write_all_one_after_the_other(user, stranger, ask, settings):
    settings.RUNNING_REPLIES = 1
    rows = ask(user, 3) + ask(stranger, 3)
    at_once(2, lambda: tasks.write_reply(rows[0].pk))
    spans = sorted((fresh(row).started_at, fresh(row).finished_at) for row in rows)
    assert all(before[1] <= after[0] for before, after in zip(spans, spans[1:], strict=False))


def test_a_worker_with_two_threads_lets_nobody_wait_behind_fifty(site, user, stranger, settings):
    """The wake-ups stand in the broker in the order in which they were asked for; whose turn it is, the rows say."""
    settings.ENGINE = "scripted:say-20-gap-10"
    character = published_character(embed_now=True)
    site.worker.stop()
    worker = site.worker_of(threads=2)
    try:
        mine = [taken_turn(user, into=conversation(user, character=character)) for _ in range(50)]
        [other] = [taken_turn(stranger, into=conversation(stranger, character=character))]
        for row in [*mine, other]:
            site.call_worker(row.pk)
        worker.start()
        assert wait_for(lambda: fresh(other).state == State.COMPLETE, 60)
        assert Generation.objects.filter(conversation__user=user, state=State.COMPLETE).count() < 10
        assert wait_for(lambda: not Generation.objects.running().exists(), 100)
        assert set(Generation.objects.values_list("state", "attempt")) == {(State.COMPLETE, 1)}
        # A wake-up that is left would take the replies of the next test.
        with Redis.from_url(site.broker.url) as broker:
            assert wait_for(lambda: not broker.llen("colloquy"), 20)
    finally:
        worker.stop()
