"""The sections below the front matter: texts, remarks and starter questions."""

import re

from django.utils.translation import gettext as _

from characters.content_files.source import Section, Source
from characters.editions import QuestionContent, RemarkContent

SECTIONS = ("Biography", "Persona", "Greeting", "Example dialogue", "Remarks", "Starter questions", "Sources")
TEXTS = ("Biography", "Persona", "Greeting", "Example dialogue", "Sources")
MAY_LACK = ("Example dialogue", "Sources")
_HEADING = re.compile(r"#{1,3} ")
_QUOTED = re.compile(r"^\\(?=\\*#{1,3} )", re.MULTILINE)
_QUESTION = re.compile(r"^(?P<question>.+?)\s*\{#(?P<anchor>[a-z0-9]+(?:-[a-z0-9]+)*)\}$")


class Body:
    """Reads the lines from ``start`` on, counted from 0."""

    def __init__(self, source: Source, start: int):
        self.source, self.lines, self.start = source, source.lines, start
        self._refuse, self._cut = source.refuse, source.cut

    def read(self) -> dict:
        """The content's fields that stand here.

        :raises BadFile: naming the first that is wrong.
        """
        sections = self._sections()
        texts = {_key(title): self._text(sections[title], title) for title in TEXTS if title in sections}
        return texts | {
            "remarks": tuple(self._remarks(sections["Remarks"])),
            "starter_questions": tuple(self._questions(sections["Starter questions"])),
        }

    def _sections(self) -> dict[str, Section]:
        sections = {}
        for section in self._cut("# ", self.start, len(self.lines)):
            if section.title not in SECTIONS:
                self._refuse(section.line, section.title, _not_one_of_the_sections())
            if section.title in sections:
                self._refuse(section.line, section.title, _("stands twice"))
            sections[section.title] = section
        for title in SECTIONS:
            if title not in sections and title not in MAY_LACK:
                self._refuse(len(self.lines), title, _("is missing"))
        return sections

    def _text(self, section, field) -> str:
        """A section's text, its own headings without the backslash that told them from the file's."""
        for n, line in enumerate(section.text.split("\n"), section.first):
            if _HEADING.match(line):
                reason = _("may not hold headings of level 1 to 3, unless with a backslash before the #")
                self._refuse(n, field, reason)
        return _QUOTED.sub("", section.text)

    def _end_of(self, section) -> int:
        return next(
            (n for n in range(section.line, len(self.lines)) if self.lines[n].startswith("# ")),
            len(self.lines),
        )

    def _remarks(self, section):
        themes = set()
        for part in self._cut("## ", section.line, self._end_of(section)):
            if not part.title or len(part.title) > 120 or part.title in themes:
                self._refuse(part.line, _("remark"), _("needs a theme of its own, up to 120 characters"))
            field = remark_in_words(part.title)
            if not part.text:
                self._refuse(part.line, field, _("is empty"))
            themes.add(part.title)
            yield RemarkContent(part.title, self._text(part, field))

    def _questions(self, section):
        anchors = set()
        parts = list(self._cut("## ", section.line, self._end_of(section)))
        for part, end in zip(parts, [*(p.line - 1 for p in parts[1:]), self._end_of(section)], strict=False):
            match = _QUESTION.match(part.title)
            if not match or len(match["question"]) > 200 or len(match["anchor"]) > 80:
                self._refuse(part.line, _("starter question"), _("must read `## Question? {#its-anchor}`"))
            if match["anchor"] in anchors:
                reason = _("the anchor %(anchor)s stands twice") % {"anchor": match["anchor"]}
                self._refuse(part.line, _("starter question"), reason)
            anchors.add(match["anchor"])
            yield QuestionContent(match["question"], match["anchor"], **self._question_parts(part, end))

    def _question_parts(self, part, end) -> dict:
        field = question_in_words(part.title)
        found = {"heading": ""}
        for n in range(part.line, end):
            line = self.lines[n]
            if line.startswith("### "):
                break
            if line.startswith("Heading: ") and not found["heading"]:
                found["heading"] = line.removeprefix("Heading: ").strip()
            elif line.strip():
                self._refuse(n + 1, field, _("only a `Heading:` line may stand before ### Spoken"))
        if len(found["heading"]) > 200:
            self._refuse(part.line, field, _("the heading is longer than 200 characters"))
        pieces = list(self._cut("### ", part.line, end, may_lead=True))
        for piece in pieces:
            if [p.title for p in pieces].count(piece.title) > 1 or piece.title not in ("Spoken", "Answer"):
                self._refuse(piece.line, field, _("has one ### Spoken and one ### Answer"))
            found[_key(piece.title)] = self._text(piece, field)
        for title in ("Spoken", "Answer"):
            if _key(title) not in found:
                self._refuse(part.line, field, _("has no ### %(title)s") % {"title": title})
        return found


def remark_in_words(theme: str) -> str:
    """How a refusal calls a remark."""
    return _("remark “%(theme)s”") % {"theme": theme}


def question_in_words(title: str) -> str:
    """How a refusal calls a question."""
    return _("question “%(question)s”") % {"question": title}


def _not_one_of_the_sections() -> str:
    return _("is not one of the sections %(sections)s") % {"sections": ", ".join(SECTIONS)}


def _key(title: str) -> str:
    return title.lower().replace(" ", "_")
