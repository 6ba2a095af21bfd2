"""Engines in order, with a real worker and a page that follows: one whole text, whoever failed before."""

import uuid

import pytest

from chat.models import Generation
from embedded.processes import wait_for
from engines.scripts import said
from tests.chat.factories import fresh

State = Generation.State
pytestmark = pytest.mark.timeout(90)


@pytest.fixture
def tagged():
    tag = uuid.uuid4().hex
    return lambda script: f"{script}-tag-{tag}"


def assert_whole(page, generation, text):
    assert wait_for(lambda: not fresh(generation).is_running, 15)
    row = fresh(generation)
    assert (row.state, row.reply.text) == (State.COMPLETE, text)
    assert (page.state, page.text) == (State.COMPLETE, text)
    return row


# The engine, with what it is ordered to do, and the seconds within which the next must have written.
BROKEN = {
    "gone:{}": ("unreachable", 3),
    # On the tests' clocks a first piece is given up sooner than a connection.
    "deaf:{}": ("stalled", 5),
    "openai_compatible:status-429-after-60-{}": ("busy", 3),
    "openai_compatible:status-500-{}": ("failed", 3),
    "openai_compatible:status-400-{}": ("refused", 3),
    "openai_compatible:garbage-{}": ("garbled", 3),
    "openai_compatible:silent-{}": ("silent", 3),
    "openai_compatible:say-9-gap-1-die-after-5-{}": ("broke_off", 3),
    "openai_compatible:say-9-gap-1-stall-after-5-{}": ("stalled", 4),
    "openai_compatible:say-1-slow-first-9000-{}": ("stalled", 5),
    "nobody": ("unknown", 3),
}


@pytest.mark.parametrize("engine", BROKEN)
def test_the_next_engine_writes_at_once_and_the_page_shows_its_text_alone(talking, open_page, tagged, engine):
    fault, seconds = BROKEN[engine]
    first = engine.format(tagged("say-3").removeprefix("say-3-"))
    second = f"openai_compatible:{tagged('say-30-gap-10')}"
    generation = talking(f"{first}, {second}")
    row = assert_whole(open_page(generation).wait_for_end(), generation, said(30))
    assert (row.finished_at - row.started_at).total_seconds() < seconds
    assert (row.engine, row.attempt, row.text_attempt) == (second, 2, 2)
    assert [(each["engine"], each["fault"]) for each in row.tried] == [(first, fault)]


def test_an_engine_that_is_ill_is_not_even_asked(site, talking, tagged):
    ill, well = tagged("status-500"), tagged("say-3-gap-1")
    rows = []
    for _ in range(7):
        rows.append(talking(f"openai_compatible:{ill}, openai_compatible:{well}"))
        assert wait_for(lambda: fresh(rows[-1]).state == State.COMPLETE, 10)
    asked = [entry for entry in site.model_server.log() if entry["model"] == ill]
    assert len(asked) == 5
    assert fresh(rows[-1]).tried[0]["fault"] == "resting"


def test_a_killed_worker_goes_on_with_the_engine_whose_turn_it_was(site, talking, open_page, tagged):
    ill, well = tagged("status-500"), tagged("say-80-gap-25")
    generation = talking(f"openai_compatible:{ill}, openai_compatible:{well}")
    reader = open_page(generation)
    reader.wait(lambda page: len(page.text) > 30)
    site.worker.kill()
    site.worker.start()
    assert_whole(reader.wait_for_end(), generation, said(80))
    assert len([entry for entry in site.model_server.log() if entry["model"] == ill]) == 1


def test_a_reply_has_the_receipt_of_its_server(talking, open_page, tagged):
    generation = talking(f"openai_compatible:{tagged('say-40-gap-5')}")
    row = assert_whole(open_page(generation).wait_for_end(), generation, said(40))
    assert (row.num_pieces, row.reply_tokens, row.context_tokens) == (40, 40, 8192)
    assert row.model_name == generation.engine.partition(":")[2]
    assert row.parameters == {"max_tokens": 700, "temperature": 0.7}
    assert row.prompt_tokens > 100
    assert len(row.prompt_hash) == 64


def test_a_worker_that_ends_leaves_no_connection_open(site, talking, open_page, tagged):
    generation = talking(f"openai_compatible:{tagged('say-3')}")
    open_page(generation).wait_for_end()
    said_before = len(site.worker.said())
    site.worker.ask_to_end(10)
    assert "nclosed" not in site.worker.said()[said_before:]
    assert "Traceback" not in site.worker.said()[said_before:]
