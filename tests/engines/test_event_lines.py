"""The lines of an event stream are read alike however the network cuts them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.event_lines import EventLines, LineTooLong

STREAM = (
    "\ufeffdata: first\r\n\r\n: a comment\nevent: message\ndata:{}\n\n"
    'id: 7\rdata: {"text":"Ünï 漢字 🦉"}\r\rretry: 5\n{"error":{"code":500}}\n\ndata: [DONE]'
).encode()
PAYLOADS = ["first", "{}", '{"text":"Ünï 漢字 🦉"}', '{"error":{"code":500}}', "[DONE]"]


def _payloads(chunks, max_line_bytes=1000):
    lines = EventLines(max_line_bytes=max_line_bytes)
    return [payload for chunk in chunks for payload in lines.feed(chunk)] + list(lines.end())


@given(st.sets(st.integers(0, len(STREAM))))
def test_every_cut_gives_the_same_payloads(cuts):
    edges = [0, *sorted(cuts), len(STREAM)]
    chunks = [STREAM[start:end] for start, end in zip(edges, edges[1:], strict=False)]
    assert _payloads(chunks) == PAYLOADS


def test_bytes_that_are_no_utf8_are_replaced():
    assert _payloads([b"data: a\xff\n"]) == ["a\ufffd"]


@pytest.mark.parametrize("size", [10, 10_000])
def test_a_line_without_an_end_is_given_up(size):
    with pytest.raises(LineTooLong):
        _payloads([b"data: ", *[b"x" * size] * 101])


def test_a_long_line_that_ends_in_the_same_chunk_is_given_up_too():
    with pytest.raises(LineTooLong):
        _payloads([b"data: " + b"x" * 1000 + b"\n"])
