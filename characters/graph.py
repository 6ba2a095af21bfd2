"""Measure the graph of the links that the public can follow: orphans, one-way links, and islands out of reach."""

from collections import deque
from dataclasses import asdict, dataclass, field

from django.db import connection

from characters.discovery import picks
from characters.models import Character

# A catalog has as many one-way links as its editors let it: lists are cut here, numbers are not.
LISTED = 2_000


@dataclass(frozen=True)
class Graph:
    """Of live editions only. Lists are of characters' ids.

    ``cut_off`` are all whom nobody reaches from the home page by links; ``islands`` are they again, each with those
    that are linked to it either way, the largest first.
    """

    num_live: int = 0
    num_links: int = 0
    num_two_way: int = 0
    num_to_nobody: int = 0
    num_one_way: int = 0
    orphans: list[int] = field(default_factory=list)
    one_way: list[list[int]] = field(default_factory=list)
    cut_off: list[int] = field(default_factory=list)
    islands: list[list[int]] = field(default_factory=list)

    def to_json(self) -> dict:
        return asdict(self)


def measure() -> Graph:
    """Two queries for the links and the live, those of the home page, and a walk along all links."""
    live = list(
        Character.objects.live()
        .filter(live_edition__translation_of=None)
        .order_by("id")
        .values_list("id", flat=True)
    )
    links, num_to_nobody = _links()
    ends = {(one, other) for one, others in links.items() for other in others}
    one_way = sorted((one, other) for one, other in ends if (other, one) not in ends)
    linked = {other for _, other in ends}
    reached = reachable(links, _on_the_home_page())
    cut_off = [pk for pk in live if pk not in reached]
    return Graph(
        num_live=len(live),
        num_links=len(ends),
        num_two_way=(len(ends) - len(one_way)) // 2,
        num_to_nobody=num_to_nobody,
        num_one_way=len(one_way),
        orphans=[pk for pk in live if pk not in linked],
        one_way=[list(pair) for pair in one_way[:LISTED]],
        cut_off=cut_off,
        islands=islands(links, cut_off),
    )


def _links() -> tuple[dict[int, list[int]], int]:
    """Whom each live edition links to, of those who are live; and how many links lead to nobody."""
    sql = """SELECT c.id, other.id FROM characters_character c
        JOIN characters_edition e ON e.id = c.live_edition_id
        CROSS JOIN LATERAL jsonb_array_elements(e.content -> 'similar') AS link
        LEFT JOIN characters_character other ON other.live_slug = link ->> 'character'
        WHERE other.id IS DISTINCT FROM c.id AND e.translation_of_id IS NULL"""
    found, num_to_nobody = {}, 0
    with connection.cursor() as cursor:
        cursor.execute(sql)
        for one, other in cursor:
            if other is None:
                num_to_nobody += 1
            else:
                found.setdefault(one, []).append(other)
    return found, num_to_nobody


def _on_the_home_page() -> list[int]:
    return picks.featured_ids(6)


def reachable(links: dict[int, list[int]], start: list[int]) -> set[int]:
    """Everybody to whom links lead from ``start``, which is among them."""
    reached, waiting = set(start), deque(start)
    while waiting:
        for other in links.get(waiting.popleft(), ()):
            if other not in reached:
                reached.add(other)
                waiting.append(other)
    return reached


def islands(links: dict[int, list[int]], members: list[int]) -> list[list[int]]:
    """The members in groups that hang together by links in either direction, the largest first."""
    among = {pk: set() for pk in members}
    for one in members:
        for other in links.get(one, ()):
            if other in among:
                among[one].add(other)
                among[other].add(one)
    found, seen = [], set()
    for pk in members:
        if pk not in seen:
            group = reachable(among, [pk])
            seen |= group
            found.append(sorted(group))
    return sorted(found, key=lambda group: (-len(group), group))
