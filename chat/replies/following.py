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

from chat.models import RUNNING
from chat.replies import stream
from chat.replies.stream import Cursor, Final, Piece

log = structlog.get_logger(__name__)

# Milliseconds that one read of the hub waits, and that it rests to gather what many replies say at once.
BLOCK, REST = 1_000, 10
# Seconds that calling it may take.
RING = 0.3
# Entries that a slow reader may be behind before it is sent to the database instead.
MAX_BEHIND = 2_000
# Seconds of silence after which a follower looks into the database: while Valkey is well, and while it is lost.
LOOK_WELL, LOOK_LOST = 5.0, 1.0
# Seconds between two looks for a text that must come in a moment.
AGAIN = 0.2
# A place in the queue that was not looked at yet.
UNKNOWN = -1


@dataclass(frozen=True)
class Reset:
    """A new attempt begins: the text so far is void."""

    attempt: int


@dataclass(frozen=True)
class Waiting:
    """The reply's place in the queue; 0 once it is its turn."""

    place: int


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
        # Followers who wait for the next read, which begins at the beginning for them: what an earlier read still
        # brings would look to them like a gap.
        self._joining: list[tuple[str, asyncio.Queue]] = []
        # An entry here wakes the reader, so that a new follower does not wait for its turn.
        self._bell = f"hub:{uuid.uuid4()}"
        self._bell_id = "0"
        self._reader: asyncio.Task | None = None
        self._places: dict[str, int] = {}
        self.is_well = False

    @contextlib.asynccontextmanager
    async def following(self, generation_id: int):
        """A queue of the stream's entries from its beginning; None in it means: look into the database."""
        key, queue = stream.key(generation_id), asyncio.Queue()
        # The next look at the queue tells its place, also that it has none: the page may show one from before.
        self._places[key] = UNKNOWN
        try:
            await self._join(key, queue)
            yield queue
        finally:
            self._leave(key, queue)

    async def _join(self, key, queue):
        if self._reader is None or self._reader.done():
            self._reader = asyncio.create_task(self._read())
        self._joining.append((key, queue))
        with contextlib.suppress(RedisError, OSError):
            # A Valkey that hangs must not keep a page from what the database has.
            async with asyncio.timeout(RING):
                await self._ring()

    def _leave(self, key, queue):
        if (key, queue) in self._joining:
            self._joining.remove((key, queue))
        followers = self._followers.get(key, set())
        followers.discard(queue)
        if not followers:
            self._followers.pop(key, None)
            self._last.pop(key, None)

    def _let_join(self):
        for key, queue in self._joining:
            self._followers.setdefault(key, set()).add(queue)
            # From the beginning, for all pages of this reply: what comes twice, coordinates tell.
            self._last[key] = "0"
        self._joining.clear()

    def tell_places(self, places: dict[int, int]):
        """Tell followers the place of their reply where it has changed; what is not in ``places`` does not wait."""
        now = {stream.key(generation_id): place for generation_id, place in places.items()}
        for key in now.keys() | self._places.keys():
            place = now.get(key, 0)
            if place != self._places.get(key):
                for queue in self._queues(key):
                    self._put(queue, Waiting(place))
        self._places = now

    def _queues(self, key):
        joining = (queue for joined, queue in self._joining if joined == key)
        return [*self._followers.get(key, ()), *joining]

    async def _ring(self):
        pipeline = self._valkey.pipeline(transaction=False)
        pipeline.xadd(self._bell, {"r": "1"}, maxlen=1)
        pipeline.expire(self._bell, 3600)
        await pipeline.execute()

    async def _read(self):
        while True:
            try:
                self._let_join()
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
            except Exception:  # noqa: BLE001 - one bad entry must not end the reading for all pages
                log.exception("entries dropped, pages follow the database")
                self.is_well = False
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

    def catch_up(self, snapshot: Snapshot) -> list[Piece | Reset]:
        """What a checkpoint adds."""
        return self.take(Piece(snapshot.text_attempt, 0, snapshot.text)) if snapshot.text else []

    def settle(self, final: Snapshot) -> list[Piece | Reset]:
        """What is to be told so that the page ends with the text that was kept, and no other."""
        kept = Piece(final.text_attempt, 0, final.text)
        is_ahead = (self.attempt, self.length) > (kept.attempt, len(kept.text))
        if not (is_ahead and (self.length or kept.text)):
            return self.take(kept)
        # Words, or only the beginning, of an attempt that was lost before its next checkpoint.
        self.attempt, self.length = kept.attempt, 0
        return [Reset(kept.attempt), *self.take(kept)]


async def follow(
    hub: Hub, generation_id: int, cursor: Cursor, look: Callable[[], Awaitable[Snapshot | None]]
) -> AsyncIterator[Piece | Reset | Waiting | Final | None]:
    """What a page at this cursor is still to be told, ending with Final; None now and then while nothing is said.

    ``look`` reads the reply's Snapshot; when it gives None (deleted), the following ends without a Final.
    """
    position = _Position(cursor)
    async with hub.following(generation_id) as queue:
        entry = None
        while True:
            if isinstance(entry, Waiting):
                told = [entry]
            else:
                told = None if entry is None or isinstance(entry, Final) else position.take(entry)
            if told is None:
                # Silence, the end, or a gap: what is missing is, or soon will be, in the database.
                snapshot = await look()
                if snapshot is None:
                    return
                told = position.settle(snapshot) if snapshot.is_final else position.catch_up(snapshot)
                for item in told:
                    yield item
                if snapshot.is_final:
                    yield Final(snapshot.attempt, snapshot.state)
                    return
                yield None
                if entry is not None:
                    await asyncio.sleep(AGAIN)
                    if isinstance(entry, Piece) and snapshot.attempt <= entry.attempt:
                        # Keep the entry until the text before it is there.
                        continue
            else:
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
