"""Lay out a picture of a character among those who are linked, link here, or are suggested."""

from dataclasses import dataclass, field

# In units of the picture, which fits a phone at nearly one to one.
WIDTH, ROW, MARGIN = 400, 58, 34
LETTER, PADDING, ONE_LINE, TWO_LINES = 7, 18, 28, 42
NARROW, BROAD = 96, 132  # how far from the middle the columns stand, at their ends and at their widest
LINE_LETTERS = 16
# More than this, and a picture says less than the list beside it.
MOST = 18
# How far a line among neighbours of one side bends towards the middle, to pass by those between; and how far up or down
# one from side to side does, to pass by the middle.
BEND, ASIDE = 0.55, 90


@dataclass(frozen=True)
class Neighbour:
    """``leads_there`` and ``leads_here`` are links between this one and the character in the middle."""

    id: int
    name: str
    is_live: bool = True
    leads_there: bool = False
    leads_here: bool = False


@dataclass(frozen=True)
class Node:
    """A name in a box; ``x`` and ``y`` are its middle. ``kind`` is MIDDLE, LINKED, LINKING or SUGGESTED."""

    id: int
    kind: str
    lines: tuple[str, ...]
    x: float
    y: float
    width: float
    height: float
    is_live: bool = True
    name: str = ""

    @property
    def left(self) -> float:
        return round(self.x - self.width / 2, 1)

    @property
    def top(self) -> float:
        return round(self.y - self.height / 2, 1)

    @property
    def written(self) -> list[tuple[float, str]]:
        """The lines, each with the height of its middle."""
        first = self.y - 8 * (len(self.lines) - 1)
        return [(round(first + 16 * number, 1), line) for number, line in enumerate(self.lines)]


@dataclass(frozen=True)
class Line:
    """A path between two boxes, with an arrow at either end or both. ``kind``: LINK, AMONG or SUGGESTED."""

    path: str
    kind: str
    starts: bool = False
    ends: bool = False


@dataclass(frozen=True)
class Picture:
    height: float
    nodes: list[Node] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    num_left_out: int = 0
    width: float = WIDTH


def drawn(middle: Neighbour, around: list[Neighbour], among: set[tuple[int, int]] = frozenset()) -> Picture:
    """The character in the middle and the others around, first ones at the top; ``among`` are links between those."""
    shown = around[:MOST]
    places, height = _places(len(shown))
    centre = _node(middle, "MIDDLE", WIDTH / 2, height / 2)
    nodes = {each.id: _node(each, _kind(each), x, y) for each, (x, y) in zip(shown, places, strict=True)}
    lines = [_spoke(centre, nodes[each.id], each) for each in shown]
    lines += _lines_among(nodes, among, centre)
    return Picture(height, [centre, *nodes.values()], lines, num_left_out=len(around) - len(shown))


def _kind(each) -> str:
    return "LINKED" if each.leads_there else "LINKING" if each.leads_here else "SUGGESTED"


def _places(num: int) -> tuple[list[tuple[float, float]], float]:
    """One at the top, then down the right side, one at the bottom, and up the left side again; and the height."""
    right, left = num // 2 - (num % 2 == 0), (num - 1) // 2
    ends = [] if not num else [0] if num % 2 else [0, 1]
    rows = max(right, left, 2 if len(ends) == 1 else 1)
    height = (rows + (len(ends) > 1)) * ROW + 2 * MARGIN
    middle = WIDTH / 2

    def column(size, side):
        for number in range(size):
            y = MARGIN + (number + 1 + (rows - size) / 2) * ROW
            off = min(abs(y - height / 2) / (height / 2), 1)
            yield round(middle + side * (BROAD - (BROAD - NARROW) * off**2), 1), round(y, 1)

    places = [(middle, MARGIN)] if ends else []
    places += column(right, 1)
    places += [(middle, height - MARGIN)] if len(ends) > 1 else []
    return places + list(column(left, -1))[::-1], height


def _node(each, kind, x, y) -> Node:
    lines = in_lines(each.name)
    width = round(max(len(line) for line in lines) * LETTER + PADDING, 1)
    height = ONE_LINE if len(lines) == 1 else TWO_LINES
    return Node(each.id, kind, lines, x, y, width, height, each.is_live, each.name)


def in_lines(name: str) -> tuple[str, ...]:
    """A name in one line or two, cut where even that is too little."""
    if len(name) <= LINE_LETTERS:
        return (name,)
    blanks = [place for place, letter in enumerate(name) if letter == " "]
    if not blanks:
        return (_cut(name),)
    middle = min(blanks, key=lambda place: abs(place - len(name) / 2))
    return _cut(name[:middle]), _cut(name[middle + 1 :])


def _cut(text: str) -> str:
    return text if len(text) <= LINE_LETTERS else f"{text[: LINE_LETTERS - 1].rstrip()}…"


def _spoke(centre, node, each) -> Line:
    kind = "SUGGESTED" if node.kind == "SUGGESTED" else "LINK"
    path = _path(centre, node, ((centre.x + node.x) / 2, (centre.y + node.y) / 2))
    return Line(path, kind, starts=each.leads_here, ends=each.leads_there)


def _lines_among(nodes, among, centre) -> list[Line]:
    pairs = {tuple(sorted(pair)) for pair in among if pair[0] in nodes and pair[1] in nodes}
    found = []
    for one, other in sorted(pairs):
        first, second = nodes[one], nodes[other]
        x, y = (first.x + second.x) / 2, (first.y + second.y) / 2
        if (first.x - centre.x) * (second.x - centre.x) < 0:
            bent = (x, min(max(y + (ASIDE if y >= centre.y else -ASIDE), 0), 2 * centre.y))
        else:
            bent = (x + (centre.x - x) * BEND, y)
        found.append(
            Line(
                _path(first, second, bent), "AMONG", starts=(other, one) in among, ends=(one, other) in among
            )
        )
    return found


def _path(first, second, bend) -> str:
    (x1, y1), (x2, y2) = _edge(first, bend), _edge(second, bend)
    return f"M{x1} {y1} Q{round(bend[0], 1)} {round(bend[1], 1)} {x2} {y2}"


def _edge(node, towards, gap: float = 4) -> tuple[float, float]:
    """Where a line from the middle of a box towards a point leaves it."""
    dx, dy = towards[0] - node.x, towards[1] - node.y
    if not (dx or dy):
        return node.x, node.y
    scale = min(
        (node.width / 2 + gap) / abs(dx) if dx else float("inf"),
        (node.height / 2 + gap) / abs(dy) if dy else float("inf"),
    )
    return round(node.x + dx * scale, 1), round(node.y + dy * scale, 1)
