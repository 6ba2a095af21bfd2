"""An OpenAI-compatible server that behaves as the model's name orders: see engines.scripts.

Alone:      python tests/engines/scripted_server.py --port 9000
In a test:  with ScriptedServer() as server: … server.url, server.log()

Each piece carries the time at which it was sent, in microseconds since 1970, as ``stamp`` in its chunk.
GET /log tells every request: its model, how it ended (done, broken, disconnected or running) and when.
Everything runs on callbacks of one event loop, without a task a stream, so that one process feeds
hundreds of streams.
"""

import argparse
import asyncio
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from contextlib import suppress
from pathlib import Path

from aiohttp import web

from engines.openai_prompt import GO_ON
from engines.scripts import NotAScript, Script, raw_pieces, read_script
from engines.tokens import estimate_tokens

MESSAGE = "\n\nThe message:\n"
HEAD = 'data: {"id":"scripted","object":"chat.completion.chunk"'
# What stands there must never reach a log or a user.
ERROR = {"message": "quotes what people wrote", "type": "server_error", "code": 500}
MAX_UNREAD_BYTES = 1_000_000


def now() -> int:
    """Microseconds since 1970."""
    return time.time_ns() // 1000


class Stream:
    """One reply on its way: writes a piece, then asks the loop to be called for the next."""

    def __init__(self, transport, model: str, script: Script, body: dict, entry: dict) -> None:
        self._loop = asyncio.get_running_loop()
        self._transport, self._script, self._entry = transport, script, entry
        self._head = f'{HEAD},"model":{json.dumps(model)},"stamp":'
        pieces = raw_pieces(
            script, echoed=_last_message(body), prompt=json.dumps(body, ensure_ascii=False), stamps=now
        )
        self._pieces = _after(_begun(body), pieces)
        self._reasons = script.reason
        self._timer, self._due = None, self._loop.time()
        self.over = self._loop.create_future()

    def begin(self) -> None:
        self._write(self._chunk({"role": "assistant", "content": None}))
        self._call_later(self._script.slow_first)

    def stop(self, how: str) -> None:
        if self._timer:
            self._timer.cancel()
        if self._entry["ended"] == "running":
            self._entry.update(ended=how, ended_at=now())
        if not self.over.done():
            self.over.set_result(how)

    def _call_later(self, milliseconds: float) -> None:
        # Counted from the time that was due, so that the gaps do not grow with the load.
        self._due = max(self._due, self._loop.time() - 1) + milliseconds / 1000
        self._timer = self._loop.call_at(self._due, self._step)

    def _step(self) -> None:
        if self._transport.is_closing():
            self.stop("disconnected")
        elif self._transport.get_write_buffer_size() > MAX_UNREAD_BYTES:
            self._call_later(self._script.gap)
        elif self._reasons:
            self._reasons -= 1
            self._write(self._chunk({"reasoning_content": "well, "}))
            self._call_later(self._script.gap)
        else:
            self._say()

    def _say(self) -> None:
        for text in self._pieces:
            self._write(self._chunk({"content": text}))
            self._entry["pieces"] += 1
            self._call_later(self._script.gap)
            return
        self._finish()

    def _finish(self) -> None:
        script = self._script
        if script.stall_after >= 0:
            return
        if script.die_after >= 0:
            self._transport.abort()
            self.stop("broken")
            return
        if script.error_after >= 0:
            self._write(f"data: {json.dumps({'error': ERROR})}\n\n")
        elif script.no_ending_after < 0:
            self._write(self._chunk({}, finish_reason="length" if script.length else "stop"))
            usage = json.dumps({"completion_tokens": self._entry["pieces"]})
            self._write(f'{self._head}{now()},"choices":[],"usage":{usage}}}\n\n')
            self._write("data: [DONE]\n\n")
        self.stop("done")

    def _chunk(self, delta: dict, finish_reason: str | None = None) -> str:
        choice = json.dumps({"index": 0, "delta": delta, "finish_reason": finish_reason})
        return f'{self._head}{now()},"choices":[{choice}]}}\n\n'

    def _write(self, text: str) -> None:
        data = text.encode()
        self._transport.write(b"%x\r\n%s\r\n" % (len(data), data))


class Server:
    """The application: routes, the log, and how many requests each name had."""

    def __init__(self, api_key: str = "") -> None:
        self._api_key = api_key
        self._log: list[dict] = []
        self._num_requests: Counter[str] = Counter()
        self.app = web.Application(client_max_size=8_000_000)
        self.app.add_routes(
            [
                web.post("/v1/chat/completions", self.complete),
                web.post("/tokenize", self.tokenize),
                web.get("/log", self.show_log),
                web.delete("/log", self.clear_log),
                web.get("/health", self.health),
            ]
        )

    async def health(self, request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def tokenize(self, request: web.Request) -> web.Response:
        """A token a word, whichever way one asks: as vLLM or as llama.cpp."""
        asked = await request.json()
        words = str(asked.get("content", asked.get("prompt"))).split()
        return web.json_response({"count": len(words)} if "prompt" in asked else {"tokens": [1] * len(words)})

    async def show_log(self, request: web.Request) -> web.Response:
        return web.json_response(self._log[-10_000:])

    async def clear_log(self, request: web.Request) -> web.Response:
        self._log.clear()
        self._num_requests.clear()
        return web.json_response([])

    async def complete(self, request: web.Request) -> web.StreamResponse:
        if self._api_key and request.headers.get("Authorization") != f"Bearer {self._api_key}":
            return _error(401, "authentication_error")
        body = await request.json()
        model = str(body.get("model"))
        self._num_requests[model] += 1
        try:
            script = read_script(model).for_request(self._num_requests[model])
        except NotAScript:
            return _error(404, "model_not_found")
        entry = {"model": model, "at": now(), "pieces": 0, "ended": "running", "ended_at": None}
        self._log.append(entry)
        if script.keep:
            entry["body"] = body
        num_tokens = sum(estimate_tokens(m["content"]) for m in body.get("messages", []))
        if script.context and num_tokens > script.context:
            entry["ended"] = "done"
            return _too_long(num_tokens, script.context)
        return await self._behave(request, script, model, body, entry)

    async def _behave(self, request, script: Script, model, body, entry: dict) -> web.StreamResponse:
        if script.redirect:
            entry["ended"] = "done"
            return web.Response(status=302, headers={"Location": "/v1/elsewhere"})
        if script.status:
            entry["ended"] = "done"
            headers = {"Retry-After": str(script.retry_after)} if script.retry_after >= 0 else {}
            return _error(script.status, "ordered", headers)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        response.enable_chunked_encoding()
        await response.prepare(request)
        await response.write(b": scripted\n\n")
        if script.garbage:
            await response.write(b"data: <html>what is this</html>\r\n\r\n")
        if script.long_line:
            await _write_long_line(response)
        if not (script.garbage or script.long_line):
            await self._stream(request, Stream(request.transport, model, script, body, entry))
        return response

    async def _stream(self, request, stream: Stream) -> None:
        stream.begin()
        try:
            await stream.over
        except asyncio.CancelledError:
            stream.stop("disconnected")
            raise


async def _write_long_line(response: web.StreamResponse) -> None:
    with suppress(ConnectionError):
        await response.write(b'data: {"choices":[{"delta":{"content":"')
        for _ in range(1000):
            await response.write(b"x" * 4096)


def _last_message(body: dict) -> str:
    """What the user said last, without the record that stands above it."""
    said = (m["content"] for m in reversed(body.get("messages", [])) if m["role"] == "user")
    content = next((text for text in said if text != GO_ON), "")
    return content.split(MESSAGE, 1)[-1]


def _begun(body: dict) -> str:
    """The reply that is to go on."""
    match body.get("messages", []):
        case [*_, {"role": "assistant", "content": begun}, {"content": content}] if content == GO_ON:
            return begun
    return ""


def _after(begun: str, pieces):
    """The pieces without what was said before."""
    left = len(begun)
    for piece in pieces:
        if piece[left:]:
            yield piece[left:]
        left = max(0, left - len(piece))


def _error(status: int, code: str, headers=None) -> web.Response:
    return web.json_response({"error": {**ERROR, "type": code, "code": code}}, status=status, headers=headers)


def _too_long(num_tokens: int, context: int) -> web.Response:
    """As llama.cpp says it."""
    error = {
        "code": 400,
        "message": "the request exceeds the available context size, try increasing it",
        "type": "exceed_context_size_error",
        "n_prompt_tokens": num_tokens,
        "n_ctx": context,
    }
    return web.json_response({"error": error}, status=400)


async def _serve(port: int, api_key: str) -> None:
    # Cancelled handlers are how we learn of a reader who leaves while we are silent.
    app = Server(api_key).app
    runner = web.AppRunner(app, handler_cancellation=True, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port, backlog=1024)
    await site.start()
    print(f"http://127.0.0.1:{runner.addresses[0][1]}", flush=True)
    stopped = asyncio.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(signum, stopped.set)
    await stopped.wait()
    await runner.cleanup()


class ScriptedServer:
    """The server in a process of its own, on a free port: ``url`` is what OPENAI_BASE_URL wants."""

    def __init__(self, *, port: int = 0, api_key: str = "") -> None:
        script = str(Path(__file__).resolve())
        self._command = [sys.executable, script, "--port", str(port), "--api-key", api_key]

    def __enter__(self) -> "ScriptedServer":
        root = Path(__file__).resolve().parents[2]
        paths = os.pathsep.join([str(root / "platform"), os.environ.get("PYTHONPATH", "")])
        self.process = subprocess.Popen(
            self._command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": paths}
        )
        self.origin = self.process.stdout.readline().strip()
        if not self.origin:
            raise RuntimeError("the scripted server did not start")
        self.url = f"{self.origin}/v1"
        return self

    def __exit__(self, *exception) -> None:
        self.process.terminate()
        self.process.wait(timeout=10)
        self.process.stdout.close()

    def log(self) -> list[dict]:
        with urllib.request.urlopen(f"{self.origin}/log", timeout=5) as answer:
            return json.load(answer)

    def entry(self, model: str) -> dict:
        """The last request for this model."""
        return [entry for entry in self.log() if entry["model"] == model][-1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--api-key", default="")
    arguments = parser.parse_args()
    with suppress(ImportError):
        import uvloop

        uvloop.install()
    asyncio.run(_serve(arguments.port, arguments.api_key))


if __name__ == "__main__":
    main()
