"""Read a request's body before a page's thread is given to it: not too large (413), not too slowly (408)."""

import asyncio

REFUSALS = {
    413: ("413 Content Too Large", b"This request is larger than the site accepts.\n"),
    408: ("408 Request Timeout", b"This request took too long to arrive.\n"),
}


class TooLarge(Exception):
    """The body is larger than it may be."""


class Gone(Exception):
    """Who sent the body left in the middle of it."""


class BodyLimit:
    """Around an ASGI application, which is called only when the whole body is here.

    A body above ``max_bytes`` is refused as soon as it is, or says that it is; one that takes more than ``seconds``
    too: sent a byte at a time, a few of them would hold every thread that renders pages. Half a body never passes
    for a whole one.
    """

    def __init__(self, app, max_bytes: int, seconds: float = 20):
        self.app = app
        self.max_bytes = max_bytes
        self.seconds = seconds

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            body = await self._read(scope, receive)
        except TooLarge:
            await _refuse(send, 413)
        except TimeoutError:
            await _refuse(send, 408)
        except Gone:
            pass
        else:
            await self.app(scope, _from_the_beginning(body, receive), send)

    async def _read(self, scope, receive) -> bytes:
        if _announced(scope) > self.max_bytes:
            raise TooLarge
        pieces, num_bytes = [], 0
        async with asyncio.timeout(self.seconds):
            while True:
                message = await receive()
                if message["type"] != "http.request":
                    raise Gone
                pieces.append(message.get("body", b""))
                num_bytes += len(pieces[-1])
                if num_bytes > self.max_bytes:
                    raise TooLarge
                if not message.get("more_body"):
                    return b"".join(pieces)


def _from_the_beginning(body: bytes, receive):
    """A ``receive`` that gives the body once, and then what comes after it."""
    left = [{"type": "http.request", "body": body, "more_body": False}]

    async def again():
        return left.pop() if left else await receive()

    return again


def _announced(scope) -> int:
    """What Content-Length says; 0 when it says nothing that is a number."""
    value = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    return int(value) if value.isdigit() else 0


def _headers(text: bytes) -> list[tuple[str, str]]:
    return [
        ("content-type", "text/plain; charset=utf-8"),
        ("content-length", str(len(text))),
        ("connection", "close"),
    ]


async def _refuse(send, status: int):
    _, text = REFUSALS[status]
    headers = [(name.encode(), value.encode()) for name, value in _headers(text)]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text})


class WSGIBodyLimit:
    """The same around a WSGI application, where Django never reads beyond what Content-Length says."""

    def __init__(self, app, max_bytes: int):
        self.app = app
        self.max_bytes = max_bytes

    def __call__(self, environ, start_response):
        announced = environ.get("CONTENT_LENGTH") or "0"
        if announced.isdigit() and int(announced) > self.max_bytes:
            status, text = REFUSALS[413]
            start_response(status, _headers(text))
            return [text]
        return self.app(environ, start_response)
