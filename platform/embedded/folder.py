"""The var/ folder: what the running site writes, its lock and the secrets kept between runs."""

import fcntl
import os
import secrets
from pathlib import Path

from embedded import CannotStart

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("run", "log", "mail", "beat", "static", "broker", "streams")


class FolderNotWritable(CannotStart):
    pass


class AlreadyRunning(CannotStart):
    pass


def var_folder(environ):
    return Path(environ.get("VAR_DIR") or ROOT / "var").resolve()


def prepare(var):
    """Make the folders.

    :raises FolderNotWritable: if any of them cannot be made or written to
    """
    for folder in (var, *(var / part for part in PARTS)):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _try_to_write(folder)
        except OSError as error:
            raise FolderNotWritable(
                f"The site keeps its data in {var}, and {folder} cannot be written to ({error.strerror}): "
                f"make it writable for this user, or set VAR_DIR to another folder."
            ) from None
    (var / "run").chmod(0o711)  # the socket's folder inside is only PostgreSQL's


def _try_to_write(folder):
    probe = folder / f".writable-{os.getpid()}"
    probe.touch()
    probe.unlink()


def lock(var):
    """Hold the folder for one run: the system lets go of it when the process ends, however it ends.

    :raises AlreadyRunning: if another run holds it
    """
    held = (var / "run/lock").open("a+")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        held.seek(0)
        raise AlreadyRunning(
            f"The site already runs on {var} (process {held.read().strip()}): "
            f"stop it with Ctrl-C there, or set VAR_DIR and PORT to run a second one."
        ) from None
    held.truncate(0)
    held.write(str(os.getpid()))
    held.flush()
    return held


def secret(var, name, length=32):
    """The secret kept in var/<name>, made at the first use. Only this user can read the file."""
    path = var / name
    try:
        kept = path.read_text().strip()
    except FileNotFoundError:
        kept = ""
    return kept or write_private(path, secrets.token_urlsafe(length))


def write_private(path, text):
    """Write `text` to a file that only this user can read, and return it."""
    new = path.with_name(path.name + ".new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    new.replace(path)
    return text
