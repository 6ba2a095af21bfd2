"""The pages that lead from one character to the next: the first page, feeds, collections, the timeline, maps."""

from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from characters import catalog, responses
from characters.discovery import explore as explore_
from characters.discovery import feed, gathered, mapped
from characters.discovery import timeline as timeline_
from characters.discovery.explore import Seen
from characters.eras import Era
from characters.languages import of_reader
from characters.reading import reading_of, specimen_of
from characters.responses import when_changed
from characters.search.asked import Search
from characters.search.browsing import facets


def _num(request, usual: int, most: int) -> int:
    """How many to show at once: a page, or as many as somebody who comes back had before them."""
    asked = request.GET.get("num", "")
    is_number = asked.isascii() and asked.isdigit() and len(asked) < 5
    return min(max(int(asked), 1), most) if is_number else usual


def _index(request) -> dict[str, list[tuple[str, str, int]]]:
    """The eras and fields of everybody, with how many there are of each, as the catalog offers them."""
    # Known from the request's ETag, for whom there is one.
    version = getattr(request, "catalog_version", "") or catalog.version()
    return facets(Search(), version=version).choices(Search())


@require_safe
@when_changed
def home(request):
    page = explore_.explore(Seen(), num=explore_.FIRST)
    index = _index(request)
    context = {
        "page": page,
        "cards": page.cards,
        "specimen": _specimen(page.cards),
        "collections": gathered.summaries(limit=3),
        "eras": index["eras"],
        "fields": index["fields"],
        "more_url": _explore_address(Seen(), page),
    }
    return responses.page(request, "home.html", context)


def _specimen(cards):
    """Of the first who speaks the reader's language: on a card, or else anywhere; of the first card at last."""
    if not cards:
        return None
    near = next((card for card in cards if not card.is_foreign), None)
    found = None if near else catalog.pages().filter(language=of_reader()).first()
    return specimen_of(found or catalog.live_edition((near or cards[0]).page))


@require_safe
def explore(request):
    """The feed that begins with what a visitor opened, as the browser tells it: as a page, and for the first page."""
    seen, after = Seen.read(request.GET), request.GET.get("after", "")
    usual = explore_.FIRST if responses.wants_fragment(request) and not after else explore_.PAGE
    page = explore_.explore(seen, after, _num(request, usual, explore_.MOST))
    context = {"page": page, "after": after, "seen": seen, "more_url": _explore_address(seen, page)}
    if not responses.wants_fragment(request):
        return responses.page(request, "discovery/explore.html", context)
    return responses.page(
        request, "discovery/_explored.html" if after else "discovery/_explore.html", context
    )


def _explore_address(seen: Seen, page) -> str:
    params = {name: value for name, value in {**seen.params(), "after": page.next}.items() if value}
    return f"{reverse('characters:explore')}?{urlencode(params, safe=',')}" if page.next else ""


@require_safe
@when_changed
def similar(request, slug):
    """The feed of who is like a character: from its beginning, or from where the reader stands."""
    live = catalog.live_edition(slug)
    if live is None:
        return responses.moved(request, slug) or responses.not_here(request)
    reading, after = reading_of(live), request.GET.get("after", "")
    context = {
        "reading": reading,
        "edition": live,
        "content": reading.content,
        "after": after,
        "page": feed.similar_to(live, reading.content, after, _num(request, feed.PAGE, feed.MOST)),
    }
    template = "characters/_similar.html" if responses.wants_fragment(request) else "characters/similar.html"
    return responses.page(request, template, context)


@require_safe
@when_changed
def neighbours(request, slug):
    """A map of who stands around a character, which one can walk from name to name."""
    live = catalog.live_edition(slug)
    if live is None:
        return responses.moved(request, slug) or responses.not_here(request)
    reading = reading_of(live)
    context = {"reading": reading, "edition": live, "map": mapped.around(live, reading.content)}
    return responses.page(request, "discovery/map.html", context)


@require_safe
@when_changed
def collections(request):
    after = request.GET.get("after", "")[:80].replace("\0", "")
    found = gathered.summaries(limit=gathered.PAGE + 1, after=after)
    shown = found[: gathered.PAGE]
    more = f"?after={shown[-1].slug}" if len(found) > len(shown) else ""
    return responses.page(
        request, "discovery/collections.html", {"collections": shown, "after": after, "more": more}
    )


@require_safe
@when_changed
def collection(request, slug):
    found = gathered.gathered(slug)
    if found is None:
        raise Http404
    return responses.page(request, "discovery/collection.html", {"collection": found})


@require_safe
@when_changed
def timeline(request):
    """Everybody by birth: the first of each era, or one era page by page."""
    era = request.GET.get("era", "")
    if era and era not in Era.values:
        return redirect("characters:timeline")
    after = request.GET.get("after", "") if era else ""
    context = {
        "era": Era(era) if era else None,
        "after": after,
        "stretches": timeline_.stretches(era=era, after=after),
        "eras": _index(request)["eras"],
    }
    return responses.page(request, "discovery/timeline.html", context)
