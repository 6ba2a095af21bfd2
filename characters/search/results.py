"""What a search gives: characters as they are shown, how many there are, and what else one may choose."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from characters.catalog import Card
from characters.eras import Era
from characters.fields import field_name
from characters.search.asked import Search
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
    """How many there are of each era, field and country, given the other filters and the words."""

    eras: dict[str, int] = field(default_factory=dict)
    fields: dict[str, int] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
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
    """Of rows with ``era``, ``fields`` and ``land``: each facet leaves out its own filter and keeps the others."""
    eras, fields, places, num_found = Counter(), Counter(), Counter(), 0
    for row in rows:
        of_era = not search.era or row.era == search.era
        of_field = not search.field or search.field in row.fields
        of_place = not search.place or row.land == search.place
        if of_field and of_place:
            eras[row.era] += 1
        if of_era and of_place:
            fields.update(row.fields)
        if of_era and of_field:
            places[row.land] += 1
        num_found += of_era and of_field and of_place
    del eras[""], places[""]
    return Facets(dict(eras), dict(fields), dict(places), num_found)
