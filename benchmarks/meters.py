"""CPU time and memory of groups of processes, read from the system."""

import asyncio
import contextlib
import os
from dataclasses import dataclass, field

import psutil

SECONDS_BETWEEN_LOOKS = 0.1


def cpu_seconds(pid: int) -> float:
    """User and system time of a process and, unless it is this one, of its children, ended or not."""
    process = psutil.Process(pid)
    times = process.cpu_times()
    if pid == os.getpid():
        return times.user + times.system
    total = times.user + times.system + times.children_user + times.children_system
    for child in process.children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            times = child.cpu_times()
            total += times.user + times.system
    return total


def rss_bytes(pid: int) -> int:
    return psutil.Process(pid).memory_info().rss


def pss_bytes(pid: int) -> int:
    """As RSS, with shared pages counted by share: sums over processes are true. Costs milliseconds."""
    return psutil.Process(pid).memory_full_info().pss


@dataclass
class Meter:
    """What each named process spends and holds while a block runs.

    async with meter: …     then meter.cpu[name] in seconds, meter.peak[name] in bytes (RSS)
    """

    pids: dict[str, int]
    cpu: dict[str, float] = field(default_factory=dict)
    peak: dict[str, int] = field(default_factory=dict)

    async def __aenter__(self):
        self._before = {name: cpu_seconds(pid) for name, pid in self.pids.items()}
        self.peak = {name: rss_bytes(pid) for name, pid in self.pids.items()}
        self._looking = asyncio.ensure_future(self._look())
        return self

    async def __aexit__(self, *exception):
        self._looking.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._looking
        self.cpu = {name: cpu_seconds(pid) - self._before[name] for name, pid in self.pids.items()}

    async def _look(self):
        while True:
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
            for name, pid in self.pids.items():
                self.peak[name] = max(self.peak[name], rss_bytes(pid))
