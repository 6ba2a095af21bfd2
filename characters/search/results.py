"""What a search gives: characters as they are shown, how many there are, and what else one may choose."""

from collections import Counter
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from characters.catalog import Card
from characters.eras import Era
from characters.languages import name_of
from characters.search.asked import FILTERS, Search

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
                (era.value, era.label, self.eras.get(era.value, 0))
                for era in Era
                if era.value in self.eras or era.value == search.era
            ],
            "fields": _in_order(self.fields, search.field),
            "places": _in_order(self.places, search.place),
            "languages": [
                (code, name_of(code), num) for code, _, num in _in_order(self.languages, search.language)
            ],
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


def _in_order(nums, chosen) -> list[tuple[str, str, int]]:
    names = {*nums, chosen} - {""}
    return [(name, name, nums.get(name, 0)) for name in sorted(names, key=str.casefold)]


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
