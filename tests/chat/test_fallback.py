"""One engine after the other, until one writes the reply: never two texts mixed, and what was tried is kept."""

import pytest

from chat import sweeping
from chat.models import Generation
from chat.replies import fallback, generation, transitions
from chat.replies.fallback import Order
from chat.replies.writing import Ended
from engines import breaker
from engines.base import EngineBusy, EngineRefused, EngineUnreachable
from engines.registry import UnknownEngine
from engines.scripts import said
from tests.chat.factories import claimed, conversation, fresh, seconds_from_now, set_state, taken_turn
from tests.factories import published_character

State = Generation.State
# Tests of this module name their scripts, so that no other test's faults count.
WELL = "scripted:say-20-gap-1-tag-fallback"
TWO = {"engine": "scripted:a", "engines": ["scripted:a", WELL]}


@pytest.fixture(autouse=True)
def rested():
    breaker.forget_all()
    yield
    breaker.forget_all()


@pytest.fixture
def asking(user):
    """Take a turn that these engines may answer, best first, and write its reply."""

    def ask(*engines, is_written=True, **fields):
        talk = conversation(user, character=published_character(engine=", ".join(engines)))
        row = taken_turn(user, into=talk, **fields)
        if is_written:
            generation.write_reply(row.pk)
        return fresh(row)

    return ask


# --- The order --------------------------------------------------------------------------------------------------


def test_a_turn_keeps_the_order_of_its_character(asking):
    row = asking("spare:llama3:8b", "curated", is_written=False)
    assert (row.engine, row.engines) == ("spare:llama3:8b", ["spare:llama3:8b", "curated"])


def test_without_an_order_of_its_own_a_character_has_the_sites(asking, settings):
    settings.ENGINE = "openai_compatible , curated"
    assert asking(is_written=False).engines == ["openai_compatible", "curated"]


def test_the_next_is_the_one_after_and_the_last_has_none():
    engines = ["a", "b", "c"]
    assert Order("a", engines, []).following == "b"
    assert Order("c", engines, []).following is None
    # A row from before there were orders.
    assert Order("a", [], []).following is None
    assert Order("a", [], []).first == "a"


def test_the_round_waits_for_whoever_may_be_asked_first():
    first = Order("a", ["a"], []).failed(EngineBusy(retry_after=7), attempt=1)
    tried = [{"engine": "c", "fault": "busy", "attempt": 3, "wait": 1}, first]
    order = Order("b", ["a", "b"], tried)
    assert order.wait_after(order.failed(EngineBusy(retry_after=30), attempt=2)) == 7
    assert order.wait_after(order.failed(EngineRefused(), attempt=2)) == 7
    assert order.wait_after(order.failed(EngineBusy(retry_after=3), attempt=2)) == 3
    alone = Order("a", ["a"], tried)
    assert alone.wait_after(alone.failed(EngineRefused(), attempt=1)) is None
    assert alone.wait_after(alone.failed(UnknownEngine(), attempt=1)) is None


def test_the_wait_grows_by_the_round_and_not_by_the_attempt():
    order = Order("b", ["a", "b"], [])
    assert order.failed(EngineUnreachable(), attempt=2)["wait"] <= 1.2
    assert 1.6 <= order.failed(EngineUnreachable(), attempt=4)["wait"] <= 2.4


# --- Whole -------------------------------------------------------------------------------------------------------

FAULTS = {
    "scripted:status-401": "refused",
    "scripted:status-429-after-30": "busy",
    "scripted:status-500": "failed",
    "scripted:garbage": "garbled",
    "scripted:silent": "silent",
    "scripted:say-9-gap-1-die-after-5": "broke_off",
    "scripted:say-9-gap-1-error-after-5": "failed",
    "scripted:no-such-order": "refused",
    "no_such_engine": "unknown",
    # Its address is not set, so there is nothing to connect to.
    "openai_compatible:any": "refused",
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("engine", "fault"), FAULTS.items())
def test_whatever_the_fault_the_next_engine_writes_at_once(asking, settings, engine, fault):
    settings.OPENAI_BASE_URL = ""
    row = asking(engine, WELL)
    assert (row.state, row.fault, row.reply.text) == (State.COMPLETE, "", said(20))
    assert (row.engine, row.attempt, row.text_attempt) == (WELL, 2, 2)
    assert [(each["engine"], each["fault"], each["attempt"]) for each in row.tried] == [(engine, fault, 1)]


@pytest.mark.django_db(transaction=True)
def test_an_engines_bug_does_not_keep_the_next_from_writing(asking, monkeypatch):
    monkeypatch.setattr("engines.scripted.ScriptedEngine.stream", lambda self, prompt, told: 1 / 0)
    row = asking("scripted:say-3", "curated")
    assert (row.state, row.engine, row.tried[0]["fault"]) == (State.COMPLETE, "curated", "bug")


@pytest.mark.django_db(transaction=True)
def test_with_the_list_through_the_first_is_asked_again_later(asking):
    row = asking("scripted:status-429-after-30-tag-through", "scripted:status-401-tag-through")
    assert (row.state, row.fault, row.engine) == (State.QUEUED, "refused", row.engines[0])
    assert [each["fault"] for each in row.tried] == ["busy", "refused"]
    assert seconds_from_now(25) < row.next_attempt_at < seconds_from_now(31)


@pytest.mark.django_db(transaction=True)
def test_when_no_engine_will_do_better_the_reply_fails_at_once(asking):
    row = asking("scripted:status-401", "no_such_engine")
    assert (row.state, row.fault, row.attempt) == (State.FAILED, "unknown", 2)


@pytest.mark.django_db(transaction=True)
def test_every_engine_has_as_many_attempts_as_one_alone_would_have(asking, settings):
    settings.REPLY_ATTEMPTS = 2
    row = asking("scripted:status-500-tag-rounds", "scripted:silent-tag-rounds")
    assert (row.state, row.attempt) == (State.QUEUED, 2)
    set_state(row, next_attempt_at=None)
    generation.write_reply(row.pk)
    row = fresh(row)
    assert (row.state, row.attempt) == (State.FAILED, 4)
    assert [each["fault"] for each in row.tried] == ["failed", "silent", "failed"]


@pytest.mark.django_db(transaction=True)
def test_text_of_a_broken_attempt_stays_when_no_other_engine_says_a_word(asking):
    row = asking("scripted:say-9-gap-1-die-after-5-tag-kept", "scripted:status-401", "no_such_engine")
    assert (row.state, row.reply.text, row.text_attempt) == (State.QUEUED, said(5), 1)
    assert row.num_pieces == 5


def test_a_lost_worker_is_not_held_against_the_length_of_the_list(user, settings):
    settings.REPLY_ATTEMPTS = 2
    lost = {"state": State.GENERATING, "lease_until": seconds_from_now(-1), "engines": ["a", "b", "c"]}
    row = taken_turn(user, attempt=5, **lost)
    sweeping.sweep()
    assert fresh(row).state == State.QUEUED
    assert transitions.claim(row.pk).attempt == 6
    set_state(row, **lost, attempt=6)
    sweeping.sweep()
    assert (fresh(row).state, fresh(row).fault) == (State.FAILED, "lost")


# --- Stopped and overtaken -------------------------------------------------------------------------------------


def test_a_stop_that_was_asked_meanwhile_ends_it(user):
    held = claimed(
        taken_turn(user),
        engines=["scripted:a", WELL],
        engine="scripted:a",
        cancel_asked_at=seconds_from_now(0),
    )
    assert generation._fail(held, EngineBusy(), Ended("As far")) is None
    row = Generation.objects.get()
    assert (row.state, row.reply.text, row.tried) == (State.CANCELLED, "As far", [])


def test_an_overtaken_attempt_does_not_fall_back(user):
    held = claimed(taken_turn(user), **TWO)
    set_state(Generation.objects.get(), attempt=2, written="By the successor")
    assert generation._fail(held, EngineBusy(), Ended("As far")) is None
    row = Generation.objects.get()
    assert (row.state, row.attempt, row.reply.text, row.engine) == (
        State.GENERATING,
        2,
        "By the successor",
        "scripted:a",
    )


def test_a_worker_that_is_leaving_leaves_the_next_engine_to_another(user, monkeypatch):
    monkeypatch.setattr(generation, "is_leaving", lambda: True)
    held = claimed(taken_turn(user), **TWO)
    assert generation._fail(held, EngineBusy(), Ended("As far")) is None
    row = Generation.objects.get()
    assert (row.state, row.fault, row.engine, len(row.tried)) == (State.QUEUED, "handed_over", WELL, 1)


# --- Rest ---------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_an_engine_that_failed_again_and_again_is_passed_over(asking, settings):
    settings.ENGINE_FAULTS_TO_REST = 2
    ill = "scripted:status-500-tag-rest"
    faults = [asking(ill, WELL).tried[0]["fault"] for _ in range(3)]
    assert faults == ["failed", "failed", "resting"]


@pytest.mark.django_db(transaction=True)
def test_with_all_engines_at_rest_a_reply_waits_for_the_first_to_be_back(asking, settings):
    settings.ENGINE_FAULTS_TO_REST = 1
    one, other = "scripted:status-429-after-50-tag-all", "scripted:status-500-tag-all"
    asking(one, other)
    row = asking(one, other)
    assert (row.state, row.fault) == (State.QUEUED, "resting")
    assert [each["fault"] for each in row.tried] == ["resting", "resting"]
    assert seconds_from_now(2) < row.next_attempt_at < seconds_from_now(settings.ENGINE_REST_SECONDS * 1.2)


@pytest.mark.django_db(transaction=True)
def test_an_engine_that_is_well_again_is_asked_again(asking, settings):
    settings.ENGINE_FAULTS_TO_REST, settings.ENGINE_REST_SECONDS = 1, 0.01
    mending = "scripted:times-1-status-500-tag-mends-then-say-20-gap-1"
    assert asking(mending, WELL).engine == WELL
    assert asking(mending, WELL).engine == mending


def test_waits_have_a_limit():
    assert fallback.wait(30, None) == fallback.wait(1, 9_999) == fallback.MAX_WAIT_SECONDS
