"""What is kept of the writing of each reply: what the engine was told, what it said, and what that cost."""

from decimal import Decimal

import pytest

from chat import receipts
from chat.models import Generation
from chat.replies import generation, transitions
from chat.replies.writing import Checkpoint, Ended, LiveReply
from engines.base import Ending, EngineBrokeOff, Told, canonical_json
from engines.prices import Prices
from tests.chat.factories import claimed, conversation, fresh, taken_turn
from tests.factories import published_character

State = Generation.State
TOLD = Told(canonical_json({"a": 1}), {"temperature": 0.7, "max_tokens": 700}, "a-model", 1_000, 8192)
PRICES = Prices(Decimal(1), Decimal(2))


def live(held):
    reply = LiveReply(held.generation_id, held.attempt, TOLD, PRICES)
    reply.first_piece_at = 1_800_000_000.0
    return reply


def test_a_complete_reply_keeps_what_its_engine_was_told_and_what_it_cost(user):
    held = claimed(taken_turn(user))
    usage = {"prompt_tokens": 900, "completion_tokens": 50}
    ending = Ending(model_name="their-model", usage=usage)
    generation._end(held, live(held), Ended("The whole", ending, num_pieces=7), [])
    row = Generation.objects.get()
    assert row.prompt_hash == TOLD.hash
    assert row.parameters == {"temperature": 0.7, "max_tokens": 700}
    assert (row.model_name, row.num_pieces) == ("their-model", 7)
    assert (row.prompt_tokens, row.reply_tokens, row.context_tokens) == (900, 50, 8192)
    assert row.cost == Decimal("0.001000")
    assert row.queued_at
    assert row.first_piece_at.timestamp() == 1_800_000_000
    assert row.finished_at


@pytest.mark.parametrize("figure", [-1, 2**31, 10**30])
def test_a_figure_that_is_none_keeps_no_reply_from_its_end(user, figure):
    held = claimed(taken_turn(user))
    ending = Ending(usage={"prompt_tokens": figure, "completion_tokens": figure})
    generation._end(held, live(held), Ended("The whole", ending, num_pieces=7), [])
    row = Generation.objects.get()
    assert (row.state, row.prompt_tokens, row.reply_tokens) == (State.COMPLETE, 1_000, None)


def test_of_a_reply_that_goes_on_only_the_new_words_are_charged(user):
    held = claimed(taken_turn(user))
    reply = live(held)
    reply.begin_with("Many words that were written, and charged for, once before. ")
    generation._end(held, reply, Ended(f"{reply.text}As far as", num_pieces=3), [])
    assert Generation.objects.get().cost == Decimal("0.001014")


def test_a_stopped_reply_is_charged_only_what_was_written(user):
    held = claimed(taken_turn(user))
    generation._end(held, live(held), Ended("As far as", num_pieces=3), [])
    row = Generation.objects.get()
    assert (row.state, row.num_pieces, row.reply_tokens) == (State.CANCELLED, 3, None)
    # The estimate of the prompt, and of the words that were written: seven tokens.
    assert row.cost == Decimal("0.001014")


def test_a_reply_stopped_before_a_word_costs_nothing(user):
    held = claimed(taken_turn(user))
    reply = LiveReply(held.generation_id, held.attempt, TOLD, PRICES)
    generation._end(held, reply, Ended(""), [])
    row = Generation.objects.get()
    assert (row.state, row.num_pieces, row.cost, row.prompt_hash) == (State.CANCELLED, 0, None, TOLD.hash)


def test_what_broken_attempts_cost_is_added_up(user):
    held = claimed(taken_turn(user), engines=["scripted:a", "scripted:b"], engine="scripted:a")
    following = generation._end(held, live(held), Ended("As far", fault=EngineBrokeOff(), num_pieces=7), [])
    assert following.attempt == 2
    usage = {"prompt_tokens": 1_000, "completion_tokens": 500}
    generation._end(following, live(following), Ended("The whole", Ending(usage=usage), num_pieces=7), [])
    assert Generation.objects.get().cost == Decimal("0.001012") + Decimal("0.002")


def test_a_checkpoint_keeps_the_count_for_a_worker_that_is_lost(user):
    held = claimed(taken_turn(user))
    generation._checkpoint(held, live(held), Checkpoint("As far", 5))
    row = Generation.objects.get()
    assert (row.num_pieces, row.prompt_hash, row.cost) == (5, TOLD.hash, None)


def test_a_later_attempt_without_a_word_leaves_the_count_beside_its_text(user):
    held = claimed(taken_turn(user, written="Earlier"), attempt=2, text_attempt=1, num_pieces=4)
    transitions.keep(held, "", receipts.receipt(TOLD, text="", num_pieces=0))
    assert Generation.objects.get().num_pieces == 4


def test_an_engine_that_was_never_asked_leaves_the_receipt_as_it_was(user):
    held = claimed(taken_turn(user), prompt_hash="a" * 64, prompt_tokens=5)
    generation._finish(held, None, Ended(""), State.FAILED, fault="unknown")
    row = Generation.objects.get()
    assert (row.prompt_hash, row.prompt_tokens) == ("a" * 64, 5)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("engine", ["curated", "scripted:say-12-gap-1"])
def test_every_engine_leaves_a_receipt(user, settings, engine):
    settings.CURATED_WORDS_PER_SECOND = 0
    talk = conversation(user, character=published_character(engine=engine))
    row = taken_turn(user, into=talk)
    generation.write_reply(row.pk)
    row = fresh(row)
    assert row.state == State.COMPLETE
    assert len(row.prompt_hash) == 64
    assert row.parameters
    assert row.num_pieces == (12 if engine != "curated" else len(row.reply.text.split()))
    assert (row.cost, row.prompt_tokens) == (None, None)
    assert row.queued_at <= row.started_at <= row.first_piece_at <= row.finished_at
    assert row.citations.exists()
