"""Browse all live characters by filters and an order, page by page: page 1,000 costs what page 1 does."""

from threading import Lock

from cachetools import LRUCache, cached
from django.db import connection
from django.db.models import Min, Q, QuerySet

from characters.catalog import cards_of
from characters.models import NO_YEAR, Edition, SearchEntry
from characters.search import results
from characters.search.asked import FILTERS, Order, Search
from characters.search.results import Facets, Found, Results

# For each order its columns, as an index has them.
ORDERS = {
    Order.NAME: ("sort_name", "character"),
    Order.BORN: ("year", "sort_name", "character"),
    Order.NEWEST: ("-first_live_at", "-character"),
    Order.TALKED_TO: ("-num_conversations", "sort_name", "character"),
}
COUNTS_IN_MEMORY = 256


def browse(search: Search, *, version: str) -> Results:
    """A page of everybody whom the filters let through.

    ``version`` as of ``catalog.version``: counts are kept by it.
    """
    order = ORDERS[search.sorted_by]
    entries = filtered(search).order_by(*order)
    if search.after:
        entries = _after(entries, order, search.after)
    ids = list(entries.values_list("edition", flat=True)[: results.PAGE + 1])
    cards = cards_of(ids[: results.PAGE], language=search.language)
    shown = [cards[pk] for pk in ids[: results.PAGE] if pk in cards]
    more = search.but(after=shown[-1].slug) if len(ids) > results.PAGE and shown else None
    return Results(search, [Found(card, card.name) for card in shown], facets(search, version=version), more)


def filtered(search: Search) -> QuerySet[SearchEntry]:
    found = SearchEntry.objects.filter(translation_of=None)
    if search.era:
        found = found.filter(era=search.era)
    if search.field:
        found = found.filter(fields__contains=[search.field])
    if search.place:
        found = found.filter(land=search.place)
    if search.language:
        found = found.filter(languages__contains=[search.language])
    return found


def _after(entries, order, slug):
    """Those behind whoever is or was at that address: one withdrawn meanwhile still holds the reader's place."""
    last = _place_of(slug)
    if last is None:
        return entries
    behind, same = Q(), Q()
    for column in order:
        name = column.removeprefix("-")
        behind |= same & Q(**{f"{name}__{'lt' if column[0] == '-' else 'gt'}": last[name]})
        same &= Q(**{name: last[name]})
    # The first column alone lets an index begin there.
    first = order[0].removeprefix("-")
    return entries.filter(behind, **{f"{first}__{'lte' if order[0][0] == '-' else 'gte'}": last[first]})


def _place_of(slug) -> dict | None:
    """What the orders go by, of the last edition that was live there."""
    editions = Edition.objects.public().filter(slug=slug).order_by("-id")
    row = editions.values(
        "character", "sort_name", "born", "died", "published_at",
        first_live_at=Min("character__editions__published_at"),
        num_conversations=Min("character__search_entry__num_conversations"),
    ).first()  # fmt: skip
    if row is None:
        return None
    known_year = next((each for each in (row["born"], row["died"]) if each is not None), NO_YEAR)
    return row | {"year": known_year, "num_conversations": row["num_conversations"] or 0}


# --- Counts ---------------------------------------------------------------------------------------------


def _key(search: Search, *, version: str) -> tuple:
    return version, connection.settings_dict["NAME"], *(getattr(search, name) for name in FILTERS)


@cached(LRUCache(COUNTS_IN_MEMORY), key=_key, lock=Lock())
def facets(search: Search, *, version: str) -> Facets:
    """Counted once for each state of the catalog and each choice of filters, and kept by this process.

    In one query: of each facet all values, without its own filter.
    """
    parts = {
        "era": ("era", search.but(era="")),
        "field": ("unnest(fields)", search.but(field="")),
        "place": ("land", search.but(place="")),
        "language": ("unnest(languages)", search.but(language="")),
        "all": ("''", search),
    }
    conditions = {
        "era": "era = %(era)s",
        "field": "fields @> ARRAY[%(field)s]::varchar[]",
        "place": "land = %(place)s",
        "language": "languages @> ARRAY[%(language)s]::varchar[]",
    }
    statements = []
    for name, (value, given) in parts.items():
        chosen = [sql for key, sql in conditions.items() if getattr(given, key)]
        where = " AND ".join(["translation_of_id IS NULL", *chosen])
        statements.append(
            f"SELECT '{name}', {value} AS value, count(*) FROM characters_searchentry WHERE {where} GROUP BY 2"
        )
    found = {name: {} for name in parts}
    with connection.cursor() as cursor:
        params = {name: getattr(search, name) for name in FILTERS}
        cursor.execute(" UNION ALL ".join(statements), params)
        for name, value, num in cursor.fetchall():
            found[name][value] = num
    return Facets(
        {era: num for era, num in found["era"].items() if era},
        found["field"],
        {place: num for place, num in found["place"].items() if place},
        found["language"],
        found["all"].get("", 0),
    )
