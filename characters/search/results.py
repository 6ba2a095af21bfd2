"""What a search gives: characters as they are shown, how many there are, and what else one may choose."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from characters.catalog import Card
from characters.eras import Era
from characters.fields import field_name
from characters.languages import name_of
from characters.search.asked import FILTERS, Search
from characters.search.lands import land_name
from characters.search.letters import plain_letters

PAGE = 24


@dataclass(frozen=True)
class Extract:
    """Part of a passage that speaks to the query, the query's words marked. ``url`` leads to it on the page."""

    heading: str
    html: SafeString
    url: str


@dataclass(frozen=True)
class Found:
    """One character on the list of results. ``name`` has marked what was asked for."""

    card: Card
    name: SafeString | str
    extract: Extract | None = None


@dataclass(frozen=True)
class Facets:
    """How many there are of each era, field, country and language, given the other filters and the words."""

    eras: dict[str, int] = field(default_factory=dict)
    fields: dict[str, int] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    languages: dict[str, int] = field(default_factory=dict)
    num_found: int = 0

    def choices(self, search: Search) -> dict[str, list[tuple[str, str, int]]]:
        """Value, label and number of what may be chosen; what is chosen stays among them, even where nobody is left."""
        return {
            "eras": [
                (era.value, str(era.label), self.eras.get(era.value, 0))
                for era in Era
                if era.value in self.eras or era.value == search.era
            ],
            "fields": _in_order(self.fields, search.field, field_name),
            "places": _in_order(self.places, search.place, land_name),
            "languages": _in_order(self.languages, search.language, name_of),
        }


@dataclass(frozen=True)
class Results:
    """A page of what was found. ``next`` asks for the page after it; ``meant`` is what may have been meant instead.

    ``is_best_of_more``: only so many are ranked, and there are others.
    """

    search: Search
    found: list[Found]
    facets: Facets
    next: Search | None = None
    meant: str = ""
    is_best_of_more: bool = False

    @property
    def meant_address(self) -> str:
        return self.search.but(q=self.meant).address

    @property
    def num_found(self) -> int:
        return self.facets.num_found


def _in_order(nums, chosen, called: Callable[[str], str]) -> list[tuple[str, str, int]]:
    """In the alphabetical order of what they are called."""
    rows = [(value, called(value), nums.get(value, 0)) for value in {*nums, chosen} - {""}]
    return sorted(rows, key=lambda row: (plain_letters(row[1]), row[0]))


def counted(rows, search: Search) -> Facets:
    """Of rows with ``era``, ``fields``, ``land`` and ``languages``: each facet leaves out its own filter alone."""
    nums, num_found = {name: Counter() for name in FILTERS}, 0
    for row in rows:
        has = {"era": {row.era}, "field": row.fields, "place": {row.land}, "language": row.languages}
        missed = {name for name in FILTERS if getattr(search, name) not in ("", *has[name])}
        for name in FILTERS:
            if missed <= {name}:
                nums[name].update(has[name])
        num_found += not missed
    for name in ("era", "place"):
        del nums[name][""]
    return Facets(*(dict(nums[name]) for name in FILTERS), num_found)
