"""How many live characters there are by era and by field: counted once a process for each state of the catalog."""

from dataclasses import dataclass
from functools import lru_cache

from characters import catalog
from characters.eras import Era


@dataclass(frozen=True)
class Counts:
    eras: list[tuple[Era, int]]
    fields: list[tuple[str, int]]

    def of_era(self, era: str) -> int:
        return dict(self.eras).get(era, 0)


@lru_cache(maxsize=2)
def counts(version: str) -> Counts:
    """``version`` is ``catalog.version()``: counting reads the whole catalog, which no request should."""
    return Counts(catalog.num_by_era(), catalog.num_by_field())
