"""End what a killed run left behind, and only what is certainly ours."""

import contextlib
import json
import os
import signal

import psutil

RECORD = "run/processes.json"


def record(var, processes):
    """Write down which processes this run started: `[[pid, seconds since the epoch when it began], …]`."""
    began = [[process.pid, began_at(process.pid)] for process in processes]
    path = var / RECORD
    path.with_suffix(".new").write_text(json.dumps(began))
    path.with_suffix(".new").replace(path)


def began_at(pid):
    try:
        return psutil.Process(pid).create_time()
    except psutil.NoSuchProcess:
        return None


def end_recorded(var):
    """End the process groups that the last run wrote down. A pid alone proves nothing: it is reused."""
    for pid, began in _recorded(var):
        if began is not None and abs((began_at(pid) or 0) - began) < 2:
            _end_group(pid)
    (var / RECORD).unlink(missing_ok=True)


def _recorded(var):
    try:
        return json.loads((var / RECORD).read_text())
    except (FileNotFoundError, ValueError):
        return []


def _end_group(pid):
    with contextlib.suppress(ProcessLookupError, PermissionError, psutil.Error):
        os.killpg(pid, signal.SIGKILL)
        psutil.Process(pid).wait(2)


def end_servers_in(folder, *, named):
    """End every process called `named` that works in this folder: both servers change into their data."""
    servers = [process for process in psutil.process_iter(["name"]) if _works_in(process, named, folder)]
    for process in servers:
        _signal(process, signal.SIGINT if named == "postgres" else signal.SIGTERM)
    _, alive = psutil.wait_procs(servers, timeout=5)
    for process in alive:
        _signal(process, signal.SIGKILL)
    psutil.wait_procs(alive, timeout=2)


def _works_in(process, named, folder):
    try:
        return process.info["name"] == named and process.cwd() == str(folder)
    except psutil.Error:
        return False


def _signal(process, number):
    with contextlib.suppress(psutil.Error):
        process.send_signal(number)
