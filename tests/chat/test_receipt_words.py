"""Under a reply stands where it came from, in words."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from chat.models import Generation
from chat.replies.receipt_words import receipt_words
from tests.chat.answers import page_of
from tests.chat.factories import set_state, taken_turn

State = Generation.State
TWO = ["openai_compatible:llama3", "curated"]


@pytest.fixture
def written(user, talk):
    """A generation whose reply is written, with these fields."""

    def write(**fields):
        given = {"state": State.COMPLETE, "attempt": 1, "text_attempt": 1, "written": "I am Ada.", **fields}
        return set_state(taken_turn(user, into=talk), **given)

    return write


@pytest.fixture
def page(user_client):
    return lambda generation: page_of(user_client.get(reverse("chat:reply", args=[generation.reply_id])))


def words(generation):
    reply = generation.reply
    reply.generation = generation
    return receipt_words(reply)


def failed(engine, fault, attempt):
    return {"engine": engine, "fault": fault, "attempt": attempt}


def test_a_reply_by_the_first_choice_says_what_wrote_it_and_nothing_was_tried(written, page):
    row = written(engine=TWO[0], engines=TWO, model_name="llama3:8b")
    assert (words(row).tried, words(row).is_replacement) == ([], False)
    html = page(row)
    assert "A language model, told to keep to the editors’ texts" in html
    assert "Model: llama3:8b." in html
    assert "not the first choice" not in html


def test_a_reply_by_another_choice_says_so_and_why(written, page):
    row = written(
        engine="curated", engines=TWO, tried=[failed(TWO[0], "unreachable", 1)], attempt=2, text_attempt=2
    )
    html = page(row)
    assert "The editors’ words, no language model (not the first choice)" in html
    assert "The first choice, the language model (llama3), could not be reached." in html


def test_several_rounds_are_told_in_their_order(written):
    tried = [failed("spare", "busy", 1), failed("curated", "silent", 2), failed("spare", "resting", 3)]
    row = written(engine="curated", engines=["spare", "curated"], tried=tried, attempt=4, text_attempt=4)
    assert words(row).tried == [
        "The first choice, spare, was too busy.",
        "The second choice, the editors’ words, said nothing.",
        "The first choice, spare, had failed again and again, and was left alone for a while.",
    ]


def test_one_engine_that_was_asked_again_is_told_once(written):
    tried = [failed("spare:a", "busy", 1), failed("spare:a", "busy", 2)]
    row = written(engine="spare:a", engines=["spare:a"], tried=tried, attempt=3, text_attempt=3)
    assert words(row).tried == ["Before, spare (a) was too busy 2 times."]
    assert not words(row).is_replacement


def test_the_words_of_a_failed_reply_are_their_engines_and_not_the_lasts(written):
    tried = [failed(TWO[0], "broke_off", 1)]
    row = written(state=State.FAILED, engine="curated", engines=TWO, tried=tried, attempt=2, text_attempt=1)
    assert words(row).writer.startswith("A language model")
    assert words(row).model_name == "llama3"


def test_a_reply_that_failed_without_a_word_says_what_was_tried(written, page):
    tried = [failed(TWO[0], "stalled", 1)]
    row = written(state=State.FAILED, engine="curated", engines=TWO, tried=tried, fault="bug", written="")
    assert "What was tried" in page(row)
    assert "did not answer in time" in page(row)


def test_it_says_when_and_how_long(written, page):
    now = timezone.now()
    row = written(
        started_at=now - dt.timedelta(seconds=4),
        finished_at=now,
        first_piece_at=now - dt.timedelta(seconds=3),
    )
    assert words(row).seconds == pytest.approx(4)
    assert "in 4.0 s" in page(row)
    assert f"{now:%Y}, " in page(row)


def test_a_row_from_before_there_were_receipts_has_one(written, page):
    row = written(engine="curated", engines=[], tried=[], started_at=None)
    assert "The editors’ words, no language model" in page(row)
