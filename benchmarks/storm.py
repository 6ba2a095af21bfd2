"""Kill the processes of a running site at random, but by a seed, and start them again."""

import random
import shutil
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass

import bench_site

from embedded import processes

SECONDS_TO_END = 20


@dataclass(frozen=True)
class Kill:
    """What was killed, and when, in seconds since 1970."""

    kind: str
    at: float


class Storm:
    """One kill after another, of every kind equally often, until ``is_over()`` says so.

    Called from the main thread only: what it starts dies with the thread that started it.
    """

    def __init__(self, var, site, commands, servers, *, seed: int, pause: float, down: float):
        self._var, self._site, self._commands = var, site, commands
        self._servers = {server.name: server for server in servers}
        self._random = random.Random(seed)
        self._pause, self._down = pause, down
        self.kills: list[Kill] = []

    @property
    def kinds(self) -> dict[str, Callable]:
        return {
            "worker, SIGKILL": self._kill_a_worker,
            "web, SIGKILL": lambda: self._kill_process("web"),
            "sweeper, SIGKILL": lambda: self._kill_process("sweeper"),
            "broker, comes back empty": lambda: self._kill_valkey("broker"),
            "streams, come back empty": lambda: self._kill_valkey("streams"),
            "PostgreSQL, immediate": lambda: self._restart_postgres(signal.SIGQUIT),
            "PostgreSQL, fast": lambda: self._restart_postgres(signal.SIGINT),
        }

    def rage(self, is_over, *, rounds: int = 1_000_000):
        """Every kind once a round, in an order of its own, with a pause before each."""
        for _ in range(rounds):
            for kind in self._random.sample(list(self.kinds), len(self.kinds)):
                if not _waited(self._random.uniform(0.5, 1.5) * self._pause, is_over):
                    return
                self.kills.append(Kill(kind, time.time()))
                self.kinds[kind]()

    def _kill_a_worker(self):
        self._kill_process(self._random.choice([name for name in self._site if name.startswith("worker")]))

    def _kill_process(self, name):
        processes.end(self._site[name])
        self._wait()
        self._site[name] = bench_site.start(self._var, name, self._commands[name])

    def _kill_valkey(self, name):
        server = self._servers[name]
        server.kill()
        shutil.rmtree(server.data)
        self._wait()
        server.start()

    def _restart_postgres(self, how):
        server = self._servers["postgres"]
        processes.ask_to_end(server.process, how)
        if not processes.wait_until_ended(server.process, SECONDS_TO_END):
            raise RuntimeError("PostgreSQL did not end")
        self._wait()
        server.start()

    def _wait(self):
        time.sleep(self._random.uniform(0, self._down))


def _waited(seconds, is_over) -> bool:
    """False when it was over before."""
    return not processes.wait_for(is_over, seconds)
