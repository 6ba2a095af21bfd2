"""What a server refuses or breaks gets a name that says whether to try again."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from engines.base import EngineBusy, EngineFailed, EngineRefused
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
        ({"code": 400, "type": "exceed_context_size_error"}, EngineRefused),
        ({"code": 503, "type": "unavailable_error"}, EngineBusy),
        ({"type": "overloaded_error"}, EngineBusy),
        ({"code": "context_length_exceeded"}, EngineRefused),
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
