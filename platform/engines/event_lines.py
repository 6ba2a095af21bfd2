"""Read the data lines of a server-sent event stream out of bytes that come in any cut."""

import re
from collections.abc import Iterator

LINE_END = re.compile(rb"\r\n|\n|\r")
DATA = b"data:"


class LineTooLong(Exception):
    """A line grew beyond the limit without an end."""


class EventLines:
    """Turn chunks of bytes into the payloads of their ``data:`` lines.

    Every data line is one payload: the chat API never spreads JSON over lines, and some servers forget
    the empty line between events. A line that is bare JSON counts too: that is how some report an error.
    Comments and other fields are skipped. Bytes are decoded a whole line at a time, so a character cut
    in two by the network is whole again.
    """

    def __init__(self, *, max_line_bytes: int) -> None:
        self._max = max_line_bytes
        self._rest: list[bytes] = []
        self._rest_bytes = 0

    def feed(self, chunk: bytes) -> Iterator[str]:
        """Yield the payloads that ``chunk`` completes.

        :raises LineTooLong: for a line longer than the limit.
        """
        # The unfinished line is kept as parts and joined once, so that a long one costs no square time.
        *lines, rest = LINE_END.split(chunk)
        for line in lines:
            yield from self._payload(self._joined(line))
        self._keep(rest)

    def end(self) -> Iterator[str]:
        """Yield the payload of a last line that had no end."""
        yield from self._payload(self._joined(b""))

    def _keep(self, rest: bytes) -> None:
        if rest:
            self._rest.append(rest)
            self._rest_bytes += len(rest)
        if self._rest_bytes > self._max:
            raise LineTooLong

    def _joined(self, line: bytes) -> bytes:
        if self._rest:
            line = b"".join((*self._rest, line))
            self._rest, self._rest_bytes = [], 0
        if len(line) > self._max:
            raise LineTooLong
        return line

    def _payload(self, line: bytes) -> Iterator[str]:
        line = line.removeprefix(b"\xef\xbb\xbf")
        if line.startswith(DATA):
            yield line[len(DATA) :].decode(errors="replace").strip()
        elif line.startswith(b"{"):
            yield line.decode(errors="replace").strip()
