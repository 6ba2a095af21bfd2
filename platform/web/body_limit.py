"""Refuse a request whose body is too large before Django reads it: 413."""

_STATUS = 413
_TEXT = b"This request is larger than the site accepts.\n"
_HEADERS = [
    ("content-type", "text/plain; charset=utf-8"),
    ("content-length", str(len(_TEXT))),
    ("connection", "close"),
]


class BodyRefused(OSError):
    """The body is too large, or its sender left in the middle. An OSError: Django takes it for unreadable."""


class BodyLimit:
    """Around an ASGI application: answers 413 as soon as a body is, or says it is, above ``max_bytes``.

    Half a body never passes for a whole one: if its sender leaves, reading raises ``BodyRefused``.
    """

    def __init__(self, app, max_bytes: int):
        self.app = app
        self.max_bytes = max_bytes

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif _announced(scope) > self.max_bytes:
            await _refuse(send)
        else:
            await _Exchange(self.max_bytes, receive, send).run(self.app, scope)


class _Exchange:
    """One request and its response; counts what comes in."""

    def __init__(self, max_bytes, receive, send):
        self.max_bytes, self._receive, self._send = max_bytes, receive, send
        self.num_bytes = 0
        self.is_reading = self.is_too_large = self.is_answered = False

    async def run(self, app, scope):
        try:
            await app(scope, self.receive, self.send)
        except BodyRefused:
            if not self.is_too_large:
                return  # whoever sent it has gone
        if self.is_too_large and not self.is_answered:
            await _refuse(self._send)

    async def receive(self):
        message = await self._receive()
        if message["type"] == "http.request":
            self.num_bytes += len(message.get("body", b""))
            self.is_reading = message.get("more_body", False)
            if self.num_bytes > self.max_bytes:
                self.is_too_large = True
                raise BodyRefused("too large")
        elif self.is_reading:
            raise BodyRefused("broken off")
        return message

    async def send(self, message):
        if self.is_too_large and not self.is_answered:
            return  # what the application makes of the part that it saw; ``run`` says 413 instead
        self.is_answered = True
        await self._send(message)


def _announced(scope) -> int:
    """What Content-Length says; 0 when it says nothing that is a number."""
    value = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    return int(value) if value.isdigit() else 0


async def _refuse(send):
    headers = [(name.encode(), value.encode()) for name, value in _HEADERS]
    await send({"type": "http.response.start", "status": _STATUS, "headers": headers})
    await send({"type": "http.response.body", "body": _TEXT})


class WSGIBodyLimit:
    """The same around a WSGI application, where Django never reads beyond what Content-Length says."""

    def __init__(self, app, max_bytes: int):
        self.app = app
        self.max_bytes = max_bytes

    def __call__(self, environ, start_response):
        announced = environ.get("CONTENT_LENGTH") or "0"
        if announced.isdigit() and int(announced) > self.max_bytes:
            start_response(f"{_STATUS} Content Too Large", list(_HEADERS))
            return [_TEXT]
        return self.app(environ, start_response)
