"""The supervisor: it heals, gives up with a sentence, stops everything, and leaves nothing."""

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from embedded import leftovers, processes

SMALL_SITE = Path(__file__).with_name("small_site.py")
STAYS = "import os, time; print('pid', os.getpid()); time.sleep(100)"
IGNORES_TERM = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + STAYS
HAS_A_CHILD = "import subprocess; subprocess.Popen(['sleep', '100']); " + STAYS
ENDS_AT_ONCE = "import sys; print('no such setting'); sys.exit(3)"
# Stays the first time, so that it is not taken for one that is set up wrongly; afterwards it ends at once.
ENDS_EVERY_TIME = "import os; print('pid', os.getpid()); os.kill(os.getpid(), 9)"


class Site:
    """The supervisor as a process of its own, with what it writes."""

    def __init__(self, var, **scripts):
        self.log = var / "log/colloquy.log"
        command = [sys.executable, str(SMALL_SITE), str(var), *(f"{n}={code}" for n, code in scripts.items())]
        # Its own group, as under a terminal: Ctrl-C goes to the group.
        self.process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True
        )

    def pids(self, name):
        """The pids that the named process wrote, the first start first."""
        if not self.log.exists():
            return []
        lines = [line.split("|", 1) for line in self.log.read_text().splitlines() if "| pid " in line]
        return [int(what.split()[1]) for who, what in lines if who.split()[-1] == name]

    def wait_for_pid(self, name, start=1):
        assert processes.wait_for(lambda: len(self.pids(name)) >= start, 10), self.log.read_text()
        return self.pids(name)[start - 1]

    def end(self, number=signal.SIGTERM):
        """The exit code and what went to stderr after the signal to its group."""
        os.killpg(self.process.pid, number)
        _, errors = self.process.communicate(timeout=12)
        return self.process.returncode, errors


@pytest.fixture
def run(var):
    sites = []

    def start(**scripts):
        sites.append(Site(var, **scripts))
        return sites[-1]

    yield start
    for site in sites:
        with contextlib.suppress(ProcessLookupError):
            site.process.kill()
        site.process.communicate()


def is_alive(pid):
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_every_line_is_in_one_log_with_time_and_name(run, var):
    site = run(web=STAYS, worker=STAYS)
    pid = site.wait_for_pid("worker")
    assert f"worker      | pid {pid}" in site.log.read_text()


def test_a_killed_process_is_started_again_within_seconds(run):
    site = run(web=STAYS, worker=STAYS)
    os.kill(site.wait_for_pid("worker"), signal.SIGKILL)
    assert is_alive(site.wait_for_pid("worker", start=2))
    assert "worker ended (killed by SIGKILL): starting it again" in site.log.read_text()
    assert len(site.pids("web")) == 1


def test_a_process_that_ends_at_once_ends_the_site_with_a_sentence(run):
    site = run(web=STAYS, worker=ENDS_AT_ONCE)
    _, errors = site.process.communicate(timeout=12)
    assert site.process.returncode == 1
    assert "The process 'worker' ended at once (exit code 3), so the site was stopped." in errors
    assert "no such setting" in errors
    assert not any(is_alive(pid) for pid in site.pids("web"))


def test_a_process_that_keeps_dying_ends_the_site_with_a_sentence(run):
    site = run(web=STAYS, worker=ENDS_EVERY_TIME)
    _, errors = site.process.communicate(timeout=30)
    assert site.process.returncode == 1
    assert "'worker' ended 5 times within a minute, the last time killed by SIGKILL" in errors
    assert len(site.pids("worker")) == 5


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_stop_leaves_no_process_and_is_no_failure(run, number):
    site = run(web=STAYS, worker=STAYS)
    pids = [site.wait_for_pid("web"), site.wait_for_pid("worker")]
    assert site.end(number) == (0, "")
    assert not any(is_alive(pid) for pid in pids)


def test_a_process_that_will_not_end_and_its_children_are_killed(run):
    site = run(web=IGNORES_TERM, worker=HAS_A_CHILD)
    pids = [site.wait_for_pid("web"), site.wait_for_pid("worker")]
    pids += [child.pid for child in psutil.Process(pids[1]).children()]
    assert len(pids) == 3
    assert site.end()[0] == 0
    assert not any(is_alive(pid) for pid in pids)


def test_a_second_supervisor_is_refused_in_one_sentence(run):
    first = run(web=STAYS)
    first.wait_for_pid("web")
    second = run(web=STAYS)
    _, errors = second.process.communicate(timeout=12)
    assert second.process.returncode == 1
    assert f"already runs on {first.log.parents[1]} (process {first.process.pid})" in errors
    assert len(errors.splitlines()) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the next start ends them")
def test_when_the_supervisor_is_killed_its_processes_end(run):
    site = run(web=STAYS, worker=IGNORES_TERM)
    pids = [site.wait_for_pid("web"), site.wait_for_pid("worker")]
    site.process.kill()
    assert processes.wait_for(lambda: not any(is_alive(pid) for pid in pids), 5)
    run(web=STAYS).wait_for_pid("web", start=2)


def test_the_next_start_ends_what_a_killed_run_wrote_down(run, var):
    left = subprocess.Popen([sys.executable, "-c", STAYS], stdout=subprocess.DEVNULL, start_new_session=True)
    leftovers.record(var, [left])
    run(web=STAYS).wait_for_pid("web")
    assert left.wait(5) == -signal.SIGKILL


def test_a_process_that_took_over_a_written_pid_is_left_alone(var):
    stranger = subprocess.Popen(
        [sys.executable, "-c", STAYS], stdout=subprocess.DEVNULL, start_new_session=True
    )
    (var / leftovers.RECORD).write_text(f"[[{stranger.pid}, 1000.5]]")
    leftovers.end_recorded(var)
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()
