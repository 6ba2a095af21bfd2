"""The log says what went wrong and where; it never says what people wrote, searched for or were mailed."""

import os
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

from config.faults import without_words
from embedded import folder, ports, processes, site_processes

WORDS = "what a person wrote"
FAIL = """
import logging, django, structlog
django.setup()
from config.celery import app

@app.task
def failing_task():
    raise ValueError("what a person wrote")

def fail():
    kept_here = "what a person wrote"
    try:
        raise KeyError(kept_here)
    except KeyError as error:
        raise ValueError("DETAIL: what a person wrote") from error

for logger in (logging.getLogger("of.another"), structlog.get_logger("of.ours")):
    try:
        fail()
    except ValueError as error:
        logger.exception("it failed")
        logging.getLogger("of.another").error("it failed: %s", error, exc_info=error)
failing_task.apply()
"""


def environ(**settings):
    paths = os.pathsep.join([str(folder.ROOT), str(folder.ROOT / "platform")])
    return {**os.environ, "PYTHONPATH": paths, **settings}


@pytest.mark.parametrize("is_json", ["0", "1"])
def test_exceptions_are_logged_with_their_places_and_without_their_words(is_json):
    run = subprocess.run(
        [sys.executable, "-c", FAIL],
        env=environ(LOG_JSON=is_json), cwd=folder.ROOT, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    log = run.stderr.replace("\\n", "\n")
    assert WORDS not in log
    assert log.count("<string>:13 in fail\nKeyError\n") == 4
    assert log.count("<string>:15 in fail\nValueError") == 4
    assert "<string>:8 in failing_task\nValueError" in log
    assert "it failed: ValueError" in log


@pytest.fixture
def failing_server(tmp_path):
    """Our web command with an application that fails; gives its address and its log."""
    port = ports.free_port()
    command = site_processes.web_command({"PORT": str(port)})
    command[command.index("config.asgi:application")] = "tests.config.failing:application"
    path = tmp_path / "log"
    with path.open("wb") as log:
        server = processes.start(
            [sys.executable, *command], env=environ(), cwd=folder.ROOT, stdout=log, stderr=log
        )
    try:
        assert processes.wait_for(lambda: ports.accepts_connections(port), 30), path.read_text()
        yield f"http://{ports.LOOPBACK}:{port}", path
    finally:
        server.kill()
        server.wait()


def test_the_server_logs_neither_addresses_nor_what_an_exception_says(failing_server):
    url, path = failing_server
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(f"{url}/accounts/password/reset/key/a-secret/?q=a-search", timeout=10)
    processes.wait_for(lambda: "ValueError" in path.read_text(), 10)
    log = path.read_text()
    assert "tests/config/failing.py:10 in application\nValueError" in log
    for word in (WORDS, "a-secret", "a-search"):
        assert word not in log


def test_what_went_wrong_before_and_beside_is_told_too():
    try:
        raise ExceptionGroup("words", [ValueError(WORDS), OSError(WORDS)]) from KeyError(WORDS)
    except ExceptionGroup as group:
        event = without_words(None, "error", {"event": f"no: {group!r}", "exc_info": group})
    assert WORDS not in str(event)
    assert [line for line in event["exception"].splitlines() if not line.startswith(" ")] == [
        "KeyError", "ValueError", "OSError", "ExceptionGroup",
    ]  # fmt: skip


def test_a_recursion_without_end_is_told_shortly():
    def again():
        again()

    try:
        again()
    except RecursionError:
        event = without_words(None, "error", {"event": "deep", "exc_info": True})
    assert len(event["exception"].splitlines()) < 50


def test_what_is_no_exception_is_left_as_it_is():
    for nothing in (None, False, (None, None, None)):
        assert without_words(None, "info", {"event": "fine", "exc_info": nothing}) == {"event": "fine"}
