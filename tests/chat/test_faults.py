"""What may break in life, on real processes: every reply ends in a state the user sees, no word lost or doubled."""

import os
import signal
import uuid

import pytest

from chat import turns
from chat.models import Generation, Message
from chat.replies.stream import Cursor
from embedded.processes import wait_for
from engines.scripts import EMOJI, said
from tests.chat.factories import conversation, fresh
from tests.chat.page import Page
from tests.chat.running_site import session_of
from tests.factories import published_character

State = Generation.State
pytestmark = pytest.mark.timeout(90)


def ended(generation, seconds=30) -> Generation:
    """The generation when it is final."""
    assert wait_for(lambda: not fresh(generation).is_running, seconds), fresh(generation).__dict__
    return fresh(generation)


def assert_whole(page, generation, text, attempt=None):
    """The page and the database hold the same whole text."""
    row = ended(generation)
    assert (row.state, row.reply.text) == (State.COMPLETE, text)
    assert (page.state, page.text) == (State.COMPLETE, text)
    if attempt:
        assert row.attempt == row.text_attempt == attempt


# --- Nothing breaks -----------------------------------------------------------------------------------------------


def test_a_reply_streams_to_its_end(talking, open_page):
    generation = talking("scripted:say-40-gap-20")
    reader = open_page(generation)
    assert len(reader.wait(lambda page: len(page.text) > 10).text) < len(said(40))
    assert_whole(reader.wait_for_end(), generation, said(40), attempt=1)
    assert reader.num_connections == 1


def test_a_real_server_behind_the_openai_engine_streams_to_its_end(talking, open_page):
    generation = talking("openai_compatible:say-40-gap-10")
    assert_whole(open_page(generation).wait_for_end(), generation, said(40), attempt=1)


def test_a_second_page_and_one_opened_in_the_middle_get_the_same(talking, open_page):
    generation = talking("scripted:say-60-gap-20")
    first = open_page(generation)
    first.wait(lambda page: len(page.text) > 30)
    row = fresh(generation)
    pages = [open_page(generation), open_page(generation, Page(row.reply.text, _cursor(row)))]
    for reader in (first, *pages):
        assert_whole(reader.wait_for_end(), generation, said(60))


def _cursor(row):
    return Cursor(row.text_attempt, len(row.reply.text))


# --- The worker -----------------------------------------------------------------------------------------------------


def test_a_worker_killed_in_mid_reply_costs_no_word(site, talking, open_page):
    generation = talking("scripted:say-80-gap-25")
    reader = open_page(generation)
    reader.wait(lambda page: len(page.text) > 30)
    site.worker.kill()
    site.worker.start()
    page = reader.wait_for_end()
    assert_whole(page, generation, said(80), attempt=2)
    assert page.num_resets == 2  # the first begins the first attempt


def test_a_worker_killed_again_and_again_leaves_a_failed_reply_with_its_text(site, talking, open_page):
    generation = talking("scripted:say-1000-gap-25")
    reader = open_page(generation)
    for attempt in (1, 2, 3):
        assert wait_for(lambda attempt=attempt: fresh(generation).text_attempt == attempt, 20)
        site.worker.kill()
        if attempt < 3:
            site.worker.start()
    page, row = reader.wait_for_end(), ended(generation)
    assert (row.state, row.fault, page.state) == (State.FAILED, "lost", State.FAILED)
    assert page.text == row.reply.text != ""
    assert said(1000).startswith(row.reply.text)


def test_a_worker_told_to_end_hands_its_reply_over(site, talking, open_page):
    generation = talking("scripted:say-150-gap-25")
    reader = open_page(generation)
    reader.wait(lambda page: len(page.text) > 30)
    assert site.worker.ask_to_end(10) < 6
    row = fresh(generation)
    assert (row.state, row.fault) == (State.QUEUED, "handed_over")
    assert len(row.reply.text) >= 30
    site.worker.start()
    assert_whole(reader.wait_for_end(), generation, said(150), attempt=2)


def test_a_worker_told_to_end_finishes_what_is_about_to_end(site, talking, open_page):
    generation = talking("scripted:say-30-gap-20")
    reader = open_page(generation)
    reader.wait(lambda page: len(page.text) > 30)
    site.worker.ask_to_end(10)
    assert_whole(reader.wait_for_end(), generation, said(30), attempt=1)


def test_an_idle_worker_ends_at_once(site):
    assert site.worker.ask_to_end(10) < 6


def test_a_worker_that_hangs_is_overtaken_and_writes_no_more(site, talking, open_page):
    generation = talking("scripted:say-60-gap-50")
    reader = open_page(generation)
    reader.wait(lambda page: len(page.text) > 20)
    hung = site.worker.process
    os.killpg(hung.pid, signal.SIGSTOP)
    try:
        site.worker.start()
        assert wait_for(lambda: fresh(generation).attempt == 2, 15)
        os.killpg(hung.pid, signal.SIGCONT)
        assert_whole(reader.wait_for_end(), generation, said(60), attempt=2)
    finally:
        os.killpg(hung.pid, signal.SIGKILL)
        hung.wait()


def test_a_message_delivered_many_times_is_one_reply(site, talking, open_page):
    generation = talking("scripted:say-40-gap-20")
    for _ in range(10):
        site.call_worker(generation.pk)
    reader = open_page(generation)
    reader.wait(lambda page: page.text)
    for _ in range(10):
        site.call_worker(generation.pk)
    assert_whole(reader.wait_for_end(), generation, said(40), attempt=1)
    site.call_worker(generation.pk)
    later = talking("scripted:say-5")
    assert ended(later).state == State.COMPLETE
    assert fresh(generation).attempt == 1


# --- The web ---------------------------------------------------------------------------------------------------------


def test_a_web_killed_in_mid_stream_costs_no_word(site, talking, open_page):
    generation = talking("scripted:say-100-gap-25")
    readers = [open_page(generation) for _ in range(3)]
    for reader in readers:
        reader.wait(lambda page: len(page.text) > 30)
    site.web.kill()
    site.web.start()
    for reader in readers:
        assert_whole(reader.wait_for_end(), generation, said(100), attempt=1)
        assert (reader.num_connections, reader.page.num_resets) == (2, 1)


def test_a_web_with_open_streams_ends_when_told(site, talking, open_page):
    reader = open_page(talking("scripted:say-200-gap-25"))
    reader.wait(lambda page: page.text)
    assert site.web.ask_to_end(10) < 6


def test_a_closed_page_stops_nothing(talking, open_page):
    generation = talking("scripted:say-60-gap-20")
    reader = open_page(generation)
    reader.wait(lambda page: page.text)
    reader.leave()
    assert ended(generation).reply.text == said(60)


# --- The broker ------------------------------------------------------------------------------------------------------


def test_a_turn_taken_while_the_broker_is_down_is_answered_when_it_is_back(site, user):
    talk = conversation(user, character=published_character(embed_now=True, engine="scripted:say-20-gap-10"))
    site.broker.kill()
    form = {"text": "Are you there?", "client_key": str(uuid.uuid4())}
    status, _, _ = site.request("POST", f"/chat/{talk.pk}/messages", session=session_of(user), form=form)
    assert status == 302
    generation = Generation.objects.get(conversation=talk)
    assert generation.state == State.QUEUED
    site.broker.start()
    assert ended(generation).reply.text == said(20)


def test_a_message_lost_with_the_broker_is_sent_again(site, talking, open_page):
    generation = talking("scripted:say-20-gap-10", is_called=False)
    assert_whole(open_page(generation).wait_for_end(), generation, said(20), attempt=1)


def test_a_broker_killed_in_mid_reply_is_not_noticed(site, talking, open_page):
    generation = talking("scripted:say-80-gap-20")
    reader = open_page(generation)
    reader.wait(lambda page: page.text)
    site.broker.kill()
    assert_whole(reader.wait_for_end(), generation, said(80), attempt=1)
    worker = site.worker.process
    site.broker.start()
    later = talking("scripted:say-5", is_called=False)
    assert ended(later).state == State.COMPLETE
    assert site.worker.process is worker
    assert not site.worker.has_ended()


# --- The streams -----------------------------------------------------------------------------------------------------


def test_streams_killed_in_mid_reply_cost_no_word(site, talking, open_page):
    generation = talking("scripted:say-100-gap-25")
    reader = open_page(generation)
    reader.wait(lambda page: len(page.text) > 30)
    site.streams.kill()
    late = open_page(generation)
    for page in (reader.wait_for_end(), late.wait_for_end()):
        assert_whole(page, generation, said(100), attempt=1)


def test_streams_that_come_back_empty_in_mid_reply_cost_no_word(site, talking, open_page):
    generation = talking("scripted:say-150-gap-25")
    reader = open_page(generation)
    reader.wait(lambda page: len(page.text) > 30)
    site.streams.kill()
    site.streams.start()
    late = open_page(generation)
    for page in (reader.wait_for_end(), late.wait_for_end()):
        assert_whole(page, generation, said(150), attempt=1)


def test_stop_works_without_the_streams(site, talking, user):
    generation = talking("scripted:never-ends-gap-25")
    assert wait_for(lambda: fresh(generation).text_attempt == 1, 15)
    site.streams.kill()
    turns.stop(user=user, reply_id=generation.reply_id)
    row = ended(generation, 10)
    assert row.state == State.CANCELLED
    assert row.reply.text


# --- The engine -------------------------------------------------------------------------------------------------------

ENGINES = ("scripted", "openai_compatible")


# What the engine is ordered to do, and the fault, the attempts and the text that come of it.
FAULTS = {
    "status-401": ("refused", 1, ""),
    "garbage": ("garbled", 1, ""),
    "redirect": ("refused", 1, ""),
    "status-503-after-0": ("busy", 3, ""),
    "silent-gap-0": ("silent", 3, ""),
    "say-9-gap-1-die-after-5": ("broke_off", 3, said(5)),
    "say-9-gap-1-error-after-5": ("failed", 3, said(5)),
    "say-9-gap-1-stall-after-5": ("stalled", 3, said(5)),
}


@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_that_fails_ends_as_a_failed_reply_with_what_it_said(talking, open_page, engine):
    tag = uuid.uuid4().hex
    generations = {order: talking(f"{engine}:{order}-tag-{tag}") for order in FAULTS}
    readers = {order: open_page(generation) for order, generation in generations.items()}
    for order, (fault, attempts, text) in FAULTS.items():
        page, row = readers[order].wait_for_end(40), fresh(generations[order])
        assert (row.state, row.fault, row.attempt) == (State.FAILED, fault, attempts), order
        assert (page.state, page.text, row.reply.text) == (State.FAILED, text, text), order


PASSING = ("say-9-die-after-5", "status-429-after-1", "say-9-stall-after-3", "silent", "say-9-error-after-0")


@pytest.mark.parametrize("engine", ENGINES)
def test_a_fault_that_passes_costs_no_word(talking, open_page, engine):
    tag = uuid.uuid4().hex
    generations = [talking(f"{engine}:times-1-{order}-tag-{tag}-then-say-30-gap-5") for order in PASSING]
    readers = [open_page(generation) for generation in generations]
    for generation, reader in zip(generations, readers, strict=True):
        assert_whole(reader.wait_for_end(), generation, said(30), attempt=2)


@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_that_babbles_for_ever_is_cut_and_says_so(talking, open_page, engine):
    generation = talking(f"{engine}:never-ends-gap-1")
    page, row = open_page(generation).wait_for_end(), fresh(generation)
    assert (row.state, row.ending, len(row.reply.text)) == (State.COMPLETE, "length", 2000)
    assert page.text == row.reply.text == said(2000)[:2000]


@pytest.mark.parametrize("engine", ENGINES)
def test_nul_and_half_an_emoji_break_nothing(talking, open_page, engine):
    generation = talking(f"{engine}:say-20-gap-5-nul-half-emoji")
    text = "".join(f"{piece}{EMOJI}" for piece in _pieces(20)) + "\ufffd"
    assert_whole(open_page(generation).wait_for_end(), generation, text, attempt=1)


def _pieces(number):
    return ["1", *(f" {n}" for n in range(2, number + 1))]


# --- Stop -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("engine", ENGINES)
def test_stop_reaches_a_running_reply_within_a_moment(site, talking, open_page, user, engine):
    order = f"never-ends-gap-25-tag-{uuid.uuid4().hex}"
    generation = talking(f"{engine}:{order}")
    reader = open_page(generation)
    reader.wait(lambda page: len(page.text) > 20)
    turns.stop(user=user, reply_id=generation.reply_id)
    page, row = reader.wait_for_end(3), fresh(generation)
    assert (page.state, row.state) == (State.CANCELLED, State.CANCELLED)
    assert page.text == row.reply.text
    if engine == "openai_compatible":
        assert wait_for(lambda: site.model_server.entry(order)["ended"] == "disconnected", 5)


def test_a_silent_engine_is_stopped_too(talking, open_page, user):
    generation = talking("scripted:say-1-slow-first-1900")
    reader = open_page(generation)
    assert wait_for(lambda: fresh(generation).state == State.GENERATING, 10)
    turns.stop(user=user, reply_id=generation.reply_id)
    assert reader.wait_for_end(3).state == State.CANCELLED
    assert fresh(generation).reply.text == ""


def test_after_a_failure_the_next_reply_is_whole(talking, open_page, user, settings, site):
    failed = talking("scripted:status-401")
    ended(failed)
    settings.ENGINE = "scripted:say-20-gap-5"
    again = turns.retry(user=user, reply_id=failed.reply_id).generation
    site.call_worker(again.pk)
    assert_whole(open_page(again).wait_for_end(), again, said(20))
    assert Message.objects.filter(answers=again.reply.answers).count() == 2
