"""An engine that fails again and again is left alone, tried with one reply, and comes back."""

import threading

import pytest

from engines.base import EngineBusy, EngineRefused, EngineResting, EngineSilent, EngineUnreachable
from engines.breaker import WHILE_TRIED, Breaker, breaker_of, forget_all

FAULTS, SECONDS = 3, 10


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def breaker(clock):
    return Breaker(faults=FAULTS, seconds=SECONDS, clock=clock, jitter=lambda: 1)


def fail(breaker, fault=None, times=1):
    for _ in range(times):
        breaker.ask().failed(fault or EngineUnreachable())


def seconds_of_rest(breaker) -> float:
    with pytest.raises(EngineResting) as caught:
        breaker.ask()
    return caught.value.retry_after


def test_some_faults_in_a_row_let_it_rest(breaker):
    fail(breaker, times=FAULTS - 1)
    breaker.ask().drop()
    fail(breaker)
    assert seconds_of_rest(breaker) == SECONDS


def test_a_reply_that_ends_well_begins_the_count_anew(breaker):
    fail(breaker, times=FAULTS - 1)
    breaker.ask().ended_well()
    fail(breaker, times=FAULTS - 1)
    breaker.ask()


@pytest.mark.parametrize("fault", [EngineRefused(), EngineSilent(), RuntimeError()])
def test_what_is_only_this_prompts_fault_is_not_counted(breaker, fault):
    fail(breaker, fault, times=10 * FAULTS)
    breaker.ask()


def test_stopped_replies_are_not_counted(breaker):
    fail(breaker, times=FAULTS - 1)
    for _ in range(10):
        breaker.ask().drop()
    fail(breaker)
    assert seconds_of_rest(breaker)


def test_a_server_may_ask_for_a_longer_rest_and_not_for_a_shorter(breaker, clock):
    fail(breaker, EngineBusy(retry_after=42), times=FAULTS)
    assert seconds_of_rest(breaker) == 42
    clock.now += 42
    fail(breaker, EngineBusy(retry_after=1))
    assert seconds_of_rest(breaker) == 2 * SECONDS


def test_after_its_rest_one_reply_tries_it_and_the_others_wait_a_moment(breaker, clock):
    fail(breaker, times=FAULTS)
    clock.now += SECONDS
    trying = breaker.ask()
    assert seconds_of_rest(breaker) == WHILE_TRIED
    trying.first_piece_came()
    breaker.ask()
    trying.ended_well()
    fail(breaker, times=FAULTS - 1)
    breaker.ask()


def test_a_try_that_fails_lets_it_rest_twice_as_long_up_to_a_minute(breaker, clock):
    fail(breaker, times=FAULTS)
    rests = []
    for _ in range(6):
        rests.append(seconds_of_rest(breaker))
        clock.now += rests[-1]
        fail(breaker)
    assert rests == [10, 20, 40, 60, 60, 60]


def test_text_that_breaks_off_when_it_is_tried_lets_it_rest_again(breaker, clock):
    fail(breaker, times=FAULTS)
    clock.now += SECONDS
    trying = breaker.ask()
    trying.first_piece_came()
    trying.failed(EngineUnreachable())
    assert seconds_of_rest(breaker) == 2 * SECONDS


@pytest.mark.parametrize("fault", [None, EngineRefused()])
def test_a_try_of_which_nothing_was_learnt_is_left_to_the_next_reply(breaker, clock, fault):
    fail(breaker, times=FAULTS)
    clock.now += SECONDS
    trying = breaker.ask()
    trying.failed(fault) if fault else trying.drop()
    trying.drop()
    breaker.ask().ended_well()
    breaker.ask()


def test_replies_that_began_before_the_rest_neither_end_nor_prolong_it(breaker, clock):
    early = [breaker.ask() for _ in range(3)]
    fail(breaker, times=FAULTS)
    early[0].ended_well()
    early[1].failed(EngineUnreachable())
    early[2].drop()
    assert seconds_of_rest(breaker) == SECONDS


def test_only_the_first_outcome_of_a_reply_counts(breaker):
    permit = breaker.ask()
    for _ in range(FAULTS):
        permit.failed(EngineUnreachable())
    breaker.ask()


def test_of_many_threads_one_tries_it(breaker, clock):
    fail(breaker, times=FAULTS)
    clock.now += SECONDS
    outcomes, gate = [], threading.Barrier(8)

    def ask():
        gate.wait()
        try:
            outcomes.append(breaker.ask())
        except EngineResting as resting:
            outcomes.append(resting)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(isinstance(outcome, EngineResting) for outcome in outcomes) == 7


def test_each_engine_and_model_has_a_breaker_of_its_own():
    forget_all()
    one = breaker_of("spare:llama3", faults=1, seconds=10)
    fail(one)
    assert breaker_of("spare:llama3", faults=1, seconds=10) is one
    breaker_of("spare:other", faults=1, seconds=10).ask()
    forget_all()
    breaker_of("spare:llama3", faults=1, seconds=10).ask()
