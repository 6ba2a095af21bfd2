"""A server whose context is smaller than its settings say is told less from then on, and asked how long texts are."""

import json

import pytest

from engines import contexts, tokenizers
from engines.base import USER, EngineOverflow, PromptMessage
from engines.openai_compatible import OpenAICompatibleEngine
from engines.tokens import AROUND_A_MESSAGE, estimate_tokens
from tests.engines.reading import a_prompt, read_now

LONG = a_prompt(messages_so_far=tuple(PromptMessage(USER, f"word{n} " * 200) for n in range(20)))


@pytest.fixture(autouse=True)
def _nothing_is_learnt():
    contexts.forget_all()
    tokenizers.forget_all()
    yield
    contexts.forget_all()
    tokenizers.forget_all()


def test_a_request_that_was_too_long_is_told_shorter_the_next_time(scripted_server):
    engine = OpenAICompatibleEngine(base_url=scripted_server.url, model_name="say-3-context-3000-tag-short")
    before = engine.tell(LONG)
    reply = read_now(engine, LONG)
    assert isinstance(reply.fault, EngineOverflow)
    assert reply.fault.most_tokens == 3000
    # Whoever asks for this engine again in this process gets one that knows.
    again = OpenAICompatibleEngine(base_url=scripted_server.url, model_name="say-3-context-3000-tag-short")
    told = again.tell(LONG)
    assert told.prompt_tokens < 3000 < before.prompt_tokens
    assert told.context_tokens == again.context_tokens == 3000
    assert told.num_left_out == told.parameters["messages_left_out"] > before.num_left_out
    assert not read_now(again, LONG).fault


def test_many_failures_at_once_teach_the_same_once():
    for _ in range(10):
        contexts.too_long("here", counted_on=8000)
    assert contexts.context_of("here", said=8000) == 4800
    contexts.too_long("here", counted_on=4800, most=2000)
    assert contexts.context_of("here", said=8000) == 2000
    contexts.too_long("here", counted_on=8000)
    assert contexts.context_of("here", said=8000) == 2000
    assert contexts.context_of("elsewhere", said=8000) == 8000


def test_what_was_learnt_is_forgotten_after_an_hour_and_may_be_learnt_anew():
    now = 1000.0
    learnt = contexts.Learnt(clock=lambda: now)
    learnt.too_long("here", counted_on=8000, most=2000)
    now += contexts.SECONDS_KEPT / 2
    # Requests that were on their way meanwhile teach nothing new, and keep it no longer.
    learnt.too_long("here", counted_on=8000)
    now += contexts.SECONDS_KEPT / 2 - 1
    assert learnt.context_of("here", said=8000) == 2000
    now += 1
    assert learnt.context_of("here", said=8000) == 8000
    learnt.too_long("here", counted_on=8000, most=4000)
    assert learnt.context_of("here", said=8000) == 4000
    now += contexts.SECONDS_KEPT - 1
    learnt.too_long("here", counted_on=4000)
    now += 1
    assert learnt.context_of("here", said=8000) == 2400


@pytest.mark.parametrize("tokenizer", tokenizers.NAMES)
def test_a_server_that_counts_is_asked_where_something_must_be_left_out(scripted_server, tokenizer):
    given = {"base_url": scripted_server.url, "model_name": "say-3", "context_tokens": 4096}
    by_estimate = OpenAICompatibleEngine(**given).tell(LONG)
    counting = OpenAICompatibleEngine(**given, tokenizer=tokenizer)
    assert counting.count_tokens("one two three") == 3 + AROUND_A_MESSAGE
    # Its tokens are words here, of which the estimate takes more.
    assert counting.tell(LONG).num_left_out < by_estimate.num_left_out
    assert (
        counting.tell(a_prompt()).prompt_tokens
        == OpenAICompatibleEngine(**given).tell(a_prompt()).prompt_tokens
    )


def test_a_server_that_does_not_count_after_all_is_left_alone(unused_url):
    engine = OpenAICompatibleEngine(base_url=unused_url, tokenizer="vllm")
    assert engine.count_tokens("one two three") == estimate_tokens("one two three")
    assert engine.count_tokens("four five six") == estimate_tokens("four five six")
    assert tokenizers._resting


@pytest.fixture
def unused_url():
    return "http://127.0.0.1:9/v1"


def test_what_does_not_fit_stands_in_the_request_no_more(scripted_server):
    engine = OpenAICompatibleEngine(base_url=scripted_server.url, context_tokens=2500)
    told = engine.tell(LONG)
    whole = json.loads(told.data)["messages"]
    assert told.num_left_out == sum(f"word{n} " not in str(whole) for n in range(20))
    assert "word19 " in str(whole)
