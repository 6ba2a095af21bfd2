"""A whole site for one benchmark: servers in a temporary folder, and the processes that `make run` starts."""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from embedded import folder, ports, processes, servers, site_processes

SECONDS_TO_START = 60


@contextlib.contextmanager
def servers_in_a_temporary_folder(**settings):
    """PostgreSQL and the Valkeys as durable as those of `make run`; Django is set up in this process.

    The servers that the environment or .env name are never touched.
    """
    var = Path(tempfile.mkdtemp(prefix="colloquy-benchmark-"))
    var.chmod(0o711)
    started = []
    try:
        folder.prepare(var)
        started = servers.missing({"VAR_DIR": str(var)})
        servers.start(started)
        os.environ |= {
            "VAR_DIR": str(var),
            "SECRET_KEY": folder.secret(var, "secret_key", 48),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            **site_processes.MEMORY,
            "DEBUG": "0",
            "LOCAL": "1",
            "LOG_LEVEL": "WARNING",
            "PORT": str(ports.free_port()),
            "SITE_URL": "http://localhost:8000",
            "PROXIES": "0",
            **servers.addresses(started),
            **settings,
        }
        import django

        django.setup()
        yield var, started
    finally:
        _close_connections()
        servers.stop(started)
        shutil.rmtree(var, ignore_errors=True)


def _close_connections():
    from django.db import connection

    with contextlib.suppress(Exception):
        connection.close()
        connection.close_pool()


def manage(*arguments):
    subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=folder.ROOT, check=True, stdout=subprocess.DEVNULL
    )


@contextlib.contextmanager
def running(var, **commands):
    """These processes, by name, each a list of arguments to Python; their output is in <var>/log."""
    started = {}
    try:
        for name, command in commands.items():
            started[name] = start(var, name, command)
        yield started
    finally:
        for process in started.values():
            processes.ask_to_end(process)
        for process in started.values():
            processes.wait_until_ended(process, 5)
            processes.end(process)


def start(var, name, command):
    """One of them, in a process that whoever called has to end."""
    with (var / "log" / f"{name}.log").open("ab") as log:
        return processes.start([sys.executable, *command], cwd=folder.ROOT, stdout=log, stderr=log)


def site_commands(var):
    """What `make run` runs, by name."""
    return {
        "web": site_processes.web_command(os.environ),
        "worker": site_processes.worker_command(os.environ),
        "sweeper": ["manage.py", "sweep"],
        "beat": site_processes.beat_command(var),
    }


def wait_for_port(port, process):
    """:raises RuntimeError: when nothing listens there in time."""
    answers = processes.wait_for(
        lambda: processes.has_ended(process) or ports.accepts_connections(port), SECONDS_TO_START
    )
    if not answers or processes.has_ended(process):
        raise RuntimeError(f"nothing listens on port {port}: see the logs")
