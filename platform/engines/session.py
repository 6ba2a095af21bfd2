"""Keep one HTTP session per event loop, closed with its loop."""

import asyncio
from collections.abc import AsyncGenerator

import aiohttp

_sessions: dict[asyncio.AbstractEventLoop, tuple[aiohttp.ClientSession, AsyncGenerator[None]]] = {}


async def get_session() -> aiohttp.ClientSession:
    """Return the running loop's session, opened at first use.

    A loop that ends through ``asyncio.run`` or ``shutdown_asyncgens`` closes it; any other calls
    ``close_session`` first.
    """
    loop = asyncio.get_running_loop()
    if loop not in _sessions:
        session = _open_session()
        guard = _closing_with_loop(loop, session)
        _sessions[loop] = session, guard
        # From here on the loop knows the generator and closes it, and so the session, when it ends.
        await anext(guard)
    return _sessions[loop][0]


async def close_session() -> None:
    """Close the running loop's session, if it has one."""
    if kept := _sessions.get(asyncio.get_running_loop()):
        await kept[1].aclose()


def _open_session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        # One connection a running reply, as many as there are; idle ones go before servers' usual
        # five seconds are over, so that no POST meets a connection that is just being closed.
        connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=4),
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        trust_env=False,
    )


async def _closing_with_loop(loop, session) -> AsyncGenerator[None]:
    try:
        yield
    finally:
        _sessions.pop(loop, None)
        await session.close()
