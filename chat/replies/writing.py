"""The worker's one event loop: receives every engine's pieces and passes them on in small batches.

A Celery thread hands a prompt to ``write`` and waits; the loop receives the text of all running replies, sends what
came in a tick of some milliseconds as one pipelined batch to Valkey, and asks the thread, which holds the database,
for a checkpoint every few seconds. Whoever asks ``write`` gets Checkpoint after Checkpoint and one Ended.
"""

import asyncio
import atexit
import contextlib
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from queue import SimpleQueue

import structlog
import uvloop
from django.conf import settings
from django.db import connection
from redis.exceptions import RedisError

from chat.replies import stops, stream
from engines.base import (
    Ending,
    EngineBrokeOff,
    EngineError,
    EngineOverflow,
    EngineSilent,
    EngineStalled,
    Told,
)
from engines.base import Piece as EnginePiece
from engines.prices import UNKNOWN, Prices
from engines.session import close_session

log = structlog.get_logger(__name__)

# How soon Stop, from any process, reaches a running reply: by Valkey, and by the database whatever becomes of Valkey.
LOOK_SECONDS = 0.25
LOOK_IN_DATABASE_SECONDS = 0.5
# What a process that ends gives its loop to close what is open.
CLOSE_SECONDS = 2
# Ends that wait for Valkey to come back; of more, the newest are told.
MAX_FINALS = 1_000


@dataclass(frozen=True)
class Checkpoint:
    """The text so far; a thread that may not keep it, or learns that it shall stop, calls ``stop``."""

    text: str
    num_pieces: int = 0


@dataclass(frozen=True)
class Ended:
    """The whole text, and why it ends: an Ending, an EngineError, or None when it was stopped or handed over."""

    text: str
    ending: Ending | None = None
    fault: Exception | None = None
    is_handed_over: bool = False
    num_pieces: int = 0


@dataclass(eq=False)
class LiveReply:
    """One reply being written. Once begun, only the loop's thread touches it, but for ``news`` and the two flags."""

    generation_id: int
    attempt: int
    told: Told | None = None
    prices: Prices = UNKNOWN
    on_first_piece: Callable[[], None] | None = None
    num_pieces: int = 0
    so_far: str = ""
    parts: list[str] = field(default_factory=list)
    length: int = 0
    sent: int = 0
    unsent: list[str] = field(default_factory=list)
    first_piece_at: float | None = None
    checkpoint_at: float = 0
    news: SimpleQueue = field(default_factory=SimpleQueue)
    task: asyncio.Task | None = None
    is_handed_over: bool = False

    @property
    def text(self) -> str:
        return "".join(self.parts)

    def begin_with(self, so_far: str):
        """What goes on from a cut reply holds its words from the start, and tells them with its first piece."""
        if so_far:
            self.so_far = so_far
            self.parts, self.unsent, self.length = [so_far], [so_far], len(so_far)


class WritingLoop:
    """The event loop of this process, its connection to Valkey and the replies it is writing."""

    def __init__(self):
        self._loop = uvloop.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="writing", daemon=True)
        self._replies: dict[int, LiveReply] = {}
        self._dirty: dict[LiveReply, None] = {}
        self._finals: deque[tuple[int, stream.Final]] = deque(maxlen=MAX_FINALS)
        self._is_well = True
        self._thread.start()

    # --- called by Celery's threads ------------------------------------------------------------------------

    def write(
        self,
        engine,
        prompt,
        *,
        generation_id: int,
        attempt: int,
        told: Told | None = None,
        on_first_piece: Callable[[], None] | None = None,
    ) -> "tuple[LiveReply, Iterator]":
        """Start writing; the iterator yields Checkpoints and ends with Ended. ``on_first_piece`` must be quick."""
        reply = LiveReply(generation_id, attempt, told, engine.prices, on_first_piece)
        reply.begin_with(prompt.so_far)
        self._loop.call_soon_threadsafe(self._start, reply, engine, prompt)
        return reply, self._news(reply)

    def _news(self, reply):
        while True:
            news = reply.news.get()
            yield news
            if isinstance(news, Ended):
                return

    def stop(self, reply: LiveReply):
        """End the writing now; the engine's connection closes. Ended follows, with what was written."""
        self._loop.call_soon_threadsafe(self._cancel, reply)

    def announce(self, generation_id: int, final: stream.Final):
        """Tell the followers that the row is final: only after its commit."""
        self._loop.call_soon_threadsafe(self._announce, generation_id, final)

    def hand_over(self):
        """The process is going: end every reply so that another worker can take it at once."""
        self._loop.call_soon_threadsafe(self._hand_over)

    def close(self):
        """Close connections to engines and to Valkey, and end the loop's thread."""
        with contextlib.suppress(Exception):
            asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(CLOSE_SECONDS)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(CLOSE_SECONDS)

    # --- inside the loop -------------------------------------------------------------------------------------

    def _run(self):
        asyncio.set_event_loop(self._loop)
        self._valkey = stream.client()
        self._wake = asyncio.Event()
        self._loop.create_task(self._tick())
        self._loop.create_task(self._look())
        self._loop.create_task(self._look_in_database())
        self._loop.run_forever()

    async def _close(self):
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await close_session()
        await self._valkey.aclose()

    def _start(self, reply, engine, prompt):
        self._replies[reply.generation_id] = reply
        reply.checkpoint_at = time.monotonic() + settings.REPLY_CHECKPOINT_SECONDS
        reply.task = self._loop.create_task(self._receive(reply, engine, prompt))
        reply.task.add_done_callback(lambda task: self._ended(reply, task))

    def _cancel(self, reply):
        if reply.task and not reply.task.done():
            reply.task.cancel()

    def _hand_over(self):
        for reply in list(self._replies.values()):
            reply.is_handed_over = True
            self._cancel(reply)

    def _announce(self, generation_id, final):
        self._finals.append((generation_id, final))
        self._wake.set()

    async def _receive(self, reply, engine, prompt) -> tuple[Ending | None, Exception | None]:
        """The ending or the fault; a stop cancels it and gives neither."""
        try:
            async with asyncio.timeout(settings.ENGINE_REPLY_SECONDS):
                try:
                    return await self._read(reply, engine, prompt)
                except EngineOverflow:
                    # Once more, and at once: the engine has learnt how much it may be told. Never a third time.
                    if reply.first_piece_at or not await _tell_less(reply, engine, prompt):
                        raise
                    return await self._read(reply, engine, prompt)
        except TimeoutError:
            # A reply without end is cut, not thrown away.
            return (Ending("length"), None) if reply.first_piece_at else (None, EngineStalled())
        except EngineError as error:
            return None, error
        except Exception as error:  # noqa: BLE001 - an engine's bug must end as a state that the user sees
            log.exception("engine raised what is not an EngineError", generation=reply.generation_id)
            return None, error

    async def _read(self, reply, engine, prompt) -> tuple[Ending | None, Exception | None]:
        async with contextlib.aclosing(engine.stream(prompt, reply.told)) as pieces:
            async for piece in pieces:
                if isinstance(piece, Ending):
                    return (piece, None) if reply.length else (None, EngineSilent())
                self._take(reply, piece)
        return None, EngineBrokeOff()

    def _ended(self, reply, task):
        """Called once for every reply, also for one that was stopped before it began."""
        if self._replies.get(reply.generation_id) is reply:
            del self._replies[reply.generation_id]
        if not self._is_well:
            self._forget(reply)
        ending, fault = (None, None) if task.cancelled() else task.result()
        reply.news.put(Ended(reply.text, ending, fault, reply.is_handed_over, reply.num_pieces))

    def _forget(self, reply):
        """What could not be sent of a reply that has ended: its followers find it in the database."""
        self._dirty.pop(reply, None)
        reply.unsent = []

    def _take(self, reply, piece: EnginePiece):
        if reply.first_piece_at is None:
            reply.first_piece_at = time.time()
            if reply.on_first_piece:
                reply.on_first_piece()
        reply.num_pieces += piece.num_pieces
        reply.parts.append(piece.text)
        reply.unsent.append(piece.text)
        reply.length += len(piece.text)
        self._dirty[reply] = None
        self._wake.set()
        if time.monotonic() >= reply.checkpoint_at:
            self._ask_checkpoint(reply)

    def _ask_checkpoint(self, reply):
        reply.checkpoint_at = time.monotonic() + settings.REPLY_CHECKPOINT_SECONDS
        reply.parts = [reply.text]
        reply.news.put(Checkpoint(reply.parts[0], reply.num_pieces))

    async def _tick(self):
        """Send what came since the last tick; what could not be sent goes with the next."""
        while True:
            await self._wake.wait()
            await asyncio.sleep(settings.STREAM_TICK_SECONDS)
            self._wake.clear()
            if not await self._flush():
                await asyncio.sleep(0.2)
                self._wake.set()

    async def _flush(self) -> bool:
        dirty, self._dirty = self._dirty, {}
        finals, self._finals = self._finals, deque(maxlen=MAX_FINALS)
        pipeline = self._valkey.pipeline(transaction=False)
        batch = []
        for reply in dirty:
            text = "".join(reply.unsent)
            reply.unsent = []
            batch.append((reply, text))
            stream.add(pipeline, reply.generation_id, stream.Piece(reply.attempt, reply.sent, text))
        for generation_id, final in finals:
            stream.add(pipeline, generation_id, final)
        try:
            await pipeline.execute()
        except (RedisError, OSError) as error:
            self._put_back(batch, finals, error)
            return False
        except Exception:  # noqa: BLE001 - a text that cannot be sent must not end the ticking for all replies
            log.exception("pieces dropped, pages follow the database")
        else:
            self._is_well = True
        for reply, text in batch:
            reply.sent += len(text)
        return True

    def _put_back(self, batch, finals, error):
        if self._is_well:
            log.warning("streams unreachable, text waits", error=type(error).__name__)
        self._is_well = False
        for reply, text in batch:
            reply.unsent.insert(0, text)
            self._dirty[reply] = None
            if reply.task.done():
                self._forget(reply)
        # A final that is late by a second is of no use: followers ask the database meanwhile.
        self._finals = deque([*finals, *self._finals], maxlen=MAX_FINALS)

    async def _look(self):
        """Ask for the checkpoints that are due while an engine is silent, and look for stops."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            replies = list(self._replies.values())
            if not replies:
                continue
            now = time.monotonic()
            for reply in replies:
                if now >= reply.checkpoint_at:
                    self._ask_checkpoint(reply)
            await self._look_for_stops(replies)

    async def _look_for_stops(self, replies):
        # Whatever it is that fails here, checkpoints must go on.
        with contextlib.suppress(Exception):
            asked = await self._valkey.mget([stream.cancel_key(reply.generation_id) for reply in replies])
            for reply, is_asked in zip(replies, asked, strict=True):
                if is_asked:
                    self._cancel(reply)

    async def _look_in_database(self):
        """Look for stops that Valkey was not told of, or cannot tell: one short query for all replies."""
        with ThreadPoolExecutor(1, "stops") as thread:
            while True:
                await asyncio.sleep(LOOK_IN_DATABASE_SECONDS)
                replies = dict(self._replies)
                if not replies:
                    continue
                # A database that is away is no reason to end the looking.
                with contextlib.suppress(Exception):
                    for generation_id in await self._loop.run_in_executor(thread, _asked, list(replies)):
                        self._cancel(replies[generation_id])


async def _tell_less(reply: LiveReply, engine, prompt) -> bool:
    """Fit the prompt anew into what the engine has learnt; False when that leaves nothing more out."""
    told = await asyncio.to_thread(engine.tell, prompt)
    is_less = reply.told is None or told.hash != reply.told.hash
    reply.told = told
    return is_less


def _asked(generation_ids: list[int]) -> set[int]:
    try:
        return stops.asked(generation_ids)
    finally:
        connection.close()


_lock = threading.Lock()
_leaving = threading.Event()
_writing_loop: WritingLoop | None = None


def writing_loop() -> WritingLoop:
    """This process's loop, started when first asked for."""
    global _writing_loop
    with _lock:
        if _writing_loop is None:
            _writing_loop = WritingLoop()
            atexit.register(_writing_loop.close)
        return _writing_loop


def is_leaving() -> bool:
    """Whether this process is about to end, and so should begin no further reply."""
    return _leaving.is_set()


def leave():
    """This process is told to end: it begins no further reply, and hands over those that do not end in a moment."""
    _leaving.set()
    timer = threading.Timer(settings.HAND_OVER_SECONDS, hand_over)
    timer.daemon = True
    timer.start()


def hand_over():
    """End every reply of this process, if it writes any, so that another worker takes them."""
    if _writing_loop is not None:
        _writing_loop.hand_over()
