"""The sections below the front matter: texts, remarks and starter questions."""

import re

from characters.content_files.source import Section, Source
from characters.editions import QuestionContent, RemarkContent

SECTIONS = ("Biography", "Persona", "Greeting", "Example dialogue", "Remarks", "Starter questions")
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
        return {
            "biography": sections["Biography"].text,
            "persona": sections["Persona"].text,
            "greeting": sections["Greeting"].text,
            "example_dialogue": sections["Example dialogue"].text if "Example dialogue" in sections else "",
            "remarks": tuple(self._remarks(sections["Remarks"])),
            "starter_questions": tuple(self._questions(sections["Starter questions"])),
        }

    def _sections(self) -> dict[str, Section]:
        sections = {}
        for section in self._cut("# ", self.start, len(self.lines)):
            if section.title not in SECTIONS:
                self._refuse(section.line, section.title, f"is not one of the sections {', '.join(SECTIONS)}")
            if section.title in sections:
                self._refuse(section.line, section.title, "stands twice")
            sections[section.title] = section
        for title in SECTIONS:
            if title not in sections and title != "Example dialogue":
                self._refuse(len(self.lines), title, "is missing")
        for title in ("Biography", "Persona", "Greeting", "Example dialogue"):
            if title in sections:
                self._no_headings(sections[title], title)
        return sections

    def _no_headings(self, section, field):
        for n, line in enumerate(
            self.lines[section.line : section.line + section.text.count("\n") + 3], section.line + 1
        ):
            if line.startswith("# "):
                break
            if re.match(r"#{2,3} ", line):
                self._refuse(n, field, "may not hold headings of level 1 to 3")

    def _end_of(self, section) -> int:
        return next(
            (n for n in range(section.line, len(self.lines)) if self.lines[n].startswith("# ")),
            len(self.lines),
        )

    def _remarks(self, section):
        themes = set()
        for part in self._cut("## ", section.line, self._end_of(section)):
            if not part.title or len(part.title) > 120 or part.title in themes:
                self._refuse(part.line, "remark", "needs a theme of its own, up to 120 characters")
            if not part.text:
                self._refuse(part.line, f"remark “{part.title}”", "is empty")
            if re.search(r"^#{1,3} ", part.text, re.MULTILINE):
                self._refuse(part.line, f"remark “{part.title}”", "may not hold headings of level 1 to 3")
            themes.add(part.title)
            yield RemarkContent(part.title, part.text)

    def _questions(self, section):
        anchors = set()
        parts = list(self._cut("## ", section.line, self._end_of(section)))
        for part, end in zip(parts, [*(p.line - 1 for p in parts[1:]), self._end_of(section)], strict=False):
            match = _QUESTION.match(part.title)
            if not match or len(match["question"]) > 200 or len(match["anchor"]) > 80:
                self._refuse(part.line, "starter question", "must read `## Question? {#its-anchor}`")
            if match["anchor"] in anchors:
                self._refuse(part.line, "starter question", f"the anchor {match['anchor']} stands twice")
            anchors.add(match["anchor"])
            yield QuestionContent(match["question"], match["anchor"], **self._question_parts(part, end))

    def _question_parts(self, part, end) -> dict:
        field = f"question “{part.title}”"
        found = {"heading": "", "spoken": "", "answer": ""}
        for n in range(part.line, end):
            line = self.lines[n]
            if line.startswith("### "):
                break
            if line.startswith("Heading: ") and not found["heading"]:
                found["heading"] = line.removeprefix("Heading: ").strip()
            elif line.strip():
                self._refuse(n + 1, field, "only a `Heading:` line may stand before ### Spoken")
        if len(found["heading"]) > 200:
            self._refuse(part.line, field, "the heading is longer than 200 characters")
        pieces = list(self._cut("### ", part.line, end, may_lead=True))
        for piece in pieces:
            if [p.title for p in pieces].count(piece.title) > 1 or piece.title not in ("Spoken", "Answer"):
                self._refuse(piece.line, field, "has one ### Spoken and one ### Answer")
            found[piece.title.lower()] = piece.text
        for key in ("spoken", "answer"):
            if not found[key]:
                self._refuse(part.line, field, f"has no text under ### {key.capitalize()}")
        return found
