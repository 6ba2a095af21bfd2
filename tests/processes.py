"""A site of real processes on servers of its own: each can be killed, stopped and started again.

The commands are those of `make run`.
"""

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import psycopg

from embedded import folder, ports, processes, site_processes
from embedded.with_servers import throw_away_servers

# Theirs are the servers of this test run, whose database the other tests clear.
OTHERS = ("DATABASE_URL", "BROKER_URL", "STREAM_URL", "VAR_DIR", "SECRET_KEY")
# A lost worker or message is noticed in seconds rather than half a minute.
SHORT_CLOCKS = {
    "REPLY_LEASE_SECONDS": "3",
    "REPLY_CHECKPOINT_SECONDS": "0.5",
    "SWEEP_SECONDS": "0.5",
    "WORKER_SHUTDOWN_SECONDS": "1",
    "WORKER_CONCURRENCY": "20",
}
PROCESSES = ("web", "worker", "sweeper")


class Site:
    """``environ`` is what its processes are told; ``url`` is the web's, also after a restart."""

    def __init__(self, environ, **settings):
        self.port = ports.free_port()
        self.url = f"http://{ports.LOOPBACK}:{self.port}"
        told = {**site_processes.MEMORY, **environ, **SHORT_CLOCKS}
        self.environ = {**told, "PORT": str(self.port), "SITE_URL": self.url, **settings}
        self.running = {}

    def start(self, *names):
        """Start these processes, and wait until the web answers. Only from the thread that outlives them."""
        for name in names:
            with self.log_path(name).open("ab") as log:
                self.running[name] = processes.start(
                    [sys.executable, *self._command(name)],
                    env=self.environ,
                    cwd=folder.ROOT,
                    stdout=log,
                    stderr=log,
                )
        if "web" in names and not processes.wait_for(lambda: ports.accepts_connections(self.port), 30):
            raise AssertionError(f"the web process does not answer:\n{self.log('web')}")

    def _command(self, name):
        return {
            "web": site_processes.web_command(self.environ),
            "worker": site_processes.worker_command(self.environ),
            "sweeper": ["manage.py", "sweep"],
            "beat": site_processes.beat_command(Path(self.environ["VAR_DIR"])),
        }[name]

    def kill(self, name):
        """End it as ``kill -9`` does."""
        processes.end(self.running.pop(name))

    def stop(self, name, seconds=10) -> int:
        """Ask it to end and wait; its exit code, or minus the signal when it had to be killed."""
        process = self.running.pop(name)
        processes.ask_to_end(process)
        processes.wait_until_ended(process, seconds)
        return processes.end(process)

    def kill_all(self):
        for name in list(self.running):
            self.kill(name)

    def run(self, *command):
        """Run a Python command (``"manage.py", "migrate"``) with the site's settings; what it printed."""
        done = subprocess.run(
            [sys.executable, *command],
            env=self.environ,
            cwd=folder.ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert not done.returncode, done.stderr
        return done.stdout

    def query(self, sql, *params):
        """Rows of the site's own database."""
        with psycopg.connect(self.environ["DATABASE_URL"], autocommit=True) as connection:
            found = connection.execute(sql, params)
            return found.fetchall() if found.description else []

    def log_path(self, name) -> Path:
        return Path(self.environ["VAR_DIR"]) / "log" / f"{name}.log"

    def log(self, name) -> str:
        return self.log_path(name).read_text(errors="replace")


@contextmanager
def site_of_processes(**settings):
    """A migrated Site with no process started yet; at the end all are ended and its data is gone."""
    others = {name: value for name, value in os.environ.items() if name not in OTHERS}
    with throw_away_servers(others) as addresses:
        site = Site({**others, **addresses}, **settings)
        try:
            site.run("manage.py", "migrate", "--verbosity=0")
            yield site
        finally:
            site.kill_all()
