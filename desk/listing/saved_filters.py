"""Saved filters: a search of the list under a name, one's own or shared with everybody on the desk."""

from urllib.parse import parse_qsl, urlencode

from django.db import IntegrityError, transaction
from django.db.models import Q

from desk.listing.list_filters import PARAMETERS
from desk.models import SavedFilter

MAX_QUERY, MAX_VALUE, MAX_FILTERS = 1000, 100, 100


class NameTaken(Exception):
    """The user has another filter of this name."""


class TooManyFilters(Exception):
    """The user has MAX_FILTERS already."""


def known_part(query: str) -> str:
    """Of the part of an address after the “?”, what the list knows, each once and in one order; the rest is dropped."""
    try:
        pairs = dict(parse_qsl(query.lstrip("?")[: 10 * MAX_QUERY], max_num_fields=50))
    except ValueError:
        return ""
    values = {name: pairs[name].replace("\0", "").strip()[:MAX_VALUE] for name in PARAMETERS if name in pairs}
    return urlencode({name: value for name, value in values.items() if value})[:MAX_QUERY]


def filters_for(user):
    """Those that a user sees: their own first, then what others share."""
    rows = SavedFilter.objects.filter(Q(owner=user) | Q(is_shared=True)).select_related("owner")
    return sorted(
        rows[: 2 * MAX_FILTERS], key=lambda row: (row.owner_id != user.pk, row.name.casefold(), row.pk)
    )


def keep(user, *, name: str, query: str, is_shared: bool) -> SavedFilter:
    """:raises NameTaken, TooManyFilters: as the names say."""
    if SavedFilter.objects.filter(owner=user).count() >= MAX_FILTERS:
        raise TooManyFilters
    return _kept(SavedFilter(owner=user, name=name, query=known_part(query), is_shared=is_shared))


def rename(row: SavedFilter, *, name: str, is_shared: bool) -> SavedFilter:
    """:raises NameTaken: when the owner has another filter of this name."""
    row.name, row.is_shared = name, is_shared
    return _kept(row)


def _kept(row):
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise NameTaken from error
    return row
