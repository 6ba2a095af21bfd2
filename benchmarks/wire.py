"""The benchmarks' browser: raw HTTP on asyncio, which costs little and notes when each byte came."""

import asyncio
import re
import time
from bisect import bisect_left
from itertools import accumulate

HOST = "127.0.0.1"
STAMP = re.compile(rb"t=(\d{16})")


class Exchange(asyncio.Protocol):
    """One request whose answer ends with the connection; every read is kept with its time, since 1970."""

    def __init__(self, request: bytes):
        self._request = request
        self._times: list[float] = []
        self._reads: list[bytes] = []
        self.is_over = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        self._transport = transport
        transport.write(self._request)

    def data_received(self, data):
        self._times.append(time.time())
        self._reads.append(data)

    def connection_lost(self, error):
        if not self.is_over.done():
            self.is_over.set_result(error)

    def leave(self):
        self._transport.abort()

    @property
    def raw(self) -> bytes:
        return b"".join(self._reads)

    @property
    def status(self) -> int:
        return int(self.raw[9:12] or 0)

    @property
    def body(self) -> bytes:
        head, _, rest = self.raw.partition(b"\r\n\r\n")
        return _unchunked(rest) if b"transfer-encoding: chunked" in head.lower() else rest

    def stamps(self) -> list[tuple[int, float]]:
        """Each stamp (microseconds) with the seconds between it and the read that brought its end."""
        ends = list(accumulate(map(len, self._reads)))
        found = []
        for match in STAMP.finditer(self.raw):
            seen_at = self._times[bisect_left(ends, match.end())]
            found.append((int(match[1]), seen_at - int(match[1]) / 1e6))
        return found

    def first_stamp_at(self) -> float | None:
        """When the first stamp was seen, in seconds since 1970."""
        first = next(iter(self.stamps()), None)
        return first and first[0] / 1e6 + first[1]


def _unchunked(body: bytes) -> bytes:
    whole = []
    while body:
        size, _, body = body.partition(b"\r\n")
        length = int(size or b"0", 16)
        whole.append(body[:length])
        body = body[length + 2 :]
        if not length:
            break
    return b"".join(whole)


async def opened(port: int, request: bytes) -> Exchange:
    """The exchange, begun."""
    _, exchange = await asyncio.get_running_loop().create_connection(lambda: Exchange(request), HOST, port)
    return exchange


async def exchanged(port: int, request: bytes) -> Exchange:
    """The exchange, ended."""
    exchange = await opened(port, request)
    await exchange.is_over
    return exchange


def request(method: str, path: str, *, body: bytes = b"", keep_alive: bool = False, **headers: str) -> bytes:
    """A request as bytes; ``x_csrftoken="…"`` becomes a header X-Csrftoken."""
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost"]
    lines += [f"{name.replace('_', '-').title()}: {value}" for name, value in headers.items()]
    if not keep_alive:
        lines.append("Connection: close")
    if body:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body
