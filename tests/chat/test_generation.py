"""The writing of a reply in its steps: claim, fence, checkpoint, finish, requeue; and whole, in this process."""

import pytest
from django.conf import settings as site
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chat import tasks, turns
from chat.grounded import prompts
from chat.models import Citation, Generation
from chat.replies import fallback, generation, transitions, writing
from chat.replies.transitions import Claim
from chat.replies.writing import Checkpoint, Ended, LiveReply
from embedded.processes import wait_for
from engines.base import Ending, EngineBusy, EngineRefused
from engines.scripts import said
from engines.tongues.en.phrases import NO_OTHER_WORDS
from tests.chat.factories import (
    claimed,
    conversation,
    fresh,
    long_talk,
    seconds_from_now,
    set_state,
    taken_turn,
)
from tests.chat.test_turns import at_once
from tests.factories import published_character

State = Generation.State


def live(held):
    return LiveReply(held.generation_id, held.attempt)


# --- The end and the fence -----------------------------------------------------------------------------------


OVERTAKEN = [
    {"state": State.GENERATING, "attempt": 2},
    {"state": State.QUEUED, "attempt": 1, "lease_until": None},
    {"state": State.COMPLETE, "attempt": 1, "lease_until": None},
    {"state": State.FAILED, "attempt": 1, "lease_until": None},
    {"state": State.CANCELLED, "attempt": 1, "lease_until": None},
]


@pytest.mark.parametrize("now", OVERTAKEN)
@pytest.mark.parametrize(
    "write",
    [
        lambda held: generation._checkpoint(held, live(held), Checkpoint("Overtaken")),
        lambda held: generation._end(held, live(held), Ended("Overtaken", Ending()), []),
        lambda held: generation._end(held, live(held), Ended("Overtaken"), []),
        lambda held: generation._end(held, live(held), Ended("Overtaken", fault=EngineBusy()), []),
        lambda held: generation._end(held, live(held), Ended("Overtaken", fault=EngineRefused()), []),
        lambda held: generation._end(held, live(held), Ended("Overtaken", is_handed_over=True), []),
    ],
    ids=["checkpoint", "complete", "stopped", "retryable", "refused", "handed over"],
)
def test_an_overtaken_attempt_writes_neither_text_nor_state(user, now, write):
    row = taken_turn(user)
    held = claimed(row)
    before = set_state(row, written="By the successor", **now)
    write(held)
    after = fresh(row)
    assert after.reply.text == "By the successor"
    for field in (
        "state",
        "attempt",
        "text_attempt",
        "fault",
        "ending",
        "lease_until",
        "next_attempt_at",
        "finished_at",
    ):
        assert getattr(after, field) == getattr(before, field), field


def test_a_complete_reply_says_how_it_ended_and_what_wrote_it(user):
    held = claimed(taken_turn(user))
    offers = [{"question": "And why?", "anchor": "why"}]
    ending = Ending("length", offers_questions=True, model_name="a-model")
    generation._end(held, live(held), Ended("The whole", ending), offers)
    row = Generation.objects.get(pk=held.generation_id)
    assert (row.state, row.reply.text, row.ending, row.model_name) == (
        State.COMPLETE,
        "The whole",
        "length",
        "a-model",
    )
    assert (row.offers, row.fault, row.lease_until, row.finished_at is None) == (offers, "", None, False)


def test_a_stopped_reply_keeps_what_was_written(user):
    held = claimed(taken_turn(user))
    generation._end(held, live(held), Ended("As far as"), [])
    row = Generation.objects.get(pk=held.generation_id)
    assert (row.state, row.reply.text) == (State.CANCELLED, "As far as")


# --- Faults and the next attempt --------------------------------------------------------------------------------


def test_a_fault_that_may_pass_queues_the_reply_again_and_keeps_its_text(user):
    held = claimed(taken_turn(user))
    generation._end(held, live(held), Ended("As far as", fault=EngineBusy(retry_after=7)), [])
    row = Generation.objects.get(pk=held.generation_id)
    assert (row.state, row.fault, row.reply.text, row.lease_until) == (
        State.QUEUED,
        "busy",
        "As far as",
        None,
    )
    assert seconds_from_now(5) < row.next_attempt_at < seconds_from_now(8)


@pytest.mark.parametrize(
    ("attempt", "fault"), [(1, EngineRefused()), (site.REPLY_ATTEMPTS, EngineBusy()), (1, RuntimeError())]
)
def test_a_fault_that_will_not_pass_fails_the_reply_and_keeps_its_text(user, attempt, fault):
    held = claimed(taken_turn(user), attempt=attempt)
    generation._end(held, live(held), Ended("As far as", fault=fault), [])
    row = Generation.objects.get(pk=held.generation_id)
    assert (row.state, row.reply.text, row.fault) == (
        State.FAILED,
        "As far as",
        getattr(fault, "code", "bug"),
    )


@pytest.mark.parametrize("ended", [Ended("As far", fault=EngineBusy()), Ended("As far", is_handed_over=True)])
def test_a_reply_that_is_queued_again_waits_from_then_on(user, ended):
    long_ago = seconds_from_now(-site.REPLY_QUEUE_SECONDS - 60)
    held = claimed(taken_turn(user), queued_at=long_ago)
    generation._end(held, live(held), ended, [])
    assert Generation.objects.get().queued_at > seconds_from_now(-10)


@pytest.mark.parametrize("ended", [Ended("As far", fault=EngineBusy()), Ended("As far", is_handed_over=True)])
def test_a_reply_that_shall_be_stopped_is_not_queued_again(user, ended):
    held = claimed(taken_turn(user), cancel_asked_at=seconds_from_now(0))
    generation._end(held, live(held), ended, [])
    row = Generation.objects.get(pk=held.generation_id)
    assert (row.state, row.reply.text, row.finished_at is None) == (State.CANCELLED, "As far", False)


def test_a_reply_handed_over_can_be_claimed_at_once(user):
    held = claimed(taken_turn(user))
    generation._end(held, live(held), Ended("As far as", is_handed_over=True), [])
    assert transitions.claim(held.generation_id) == Claim(held.generation_id, 2)


def test_the_wait_grows_and_never_exceeds_a_minute():
    assert 0.8 <= fallback.wait(1, None) <= 1.2
    assert 3.2 <= fallback.wait(3, None) <= 4.8
    assert fallback.wait(30, None) == fallback.wait(1, 9_999) == fallback.MAX_WAIT_SECONDS
    assert fallback.wait(1, -5) == 0


# --- Whole ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_reply_is_written_whole_with_its_sources(user, settings):
    settings.ENGINE = "scripted:say-30-gap-1"
    row = taken_turn(user, into=conversation(user, character=published_character()))
    generation.write_reply(row.pk)
    after = fresh(row)
    assert (after.state, after.attempt, after.text_attempt, after.reply.text) == (
        State.COMPLETE,
        1,
        1,
        said(30),
    )
    assert after.first_piece_at <= after.finished_at
    assert Citation.objects.filter(generation=row).exists()


@pytest.mark.django_db(transaction=True)
def test_a_reply_that_goes_on_holds_the_words_it_began_with_and_the_rest(user):
    cut = set_state(taken_turn(user), state=State.CANCELLED, engine="scripted:say-30-gap-1", written=said(7))
    longer = turns.continue_reply(user=user, reply_id=cut.reply_id).generation
    generation.write_reply(longer.pk)
    after = fresh(longer)
    assert (after.state, after.reply.text, after.ending) == (State.COMPLETE, said(30), "stop")
    assert fresh(cut).reply.text == said(7)


@pytest.mark.django_db(transaction=True)
def test_a_reply_that_cannot_go_on_keeps_the_words_it_began_with(user):
    cut = set_state(
        taken_turn(user), state=State.CANCELLED, engine="scripted:status-400", written="As far as"
    )
    longer = turns.continue_reply(user=user, reply_id=cut.reply_id).generation
    generation.write_reply(longer.pk)
    after = fresh(longer)
    assert (after.state, after.reply.text) == (State.FAILED, "As far as")


@pytest.mark.django_db(transaction=True)
def test_written_twice_it_is_written_once(user):
    row = taken_turn(user)
    generation.write_reply(row.pk)
    once = fresh(row)
    generation.write_reply(row.pk)
    assert fresh(row).finished_at == once.finished_at


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("engine", "state", "fault"),
    [
        ("nobody", State.FAILED, "unknown"),
        ("scripted:no-such-order", State.FAILED, "refused"),
        ("scripted:garbage", State.FAILED, "garbled"),
        ("scripted:say-3-no-ending-after-2", State.QUEUED, "broke_off"),
        ("scripted:silent", State.QUEUED, "silent"),
    ],
)
def test_an_engine_that_cannot_write_leaves_a_state_behind(user, engine, state, fault):
    row = set_state(taken_turn(user), engine=engine)
    generation.write_reply(row.pk)
    assert (fresh(row).state, fresh(row).fault) == (state, fault)


@pytest.mark.django_db(transaction=True)
def test_a_bug_in_the_prompt_fails_the_reply_at_once(user, monkeypatch):
    row = taken_turn(user)
    monkeypatch.setattr(prompts, "prompt_for", lambda *args, **kwargs: 1 / 0)
    generation.write_reply(row.pk)
    assert (fresh(row).state, fresh(row).fault) == (State.FAILED, "bug")


@pytest.mark.django_db(transaction=True)
def test_a_conversation_deleted_in_mid_reply_ends_the_writing(user, settings):
    settings.REPLY_CHECKPOINT_SECONDS = 0.1
    row = set_state(taken_turn(user), engine="scripted:never-ends-gap-5")

    jobs = [lambda: generation.write_reply(row.pk), lambda: delete_when_begun(row)]

    def delete_when_begun(row):
        assert wait_for(lambda: fresh(row).text_attempt == 1, 10)
        turns.delete(user=user, conversation_id=row.conversation_id)

    written = [one for one in at_once(2, lambda: jobs.pop()()) if one]
    assert [one.generation_id for one in written] == [row.pk]
    assert not Generation.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("num_turns", "num_queries"), [(1, 7), (20, 8)])
def test_a_reply_takes_seven_queries_and_one_more_where_a_note_may_be_due(user, num_turns, num_queries):
    """Claim, rows, what was said before, the words of the message, citations, the end, and whether another waits."""
    character = published_character(engine="scripted:say-3-gap-0", embed_now=True)

    def answered():
        talk = long_talk(user, num_turns=num_turns, into=conversation(user, character=character))
        talk.refresh_from_db()
        row = taken_turn(user, into=talk)
        tasks.write_reply(row.pk)
        assert fresh(row).state == State.COMPLETE

    answered()  # Reads the edition and its passages, once a process.
    with CaptureQueriesContext(connection) as queries:
        answered()
    written = [query["sql"] for query in queries]
    claimed_at = next(at for at, sql in enumerate(written) if "claimed AS" in sql)
    assert len(written[claimed_at:-1]) == num_queries


@pytest.mark.django_db(transaction=True)
def test_a_process_that_is_leaving_begins_no_reply(user):
    row = taken_turn(user)
    writing._leaving.set()
    try:
        generation.write_reply(row.pk)
    finally:
        writing._leaving.clear()
    assert (fresh(row).state, fresh(row).attempt) == (State.QUEUED, 0)


@pytest.mark.django_db(transaction=True)
def test_another_reply_in_the_editors_words_is_not_the_same_word_for_word(user, settings):
    settings.CURATED_WORDS_PER_SECOND = 0
    talk = conversation(user, character=published_character(engine="curated", embed_now=True))
    question = talk.character.live_edition.content["starter_questions"][0]["question"]
    first = taken_turn(user, into=talk, text=question)
    generation.write_reply(first.pk)
    again = turns.retry(user=user, reply_id=first.reply_id).generation
    generation.write_reply(again.pk)
    assert fresh(first).reply.text.startswith("I call it a loom that weaves algebra.")
    assert fresh(again).state == State.COMPLETE
    assert fresh(again).reply.text.startswith(NO_OTHER_WORDS)
