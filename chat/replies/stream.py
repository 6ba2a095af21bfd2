"""What passes through Valkey between the worker that writes a reply and the pages that follow it.

A stream ``reply:<generation>`` holds entries of two shapes, all with the attempt ``a``: a piece, ``n`` (its start in
the reply, in code points) and ``t`` (its text); or the end, ``final`` (the state). Nothing here must last: PostgreSQL
holds the same string, and coordinates let a reader join the two without a gap or a doubled word.
"""

from dataclasses import dataclass

from django.conf import settings
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff


@dataclass(frozen=True)
class Cursor:
    """A place in a reply: ``<attempt>-<length>``, the text of that attempt up to a length in code points."""

    attempt: int = 0
    length: int = 0

    def __str__(self):
        return f"{self.attempt}-{self.length}"

    @classmethod
    def parse(cls, text: str) -> "Cursor":
        """:raises ValueError: for what no page of ours has written."""
        attempt, dash, length = text.partition("-")
        if not (dash and attempt.isascii() and attempt.isdigit() and length.isascii() and length.isdigit()):
            raise ValueError("a cursor reads <attempt>-<length>")
        if len(attempt) > 9 or len(length) > 9:
            raise ValueError("a cursor's numbers have at most nine digits")
        return cls(int(attempt), int(length))


@dataclass(frozen=True)
class Piece:
    attempt: int
    start: int
    text: str


@dataclass(frozen=True)
class Final:
    attempt: int
    state: str


def client(*, socket_timeout: float = 2) -> Redis:
    """An asyncio client that gives up quickly: a lost Valkey costs smoothness, never a word."""
    return Redis.from_url(
        settings.STREAM_URL,
        socket_timeout=socket_timeout,
        socket_connect_timeout=1,
        health_check_interval=0,
        retry=Retry(NoBackoff(), 0),
        decode_responses=True,
    )


def key(generation_id: int) -> str:
    return f"reply:{generation_id}"


def cancel_key(generation_id: int) -> str:
    return f"cancel:{generation_id}"


def add(pipeline, generation_id: int, entry: Piece | Final):
    """Append an entry, within a pipeline; the stream vanishes some minutes after its last word."""
    if isinstance(entry, Piece):
        fields = {"a": entry.attempt, "n": entry.start, "t": entry.text}
    else:
        fields = {"a": entry.attempt, "final": entry.state}
    pipeline.xadd(key(generation_id), fields)
    if isinstance(entry, Final) or entry.start == 0:
        pipeline.expire(key(generation_id), settings.STREAM_TTL_SECONDS)


def read(fields: dict) -> Piece | Final | None:
    """The entry that these fields hold; None for what is not ours."""
    try:
        attempt = int(fields["a"])
        if "final" in fields:
            return Final(attempt, fields["final"])
        return Piece(attempt, int(fields["n"]), fields["t"])
    except (KeyError, ValueError):
        return None
