"""The public pages. Anonymous readers get no cookie, and are told when nothing has changed."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import condition, require_safe
from django_htmx.http import push_url, replace_url

from characters import addresses, renditions
from characters import catalog as catalog_
from characters.medallions import address_key, drawn
from characters.models import Edition
from characters.portraits import FOLDER
from characters.reading import reading_of, specimen_of
from characters.search.asked import Order, Search
from characters.search.finding import find
from web.look import look

A_MINUTE, AN_HOUR, A_YEAR = 60, 3600, 365 * 24 * 3600


def _etag(request, *args, **kwargs):
    """One for everything public: it changes with any publication. None for who has pages of their own."""
    if settings.DEBUG or {settings.SESSION_COOKIE_NAME, "messages"} & request.COOKIES.keys():
        return None
    request.catalog_version = catalog_.version()
    return f'W/"{request.catalog_version}-{look()}-{int(_wants_fragment(request))}"'


when_changed = condition(etag_func=_etag)


def _wants_fragment(request) -> bool:
    return bool(request.htmx) and not request.htmx.history_restore_request


def _page(request, template, context=None, *, status=None):
    """A page or fragment that a browser keeps but asks about again."""
    response = render(request, template, context, status=status)
    patch_cache_control(response, private=True, no_cache=True)
    patch_vary_headers(response, ["HX-Request", "Cookie"])
    return response


def _not_here(request):
    """The way on for who followed a link to a character that is not, or no longer, in the catalog."""
    response = _page(request, "404.html", {"cards": catalog_.featured(3), "is_character": True}, status=404)
    return _passing(response)


def _passing(response):
    """Not kept by browsers: an editor may let this address lead elsewhere, which changes no page's ETag."""
    patch_cache_control(response, no_store=True)
    return response


def _moved(request, slug, *, number=None):
    """On to where an old address leads now, with the query string; to the same edition if it is there too.

    None where it leads nowhere.
    """
    moved = addresses.followed(slug)
    if moved is None:
        return None
    if number is not None and moved.is_own:
        address = reverse("characters:edition", args=[moved.slug, number])
    elif number is not None:
        address = reverse("characters:detail", args=[moved.slug])
    else:
        address = reverse(f"characters:{request.resolver_match.url_name}", args=[moved.slug])
    query = request.META.get("QUERY_STRING", "")
    return _passing(redirect(f"{address}?{query}" if query else address, permanent=True))


@require_safe
@when_changed
def home(request):
    cards = catalog_.featured()
    context = {
        "cards": cards,
        "specimen": specimen_of(catalog_.live_edition(cards[0].slug)) if cards else None,
        "eras": catalog_.num_by_era(),
        "fields": catalog_.num_by_field(),
    }
    return _page(request, "home.html", context)


def _catalog_etag(request):
    """None where what is found changes without a publication: by vectors, or by how often people talk."""
    search = Search.read(request.GET)
    return None if search.q or search.sorted_by == Order.TALKED_TO else _etag(request)


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
    if not _wants_fragment(request):
        return _page(request, "characters/catalog.html", context)
    if search.after or search.page > 1:
        return _page(request, "characters/_found.html", context)
    keep = replace_url if search.goes_on_from(_shown_before(request)) else push_url
    return keep(_page(request, "characters/_results.html", context), search.address)


def _shown_before(request) -> Search:
    """What the page that asks has found until now: its address says it."""
    return Search.read(QueryDict(urlsplit(request.htmx.current_url_abs_path or "").query[:2_000]))


@require_safe
@when_changed
def detail(request, slug):
    live = catalog_.live_edition(slug)
    return _character(request, live, live) if live else _moved(request, slug) or _not_here(request)


@require_safe
@when_changed
def edition(request, slug, number):
    """One edition at its lasting address, for who cites it: as it was, and not for search engines."""
    live = catalog_.live_edition(slug)
    if live is None:
        return _moved(request, slug, number=number) or _not_here(request)
    found = Edition.objects.public().filter(character=live.character_id, number=number).first()
    return _character(request, found, live, is_page=False) if found else _not_here(request)


def _character(request, edition, live, *, is_page=True):
    return _page(request, "characters/character_detail.html", page_context(edition, live, is_page=is_page))


def page_context(edition, live, *, is_page=True) -> dict:
    """All that the page says of an edition; of a draft when ``edition`` has no number and is its own ``live``.

    ``is_page``: at the character's own address, and not at the edition's.
    """
    reading = reading_of(edition)
    url = settings.SITE_URL + reverse("characters:detail", args=[live.slug])
    image = settings.SITE_URL + _portrait_address(reading.content) if reading.content.portrait else ""
    is_draft = edition.number is None
    return {
        "reading": reading,
        "edition": edition,
        "content": reading.content,
        "live": live,
        "is_draft": is_draft,
        "is_live": edition.pk == live.pk and not is_draft,
        "is_page": is_page and not is_draft,
        "url": url,
        "image": image,
        "json_ld": reading.json_ld(url, image),
        "page": catalog_.similar_to(edition, reading.content),
    }


@require_safe
@when_changed
def similar(request, slug):
    live = catalog_.live_edition(slug)
    if live is None:
        return _moved(request, slug) or _not_here(request)
    reading = reading_of(live)
    after = Search.read(request.GET).after
    context = {
        "reading": reading,
        "edition": live,
        "content": reading.content,
        "after": after,
        "page": catalog_.similar_to(live, reading.content, after),
    }
    template = "characters/_similar.html" if _wants_fragment(request) else "characters/similar.html"
    return _page(request, template, context)


# --- Pictures -------------------------------------------------------------------------------------------


@require_safe
def medallion(request, slug):
    live = catalog_.live_edition(slug)
    if live is None:
        if moved := _moved(request, slug):
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
            return _kept(FileResponse(path.open("rb"), content_type="image/webp"), seconds=seconds)
    shown = Edition.objects.public().filter(content__portrait=original, character__live_edition__isnull=False)
    return _medal(get_object_or_404(shown.order_by("-pk")[:1]), seconds=A_MINUTE)


def _medal(edition, *, seconds):
    svg = drawn(edition.name, edition.era, reading_of(edition).years)
    response = HttpResponse(svg, content_type="image/svg+xml")
    return _kept(response, seconds=seconds, policy="style-src 'unsafe-inline'; ")


def _kept(response, *, seconds=A_YEAR, policy=""):
    """A picture that browsers keep, and that can do nothing when it is opened by itself."""
    patch_cache_control(response, public=True, max_age=seconds)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = f"default-src 'none'; {policy}sandbox"
    return response


def _portrait_address(content) -> str:
    """Of the whole picture: other sites cut it to shapes of their own."""
    return reverse("characters:portrait", args=[content.portrait.rpartition("/")[2]])


# --- For machines ---------------------------------------------------------------------------------------


@require_safe
@when_changed
def sitemap(request):
    editions = catalog_.live().values("slug", "published_at")
    context = {"editions": editions, "SITE_URL": settings.SITE_URL}
    return render(request, "sitemap.xml", context, content_type="application/xml")


@require_safe
def robots(request):
    lines = (
        "User-agent: *",
        "Disallow: /chat/",
        "Disallow: /accounts/",
        "Disallow: /admin/",
        f"Sitemap: {settings.SITE_URL}{reverse('characters:sitemap')}",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")
