"""Cut an edition into the passages that retrieval finds, replies cite and the page links to."""

import re
from collections.abc import Iterator

import numpy as np
from django.db.models import QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _

from characters.editions import CharacterContent
from characters.models import Edition, Passage
from characters.text_search import vector_of
from embeddings import encode
from engines.tongues import tongue_of
from web.markdown import plain

MAX_ANCHOR = Passage._meta.get_field("anchor").max_length


def paragraphs(markdown: str) -> list[str]:
    """The blocks of a Markdown text that are parted by empty lines."""
    return [block for block in re.split(r"\n\s*\n", markdown.strip()) if block.strip()]


def remark_anchor(theme: str) -> str:
    """The id of a remark on the page; letters that ASCII lacks stay when there are no others."""
    return f"remark-{slugify(theme) or slugify(theme, allow_unicode=True) or 'untitled'}"


def cut(content: CharacterContent) -> list[Passage]:
    """Unsaved passages of a content in the order of the page, each with the anchor of its element there."""
    found = []
    for position, (passage, markdown) in enumerate(_parts(content)):
        passage.position, passage.text = position, plain(markdown)
        found.append(passage)
    return found


def _parts(content) -> Iterator[tuple[Passage, str]]:
    """Each passage, without its plain text, and the Markdown of that: parsing is what takes time."""
    who = _who_is(content)
    for number, block in enumerate(paragraphs(content.biography), 1):
        yield Passage(kind=Passage.Kind.BIOGRAPHY, anchor=f"biography-{number}", heading=who), block
    for question in content.starter_questions:
        passage = Passage(
            kind=Passage.Kind.ANSWER,
            anchor=question.anchor,
            heading=question.title,
            question=question.question,
            spoken=question.spoken,
        )
        yield passage, question.answer
    for remark in content.remarks:
        anchor = remark_anchor(remark.theme)
        passage = Passage(kind=Passage.Kind.REMARK, anchor=anchor, heading=remark.theme, spoken=remark.text)
        yield passage, remark.text


def _who_is(content) -> str:
    """The heading of the biography, in its own language; the bare name where there are no words for that."""
    tongue = tongue_of(content.language)
    return content.name if tongue.is_borrowed else tongue.phrases.WHO_IS.format(name=content.name)


def clashes(content: CharacterContent) -> list[tuple[Passage, str]]:
    """Parts of the page that would have an address that another has, or none that a link can hold, and why."""
    first, found = {}, []
    for passage, _source in _parts(content):
        if len(passage.anchor) > MAX_ANCHOR:
            said = _("“%(heading)s” is too long for an address: say it in fewer words.")
            found.append((passage, said % {"heading": passage.heading}))
        elif passage.anchor in first:
            said = _("“%(one)s” and “%(other)s” have the same address on the page.")
            found.append((passage, said % {"one": first[passage.anchor], "other": passage.heading}))
        first[passage.anchor] = passage.heading
    return found


def keep(edition: Edition, content: CharacterContent):
    """Store the passages of a new edition, with their words indexed and no vectors yet."""
    found, language = cut(content), content.language
    for passage in found:
        passage.edition = edition
    Passage.objects.bulk_create(found)
    edition.passages.update(
        words=vector_of("heading", "question", weight="A", language=language)
        + vector_of("text", "spoken", weight="B", language=language)
    )


def embed(passages: QuerySet) -> int:
    """Fill in the vectors of those passages that have none; the number filled in. May run twice.

    Visitors' words are sometimes nearer to the page's, sometimes to the character's: the vector lies between the two.
    """
    rows = list(passages.filter(embedding=None).order_by("id"))
    told = encode([f"{row.heading}\n{row.text}" for row in rows])
    spoken = encode([f"{row.heading}\n{row.spoken or row.text}" for row in rows])
    meanings = told + spoken
    meanings /= np.linalg.norm(meanings, axis=1, keepdims=True)
    questions = encode([row.question or row.heading for row in rows])
    for row, meaning, question in zip(rows, meanings, questions, strict=True):
        row.embedding, row.question_embedding = meaning, question
    Passage.objects.bulk_update(rows, ["embedding", "question_embedding"], batch_size=200)
    return len(rows)
