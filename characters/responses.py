"""How public pages answer: asked again rather than sent again, moved on, not here, or kept for long."""

from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import condition

from characters import addresses, catalog
from characters.discovery import picks
from characters.kept_pages import DEPENDS_ON, has_own_pages
from web.look import look

A_MINUTE, AN_HOUR, A_YEAR = 60, 3600, 365 * 24 * 3600


def etag(request, *args, **kwargs):
    """One for everything public: it changes with any publication. None for who has pages of their own."""
    if settings.DEBUG or has_own_pages(request):
        return None
    known = getattr(request, "catalog_version", "")
    request.catalog_version = known or catalog.version(kwargs.get("slug", ""))
    return f'W/"{request.catalog_version}-{look()}-{int(wants_fragment(request))}"'


when_changed = condition(etag_func=etag)


def wants_fragment(request) -> bool:
    return bool(request.htmx) and not request.htmx.history_restore_request


def page(request, template, context=None, *, status=None):
    """A page or fragment that browsers keep but ask about again; a cache before the site may answer for a moment."""
    response = render(request, template, context, status=status)
    if has_own_pages(request) or status:
        patch_cache_control(response, private=True, no_cache=True)
    else:
        patch_cache_control(response, public=True, max_age=0, s_maxage=settings.SHARED_CACHE_SECONDS)
    patch_vary_headers(response, [*DEPENDS_ON, "Cookie"])
    return response


def not_here(request):
    """The way on for who followed a link to a character that is not, or no longer, in the catalog."""
    response = page(request, "404.html", {"cards": picks.featured(3), "is_character": True}, status=404)
    return _passing(response)


def _passing(response):
    """Not kept by browsers: an editor may let this address lead elsewhere, which changes no page's ETag."""
    patch_cache_control(response, no_store=True)
    return response


def moved(request, slug):
    """On to where an old address leads now, with the query string; to the same edition if it is there too.

    None where it leads nowhere.
    """
    found = addresses.followed(slug)
    if found is None:
        return None
    name, parts = request.resolver_match.view_name, {**request.resolver_match.kwargs, "slug": found.slug}
    if "number" in parts and not found.is_own:
        name, parts = "characters:detail", {"slug": found.slug}
    address = reverse(name, kwargs=parts)
    query = request.META.get("QUERY_STRING", "")
    return _passing(redirect(f"{address}?{query}" if query else address, permanent=True))


def kept(response, *, seconds=A_YEAR, policy=""):
    """A picture that browsers keep, and that can do nothing when it is opened by itself."""
    patch_cache_control(response, public=True, max_age=seconds)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = f"default-src 'none'; {policy}sandbox"
    return response
