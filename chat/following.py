"""Follow a reply from a cursor on: the live stream and the database joined into one string.

One reader per web process (``Hub``) serves all open pages. What Valkey lost, or a reader too slow for it, is made
good from the checkpoint in PostgreSQL: both speak in the same coordinates.
"""

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import structlog
from redis.exceptions import RedisError

from chat import stream
from chat.models import RUNNING
from chat.stream import Cursor, Final, Piece

log = structlog.get_logger(__name__)

# Milliseconds that one read of the hub waits, and that it rests to gather what many replies say at once.
BLOCK, REST = 1_000, 10
# Entries that a slow reader may be behind before it is sent to the database instead.
MAX_BEHIND = 2_000
# Seconds of silence after which a follower looks into the database: while Valkey is well, and while it is lost.
LOOK_WELL, LOOK_LOST = 5.0, 1.0


@dataclass(frozen=True)
class Reset:
    """A new attempt begins: the text so far is void."""

    attempt: int


@dataclass(frozen=True)
class Snapshot:
    """What the database says of a reply: ``text`` is of attempt ``text_attempt``."""

    state: str
    attempt: int
    text_attempt: int
    text: str

    @property
    def is_final(self) -> bool:
        return self.state not in RUNNING


class Hub:
    """Reads the streams of all replies that this process's pages follow, with one connection."""

    def __init__(self):
        self._valkey = stream.client(socket_timeout=BLOCK / 1000 + 2)
        self._followers: dict[str, set[asyncio.Queue]] = {}
        self._last: dict[str, str] = {}
        self._rewind: set[str] = set()
        # An entry here wakes the reader, so that a new follower does not wait for its turn.
        self._bell = f"hub:{uuid.uuid4()}"
        self._bell_id = "0"
        self._reader: asyncio.Task | None = None
        self.is_well = False

    @contextlib.asynccontextmanager
    async def following(self, generation_id: int):
        """A queue of the stream's entries from its beginning; None in it means: look into the database."""
        key, queue = stream.key(generation_id), asyncio.Queue()
        await self._join(key, queue)
        try:
            yield queue
        finally:
            self._followers[key].discard(queue)
            if not self._followers[key]:
                del self._followers[key]
                self._last.pop(key, None)

    async def _join(self, key, queue):
        if self._reader is None or self._reader.done():
            self._reader = asyncio.create_task(self._read())
        self._followers.setdefault(key, set()).add(queue)
        # From the beginning, for all pages of this reply: what comes twice, coordinates tell.
        self._rewind.add(key)
        with contextlib.suppress(RedisError, OSError):
            await self._ring()

    async def _ring(self):
        pipeline = self._valkey.pipeline(transaction=False)
        pipeline.xadd(self._bell, {"r": "1"}, maxlen=1)
        pipeline.expire(self._bell, 3600)
        await pipeline.execute()

    async def _read(self):
        while True:
            try:
                self._last.update((key, "0") for key in self._rewind if key in self._followers)
                self._rewind.clear()
                answer = await self._valkey.xread({self._bell: self._bell_id, **self._last}, block=BLOCK)
                self.is_well = True
                for key, entries in answer or ():
                    self._pass_on(key, entries)
                await asyncio.sleep(REST / 1000)
            except (RedisError, OSError) as error:
                if self.is_well:
                    log.warning("streams unreachable, pages follow the database", error=type(error).__name__)
                self.is_well = False
                # A Valkey that comes back empty counts its entries anew.
                self._bell_id, self._last = "0", dict.fromkeys(self._last, "0")
                await asyncio.sleep(0.5)

    def _pass_on(self, key, entries):
        if key == self._bell:
            self._bell_id = entries[-1][0]
        elif key in self._followers:
            self._last[key] = entries[-1][0]
            for queue in self._followers[key]:
                for _, fields in entries:
                    self._put(queue, stream.read(fields))

    def _put(self, queue, entry):
        if entry is None:
            return
        if queue.qsize() >= MAX_BEHIND:
            while not queue.empty():
                queue.get_nowait()
            entry = None
        queue.put_nowait(entry)

    async def close(self):
        if self._reader:
            self._reader.cancel()
        with contextlib.suppress(RedisError, OSError):
            await self._valkey.aclose()


class _Position:
    """How far one page is: turns entries and snapshots into what it still has to be told."""

    def __init__(self, cursor: Cursor):
        self.attempt, self.length = cursor.attempt, cursor.length

    def take(self, piece: Piece) -> list[Piece | Reset] | None:
        """What this piece adds; None when text before it is missing."""
        if piece.attempt < self.attempt:
            return []
        if piece.start > (self.length if piece.attempt == self.attempt else 0):
            return None
        told = []
        if piece.attempt > self.attempt:
            self.attempt, self.length = piece.attempt, 0
            told.append(Reset(self.attempt))
        new = piece.text[self.length - piece.start :]
        if new:
            told.append(Piece(self.attempt, self.length, new))
            self.length += len(new)
        return told


async def follow(
    hub: Hub, generation_id: int, cursor: Cursor, look: Callable[[], Awaitable[Snapshot | None]]
) -> AsyncIterator[Piece | Reset | Final | None]:
    """What a page at this cursor is still to be told, ending with Final; None now and then while nothing is said.

    ``look`` reads the reply's Snapshot; when it gives None (deleted), the following ends without a Final.
    """
    position = _Position(cursor)
    async with hub.following(generation_id) as queue:
        entry = None
        while True:
            if entry is None or isinstance(entry, Final):
                snapshot = await look()
                if snapshot is None:
                    return
                if snapshot.text:
                    for told in position.take(Piece(snapshot.text_attempt, 0, snapshot.text)) or ():
                        yield told
                if snapshot.is_final:
                    yield Final(snapshot.attempt, snapshot.state)
                    return
                yield None
                if isinstance(entry, Final):
                    # Said before the database had it, or of an attempt that was overtaken: look again soon.
                    await asyncio.sleep(0.2)
            else:
                told = position.take(entry)
                if told is None:
                    # A gap: its text is, or soon will be, in a checkpoint. Keep the entry until it joins.
                    await asyncio.sleep(0.2)
                    snapshot = await look()
                    if snapshot is None or snapshot.is_final or snapshot.attempt > entry.attempt:
                        entry = None
                        continue
                    for item in position.take(Piece(snapshot.text_attempt, 0, snapshot.text)) or ():
                        yield item
                    continue
                for item in told:
                    yield item
            entry = await _next(queue, LOOK_WELL if hub.is_well else LOOK_LOST)


async def _next(queue, seconds):
    try:
        return queue.get_nowait()
    except asyncio.QueueEmpty:
        pass
    try:
        async with asyncio.timeout(seconds):
            return await queue.get()
    except TimeoutError:
        return None
