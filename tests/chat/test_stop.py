"""Stop, on real processes: the engine's connection closes within a second of the click, whatever else is broken."""

import os
import signal
import time
import uuid

import pytest

from chat.models import Generation
from embedded.processes import wait_for
from engines.scripts import said
from tests.chat.factories import fresh
from tests.chat.running_site import session_of

State = Generation.State
pytestmark = pytest.mark.timeout(90)

SECOND = 1_000_000
NEVER_ENDS = "never-ends-gap-25"


@pytest.fixture
def order():
    """A script of one's own for the model's server, so that its log tells of this test alone."""
    tag = uuid.uuid4().hex
    return lambda script: f"{script}-tag-{tag}"


@pytest.fixture
def stop(site, user):
    """Press Stop in a browser of the user's; the microsecond at which it was pressed."""
    own = session_of(user)

    def press(generation, session=own) -> int:
        pressed_at = time.time_ns() // 1000
        path = f"/chat/replies/{generation.reply_id}/stop"
        status, _, _ = site.request("POST", path, session=session, form={})
        assert status == 302
        return pressed_at

    return press


def at_the_server(site, model) -> dict | None:
    entries = [entry for entry in site.model_server.log() if entry["model"] == model]
    return entries[-1] if entries else None


def wait_for_pieces(site, model, number=5):
    assert wait_for(lambda: (at_the_server(site, model) or {"pieces": 0})["pieces"] >= number, 15)


def assert_closed_in_time(site, model, pressed_at):
    assert wait_for(lambda: at_the_server(site, model)["ended"] != "running", 5)
    entry = at_the_server(site, model)
    assert entry["ended"] == "disconnected"
    assert entry["ended_at"] - pressed_at < SECOND


def assert_stopped(generation, seconds=3) -> Generation:
    """It keeps what was written, and is charged for that alone."""
    assert wait_for(lambda: not fresh(generation).is_running, seconds)
    row = fresh(generation)
    assert (row.state, row.lease_until) == (State.CANCELLED, None)
    assert row.reply.text == said(row.num_pieces)
    return row


def assert_charged_no_more_than_was_sent(site, model, row):
    assert 0 < row.num_pieces <= at_the_server(site, model)["pieces"]


# --- Where the reply is ---------------------------------------------------------------------------------------------


def test_in_the_middle(site, talking, stop, order):
    model = order(NEVER_ENDS)
    generation = talking(f"openai_compatible:{model}")
    wait_for_pieces(site, model)
    assert_closed_in_time(site, model, stop(generation))
    assert_charged_no_more_than_was_sent(site, model, assert_stopped(generation))


def test_while_its_first_piece_is_awaited(site, talking, stop, order):
    model = order("say-3-slow-first-1900")
    generation = talking(f"openai_compatible:{model}")
    assert wait_for(lambda: at_the_server(site, model), 15)
    assert_closed_in_time(site, model, stop(generation))
    assert assert_stopped(generation).num_pieces == 0


def test_while_its_engine_is_being_connected(talking, stop, order):
    generation = talking(f"deaf:{order('say-3')}")
    assert wait_for(lambda: fresh(generation).state == State.GENERATING, 10)
    pressed_at = stop(generation)
    row = assert_stopped(generation)
    assert row.finished_at.timestamp() * SECOND - pressed_at < SECOND


def test_while_it_is_queued(site, talking, stop, order):
    model = order(NEVER_ENDS)
    site.worker.kill()
    generation = talking(f"openai_compatible:{model}")
    pressed_at = stop(generation)
    row = assert_stopped(generation)
    assert row.finished_at.timestamp() * SECOND - pressed_at < SECOND
    site.worker.start()
    later = talking("scripted:say-3-gap-0")
    assert wait_for(lambda: not fresh(later).is_running, 15)
    assert (fresh(generation).attempt, at_the_server(site, model)) == (0, None)


def test_while_it_waits_for_its_next_attempt(site, talking, stop, order):
    model = order("status-429-after-30")
    generation = talking(f"openai_compatible:{model}")
    assert wait_for(lambda: fresh(generation).next_attempt_at, 10)
    pressed_at = stop(generation)
    row = assert_stopped(generation)
    assert row.finished_at.timestamp() * SECOND - pressed_at < SECOND
    assert len([entry for entry in site.model_server.log() if entry["model"] == model]) == 1


def test_while_the_second_engine_writes(site, talking, stop, order):
    ill, model = order("say-9-gap-1-die-after-5"), order(NEVER_ENDS)
    generation = talking(f"openai_compatible:{ill}, openai_compatible:{model}")
    wait_for_pieces(site, model)
    assert_closed_in_time(site, model, stop(generation))
    row = assert_stopped(generation)
    assert (row.engine, [each["fault"] for each in row.tried]) == (
        f"openai_compatible:{model}",
        ["broke_off"],
    )
    assert_charged_no_more_than_was_sent(site, model, row)


# --- By whom, and how often -----------------------------------------------------------------------------------------


def test_twice(site, talking, stop, order):
    model = order(NEVER_ENDS)
    generation = talking(f"openai_compatible:{model}")
    wait_for_pieces(site, model)
    pressed_at = stop(generation)
    stop(generation)
    assert_closed_in_time(site, model, pressed_at)
    row = assert_stopped(generation)
    stop(generation)
    assert fresh(generation).finished_at == row.finished_at


def test_from_another_device(site, talking, stop, order, user):
    model = order(NEVER_ENDS)
    generation = talking(f"openai_compatible:{model}")
    wait_for_pieces(site, model)
    assert_closed_in_time(site, model, stop(generation, session_of(user)))
    assert_stopped(generation)


def test_not_by_a_stranger(site, talking, stop, order, stranger):
    model = order(NEVER_ENDS)
    generation = talking(f"openai_compatible:{model}")
    wait_for_pieces(site, model)
    path = f"/chat/replies/{generation.reply_id}/stop"
    assert site.request("POST", path, session=session_of(stranger), form={})[0] == 404
    assert fresh(generation).cancel_asked_at is None
    assert_closed_in_time(site, model, stop(generation))


# --- With Valkey away ------------------------------------------------------------------------------------------------


def test_with_the_streams_down(site, talking, stop, order):
    model = order(NEVER_ENDS)
    generation = talking(f"openai_compatible:{model}")
    wait_for_pieces(site, model)
    site.streams.kill()
    assert_closed_in_time(site, model, stop(generation))
    assert_charged_no_more_than_was_sent(site, model, assert_stopped(generation))


def test_with_streams_that_hang(site, talking, stop, order):
    model = order(NEVER_ENDS)
    generation = talking(f"openai_compatible:{model}")
    wait_for_pieces(site, model)
    os.kill(site.streams.process.pid, signal.SIGSTOP)
    try:
        assert_closed_in_time(site, model, stop(generation))
        assert_stopped(generation)
    finally:
        os.kill(site.streams.process.pid, signal.SIGCONT)


def test_with_streams_down_and_not_a_piece_yet(site, talking, stop, order):
    model = order("say-3-slow-first-1900")
    site.streams.kill()
    generation = talking(f"openai_compatible:{model}")
    assert wait_for(lambda: at_the_server(site, model), 15)
    assert_closed_in_time(site, model, stop(generation))
    assert_stopped(generation)
