"""The pages that lead from one character to the next: the first page, feeds, collections, the timeline, maps."""

from django.views.decorators.http import require_safe

from characters import catalog
from characters.discovery import feed, picks
from characters.reading import reading_of, specimen_of
from characters.views import _moved, _not_here, _page, _wants_fragment, when_changed


@require_safe
@when_changed
def home(request):
    cards = picks.featured()
    context = {
        "cards": cards,
        "specimen": specimen_of(catalog.live_edition(cards[0].slug)) if cards else None,
        "eras": catalog.num_by_era(),
        "fields": catalog.num_by_field(),
    }
    return _page(request, "home.html", context)


@require_safe
@when_changed
def similar(request, slug):
    """The feed of who is like a character: from its beginning, or from where the reader stands.

    ``num`` shows as many as somebody who comes back had before them.
    """
    live = catalog.live_edition(slug)
    if live is None:
        return _moved(request, slug) or _not_here(request)
    reading = reading_of(live)
    after, num = request.GET.get("after", ""), num_of(request)
    context = {
        "reading": reading,
        "edition": live,
        "content": reading.content,
        "after": after,
        "page": feed.similar_to(live, reading.content, after, num),
    }
    template = "characters/_similar.html" if _wants_fragment(request) else "characters/similar.html"
    return _page(request, template, context)


def num_of(request) -> int:
    """How many to show at once: a page, or as many as were there."""
    asked = request.GET.get("num", "")
    is_number = asked.isascii() and asked.isdigit() and len(asked) < 5
    return min(max(int(asked), 1), feed.MOST) if is_number else feed.PAGE
