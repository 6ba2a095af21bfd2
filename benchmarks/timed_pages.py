"""Pages asked for by Django's test client, in one process without a network: their time, queries and bytes."""

import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Timed:
    """``seconds`` of each time it was asked for; the number of queries and of bytes of one of them."""

    label: str
    num_queries: int
    seconds: list[float]
    num_bytes: int


def timed(client, label: str, addresses: list[str], times: int, *, before=lambda: None) -> Timed:
    """Each of the addresses so many times, after two that are not counted; of the queries, the most that one took.

    ``before`` is called before each time.
    """
    from django.db import connection

    seconds, most = [], 0
    for address in addresses:
        _asked(client, address)
        counting = _Counting()
        with connection.execute_wrapper(counting):
            answer = _asked(client, address)
        most = max(most, counting.num)
    for _ in range(times):
        for address in addresses:
            before()
            began_at = time.perf_counter()
            _asked(client, address)
            seconds.append(time.perf_counter() - began_at)
    return Timed(label, most, seconds, len(answer.content))


class _Counting:
    num = 0

    def __call__(self, execute, *arguments):
        self.num += 1
        return execute(*arguments)


def _asked(client, address):
    answer = client.get(address, follow=True)
    assert answer.status_code == 200, f"{address} answered {answer.status_code}"
    return answer
