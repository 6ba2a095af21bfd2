"""Where settings come from: the environment, then .env, then the addresses of the embedded servers."""

import os
from pathlib import Path

from dotenv import dotenv_values
from environs import Env

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(os.environ.get("VAR_DIR") or BASE_DIR / "var").resolve()

# The first to name a variable wins; an empty value in a file names nothing.
for _file in (BASE_DIR / ".env", VAR_DIR / "run" / "addresses.env"):
    for _name, _value in dotenv_values(_file).items():
        if _value:
            os.environ.setdefault(_name, _value)

# Before numpy is first imported: for texts as short as ours a second thread only spins (50 ms of CPU, not 2).
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

env = Env()
