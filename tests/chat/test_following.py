"""Following a reply: however pages come and go, and whatever is lost, they end with the text in the database."""

import asyncio
import contextlib
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chat.replies import following
from chat.replies.following import Reset, Snapshot, _Position, follow
from chat.replies.stream import Cursor, Final, Piece
from tests.chat.page import Page

# --- One position -----------------------------------------------------------------------------------------------


def position(attempt=1, length=5):
    return _Position(Cursor(attempt, length))


def test_the_next_piece_is_told_as_it_is():
    assert position().take(Piece(1, 5, "abc")) == [Piece(1, 5, "abc")]


def test_of_a_piece_half_known_the_rest_is_told():
    assert position().take(Piece(1, 3, "abcd")) == [Piece(1, 5, "cd")]


@pytest.mark.parametrize(
    "piece", [Piece(1, 0, "abcde"), Piece(1, 2, "a"), Piece(1, 5, ""), Piece(0, 0, "abcdefgh")]
)
def test_what_is_known_or_overtaken_is_not_told_again(piece):
    at = position()
    assert at.take(piece) == []
    assert (at.attempt, at.length) == (1, 5)


@pytest.mark.parametrize("piece", [Piece(1, 6, "x"), Piece(2, 1, "x")])
def test_a_gap_is_told_apart_and_changes_nothing(piece):
    at = position()
    assert at.take(piece) is None
    assert (at.attempt, at.length) == (1, 5)


def test_a_later_attempt_begins_with_a_reset():
    assert position().take(Piece(2, 0, "ab")) == [Reset(2), Piece(2, 0, "ab")]


def test_lengths_are_code_points():
    at = position(1, 0)
    assert at.take(Piece(1, 0, "🦉é")) == [Piece(1, 0, "🦉é")]
    assert at.length == 2


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        (Snapshot("COMPLETE", 1, 1, "abcdefg"), [Piece(1, 5, "fg")]),
        (Snapshot("COMPLETE", 1, 1, "abcde"), []),
        (Snapshot("FAILED", 1, 1, "abc"), [Reset(1), Piece(1, 0, "abc")]),
        (Snapshot("FAILED", 1, 0, ""), [Reset(0)]),
        (Snapshot("COMPLETE", 2, 2, "ab"), [Reset(2), Piece(2, 0, "ab")]),
        (Snapshot("FAILED", 3, 2, "ab"), [Reset(2), Piece(2, 0, "ab")]),
    ],
)
def test_at_the_end_the_page_is_told_the_text_that_was_kept(kept, told):
    assert position().settle(kept) == told


def test_a_page_cut_where_an_attempt_began_that_kept_no_word_gets_the_text_of_the_one_before():
    kept = Snapshot("FAILED", 2, 1, "a")
    assert position(2, 0).settle(kept) == [Reset(1), Piece(1, 0, "a")]


def test_a_page_that_shows_nothing_is_told_of_no_reset():
    assert position(2, 0).settle(Snapshot("FAILED", 2, 1, "")) == []


@pytest.mark.parametrize(
    "text", ["", "1", "1-", "-1", "1-2-3", "a-b", "1- 2", "١-٢", "1-²", "1" * 10 + "-1", "1-1\n"]
)
def test_a_forged_cursor_is_refused(text):
    with pytest.raises(ValueError, match="cursor"):
        Cursor.parse(text)


def test_a_cursor_reads_as_it_is_written():
    assert Cursor.parse(str(Cursor(3, 141))) == Cursor(3, 141)


# --- Any history, cut anywhere ------------------------------------------------------------------------------------


@dataclass
class Told:
    """One step of a reply's history: what the database says from then on, and what goes into the stream."""

    snapshot: Snapshot
    entry: Piece | Final | None = None
    is_lost: bool = False


@dataclass
class History:
    steps: list[Told] = field(default_factory=list)
    now: Snapshot = Snapshot("QUEUED", 0, 0, "")

    def add(self, entry=None, *, is_lost=False, **changes):
        self.now = replace(self.now, **changes)
        self.steps.append(Told(self.now, entry, is_lost))


texts = st.text(st.sampled_from("ab é🦉\n"), min_size=1, max_size=3)
pieces = st.lists(st.tuples(texts, st.booleans(), st.booleans(), st.booleans()), max_size=5)
endings = st.sampled_from(["COMPLETE", "CANCELLED", "FAILED", "lost", "lost"])


@st.composite
def histories(draw):
    """Attempts that write, are checkpointed now and then, get lost or stumble on; the last one ends."""
    history = History()
    history.add()
    num_attempts = draw(st.integers(1, 3))
    late = []
    for attempt in range(1, num_attempts + 1):
        history.add(state="GENERATING", attempt=attempt)
        text = ""
        for new, is_kept, is_lost, is_sent_twice in draw(pieces):
            history.add(Piece(attempt, len(text), new), is_lost=is_lost)
            if late:
                # The attempt before, not yet aware that it is overtaken.
                history.add(late.pop(0))
            if is_sent_twice:
                history.add(Piece(attempt, 0, text + new))
            text += new
            if is_kept:
                history.add(text=text, text_attempt=attempt)
        late = [Piece(attempt, len(text), "late"), Piece(attempt, len(text) + 4, "later")]
        if attempt < num_attempts:
            kept = {"text": text, "text_attempt": attempt} if text and draw(st.booleans()) else {}
            history.add(state="QUEUED", **kept)
    how = draw(endings)
    kept = {} if how == "lost" or not text else {"text": text, "text_attempt": attempt}
    history.add(state="FAILED" if how == "lost" else how, **kept)
    if how != "lost":
        history.add(Final(attempt, how), is_lost=draw(st.booleans()))
    return history


class Replay:
    """Plays a history to followers: every look into the database lets one more step happen."""

    is_well = True

    def __init__(self, history: History):
        self._steps, self.at, self._queues = history.steps, 0, []

    @contextlib.asynccontextmanager
    async def following(self, generation_id):
        queue = asyncio.Queue()
        for step in self._steps[: self.at + 1]:
            self._tell(queue, step)
        self._queues.append(queue)
        yield queue
        self._queues.remove(queue)

    async def look(self):
        snapshot = self.snapshot
        if self.at + 1 < len(self._steps):
            self.at += 1
            for queue in self._queues:
                self._tell(queue, self._steps[self.at])
        return snapshot

    @property
    def snapshot(self):
        return self._steps[self.at].snapshot

    def _tell(self, queue, step):
        if step.entry and not step.is_lost:
            queue.put_nowait(step.entry)


async def read(replay, page, *, at_most=None):
    """Let a page follow until the end, or until it was told so many things."""
    num_told = 0
    async with contextlib.aclosing(follow(replay, 1, page.cursor, replay.look)) as items:
        async for told in items:
            page.take(told)
            num_told += 1
            if num_told == at_most:
                return


@pytest.fixture(autouse=True)
def without_pauses(monkeypatch):
    for name in ("LOOK_WELL", "LOOK_LOST", "AGAIN"):
        monkeypatch.setattr(following, name, 0)


@settings(max_examples=400, suppress_health_check=[])
@given(histories(), st.lists(st.integers(1, 8), max_size=6), st.integers(0, 12))
def test_a_page_cut_anywhere_ends_with_the_text_in_the_database(history, cuts, opened_after):
    replay = Replay(history)
    replay.at = min(opened_after, len(history.steps) - 1)
    opened = replay.snapshot
    # As chat.pages.threads renders it.
    page = Page(opened.text, Cursor(opened.text_attempt, len(opened.text)))

    async def come_and_go():
        for cut in cuts:
            await read(replay, page, at_most=cut)
            if page.state:
                return
        await read(replay, page)

    asyncio.run(come_and_go())
    assert (page.text, page.state) == (history.now.text, history.now.state)


@settings(max_examples=100)
@given(histories(), st.integers(1, 8))
def test_a_second_page_and_a_late_one_end_with_the_same_text(history, joins_after):
    replay, first, second, late = Replay(history), Page(), Page(), Page()

    async def all_read():
        await read(replay, first, at_most=joins_after)
        if not first.state:
            await asyncio.gather(read(replay, first), read(replay, second))
        await read(replay, late)

    asyncio.run(all_read())
    assert first.text == late.text == history.now.text
    assert second.text in (history.now.text, "")


def test_the_following_of_a_deleted_reply_ends_without_a_final():
    async def gone():
        return None

    async def told():
        return [item async for item in follow(Replay(History()), 1, Cursor(), gone)]

    assert asyncio.run(told()) == []
