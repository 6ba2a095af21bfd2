"""Remember, for as long as this process lives, that a server's context is smaller than its settings say."""

import threading

# Of the context for which a request was too long, what the next ones may count on.
SMALLER = 0.6

_lock = threading.Lock()
_learnt: dict[str, int] = {}


def context_of(server: str, *, said: int) -> int:
    """Return how many tokens ``server`` (an address and a model's name) takes: what it is ``said`` to, or less."""
    return min(said, _learnt.get(server, said))


def too_long(server: str, *, counted_on: int, most: int | None = None) -> None:
    """A request made for a context of ``counted_on`` tokens was too long; ``most`` is what the server says it takes.

    Many requests that fail at once teach the same, once.
    """
    smaller = min(int(counted_on * SMALLER), most or counted_on)
    with _lock:
        _learnt[server] = min(smaller, _learnt.get(server, smaller))


def forget_all() -> None:
    with _lock:
        _learnt.clear()
