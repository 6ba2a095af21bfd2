"""A large table that all processes of a machine share: mapped from a file, of which what is read takes memory, once."""

import os
from pathlib import Path

import numpy as np
import structlog

log = structlog.get_logger(__name__)


def shared(table: np.ndarray, path: Path) -> np.ndarray:
    """The same rows, read from the file, which is written if it is not there or broken.

    Where it cannot be written, the table that was given.
    """
    try:
        if not _fits(mapped := _mapped(path), table):
            _write(table, path)
            mapped = _mapped(path)
    except OSError as error:
        log.warning(
            "a table that processes could share stays in each", table=path.name, error=type(error).__name__
        )
        return table
    return mapped if _fits(mapped, table) else table


def _fits(mapped, table) -> bool:
    return mapped is not None and (mapped.shape, mapped.dtype) == (table.shape, table.dtype)


def _mapped(path) -> np.ndarray | None:
    """None if there is no such file, or half of one."""
    try:
        return np.load(path, mmap_mode="r")
    except (FileNotFoundError, EOFError, ValueError):
        return None


def _write(table, path):
    """Others go on reading the old file, or read the new one: never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}")
    try:
        with fresh.open("wb") as file:
            np.save(file, table)
            # Or a machine that stops now would leave a file of the right length and no words in it.
            os.fsync(file.fileno())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
