"""What stands around a character: who has its address, where its links lead, and who links back.

The database is asked once for any number of contents; no address outside the site is ever fetched.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q
from django.urls import Resolver404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from characters.checks.finding import LINKS, Finding, Place, Text, blocks, texts_of, warns
from characters.checks.telling import Original, originals_of, translated
from characters.editions import CharacterContent
from characters.models import Character, Edition, Passage, Redirect, SimilarityLink
from characters.passages import paragraphs, remark_anchor
from web import languages
from web.markdown import links

NUM_LINKS = 4
# Parts that every page has; a spoken answer has its question's anchor with this at its end.
FIXED_ANCHORS = {"who_is", "in_voice", "the_sources", "cite_this", "more_like"}
VOICE = "-voice"
_PAGE = re.compile(r"^/characters/(?P<slug>[-a-zA-Z0-9_]+)(?:/(?P<more>.*))?$", re.DOTALL)
# Texts in which a link is a link.
MARKDOWN = {"biography", "sources", "answer", "spoken", "text"}


@dataclass(frozen=True)
class Neighbour:
    """Another character, as far as links care."""

    pk: int
    name: str
    is_live: bool
    was_published: bool
    linked: frozenset[int] = frozenset()  # to whom its draft links, of those that are checked


@dataclass
class Surroundings:
    """``drafts`` by the draft's slug, ``pages`` by the live page's, ``moved`` by the address that leads elsewhere.

    ``merged`` are addresses, by character and slug, that lead elsewhere until that character is published again.
    """

    drafts: dict[str, Neighbour] = field(default_factory=dict)
    pages: dict[str, Neighbour] = field(default_factory=dict)
    moved: dict[str, tuple[int, str]] = field(default_factory=dict)
    merged: set[tuple[int, str]] = field(default_factory=set)
    anchors: set[tuple[str, str]] = field(default_factory=set)
    originals: dict[str, Original] = field(default_factory=dict)
    translated: set[int] = field(default_factory=set)


def around(contents: Iterable[tuple[int | None, CharacterContent]]) -> Surroundings:
    """What the database says about all that these contents name, by their characters' ids.

    In three queries; two more where there are translations.
    """
    contents = list(contents)
    pks = [pk for pk, _ in contents if pk is not None]
    targets = [target for _, content in contents for _, target in _internal(content)]
    slugs = {content.slug for _, content in contents} | {slug for slug, _ in targets}
    slugs |= {link.character for _, content in contents for link in content.similar}
    found = Surroundings(originals=originals_of(content for _pk, content in contents))
    if telling := [pk for pk, content in contents if pk is not None and content.translation_of]:
        found.translated = translated(telling)
    back = SimilarityLink.objects.filter(character=OuterRef("pk"), similar__in=pks).values("similar_id")
    public = Edition.objects.public().filter(character=OuterRef("pk"))
    rows = Character.objects.filter(Q(slug__in=slugs) | Q(live_slug__in=slugs)).order_by()
    for row in rows.values_list("pk", "name", "slug", "live_slug", Exists(public), ArraySubquery(back)):
        pk, name, slug, live_slug, was_published, linked = row
        neighbour = Neighbour(pk, name, live_slug is not None, was_published, frozenset(linked))
        found.drafts[slug] = neighbour
        if live_slug:
            found.pages[live_slug] = neighbour
    moved = Redirect.objects.filter(slug__in=slugs).values_list("slug", "character_id", "character__name")
    found.moved = {slug: (pk, name) for slug, pk, name in moved}
    found.merged = _merged(found.moved, pks)
    if any(anchor for _, anchor in targets):
        found.anchors = _anchors(targets)
    return found


def _merged(moved, pks) -> set[tuple[int, str]]:
    """Addresses of these characters' own that lead to whom they were merged into, as characters.addresses tells it."""
    if not moved:
        return set()
    editions = Edition.objects.public().filter(slug__in=moved).order_by()
    published = set(editions.values_list("character_id", "slug").distinct())
    theirs = {slug for slug, (pk, _) in moved.items() if (pk, slug) in published}
    return {(pk, slug) for pk, slug in published if pk in pks and slug not in theirs}


def _anchors(targets) -> set[tuple[str, str]]:
    wanted = {
        (slug, anchor.removesuffix(VOICE)) for slug, anchor in targets if anchor not in FIXED_ANCHORS | {""}
    }
    if not wanted:
        return set()
    passages = Passage.objects.filter(
        edition__live_for__live_slug__in={slug for slug, _ in wanted}, anchor__in={a for _, a in wanted}
    )
    return set(passages.order_by().values_list("edition__live_for__live_slug", "anchor"))


# --- The address ---


def of_address(pk: int | None, content: CharacterContent, around: Surroundings) -> Iterator[Finding]:
    """That the page cannot stand at its address because another does."""
    other = around.pages.get(content.slug)
    if other and other.pk != pk:
        yield blocks(
            "address-taken",
            _("The address “%(slug)s” is taken by the live page of %(name)s.")
            % {"slug": content.slug, "name": other.name},
            "slug",
        )
    elif (pk, content.slug) not in around.merged and around.moved.get(content.slug, (pk,))[0] != pk:
        said = leads_elsewhere(content.slug, around.moved[content.slug][1])
        yield blocks("address-leads-elsewhere", said, "slug")


def leads_elsewhere(slug: str, name: str) -> str:
    """That readers come by an old address to another's page, and what to do about it."""
    return _(
        "The old address “%(slug)s” leads to %(name)s. Choose another, or delete that one under Redirects."
    ) % {"slug": slug, "name": name}


# --- Links to similar characters ---


def of_similar(pk: int | None, content: CharacterContent, around: Surroundings) -> Iterator[Finding]:
    num = len(content.similar)
    if num < NUM_LINKS:
        said = (
            ngettext(
                "There is %(number)s link to similar characters: %(wanted)s or more lead on.",
                "There are %(number)s links to similar characters: %(wanted)s or more lead on.",
                num,
            )
            if num
            else _("There is no link to similar characters: %(wanted)s or more lead on.")
        )
        yield warns("links-few", said % {"number": num, "wanted": NUM_LINKS}, part=LINKS)
    for row, link in enumerate(content.similar):
        # Whom a translation names links back to its original.
        me = None if content.translation_of else pk
        said = _about_link(me, link.character, around.drafts.get(link.character))
        if said:
            key, sentence = said
            yield warns(key, sentence, "similar", part=LINKS, row=row)


def _about_link(pk, slug, other):
    if other is None:
        said = _("The link to “%(slug)s” leads to nobody: no character has this address.")
        return "link-to-nobody", said % {"slug": slug}
    if not other.is_live:
        said = (
            _("%(name)s is withdrawn: the page does not show the link until then.")
            if other.was_published
            else _("%(name)s is not published yet: the page does not show the link until then.")
        )
        return "link-to-unpublished", said % {"name": other.name}
    if pk is not None and pk not in other.linked:
        said = _("%(name)s has no link back: readers there do not find the way here.")
        return "link-one-way", said % {"name": other.name}
    return None


# --- Links inside texts ---


def of_texts(pk: int | None, content: CharacterContent, around: Surroundings) -> Iterator[Finding]:
    for text in _markdown_texts(content):
        for href in links(text.source):
            if said := _about(href, pk, content, around):
                sentence, values = said
                yield text.warns("link-broken", sentence, link=href[:80], **values)


def _markdown_texts(content) -> list[Text]:
    return [text for text in texts_of(content) if text.place.field in MARKDOWN]


def _about(href, pk, content, around) -> tuple[str, dict] | None:
    """What is wrong with a link: a sentence, and what to fill in beside the text and the link; None when nothing is."""
    try:
        url = urlsplit(href)
        host = url.hostname or ""
    except ValueError:
        return _("%(text)s has a link to “%(link)s”, which is no address."), {}
    if url.scheme == "mailto":
        return None
    if url.scheme in ("http", "https") or (url.netloc and not url.scheme):
        return _about_external(url, host)
    if url.scheme:
        return _("%(text)s has a link to “%(link)s”, which browsers do not open: begin it with https://."), {}
    if target := _target(href, content):
        return _about_internal(*target, pk, content, around)
    if not url.path.startswith("/"):
        return _(
            "%(text)s has a link to “%(link)s”, which leads nowhere: begin it with https:// or, on this site, with “/”."
        ), {}
    try:
        languages.resolved(unquote(url.path))
    except Resolver404:
        return _("%(text)s has a link to “%(link)s”, which is no page of this site."), {}
    return None


def _about_external(url, host) -> tuple[str, dict] | None:
    if "." not in host.strip(".") or " " in unquote(url.netloc):
        return _("%(text)s has a link to “%(link)s”, which is no address: its site is missing."), {}
    if url.scheme == "http":
        return _(
            "%(text)s has a link to “%(link)s”, which is not secure: begin it with https:// if the site has that."
        ), {}
    return None


def _about_internal(slug, anchor, pk, content, around) -> tuple[str, dict] | None:
    if slug == content.slug:
        if anchor in _own_anchors(content):
            return None
        return _("%(text)s has a link to “%(link)s”, and this page has no part of that name."), {}
    page = around.pages.get(slug)
    if page is None:
        if slug in around.moved:
            return None
        return _("%(text)s has a link to “%(link)s”, where no page is."), {}
    if anchor and anchor not in FIXED_ANCHORS and (slug, anchor.removesuffix(VOICE)) not in around.anchors:
        sentence = _("%(text)s has a link to “%(link)s”, and the page of %(name)s has no part of that name.")
        return sentence, {"name": page.name}
    return None


def _own_anchors(content) -> set[str]:
    asked = {question.anchor for question in content.starter_questions}
    found = {f"biography-{n}" for n, _ in enumerate(paragraphs(content.biography), 1)}
    found |= {remark_anchor(remark.theme) for remark in content.remarks}
    return {"", *FIXED_ANCHORS, *asked, *(f"{anchor}{VOICE}" for anchor in asked), *found}


def _internal(content) -> Iterator[tuple[Place, tuple[str, str]]]:
    for text in _markdown_texts(content):
        for href in links(text.source):
            if target := _target(href, content):
                yield text.place, target


def _target(href, content) -> tuple[str, str] | None:
    """The slug and the anchor of a link to a character's page on this site."""
    try:
        url = urlsplit(href)
    except ValueError:
        return None
    if url.scheme or url.netloc:
        return None
    anchor = unquote(url.fragment).replace("\0", "")
    if not url.path:
        return (content.slug, anchor) if anchor else None
    page = _PAGE.match(languages.without_language(unquote(url.path)))
    return (page["slug"], "" if page["more"] else anchor) if page else None
