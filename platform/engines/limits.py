"""How long and how much an engine may take before we give up on it."""

import asyncio
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Seconds, code points and bytes. The settings of the same names overrule these defaults."""

    connect_seconds: float = 5
    first_piece_seconds: float = 60
    piece_seconds: float = 20
    reply_seconds: float = 300
    max_characters: int = 24_000
    max_line_bytes: int = 256 * 1024
    # How long to wait for a tidy end after the server said that the reply is finished.
    tail_seconds: float = 1
    # A server cannot make us wait longer than this with Retry-After.
    max_retry_after: float = 60


class Clock:
    """Until when to wait for the next thing of a reply that begins now, on the running loop's clock."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._now = asyncio.get_running_loop().time
        self._next_at = self._now() + limits.first_piece_seconds
        self._reply_at = self._now() + limits.reply_seconds
        self._is_in_tail = False

    @property
    def deadline(self) -> float:
        return min(self._next_at, self._reply_at)

    @property
    def is_over(self) -> bool:
        return self._now() > self.deadline

    def heard(self) -> None:
        """Something of the reply came: from now on the limit between pieces counts."""
        if not self._is_in_tail:
            self._next_at = self._now() + self._limits.piece_seconds

    def finished(self) -> None:
        """The reply is finished: only the tidy end is still to come."""
        if not self._is_in_tail:
            self._is_in_tail = True
            self._next_at = self._now() + self._limits.tail_seconds
