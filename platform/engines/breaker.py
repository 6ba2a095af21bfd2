"""Leave an engine alone that has failed again and again, and try it with one reply before all come back.

Whoever wants to ask an engine asks its breaker first and gets a Permit, on which the outcome is noted. CLOSED: all
may ask. After some faults in a row that say the server is ill it is OPEN: nobody is let through for some seconds,
each time longer. Then one reply is let through; its first piece closes the breaker, a fault opens it again.
"""

import random
import threading
import time
from collections.abc import Callable

from engines.base import EngineError, EngineResting

# No rest is longer than so many seconds, unless the server itself asks for it.
LONGEST = 60
# How soon to look again while one reply tries whether the engine is well.
WHILE_TRIED = 2


class Permit:
    """The right to ask an engine once. The first outcome that is noted counts; later ones change nothing."""

    def __init__(self, breaker: "Breaker", era: int, *, is_probe: bool) -> None:
        self._breaker, self._era, self._is_probe = breaker, era, is_probe
        self._is_spent = False

    def first_piece_came(self) -> None:
        """Text comes again: others may ask too, while this reply goes on."""
        if self._is_probe:
            self._is_probe = False
            self._era = self._breaker._probe_answered()

    def ended_well(self) -> None:
        if self._spend():
            self._breaker._ended_well(self._era)

    def failed(self, fault: Exception) -> None:
        """Any fault; those that are only this prompt's say nothing about the engine."""
        if not (isinstance(fault, EngineError) and fault.is_ill):
            self.drop()
        elif self._spend():
            self._breaker._failed(self._era, fault.retry_after)

    def drop(self) -> None:
        """Nothing was learnt: stopped, handed over, or never asked."""
        if self._spend() and self._is_probe:
            self._breaker._probe_dropped(self._era)

    def _spend(self) -> bool:
        is_first, self._is_spent = not self._is_spent, True
        return is_first


class Breaker:
    """One engine's. Called by many threads at once."""

    def __init__(
        self,
        *,
        faults: int = 5,
        seconds: float = 10,
        clock: Callable[[], float] = time.monotonic,
        jitter: Callable[[], float] = lambda: random.uniform(0.8, 1.2),
    ) -> None:
        self._most_faults, self._seconds = max(1, faults), seconds
        self._clock, self._jitter = clock, jitter
        self._lock = threading.Lock()
        self._num_faults = 0
        self._num_rests = 0
        self._open_until: float | None = None
        self._is_tried = False
        # What began before the breaker last opened or closed says nothing about now.
        self._era = 0

    def ask(self) -> Permit:
        """Return a permit.

        :raises EngineResting: while the engine is left alone; ``retry_after`` in seconds.
        """
        with self._lock:
            if self._open_until is None:
                return Permit(self, self._era, is_probe=False)
            left = self._open_until - self._clock()
            if left > 0:
                raise EngineResting(retry_after=left)
            if self._is_tried:
                raise EngineResting(retry_after=WHILE_TRIED * self._jitter())
            self._is_tried = True
            return Permit(self, self._era, is_probe=True)

    def _failed(self, era: int, retry_after: float | None) -> None:
        with self._lock:
            if era != self._era:
                return
            self._num_faults += 1
            if self._num_faults >= self._most_faults:
                self._open(retry_after)

    def _open(self, retry_after: float | None) -> None:
        rest = min(self._seconds * 2**self._num_rests, LONGEST) * self._jitter()
        self._open_until = self._clock() + max(rest, retry_after or 0)
        self._num_rests = min(self._num_rests + 1, 10)
        self._is_tried = False
        # One more fault when it is tried again is enough.
        self._num_faults = self._most_faults - 1
        self._era += 1

    def _probe_answered(self) -> int:
        with self._lock:
            self._open_until, self._is_tried = None, False
            self._era += 1
            return self._era

    def _ended_well(self, era: int) -> None:
        with self._lock:
            if era == self._era:
                self._open_until, self._is_tried = None, False
                self._num_faults = self._num_rests = 0

    def _probe_dropped(self, era: int) -> None:
        with self._lock:
            if era == self._era:
                self._is_tried = False


_lock = threading.Lock()
_breakers: dict[str, Breaker] = {}


def breaker_of(engine: str, *, faults: int, seconds: float) -> Breaker:
    """Return this process's breaker for an engine and its model: one model of a server may be ill alone."""
    with _lock:
        if engine not in _breakers:
            _breakers[engine] = Breaker(faults=faults, seconds=seconds)
        return _breakers[engine]


def forget_all() -> None:
    """As in a new process."""
    with _lock:
        _breakers.clear()
