"""Find whom somebody means: names in any order and spelling, themes, what was said, all in one ranking."""

from django.urls import reverse

from characters import catalog
from characters.catalog import Card, cards_of
from characters.languages import of_reader
from characters.search import results, vocabulary
from characters.search.asked import Order, Search
from characters.search.browsing import browse
from characters.search.candidates import ALIKE, MOST, Asked, asked_of, candidates
from characters.search.extracts import Place, extracts, marked_name
from characters.search.ranking import MOST_READ, Ranked, named, ranked
from characters.search.results import Found, Results, counted

# Somebody whose name is typed this far needs nobody's guess.
IS_TYPED = 0.9
_SORTED_BY = {
    Order.NAME: lambda each: (each.sort_name, each.id),
    Order.BORN: lambda each: (each.year, each.sort_name, each.id),
    Order.NEWEST: lambda each: (-each.first_live_at.timestamp(), -each.id),
    Order.TALKED_TO: lambda each: (-each.num_conversations, each.sort_name, each.id),
}


def find(search: Search, *, version: str | None = None) -> Results:
    """A page of what a search finds; without words, of everybody whom its filters let through.

    ``version`` as of ``catalog.version``, where whoever calls knows it already.
    """
    if search.q:
        return _find(search)
    return browse(search, version=version or catalog.version())


def _find(search) -> Results:
    asked = asked_of(search, vocabulary.meant_by(search.words))
    pool = candidates(asked, search.everywhere)
    is_full = len(pool) >= MOST
    if is_full and search.is_filtered:
        # A filter looks further than the best of all.
        known = {each.id for each in pool}
        pool += [each for each in candidates(asked, search) if each.id not in known]
    best = _each_once(ranked(asked, pool, among=lambda each: _lets_through(search, each)), search)
    facets = counted([each.candidate for each in best], search)
    found = [each for each in best if _lets_through(search, each.candidate)]
    if by := _SORTED_BY.get(search.sorted_by):
        found.sort(key=lambda each: by(each.candidate))
    start = (search.page - 1) * results.PAGE
    shown = _shown(asked, found[start : start + results.PAGE], search.language)
    more = search.but(page=search.page + 1) if len(found) > start + results.PAGE else None
    is_best_of_more = is_full and len(found) >= MOST_READ
    return Results(search, shown, facets, more, _meant(asked, best, shown), is_best_of_more)


def _lets_through(search, candidate) -> bool:
    return (
        search.era in ("", candidate.era)
        and (not search.field or search.field in candidate.fields)
        and search.place in ("", candidate.land)
        and search.language in ("", *candidate.languages)
    )


def _each_once(best: list[Ranked], search: Search) -> list[Ranked]:
    """Of each character one telling, where the best of them stood: the one in the language that is looked for, else
    the reader's, else the one that fits best.
    """
    tellings: dict[int, list[Ranked]] = {}
    for each in best:
        tellings.setdefault(each.candidate.original, []).append(each)
    wanted = (search.language or of_reader(), of_reader())
    return [
        max(found, key=lambda each: [each.candidate.language == code for code in wanted])
        for found in tellings.values()
    ]


def _shown(asked: Asked, found: list[Ranked], language: str) -> list[Found]:
    cards = cards_of([each.candidate.edition_id for each in found], language=language)
    shown = [(each, cards[each.candidate.edition_id]) for each in found if each.candidate.edition_id in cards]
    places = {each.passage_id: _place_of(each, card) for each, card in shown if each.passage_id}
    told = extracts(asked, places)
    return [Found(card, marked_name(card.name, asked), told.get(each.passage_id)) for each, card in shown]


def _place_of(found: Ranked, card: Card) -> Place:
    """Where a passage that was found stands: not in the translation that the card may lead to."""
    return Place(reverse("characters:detail", args=[card.slug]), found.candidate.language)


def _meant(asked: Asked, best: list[Ranked], shown: list[Found]) -> str:
    """What may have been meant where a word is in no text: a name as its page writes it, or the words put right."""
    if not asked.is_misspelt:
        return ""
    first = best[0].candidate if best else None
    if first and first.name_likeness >= ALIKE and named(asked, first.names) < IS_TYPED:
        return next((each.card.name for each in shown if each.card.id == first.edition_id), "")
    if all(asked.meant.values()):
        return " ".join(asked.put_right)
    return ""
