"""The sources of a reply: from ``[3]`` in its text to a numbered link to what the editors wrote."""

import re
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _

from characters.models import Passage
from characters.reading import voice_anchor
from chat.models import Citation, Message
from web.typography import curled

_CITATION = re.compile(r"\[(\d{1,2})\]")
# The sanitizer quotes every attribute, which may hold a ">".
_TAG = re.compile(r"""(<(?:[^">]|"[^"]*")*>)""")
_VERBATIM = ("a", "code", "pre")


@dataclass(frozen=True)
class Source:
    """A passage that the reply cites. ``number`` is the one in its text, ``place`` counts from 1 as readers see it.

    ``target`` is where a link to it opens: that to a draft's preview leaves the trial conversation where it is.
    """

    number: int
    place: int
    heading: str
    address: str
    target: str = ""


def with_sources(messages: QuerySet) -> QuerySet:
    """Replies with who wrote them and what they cite, and without the long texts of editions and passages."""
    passages = Citation.objects.select_related("passage").defer(
        "passage__text", "passage__embedding", "passage__question_embedding", "passage__words"
    )
    rows = messages.select_related("generation__edition")
    rows = rows.defer("generation__edition__content", "generation__edition__html")
    return rows.prefetch_related(Prefetch("generation__citations", passages))


def sources_of(reply: Message) -> list[Source]:
    """In the order in which the text first cites them; numbers that stand for no passage are left out."""
    generation = reply.generation
    passages = {citation.number: citation.passage for citation in generation.citations.all()}
    order = [n for n in dict.fromkeys(int(n) for n in _CITATION.findall(reply.text)) if n in passages]
    page, target = _page_of(generation.edition, reply.conversation.character.live_slug)
    is_spoken = generation.engine.startswith("curated")
    return [
        Source(
            n,
            place,
            curled(passages[n].heading),
            f"{page}#{_anchor(passages[n], is_spoken=is_spoken)}",
            target,
        )
        for place, n in enumerate(order, 1)
    ]


def _page_of(edition, live_slug: str | None) -> tuple[str, str]:
    """Its address, and where a link to it opens. An edition of a trial has no page but the draft's preview."""
    if edition.number is None:
        return reverse("desk:preview_page", args=[edition.character_id]), "_blank"
    # Where the character is now: the address that this edition had may be another's by then.
    return reverse("characters:edition", args=[live_slug or edition.slug, edition.number]), ""


def _anchor(passage: Passage, *, is_spoken: bool) -> str:
    """The curated engine says the spoken answer, which stands on the page below the encyclopaedic one."""
    if is_spoken and passage.kind == Passage.Kind.ANSWER and passage.spoken:
        return voice_anchor(passage.anchor)
    return passage.anchor


def uncited(text: str) -> str:
    """A reply's text without the numbers that cite its sources, for where these do not stand beside it."""
    return re.sub(r" ?\[\d{1,2}\]", "", text)


def linked(html: str, sources: list[Source]) -> str:
    """Sanitized HTML in which every citation is a link to its passage."""
    by_number, spoken = {source.number: source for source in sources}, _("Source")

    def link(match):
        source = by_number.get(int(match[1]))
        if source is None:
            return ""
        target = f' target="{source.target}"' if source.target else ""
        return (
            f'<a class="citation" href="{escape(source.address)}" title="{escape(source.heading)}"{target}>'
            f'<span class="visually-hidden">{spoken} </span>{source.place}</a>'
        )

    return "".join(text if is_verbatim else _CITATION.sub(link, text) for text, is_verbatim in _parts(html))


def _parts(html: str):
    """The parts of sanitized HTML, and whether to leave each as it is: tags, and what stands in links and code."""
    depth = 0
    for part in _TAG.split(html):
        if part.startswith("<"):
            name = part.strip("</>").partition(" ")[0]
            depth += (-1 if part.startswith("</") else 1) if name in _VERBATIM else 0
            yield part, True
        else:
            yield part, depth > 0
