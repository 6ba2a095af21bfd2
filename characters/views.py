"""The public pages. Anonymous readers get no cookie, and are told when nothing has changed."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import condition, require_safe
from django_htmx.http import push_url, replace_url

from characters import catalog as catalog_
from characters import renditions, responses
from characters.catalog import address_in
from characters.discovery import feed, gathered
from characters.languages import direction_of, name_of, of_interface, of_reader
from characters.medallions import address_key, drawn
from characters.models import Edition
from characters.outward import sharing_picture
from characters.outward.how_to_cite import how_to_cite
from characters.outward.structured import json_ld
from characters.portraits import FOLDER
from characters.reading import reading_of
from characters.responses import A_MINUTE, A_YEAR, AN_HOUR, etag, when_changed
from characters.search.asked import Order, Search
from characters.search.finding import find
from web import languages
from web.languages import reverse_for_all


def _catalog_etag(request):
    """None where what is found changes without a publication: by vectors, or by how often people talk."""
    search = Search.read(request.GET)
    return None if search.q or search.sorted_by == Order.TALKED_TO else etag(request)


@require_safe
@condition(etag_func=_catalog_etag)
def catalog(request):
    search = Search.read(request.GET)
    results = find(search, version=getattr(request, "catalog_version", None))
    context = {
        "search": search,
        "results": results,
        "choices": results.facets.choices(search),
        "orders": Order,
    }
    if not responses.wants_fragment(request):
        return responses.page(request, "characters/catalog.html", context)
    if search.after or search.page > 1:
        return responses.page(request, "characters/_found.html", context)
    keep = replace_url if search.goes_on_from(_shown_before(request)) else push_url
    response = keep(responses.page(request, "characters/_results.html", context), search.address)
    patch_vary_headers(response, ["HX-Current-URL"])
    return response


def _shown_before(request) -> Search:
    """What the page that asks has found until now: its address says it."""
    return Search.read(QueryDict(urlsplit(request.htmx.current_url_abs_path or "").query[:2_000]))


@require_safe
@when_changed
def detail(request, slug):
    live = catalog_.live_edition(slug)
    return (
        _character(request, live, live)
        if live
        else responses.moved(request, slug) or responses.not_here(request)
    )


@require_safe
@when_changed
def edition(request, slug, number):
    """One edition at its lasting address, for who cites it: as it was, and not for search engines."""
    live = catalog_.live_edition(slug)
    if live is None:
        return responses.moved(request, slug) or responses.not_here(request)
    found = Edition.objects.public().filter(character=live.character_id, number=number).first()
    return _character(request, found, live, is_page=False) if found else responses.not_here(request)


def _character(request, edition, live, *, is_page=True):
    return responses.page(
        request, "characters/character_detail.html", page_context(edition, live, is_page=is_page)
    )


def page_context(edition, live, *, is_page=True) -> dict:
    """All that the page says of an edition; of a draft when ``edition`` has no number and is its own ``live``.

    ``is_page``: at the character's own address, and not at the edition's.
    """
    reading = reading_of(edition)
    is_draft = edition.number is None
    is_page = is_page and not is_draft
    return {
        "reading": reading,
        "edition": edition,
        "content": reading.content,
        "live": live,
        "is_draft": is_draft,
        "is_live": edition.pk == live.pk and not is_draft,
        "is_page": is_page,
        "url": settings.SITE_URL + address_in(live.slug, of_interface(edition.language)),
        **_told(edition),
        "cite": None if is_draft else how_to_cite(edition, live.slug),
        "collections": gathered.summaries(limit=3, holding=edition.original_id),
        "page": feed.similar_to(edition, reading.content, num=feed.FIRST, with_passages=False),
        **(_told_to_machines(reading) if is_page else {}),
    }


def _told(edition) -> dict:
    """In which language the page is, whether that is another than its reader's, and in which others there are pages."""
    tellings = catalog_.tellings(edition)
    return {
        "tellings": tellings,
        "told_in": name_of(edition.language),
        "direction": direction_of(edition.language),
        "is_foreign": edition.language != of_reader(),
        "address_in": {of_interface(telling.language): telling.url for telling in tellings},
    }


def _told_to_machines(reading) -> dict:
    """What stands in the head of a character's own page: the shared picture, and the words of schema.org."""
    edition = reading.edition
    picture = {
        "url": settings.SITE_URL + sharing_picture.address_of(edition),
        "width": sharing_picture.WIDTH,
        "height": sharing_picture.HEIGHT,
    }
    url = settings.SITE_URL + address_in(edition.slug, of_interface(edition.language))
    portrait = settings.SITE_URL + _portrait_address(reading.content) if reading.content.portrait else ""
    return {"picture": picture, "json_ld": json_ld(reading, url=url, portrait=portrait, picture=picture)}


# --- Pictures -------------------------------------------------------------------------------------------


@require_safe
def medallion(request, slug):
    live = catalog_.live_edition(slug)
    if live is None:
        if moved := responses.moved(request, slug):
            return moved
        raise Http404
    is_lasting = request.GET.get("v") == address_key(live)
    return _medal(live, seconds=A_YEAR if is_lasting else AN_HOUR)


@require_safe
def portrait(request, name):
    """A picture. For a while the whole one in place of a square, which a worker is about to cut from it;
    its character's medal while neither is to be had on this machine.
    """
    name = f"{FOLDER}/{name}"
    if not renditions.is_name(name):
        raise Http404
    original = renditions.original_of(name)
    for found, seconds in ((name, A_YEAR), (original, A_MINUTE)):
        path = settings.MEDIA_ROOT / found
        if path.is_file():
            return responses.kept(FileResponse(path.open("rb"), content_type="image/webp"), seconds=seconds)
    shown = Edition.objects.public().filter(content__portrait=original, character__live_edition__isnull=False)
    return _medal(get_object_or_404(shown.order_by("-pk")[:1]), seconds=A_MINUTE)


def _medal(edition, *, seconds):
    svg = drawn(edition.name, edition.era, reading_of(edition).years)
    response = HttpResponse(svg, content_type="image/svg+xml")
    return responses.kept(response, seconds=seconds, policy="style-src 'unsafe-inline'; ")


def _portrait_address(content) -> str:
    """Of the whole picture: other sites cut it to shapes of their own."""
    return reverse_for_all("characters:portrait", args=[content.portrait.rpartition("/")[2]])


# --- For machines ---------------------------------------------------------------------------------------


@require_safe
def robots(request):
    private = ("/chat/", "/accounts/", "/admin/")
    lines = (
        "User-agent: *",
        *(
            f"Disallow: {languages.in_language(path, code)}"
            for code, _ in settings.LANGUAGES
            for path in private
        ),
        f"Sitemap: {settings.SITE_URL}{reverse('characters:sitemap')}",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")
