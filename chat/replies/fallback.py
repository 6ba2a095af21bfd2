"""Whom to ask when an engine failed: the next in the order at once; when all have failed, all again after a while."""

import random
from dataclasses import dataclass

from chat.models import Generation

MAX_WAIT_SECONDS = 60


@dataclass(frozen=True)
class Order:
    """Where a reply stands in its order of engines. ``tried`` are those that failed, in all rounds so far."""

    engine: str
    engines: list[str]
    tried: list[dict]

    @property
    def following(self) -> str | None:
        """The engine after the one that was asked last; None when the round is through."""
        after = self.engines[self._place + 1 :]
        return after[0] if after else None

    @property
    def first(self) -> str:
        return self.engines[0] if self.engine in self.engines else self.engine

    @property
    def _place(self) -> int:
        return self.engines.index(self.engine) if self.engine in self.engines else len(self.engines)

    def failed(self, fault: Exception, *, attempt: int) -> dict:
        """What is kept of a fault; ``wait``, in seconds, only where the engine may be asked again."""
        entry = {"engine": self.engine, "fault": code_of(fault), "attempt": attempt}
        if getattr(fault, "is_retryable", False):
            rounds = -(-attempt // max(1, len(self.engines)))
            entry["wait"] = round(wait(rounds, getattr(fault, "retry_after", None)), 2)
        return entry

    def wait_after(self, last: dict) -> float | None:
        """Seconds until any engine of the round that ``last`` ends may do better; None when none will."""
        earlier = self.tried[-self._place :] if 0 < self._place < len(self.engines) else []
        waits = [entry["wait"] for entry in (*earlier, last) if "wait" in entry]
        return min(waits, default=None)


def order_of(generation_id: int) -> Order | None:
    """None when the conversation is deleted."""
    row = Generation.objects.filter(pk=generation_id).values_list("engine", "engines", "tried").first()
    return Order(*row) if row else None


def code_of(fault: Exception) -> str:
    return getattr(fault, "code", "bug")


def wait(rounds: int, retry_after: float | None) -> float:
    """Seconds before the next round: what the server asks for, else 1, 2, 4… with some jitter."""
    if retry_after is not None:
        return min(max(retry_after, 0), MAX_WAIT_SECONDS)
    return min(2 ** (rounds - 1) * random.uniform(0.8, 1.2), MAX_WAIT_SECONDS)
