"""Keep the site's processes running: restart one that dies, give up on one that keeps dying, stop in order.

Why not honcho: it ends everything when one child ends, and puts a Python process in front of each.
"""

import signal
import subprocess
import time
from collections import deque
from dataclasses import dataclass, field

from embedded import CannotStart, leftovers, processes
from embedded.log import Relay

AT_ONCE = 10  # seconds: who ends by itself sooner, at its first start, is set up wrongly
TOO_MANY, WITHIN = 5, 60  # deaths, seconds
SECONDS_BETWEEN_STARTS = 1
SECONDS_TO_STOP = 9  # for all together; the servers after them get the rest of ten: they take 0.2
POLL = 0.1


class KeepsDying(CannotStart):
    pass


@dataclass
class Deaths:
    """The deaths of one process within the last minute."""

    at: deque = field(default_factory=deque)

    def add(self):
        now = time.monotonic()
        self.at.append(now)
        while now - self.at[0] > WITHIN:
            self.at.popleft()

    def too_many(self):
        return len(self.at) >= TOO_MANY


class StopSignals:
    """How often Ctrl-C was pressed, or an end was asked for by signal; a second time means at once."""

    def __init__(self):
        self.count, self.last_at = 0, 0.0
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._add)
        if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # as nohup sets it
            signal.signal(signal.SIGHUP, self._add)

    def _add(self, number, frame):
        # One request may come twice at the same time: from the group, and handed on by make.
        now = time.monotonic()
        self.count += now - self.last_at > 0.5
        self.last_at = now


class Process:
    """One process of the site and its output."""

    def __init__(self, name, command, environ, cwd=None, seconds_to_stop=3):
        self.name, self.command, self.environ, self.cwd = name, command, environ, cwd
        self.seconds_to_stop = seconds_to_stop
        self.process = self.relay = None
        self.num_starts = 0
        self.started_at = 0.0
        self.deaths = Deaths()

    def start(self, log):
        self.process = processes.start(
            self.command, env=self.environ, cwd=self.cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        self.relay = Relay(self.name, self.process.stdout, log)
        self.relay.start()
        self.num_starts += 1
        self.started_at = time.monotonic()

    def has_ended(self):
        return self.process is None or processes.has_ended(self.process)

    def age(self):
        return time.monotonic() - self.started_at

    def ask_to_end(self):
        if self.process:
            processes.ask_to_end(self.process)

    def end(self):
        """Kill what is left of it and its children, wait for its last words, and return its exit code."""
        code = processes.end(self.process)
        self.relay.join(1)
        return code

    def last_lines(self):
        return "\n".join(self.relay.last_lines)


def run_to_end(process, *, log, stop):
    """Run one command and wait for it; ends it when a stop is asked for. Returns its exit code."""
    process.start(log)
    while not process.has_ended() and not stop.count:
        time.sleep(POLL)
    return process.end()


class Supervisor:
    """Runs `site` (Processes, in the order in which to stop them) above `servers` that already run."""

    def __init__(self, var, site, servers, *, log, stop):
        self.var, self.site, self.servers, self.log, self.stop_signals = var, site, servers, log, stop
        self.server_deaths = {server.name: Deaths() for server in servers}

    def run(self, *, is_ready=lambda: True, announce=lambda: None):
        """Until a stop is asked for.

        :raises KeepsDying: when a process ended at once, or too often; the others are stopped then, too
        """
        try:
            for process in reversed(self.site):
                process.start(self.log)
            self._record()
            self._watch(is_ready, announce)
        finally:
            self.stop()

    def _watch(self, is_ready, announce):
        announced = False
        while not self.stop_signals.count:
            self._mend_servers()
            for process in self.site:
                self._mend(process)
            if not announced and is_ready():
                announced = True
                announce()
            time.sleep(POLL)

    def _mend(self, process):
        if not process.has_ended():
            return
        if process.process.returncode is None:
            self._take_note_of_death(process)
        if process.age() > SECONDS_BETWEEN_STARTS:
            process.start(self.log)
            self._record()

    def _take_note_of_death(self, process):
        age, code = process.age(), process.end()
        process.deaths.add()
        if process.num_starts == 1 and code >= 0 and age < AT_ONCE:
            raise KeepsDying(_sentence(process.name, f"ended at once ({_how(code)})", process.last_lines()))
        if process.deaths.too_many():
            raise KeepsDying(_sentence(process.name, _too_often(code), process.last_lines()))
        self.say(f"{process.name} ended ({_how(code)}): starting it again")

    def _mend_servers(self):
        for server in self.servers:
            if server.has_ended():
                self.server_deaths[server.name].add()
                if self.server_deaths[server.name].too_many():
                    raise KeepsDying(_sentence(server.name, _too_often(None), server.log_tail()))
                self.say(f"{server.name} ended: starting it again")
                server.start()
                self._record()

    def stop(self):
        """Stop the first (the web, so that no new work comes in), then the others; kill who does not end."""
        self.say("stopping")
        deadline = time.monotonic() + SECONDS_TO_STOP
        started = [process for process in self.site if process.process]
        for group in (started[:1], started[1:]):
            for process in group:
                process.ask_to_end()
            for process in group:
                self._wait_for_end(process, deadline)
        for process in started:
            process.end()
        (self.var / leftovers.RECORD).unlink(missing_ok=True)

    def _wait_for_end(self, process, deadline):
        until = min(deadline, time.monotonic() + process.seconds_to_stop)
        processes.wait_for(
            lambda: process.has_ended() or self.stop_signals.count > 1, until - time.monotonic()
        )

    def _record(self):
        leftovers.record(self.var, [process.process for process in self.site if process.process])

    def say(self, line):
        self.log.info("%s", line, extra={"who": "site"})


def _how(code):
    return f"exit code {code}" if code >= 0 else f"killed by {signal.Signals(-code).name}"


def _too_often(code):
    last = "" if code is None else f", the last time {_how(code)}"
    return f"ended {TOO_MANY} times within a minute{last}"


def _sentence(name, what, last_lines):
    words = f"Its last lines:\n{last_lines}" if last_lines else "It wrote nothing."
    return f"The process '{name}' {what}, so the site was stopped. {words}"
