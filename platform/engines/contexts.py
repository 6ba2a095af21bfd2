"""Remember for an hour that a server's context is smaller than its settings say."""

import threading
import time
from collections.abc import Callable

# Of the context for which a request was too long, what the next ones may count on.
SMALLER = 0.6
# A server may have been misunderstood, or be started anew with more: then the settings are tried again.
SECONDS_KEPT = 3600


class Learnt:
    """What this process has learnt of servers, each an address and a model's name. Called by many threads at once."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        # Of each server so many tokens, and until when.
        self._contexts: dict[str, tuple[int, float]] = {}

    def context_of(self, server: str, *, said: int) -> int:
        """Return how many tokens ``server`` takes: what it is ``said`` to, or less."""
        return min(said, self._kept(server) or said)

    def too_long(self, server: str, *, counted_on: int, most: int | None = None) -> None:
        """A request made for a context of ``counted_on`` tokens was too long.

        ``most`` is what the server says it takes. Many requests that fail at once teach the same, once.
        """
        smaller = min(int(counted_on * SMALLER), most or counted_on)
        with self._lock:
            before = self._kept(server)
            if before is None or smaller < before:
                self._contexts[server] = smaller, self._clock() + SECONDS_KEPT

    def forget_all(self) -> None:
        with self._lock:
            self._contexts.clear()

    def _kept(self, server: str) -> int | None:
        tokens, until = self._contexts.get(server, (None, 0))
        return tokens if self._clock() < until else None


_learnt = Learnt()
context_of, too_long, forget_all = _learnt.context_of, _learnt.too_long, _learnt.forget_all
