"""Addresses that programs ask for: how to cite a page, the shared picture, sitemaps."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from characters import catalog, responses
from characters.models import Edition
from characters.outward import how_to_cite, sharing_picture, sitemaps
from characters.responses import A_YEAR, AN_HOUR, when_changed


@require_safe
@when_changed
def cite(request, slug, ending, number=None):
    """How to cite an edition, as a file; of the live one where none is named."""
    live = catalog.live_edition(slug)
    if live is None or ending not in how_to_cite.FILES:
        return (live is None and responses.moved(request, slug)) or responses.not_here(request)
    edition = live if number is None else _edition(live, number)
    if edition is None:
        return responses.not_here(request)
    kind, part = how_to_cite.FILES[ending]
    how = how_to_cite.how_to_cite(edition, live.slug)
    response = HttpResponse(getattr(how, part), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{how.key}.{ending}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _edition(live, number) -> Edition | None:
    return Edition.objects.public().filter(character=live.character_id, number=number).first()


@require_safe
def picture(request, slug):
    """What other sites show beside a link to the character's page."""
    live = catalog.live_edition(slug)
    if live is None:
        if moved := responses.moved(request, slug):
            return moved
        raise Http404
    try:
        png = sharing_picture.picture_of(live)
    except sharing_picture.Busy:
        return HttpResponse(status=503, headers={"Retry-After": "10", "Cache-Control": "no-store"})
    is_lasting = request.GET.get("v") == sharing_picture.address_key(live)
    return responses.kept(
        HttpResponse(png, content_type="image/png"), seconds=A_YEAR if is_lasting else AN_HOUR
    )


@require_safe
@when_changed
def sitemap_index(request):
    return HttpResponse(sitemaps.index(), content_type="application/xml")


@require_safe
@when_changed
def sitemap(request, part):
    """One part of the sitemap: the pages of the site itself, or those of some thousand characters."""
    xml = sitemaps.part(part)
    if xml is None:
        raise Http404
    return HttpResponse(xml, content_type="application/xml")
