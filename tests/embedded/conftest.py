"""A folder of its own for each test that starts servers or processes."""

import shutil
import tempfile
from pathlib import Path

import pytest

from embedded import folder


@pytest.fixture
def var():
    """Short, and not under pytest's own folder, which stays closed to PostgreSQL's user under root."""
    path = Path(tempfile.mkdtemp(prefix="colloquy-"))
    path.chmod(0o711)
    folder.prepare(path)
    yield path
    shutil.rmtree(path, ignore_errors=True)
