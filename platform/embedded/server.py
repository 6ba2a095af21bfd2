"""What the embedded servers have in common: a process, a log, being ready, being stopped."""

import signal
from pathlib import Path

from embedded import CannotStart, leftovers, processes

SECONDS_TO_START = 30
LARGE_LOG = 5_000_000


class ServerDidNotStart(CannotStart):
    pass


class Server:
    """One embedded server. A subclass says how it is called, how to run it and how to see that it answers."""

    name = program = setting = user = ""
    stop_signal = signal.SIGTERM

    def __init__(self, var):
        self.var = Path(var).resolve()
        self.process = None

    @property
    def log_path(self):
        return self.var / "log" / f"{self.name}.log"

    def start(self):
        """Start and wait until it answers; ends what a killed run left in its folder first.

        :raises ServerDidNotStart: with the last lines of its log
        """
        self.stop()
        leftovers.end_servers_in(self.data, named=self.program)
        self.prepare()
        with self._open_log() as log:
            where = {"stdout": log, "stderr": log, "cwd": self.data}
            self.process = processes.start(
                self.command(), death_signal=self.stop_signal, user=self.user, **where
            )
        processes.wait_for(lambda: self.has_ended() or self.answers(), SECONDS_TO_START)
        if self.has_ended() or not self.answers():
            self.stop()
            raise ServerDidNotStart(
                f"{self.name} did not start. Its log, {self.log_path}, ends with:\n{self.log_tail()}"
            )

    def _open_log(self):
        if self.log_path.exists() and self.log_path.stat().st_size > LARGE_LOG:
            self.log_path.replace(self.log_path.with_suffix(".log.1"))
        return self.log_path.open("ab")

    def log_tail(self, lines=10):
        return "\n".join(self.log_path.read_text(errors="replace").splitlines()[-lines:])

    def has_ended(self):
        return self.process is None or processes.has_ended(self.process)

    def stop(self, seconds=5):
        """Ask it to end, and kill it if it does not within `seconds`."""
        if self.process is None:
            return
        processes.ask_to_end(self.process, self.stop_signal)
        processes.wait_until_ended(self.process, seconds)
        processes.end(self.process)
        self.process = None

    def kill(self):
        """End it as a crash would; `start` brings it back at the same address."""
        processes.end(self.process)
