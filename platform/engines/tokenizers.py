"""Ask a server to count tokens with its own tokenizer: vLLM and llama.cpp do, each in its way.

Called only where the settings say that the server can, and only where the estimate says that something must be left
out. What was counted is kept; a server that does not answer is left alone for a while, and the estimate counts.
"""

import http.client
import json
import time
from functools import lru_cache
from urllib.parse import urlsplit

from engines.tokens import AROUND_A_MESSAGE, estimate_tokens

NAMES = ("vllm", "llama.cpp")
TIMEOUT_SECONDS = 1
REST_SECONDS = 30

_resting: dict[str, float] = {}


def count_tokens(text: str, *, tokenizer: str, base_url: str, api_key: str, model_name: str) -> int:
    """Return the tokens of one message, with what stands around it."""
    if time.monotonic() < _resting.get(base_url, 0):
        return estimate_tokens(text)
    try:
        return _counted(text, tokenizer, base_url, api_key, model_name) + AROUND_A_MESSAGE
    except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError):
        _resting[base_url] = time.monotonic() + REST_SECONDS
        return estimate_tokens(text)


@lru_cache(maxsize=5_000)
def _counted(text: str, tokenizer: str, base_url: str, api_key: str, model_name: str) -> int:
    asked = {"content": text} if tokenizer == "llama.cpp" else {"model": model_name, "prompt": text}
    answer = _post(base_url, api_key, json.dumps(asked).encode())
    return int(answer["count"]) if "count" in answer else len(answer["tokens"])


def _post(base_url: str, api_key: str, body: bytes) -> dict:
    address = urlsplit(base_url)
    opened = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
    connection = opened(address.hostname, address.port, timeout=TIMEOUT_SECONDS)
    headers = {"Content-Type": "application/json"} | (
        {"Authorization": f"Bearer {api_key}"} if api_key else {}
    )
    try:
        # It stands beside the API, not in it.
        path = address.path.rstrip("/").removesuffix("/v1") + "/tokenize"
        connection.request("POST", path, body, headers)
        response = connection.getresponse()
        if response.status != 200:
            raise http.client.HTTPException(response.status)
        return json.loads(response.read())
    finally:
        connection.close()


def forget_all() -> None:
    _counted.cache_clear()
    _resting.clear()
