"""What a server refuses or breaks gets a name that says whether to try again."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from engines.base import EngineBusy, EngineFailed, EngineOverflow, EngineRefused
from engines.openai_faults import fault_of_error, fault_of_status, parse_retry_after


@pytest.mark.parametrize(
    ("status", "fault"),
    [
        (302, EngineRefused),
        (400, EngineRefused),
        (401, EngineRefused),
        (404, EngineRefused),
        (408, EngineFailed),
        (429, EngineBusy),
        (500, EngineFailed),
        (502, EngineFailed),
        (503, EngineBusy),
    ],
)
def test_a_status_gets_a_name(status, fault):
    assert type(fault_of_status(status)) is fault


def test_no_waiting_brings_back_a_used_up_quota():
    body = b'{"error":{"message":"pay","type":"insufficient_quota","code":"insufficient_quota"}}'
    assert type(fault_of_status(429, body)) is EngineRefused


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        ({"code": 400, "type": "exceed_context_size_error"}, EngineOverflow),
        ({"code": 503, "type": "unavailable_error"}, EngineBusy),
        ({"type": "overloaded_error"}, EngineBusy),
        ({"code": "context_length_exceeded"}, EngineOverflow),
        ({"code": None, "message": "?"}, EngineFailed),
        ("just words", EngineFailed),
    ],
)
def test_an_error_in_the_stream_gets_a_name(error, fault):
    assert type(fault_of_error(error)) is fault


def test_what_people_wrote_never_stands_in_a_fault():
    error = {"message": "you wrote: my secret", "code": "my secret words", "type": "bad_thing"}
    assert str(fault_of_error(error)) == "error in the stream bad_thing"


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("2", 2),
        ("0.5", 0.5),
        ("9999", 60),
        ("-3", None),
        ("nan", None),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_in_seconds(value, seconds):
    assert parse_retry_after(value, at_most=60) == seconds


def test_retry_after_as_a_date():
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    assert 25 < parse_retry_after(date, at_most=60) <= 30


def test_retry_after_as_a_date_gone_by():
    assert parse_retry_after("Wed, 21 Oct 2015 07:28:00 GMT", at_most=60) == 0


OPENAI = {
    "message": "This model's maximum context length is 4097 tokens. However, your messages resulted in 6988 tokens.",
    "type": "invalid_request_error",
    "param": "messages",
    "code": "context_length_exceeded",
}
VLLM = {
    "message": "This model's maximum context length is 2048 tokens. However, your request has 8 input tokens plus 2045 "
    "'max_tokens'. Please reduce one or the other.",
    "type": "BadRequestError",
    "param": "input_tokens, max_tokens",
    "code": 400,
}
VLLM_MINUS = {"message": "max_tokens must be at least 1, got -186.", "type": "BadRequestError", "code": 400}
LLAMA_CPP = {
    "code": 400,
    "message": "the request exceeds the available context size, try increasing it",
    "type": "exceed_context_size_error",
    "n_prompt_tokens": 1407,
    "n_ctx": 256,
}
OLDER_LLAMA_CPP = {
    "code": 500,
    "message": "the request exceeds the available context size. try increasing the context size",
    "type": "server_error",
}


@pytest.mark.parametrize(
    ("status", "answer", "most"),
    [
        (400, {"error": OPENAI}, 4097),
        (400, {"error": VLLM}, 2048),
        (400, {"object": "error", **VLLM}, 2048),
        (400, {"error": VLLM_MINUS}, None),
        (400, {"error": LLAMA_CPP}, 256),
        (500, {"error": OLDER_LLAMA_CPP}, None),
        (
            400,
            {"error": {"message": "request (900 tokens) exceeds the available context size (512 tokens)"}},
            512,
        ),
        (400, {"error": "prompt is too long: 9000 tokens > 8192 maximum"}, None),
    ],
)
def test_a_request_longer_than_the_context_has_a_name(status, answer, most):
    fault = fault_of_status(status, json.dumps(answer).encode())
    assert type(fault) is EngineOverflow
    assert fault.most_tokens == most
    assert not fault.is_retryable


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, {"message": "no such parameter: context", "code": "invalid_request_error"}),
        (401, {"message": "maximum context length"}),
        (429, {"message": "tokens per minute: this exceeds the context of your plan"}),
        (502, {"message": "maximum context length"}),
        (400, {"message": ["maximum context length"]}),
        (400, None),
    ],
)
def test_other_refusals_are_not_taken_for_it(status, error):
    assert type(fault_of_status(status, json.dumps({"error": error}).encode())) is not EngineOverflow


def test_an_overflow_in_the_stream_has_the_same_name():
    assert fault_of_error(LLAMA_CPP).most_tokens == 256
