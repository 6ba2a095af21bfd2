"""Everybody by birth, an era at a time: as a list, and as lives on a line that the server draws."""

from dataclasses import dataclass, field

from django.db import connection

from characters.catalog import Card, card_from, card_rows, live
from characters.eras import Era, year
from characters.likeness import A_LIFE, THIS_YEAR

# How many of each era stand on the page of all, and on a page of one era.
OF_EACH, PAGE = 12, 36
# In units of the picture, which is shown at one to one and pushed sideways where the window is narrower.
WIDTH, ROW, LETTER, HEAD = 1080, 30, 7.4, 26
YEARS_APART = (10, 20, 50, 100, 200, 500, 1000)


@dataclass(frozen=True)
class Life:
    """One character on the line: the name, and below it a bar from birth to death."""

    card: Card
    x: float
    y: float
    width: float
    text_x: float
    anchor: str
    left: float
    right: float

    @property
    def whole(self) -> float:
        """How wide name and bar are together: all of it can be pressed."""
        return round(self.right - self.left, 1)

    @property
    def text_y(self) -> float:
        return self.y + 12

    @property
    def bar_y(self) -> float:
        return self.y + 17


@dataclass(frozen=True)
class Line:
    lives: list[Life]
    years: list[tuple[float, str]]
    height: float
    width: float = WIDTH


@dataclass(frozen=True)
class Stretch:
    """An era on the page: some of its characters, by birth; ``next`` is the place to go on from."""

    era: Era
    cards: list[Card] = field(default_factory=list)
    line: Line | None = None
    next: str = ""


def stretches(*, era: str = "", after: str = "") -> list[Stretch]:
    """All eras with somebody in them, from the oldest, or the one that is asked for; in two queries."""
    wanted, num = ([era], PAGE) if era else (Era.values, OF_EACH)
    rows = _rows(wanted, _place(after), num + 1)
    ids = [pk for _, pk, _ in rows]
    cards = {row["id"]: row for row in card_rows(live().filter(pk__in=ids))}
    return [
        _stretch(
            Era(value), [(pk, born) for its, pk, born in rows if its == value and pk in cards], cards, num
        )
        for value in wanted
        if any(its == value for its, *_ in rows)
    ]


def _rows(eras, place, num) -> list[tuple[str, int, int]]:
    """Era, edition and year of birth, or of death where no other is known."""
    sql = """SELECT e.era, e.id, e.first FROM unnest(%s::text[]) AS wanted(era), LATERAL (
            SELECT e.era, e.id, coalesce(e.born, e.died) AS first FROM characters_edition e
            JOIN characters_character c ON c.live_edition_id = e.id
            WHERE e.era = wanted.era AND e.translation_of_id IS NULL AND (coalesce(e.born, e.died), e.id) > (%s, %s)
            ORDER BY coalesce(e.born, e.died), e.id LIMIT %s) AS e ORDER BY e.first, e.id"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(eras), *place, num])
        return cursor.fetchall()


def _place(after: str) -> tuple[int, int]:
    """A year and an edition, as in “1879.412”; the beginning for anything else."""
    first, _, pk = after.partition(".")
    is_place = first.lstrip("-").isdecimal() and pk.isdecimal() and after.isascii() and len(after) < 24
    return (
        (max(min(int(first), 9_999), -9_999), int(pk)) if is_place and first.count("-") < 2 else (-10_000, 0)
    )


def _stretch(era, found, rows, num) -> Stretch:
    shown = found[:num]
    cards = [card_from(rows[pk]) for pk, _ in shown]
    more = f"{shown[-1][1]}.{shown[-1][0]}" if len(found) > num else ""
    return Stretch(era, cards, drawn(cards, [rows[pk] for pk, _ in shown]), more)


# --- The line -------------------------------------------------------------------------------------------


def drawn(cards: list[Card], rows: list[dict]) -> Line | None:
    """Lives in rows, none over another; years along the top."""
    if not cards:
        return None
    spans = [_span(row["born"], row["died"]) for row in rows]
    first, last = _rounded(min(one for one, _ in spans), max(other for _, other in spans))
    scale = (WIDTH - 2) / (last - first)
    ends, lives = [], []
    for card, (born, died) in zip(cards, spans, strict=True):
        x, width = 1 + (born - first) * scale, max((died - born) * scale, 4)
        text = len(card.name) * LETTER
        # Where the name would leave the picture, it ends with its bar.
        is_left = x + text > WIDTH
        left, right = (min(x, x + width - text), x + width) if is_left else (x, max(x + width, x + text))
        row = next((number for number, end in enumerate(ends) if end < left - 12), len(ends))
        ends[row : row + 1] = [right]
        y = HEAD + row * ROW
        anchor, text_x = ("end", x + width) if is_left else ("start", x)
        lives.append(Life(card, round(x, 1), y, round(width, 1), round(text_x, 1), anchor, left, right))
    return Line(lives, _years(first, last, scale), HEAD + len(ends) * ROW + 6)


def _span(born, died) -> tuple[int, int]:
    """Where one year is not known, a life is drawn as long as lives are."""
    first = died - A_LIFE if born is None else born
    return first, min(first + A_LIFE, THIS_YEAR) if died is None else died


def _step(years: int) -> int:
    return next((step for step in YEARS_APART if years / step <= 8), YEARS_APART[-1])


def _rounded(first: int, last: int) -> tuple[int, int]:
    step = _step(last - first + 1)
    return first // step * step, -(-(last + 1) // step) * step


def _years(first, last, scale) -> list[tuple[float, str]]:
    """The round years between both ends; there was no year 0."""
    step = _step(last - first)
    return [
        (round(1 + (number - first) * scale, 1), year(number or 1))
        for number in range(first + step, last, step)
    ]
