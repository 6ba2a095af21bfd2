"""An edition as its page shows it: its sections in the order of the page, and what is said of the whole."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils.safestring import SafeString, mark_safe

from characters.editions import CharacterContent, content_of
from characters.eras import lifespan
from characters.models import LICENCES, Edition
from characters.passages import remark_anchor
from web.markdown import plain
from web.typography import curled

# How fast prose of this kind is read silently: Brysbaert, "How many words do we read per minute?" (2019).
WORDS_A_MINUTE = 238


def voice_anchor(anchor: str) -> str:
    """Where a question's spoken answer stands on the page."""
    return f"{anchor}-voice"


@dataclass(frozen=True)
class Section:
    """A part of the page with an id of its own; a starter question's has the question and spoken answer too."""

    id: str
    title: str
    html: SafeString
    question: str = ""
    spoken: SafeString = ""

    @property
    def voice_id(self) -> str:
        return voice_anchor(self.id)


@dataclass(frozen=True)
class Licence:
    """Under what terms a picture is shown; ``deed`` is where those terms stand, if they stand anywhere."""

    name: str
    deed: str = ""


LICENCE_OF = {
    key: Licence(name, f"https://creativecommons.org/{deed}" if deed else "")
    for (key, name), deed in zip(
        LICENCES,
        ("publicdomain/mark/1.0/", "publicdomain/zero/1.0/", "licenses/by/4.0/", "licenses/by-sa/4.0/", ""),
        strict=True,
    )
}


@dataclass(frozen=True)
class Reading:
    """Everything that the page of one edition says. The HTML was sanitized when the edition was published."""

    edition: Edition
    content: CharacterContent

    @cached_property
    def years(self) -> str:
        content = self.content
        return lifespan(
            content.born, content.died, born_circa=content.born_circa, died_circa=content.died_circa
        )

    @property
    def licence(self) -> Licence | None:
        return LICENCE_OF.get(self.content.portrait_licence)

    @cached_property
    def short_name(self) -> str:
        """“Trotsky” of someone sorted as “Trotsky, Leon”; the whole name of one sorted by it."""
        family, comma, _ = self.content.sort_name.partition(",")
        return family if comma and family in self.content.name else self.content.name

    @cached_property
    def minutes(self) -> int:
        """How long it takes to read what is not folded away, in whole minutes; at least one."""
        content = self.content
        texts = (
            content.biography,
            *(q.answer for q in content.starter_questions),
            *(r.text for r in content.remarks),
        )
        return max(1, round(sum(len(text.split()) for text in texts) / WORDS_A_MINUTE))

    @property
    def reviewed_at(self) -> datetime | None:
        """When an editor last looked at what stands here: had it frozen to be published, now or on a later day.

        None of what nobody has published by hand, such as files that were loaded.
        """
        return self.edition.made_at if self.edition.published_by_id else None

    @property
    def sources(self) -> SafeString:
        """Empty where the editors name none, and of editions from before they could."""
        return self._html("sources")

    @cached_property
    def biography(self) -> list[Section]:
        blocks = self.edition.html["biography"]
        return [Section(f"biography-{n}", "", mark_safe(html)) for n, html in enumerate(blocks, 1)]

    @cached_property
    def questions(self) -> list[Section]:
        return [
            Section(
                q.anchor,
                curled(q.title),
                self._html(f"answer:{q.anchor}"),
                curled(q.question),
                self._html(f"spoken:{q.anchor}"),
            )
            for q in self.content.starter_questions
        ]

    @cached_property
    def remarks(self) -> list[Section]:
        anchors = [(remark_anchor(remark.theme), remark.theme) for remark in self.content.remarks]
        return [Section(anchor, curled(theme), self._html(f"remark:{anchor}")) for anchor, theme in anchors]

    def _html(self, key: str) -> SafeString:
        return mark_safe(self.edition.html.get(key, ""))


def reading_of(edition: Edition) -> Reading:
    return Reading(edition, content_of(edition))


@dataclass(frozen=True)
class Specimen:
    """One exchange, as a conversation has it. ``spoken`` is how it begins: whole sentences of plain text."""

    slug: str
    language: str
    short_name: str
    question: str
    anchor: str
    spoken: str


def specimen_of(edition: Edition) -> Specimen:
    """The question that the editors put first, and how it is answered in a conversation."""
    reading = reading_of(edition)
    first = reading.content.starter_questions[0]
    return Specimen(
        slug=edition.slug,
        language=edition.language,
        short_name=reading.short_name,
        question=curled(first.question),
        anchor=first.anchor,
        spoken=curled(opening(plain(first.spoken))),
    )


def opening(text: str, max_words: int = 65) -> str:
    """As many whole sentences as fit, one at least."""
    kept = []
    for sentence in re.split(r"(?<=[.!?])\s+", text.strip()):
        if kept and len(" ".join([*kept, sentence]).split()) > max_words:
            break
        kept.append(sentence)
    return " ".join(kept)


def iso_year(year: int | None) -> str:
    """1879 as “1879”, -551 (551 BCE) as “-0550”: ISO 8601 has a year 0. Nothing for no year."""
    if year is None:
        return ""
    return f"{year:04d}" if year > 0 else f"{'-' if year + 1 else ''}{-(year + 1):04d}"
