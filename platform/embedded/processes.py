"""Start a process that cannot outlive us, and end one for certain."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

TETHER = Path(__file__).with_name("tether.py")


def start(command, *, death_signal=signal.SIGKILL, user="", **popen_options):
    """Start `command` (a list) in a session of its own, so that Ctrl-C reaches only us.

    On Linux it gets `death_signal` when the thread that called this ends: call it from the main thread.
    """
    tether = [sys.executable, "-I", "-S", str(TETHER), str(int(death_signal)), str(os.getpid()), user]
    return subprocess.Popen(
        [*tether, *command], start_new_session=True, stdin=subprocess.DEVNULL, **popen_options
    )


def has_ended(process):
    """Whether it ended. Its pid stays taken until `end` is called, so its group can be named safely."""
    if process.returncode is not None:
        return True
    with contextlib.suppress(ChildProcessError):
        return os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
    return True


def ask_to_end(process, with_signal=signal.SIGTERM):
    if not has_ended(process):
        os.kill(process.pid, with_signal)  # not send_signal, which may reap it: see has_ended


def wait_until_ended(process, seconds):
    """Whether it ended within `seconds`."""
    return wait_for(lambda: has_ended(process), seconds)


def end(process):
    """Kill what is left of the process and its group, and return its exit code (or minus the signal)."""
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    return process.wait()


def wait_for(condition, seconds):
    """Whether `condition()` became true within `seconds`."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
