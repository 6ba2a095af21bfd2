"""`python -m embedded`: what keeps the site from starting is one clear sentence and a non-zero exit."""

import os
import socket
import subprocess
import sys

import pytest

from embedded import folder, install, ports


def start(**settings):
    command = [sys.executable, "-m", "embedded"]
    environ = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
    done = subprocess.run(
        command,
        env={**environ, **settings},
        cwd=folder.ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    return done.returncode, done.stderr.strip()


def test_a_taken_port_is_named_with_a_way_out(var):
    with socket.create_server((ports.LOOPBACK, 0)) as taken:
        port = taken.getsockname()[1]
        code, sentence = start(VAR_DIR=str(var), PORT=str(port))
    assert code == 1
    assert sentence == (
        f"Port {port} is taken by another program: stop that one, or choose another port with "
        f"PORT={port + 1} make run."
    )
    assert not (var / "postgres").exists()


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").touch()
    code, sentence = start(VAR_DIR=str(tmp_path / "file/var"))
    assert code == 1
    assert f"{tmp_path / 'file/var'} cannot be written to" in sentence
    assert len(sentence.splitlines()) == 1


def test_a_second_run_is_refused(var):
    with folder.lock(var):
        code, sentence = start(VAR_DIR=str(var), PORT=str(ports.free_port()))
    assert code == 1
    assert sentence.startswith(f"The site already runs on {var} (process {os.getpid()})")


def test_a_local_model_that_is_not_there_is_named(var):
    code, sentence = start(VAR_DIR=str(var), PORT=str(ports.free_port()), LOCAL_MODEL="/no/such.gguf")
    assert code == 1
    assert sentence == "LOCAL_MODEL names /no/such.gguf, and there is no such file."


def test_a_secret_is_made_once_and_private(var):
    made = folder.secret(var, "secret_key")
    assert folder.secret(var, "secret_key") == made
    assert (var / "secret_key").stat().st_mode & 0o077 == 0
    assert len(made) >= 32


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("error: command 'gcc' failed: No such file or directory", "must be compiled"),
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("Temporary failure in name resolution", "could not be reached"),
        ("ERROR: something else", "pip could not install"),
    ],
)
def test_a_failed_installation_says_what_to_do(output, words):
    reason = install.reason_of_failure(output)
    assert words in reason.splitlines()[0]
    assert output in reason
