"""Serve a model file of one's own over the OpenAI API: ``python -m embedded.local_model``.

A process of its own, because llama.cpp hangs or aborts when used across a fork. Environment:
LOCAL_MODEL (the .gguf file), OPENAI_API_KEY, OPENAI_MODEL (the name it answers to), OPENAI_CONTEXT_TOKENS
(of each conversation), LOCAL_MODEL_PARALLEL (replies at a time, others wait their turn) and the port:
LOCAL_MODEL_PORT, else that of OPENAI_BASE_URL, else a free one.
"""

import os
import platform
import signal
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from embedded import CannotStart

GGUF = b"GGUF"
CONTEXT_TOKENS, PARALLEL = 8192, 2
WARNINGS_ONLY = 2


class LocalModelUnusable(CannotStart):
    """The local model cannot be served, for the reason in the text."""


def main() -> None:
    try:
        server = serve(os.environ)
    except LocalModelUnusable as reason:
        sys.exit(f"The local model cannot start: {reason}")
    print(f"The local model listens on {server.listening_address}", flush=True)
    _wait_for_end()
    # Its own way down waits for replies in progress, up to half a minute, and holds Python meanwhile.
    # Nothing here needs saving.
    os._exit(0)


def serve(given: Mapping[str, str]):
    """Start the server that ``given`` describes, in threads of this process, and return it once it listens.

    :raises LocalModelUnusable: with one clear sentence.
    """
    path = _model_path(given)
    if not given.get("OPENAI_API_KEY"):
        raise LocalModelUnusable("OPENAI_API_KEY is not set, and without a key anyone here could use it.")
    llama = _library()
    try:
        return llama.Server(_parameters(llama, path, given))
    except RuntimeError:
        raise LocalModelUnusable(f"xllamacpp did not start with {path}; the lines above say why.") from None


def _model_path(given: Mapping[str, str]) -> Path:
    if not (name := given.get("LOCAL_MODEL")):
        raise LocalModelUnusable("LOCAL_MODEL is not set; it names a .gguf file.")
    path = Path(name)
    try:
        with path.open("rb") as file:
            beginning = file.read(len(GGUF))
    except OSError as error:
        raise LocalModelUnusable(f"{path} cannot be read ({error.strerror}).") from None
    if beginning != GGUF:
        raise LocalModelUnusable(f"{path} is not a GGUF file.")
    return path


def _library():
    if platform.machine() in {"x86_64", "AMD64"} and not _has_avx2():
        # It would die of an illegal instruction, without a word.
        raise LocalModelUnusable("this processor has no AVX2, which xllamacpp needs.")
    try:
        import xllamacpp
    except ModuleNotFoundError:
        raise LocalModelUnusable(
            "xllamacpp is not installed; run: .venv/bin/pip install -r requirements-local-model.txt"
        ) from None
    except ImportError as error:
        if "libgomp" in str(error):
            raise LocalModelUnusable("libgomp is missing; on Debian run: apt-get install libgomp1") from None
        raise LocalModelUnusable(f"xllamacpp does not load ({error}).") from None
    return xllamacpp


def _has_avx2() -> bool:
    try:
        return "avx2" in Path("/proc/cpuinfo").read_text().split()
    except OSError:
        # Not Linux: nothing to look at, and nearly every such machine has it.
        return True


def _parameters(llama, path: Path, given: Mapping[str, str]):
    parallel = _number(given, "LOCAL_MODEL_PARALLEL", PARALLEL)
    parameters = llama.CommonParams()
    parameters.model.path = str(path)
    parameters.model_alias = {given.get("OPENAI_MODEL") or path.stem}
    parameters.api_keys = [given["OPENAI_API_KEY"]]
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = _port(given)
    # The context is divided among the replies that are written at the same time.
    parameters.n_parallel = parallel
    parameters.n_ctx = parallel * _number(given, "OPENAI_CONTEXT_TOKENS", CONTEXT_TOKENS)
    parameters.ui = False
    # At the usual verbosity the log has ten lines a reply.
    parameters.verbosity = WARNINGS_ONLY
    return parameters


def _port(given: Mapping[str, str]) -> int:
    of_address = urlsplit(given.get("OPENAI_BASE_URL", "")).port or 0
    return _number(given, "LOCAL_MODEL_PORT", of_address)


def _number(given: Mapping[str, str], name: str, default: int) -> int:
    value = given.get(name) or default
    try:
        return int(value)
    except ValueError:
        raise LocalModelUnusable(f"{name} is {value!r}, which is not a number.") from None


def _wait_for_end() -> None:
    ended = threading.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, lambda *_: ended.set())
    ended.wait()


if __name__ == "__main__":
    main()
