"""What machines read of a page, in the words of schema.org: who it is about, its questions, where it stands."""

import json

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from characters.reading import Reading, iso_year
from web.markdown import plain

# A JSON block inside HTML must not be able to close its script element, nor begin an entity.
_UNSAFE = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def json_ld(reading: Reading, *, url: str, portrait: str = "", picture: dict | None = None) -> SafeString:
    """The page's ProfilePage with its Person, way of crumbs and FAQPage, safe to stand in a script element.

    ``url`` is the page's address, ``portrait`` that of the whole portrait, ``picture`` the address, width and height of
    the picture that is shared.
    """
    nodes = [_page(reading, url, picture), _person(reading, url, portrait), _crumbs(reading, url)]
    if reading.questions:
        nodes.append(_faq(reading, url))
    graph = {"@context": "https://schema.org", "@graph": nodes}
    return mark_safe(json.dumps(graph, ensure_ascii=False).translate(_UNSAFE))


def _page(reading, url, picture) -> dict:
    edition, home = reading.edition, settings.SITE_URL + reverse("characters:home")
    page = {
        "@type": "ProfilePage",
        "@id": f"{url}#page",
        "url": url,
        "name": _("Talk with %(name)s") % {"name": reading.content.name},
        "description": reading.content.tagline,
        "inLanguage": reading.content.language,
        "isPartOf": {"@type": "WebSite", "name": settings.SITE_NAME, "url": home},
        "publisher": {"@type": "Organization", "name": settings.SITE_NAME, "url": home},
        "mainEntity": {"@id": f"{url}#person"},
        "breadcrumb": {"@id": f"{url}#crumbs"},
        "dateModified": edition.published_at.isoformat() if edition.published_at else "",
        "lastReviewed": reading.reviewed_at.date().isoformat() if reading.reviewed_at else "",
        "primaryImageOfPage": picture and {"@type": "ImageObject", **picture},
        "citation": [line for line in plain(reading.content.sources).split("\n") if line.strip()],
    }
    return _said(page)


def _person(reading, url, portrait) -> dict:
    content = reading.content
    person = {
        "@type": "Person",
        "@id": f"{url}#person",
        "name": content.name,
        "alternateName": list(content.also_known_as),
        "description": content.tagline,
        "url": url,
        "image": portrait,
        "birthDate": "" if content.born_circa else iso_year(content.born),
        "deathDate": "" if content.died_circa else iso_year(content.died),
        "birthPlace": content.place and {"@type": "Place", "name": content.place},
        "knowsAbout": list(content.fields),
    }
    return _said(person)


def _crumbs(reading, url) -> dict:
    steps = (
        (_("Characters"), settings.SITE_URL + reverse("characters:catalog")),
        (reading.content.name, url),
    )
    return {
        "@type": "BreadcrumbList",
        "@id": f"{url}#crumbs",
        "itemListElement": [
            {"@type": "ListItem", "position": n, "name": name, "item": address}
            for n, (name, address) in enumerate(steps, 1)
        ],
    }


def _faq(reading, url) -> dict:
    return {
        "@type": "FAQPage",
        "@id": f"{url}#faq",
        "about": {"@id": f"{url}#person"},
        "mainEntity": [
            {
                "@type": "Question",
                "name": section.title,
                "url": f"{url}#{section.id}",
                "acceptedAnswer": {"@type": "Answer", "text": section.html},
            }
            for section in reading.questions
        ],
    }


def _said(node: dict) -> dict:
    """Without what there is nothing to say of."""
    return {key: value for key, value in node.items() if value}
