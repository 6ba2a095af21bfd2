"""Which processes the site consists of on one machine, and what each is told."""

import secrets
import sys
from importlib.util import find_spec
from pathlib import Path

from embedded import CannotStart, folder, ports
from embedded.supervisor import Process

CONCURRENCY = "50"
# The C library would give many threads a heap each, and theirs mostly wait.
MEMORY = {"MALLOC_ARENA_MAX": "2"}


class LocalModelMissing(CannotStart):
    pass


def settings_for_all(given, var):
    """Settings that every process of the site needs and nobody gave."""
    chosen = {"VAR_DIR": str(var), "LOCAL": "true", "SECRET_KEY": "", **_local_model_settings(given)}
    chosen = {name: value for name, value in chosen.items() if name not in given}
    if "SECRET_KEY" in chosen:
        chosen["SECRET_KEY"] = folder.secret(var, "secret_key", 48)
    return chosen


def _local_model_settings(given):
    if not (path := given.get("LOCAL_MODEL")):
        return {}
    if not Path(path).is_file():
        raise LocalModelMissing(f"LOCAL_MODEL names {path}, and there is no such file.")
    if find_spec("xllamacpp") is None:
        raise LocalModelMissing(
            "LOCAL_MODEL is set, and xllamacpp is not installed: "
            "run .venv/bin/pip install -r requirements-local-model.txt"
        )
    return {
        "ENGINE": "openai_compatible",
        "OPENAI_BASE_URL": f"http://{ports.LOOPBACK}:{ports.free_port()}/v1",
        "OPENAI_API_KEY": secrets.token_urlsafe(32),
        "OPENAI_MODEL": Path(path).stem,
    }


def all_of(given, environ, var):
    """The Processes, in the order in which they are stopped; they are started the other way round."""

    def process(name, *command, seconds_to_stop=3, **more):
        told = {**MEMORY, **environ, **more}
        return Process(name, [sys.executable, *command], told, folder.ROOT, seconds_to_stop)

    site = [
        process("web", *web_command(given), seconds_to_stop=4),
        process("worker", *worker_command(given), seconds_to_stop=5),
        process("beat", *beat_command(var)),
        process("sweeper", "manage.py", "sweep"),
    ]
    return [*site, process("local-model", "-m", "embedded.local_model")] if given.get("LOCAL_MODEL") else site


def web_command(given):
    address = ["--host", ports.LOOPBACK, "--port", given.get("PORT", "8000")]
    # Whom to believe about the visitor's address is Django's to decide, not uvicorn's.
    options = ["--timeout-graceful-shutdown", "3", "--no-proxy-headers"]
    # Addresses hold what people search for, and the keys that reset passwords.
    options.append("--no-access-log")
    return ["-m", "uvicorn", "config.asgi:application", *address, *options]


def worker_command(given):
    pool = ["--pool=threads", f"--concurrency={given.get('WORKER_CONCURRENCY', CONCURRENCY)}"]
    queues = ["-Q", "colloquy,desk"]
    quiet = ["--loglevel=INFO", "--without-mingle", "--without-gossip"]
    return ["-m", "celery", "--quiet", "-A", "config", "worker", *pool, *queues, *quiet]


def beat_command(var):
    # No pid file: one that a killed beat left would keep the next from starting.
    kept = ["-s", str(var / "beat/schedule"), "--pidfile="]
    return ["-m", "celery", "--quiet", "-A", "config.clock", "beat", *kept]
