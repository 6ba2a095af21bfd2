"""`python -m embedded.with_servers <command>`: run a command on throw-away servers, or on the given ones."""

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from embedded import CannotStart, folder, servers


@contextmanager
def throw_away_servers(environ):
    """Settings of a site on servers that lose everything at the end; those that `environ` names stay."""
    var = Path(tempfile.mkdtemp(prefix="colloquy-"))
    var.chmod(0o711)
    given = {**environ, "VAR_DIR": str(var)}
    started = []
    try:
        folder.prepare(var)
        started = servers.missing(given, durable=False)
        servers.start(started)
        yield {
            "VAR_DIR": str(var),
            "SECRET_KEY": folder.secret(var, "secret_key", 48),
            "LOCAL": "true",
            **servers.addresses(started),
        }
    finally:
        servers.stop(started)
        shutil.rmtree(var, ignore_errors=True)


def main(command):
    try:
        with throw_away_servers(os.environ) as settings:
            return subprocess.run(command, env={**os.environ, **settings}, check=False).returncode
    except CannotStart as reason:
        sys.exit(str(reason))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
