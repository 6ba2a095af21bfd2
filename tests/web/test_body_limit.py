"""A body too large or too slow is refused before a page sees it, and half a body never passes for a whole one."""

import asyncio

import pytest

from web.body_limit import BodyLimit, WSGIBodyLimit

LIMIT = 100


async def reads_all(scope, receive, send):
    """An application that reads its whole body and says how long it was."""
    size = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            break
        size += len(message["body"])
        if not message.get("more_body"):
            break
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": str(size).encode()})


def exchange(app, *pieces, announced=None, ends=True):
    """Status, body and how many pieces were taken."""
    left = [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]
    left.append(
        {"type": "http.request", "body": b"", "more_body": False} if ends else {"type": "http.disconnect"}
    )
    num_messages = len(left)
    sent = []

    async def receive():
        return left.pop(0)

    async def send(message):
        sent.append(message)

    headers = [] if announced is None else [(b"content-length", announced)]
    asyncio.run(BodyLimit(app, LIMIT)({"type": "http", "headers": headers}, receive, send))
    if not sent:
        return None, b"", num_messages - len(left)
    return sent[0]["status"], b"".join(m.get("body", b"") for m in sent), num_messages - len(left)


def test_a_body_within_the_limit_passes():
    assert exchange(reads_all, b"x" * 60, b"x" * 40, announced=b"100")[:2] == (200, b"100")


def test_an_announced_large_body_is_not_read_at_all():
    assert exchange(reads_all, b"x" * 101, announced=b"101")[::2] == (413, 0)


@pytest.mark.parametrize("announced", [None, b"5", b"-1", b"nonsense"])
def test_a_body_that_grows_too_large_is_cut_off_whatever_it_announced(announced):
    status, body, taken = exchange(reads_all, *[b"x" * 30] * 100, announced=announced)
    assert (status, taken) == (413, 4)
    assert b"larger than the site accepts" in body


def test_half_a_body_is_not_taken_for_a_whole_one():
    assert exchange(reads_all, b"x" * 10, ends=False)[0] is None


def test_leaving_after_the_body_is_said_as_it_is():
    """An event stream learns in this way that its reader has gone."""

    async def waits(scope, receive, send):
        assert (await receive())["type"] == "http.request"
        assert (await receive())["type"] == "http.disconnect"
        await send({"type": "http.response.start", "status": 200, "headers": []})

    messages = [{"type": "http.request", "body": b"", "more_body": False}, {"type": "http.disconnect"}]
    sent = []

    async def receive():
        return messages.pop(0)

    async def send(message):
        sent.append(message)

    asyncio.run(BodyLimit(waits, LIMIT)({"type": "http", "headers": []}, receive, send))
    assert sent[0]["status"] == 200


def test_other_faults_of_the_application_rise():
    async def breaks(scope, receive, send):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        exchange(breaks)


def test_a_body_that_comes_too_slowly_never_reaches_a_page():
    sent = []

    async def never(scope, receive, send):
        raise AssertionError("called with half a body")

    async def drips():
        await asyncio.sleep(0.01)
        return {"type": "http.request", "body": b"x", "more_body": True}

    async def send(message):
        sent.append(message)

    asyncio.run(BodyLimit(never, LIMIT, seconds=0.05)({"type": "http", "headers": []}, drips, send))
    assert sent[0]["status"] == 408


@pytest.mark.parametrize(
    ("announced", "status"), [("100", "200 OK"), ("", "200 OK"), ("101", "413 Content Too Large")]
)
def test_pages_refuse_a_large_body_too(announced, status):
    said = []

    def app(environ, start_response):
        start_response("200 OK", [])
        return [b""]

    WSGIBodyLimit(app, LIMIT)({"CONTENT_LENGTH": announced}, lambda status, headers: said.append(status))
    assert said == [status]
