"""Where settings come from: the environment, then .env, then the addresses of the embedded servers."""

import os
from pathlib import Path

from environs import Env

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(os.environ.get("VAR_DIR") or BASE_DIR / "var").resolve()

env = Env()
# The first to name a variable wins: neither file overrides what is set already.
env.read_env(BASE_DIR / ".env", override=False, recurse=False)
env.read_env(VAR_DIR / "run" / "addresses.env", override=False, recurse=False)
