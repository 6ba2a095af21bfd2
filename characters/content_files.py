"""The starter format: one Markdown file a character, read strictly and written canonically.

A file is YAML front matter between two ``---`` lines, then five level-1 sections: Biography, Persona, Greeting,
Remarks (a ``## theme`` each) and Starter questions (``## question {#anchor}``, an optional ``Heading:`` line,
``### Spoken`` and ``### Answer``). ``content/characters/`` holds the examples.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from characters.editions import CharacterContent, QuestionContent, RemarkContent, SimilarContent
from characters.eras import YEARS
from characters.models import FIELDS, Passage
from characters.passages import clashes

FRONT_KEYS = (
    "name", "sort_name", "also_known_as", "born", "born_circa", "died", "died_circa", "place", "fields",
    "tagline", "engine", "portrait", "portrait_alt", "portrait_credit", "similar",
)  # fmt: skip
SECTIONS = ("Biography", "Persona", "Greeting", "Example dialogue", "Remarks", "Starter questions")
LIMITS = {
    "name": 120,
    "sort_name": 120,
    "place": 160,
    "tagline": 200,
    "engine": 40,
    "portrait_alt": 200,
    "portrait_credit": 200,
}
MAX_BYTES = 1_000_000

_QUESTION = re.compile(r"^(?P<question>.+?)\s*\{#(?P<anchor>[a-z0-9]+(?:-[a-z0-9]+)*)\}$")
_SLUG = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")


@dataclass
class BadFile(Exception):
    """A file that cannot be a character. ``line`` counts from 1; ``field`` is the editors' word for the place."""

    path: str
    line: int
    field: str
    reason: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.field}: {self.reason}"


@dataclass(frozen=True)
class _Section:
    """A heading's title and line, and the text below it."""

    title: str
    line: int
    text: str


class _Reader:
    """Reads one file; every refusal names the file, line and field."""

    def __init__(self, path: Path):
        self.path = path
        self.lines: list[str] = []
        self.first_line = 1

    def refuse(self, line: int, field: str, reason: str):
        raise BadFile(str(self.path), line, field, reason)

    def read(self) -> CharacterContent:
        slug = self.path.stem
        if not _SLUG.match(slug):
            self.refuse(1, "slug", "the file's name must be lower-case letters, digits and single hyphens")
        front, body = self._split(self._text())
        row = self._front(front)
        sections = self._sections(body)
        row |= {
            "biography": sections["Biography"].text,
            "persona": sections["Persona"].text,
            "greeting": sections["Greeting"].text,
            "example_dialogue": sections["Example dialogue"].text if "Example dialogue" in sections else "",
            "remarks": tuple(self._remarks(sections["Remarks"])),
            "starter_questions": tuple(self._questions(sections["Starter questions"])),
        }
        content = CharacterContent(slug=slug, **row)
        self._no_clashes(content)
        return content

    def _text(self) -> str:
        try:
            data = self.path.read_bytes()
            if len(data) > MAX_BYTES:
                self.refuse(1, "file", f"larger than {MAX_BYTES:,} bytes")
            text = data.decode("utf-8")
        except OSError as error:
            self.refuse(1, "file", error.strerror or "cannot be read")
        except UnicodeDecodeError as error:
            self.refuse(data[: error.start].count(b"\n") + 1, "file", "is not UTF-8")
        if "\x00" in text:
            self.refuse(text[: text.index("\x00")].count("\n") + 1, "file", "holds a NUL character")
        return text.replace("\r\n", "\n")

    def _split(self, text):
        self.lines = text.split("\n")
        if self.lines[0] != "---":
            self.refuse(1, "front matter", "the first line must be ---")
        try:
            end = self.lines.index("---", 1)
        except ValueError:
            self.refuse(1, "front matter", "is not closed by a line of ---")
        return "\n".join(self.lines[1:end]), end + 1

    def _front(self, source) -> dict:
        try:
            data = yaml.safe_load(source)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            problem = getattr(error, "problem", None) or "is not YAML"
            self.refuse(mark.line + 2 if mark else 2, "front matter", problem)
        except ValueError as error:
            self.refuse(2, "front matter", str(error))
        if not isinstance(data, dict):
            self.refuse(2, "front matter", "must be a list of `key: value` lines")
        for key in data:
            if key not in FRONT_KEYS:
                self.refuse(self._line_of(key), str(key), f"is not one of {', '.join(FRONT_KEYS)}")
        return self._row(data)

    def _line_of(self, key) -> int:
        return next((n for n, line in enumerate(self.lines, 1) if line.startswith(f"{key}:")), 2)

    def _row(self, data) -> dict:
        row = {}
        for key in (
            "name",
            "sort_name",
            "place",
            "tagline",
            "engine",
            "portrait",
            "portrait_alt",
            "portrait_credit",
        ):
            row[key] = self._line(data, key)
        if not row["name"]:
            self.refuse(self._line_of("name"), "name", "is missing")
        row["sort_name"] = row["sort_name"] or row["name"]
        for key in ("born", "died"):
            row[key] = self._year(data, key)
            row[f"{key}_circa"] = self._flag(data, f"{key}_circa")
        if row["born"] is not None and row["died"] is not None and row["died"] < row["born"]:
            self.refuse(self._line_of("died"), "died", "is before the year of birth")
        row["also_known_as"] = tuple(self._words(data, "also_known_as"))
        row["fields"] = tuple(self._words(data, "fields"))
        for word in row["fields"]:
            if word not in FIELDS:
                self.refuse(self._line_of("fields"), "fields", f"“{word}” is not one of {', '.join(FIELDS)}")
        row["similar"] = tuple(self._similar(data))
        return row

    def _line(self, data, key) -> str:
        value = data.get(key)
        value = "" if value is None else value
        if not isinstance(value, str):
            self.refuse(self._line_of(key), key, "must be text; put it in quotes")
        if "\n" in value.strip():
            self.refuse(self._line_of(key), key, "must be one line")
        if len(value) > LIMITS.get(key, 200):
            self.refuse(self._line_of(key), key, f"is longer than {LIMITS.get(key, 200)} characters")
        return value.strip()

    def _year(self, data, key) -> int | None:
        value = data.get(key)
        is_year = isinstance(value, int) and not isinstance(value, bool) and value in YEARS
        if value is not None and not is_year:
            self.refuse(self._line_of(key), key, "must be a year, such as 1879, or -551 for 551 BCE")
        return value

    def _flag(self, data, key) -> bool:
        value = data.get(key, False)
        if not isinstance(value, bool):
            self.refuse(self._line_of(key), key, "must be true or false")
        return value

    def _words(self, data, key) -> list[str]:
        values = data.get(key) or []
        if not isinstance(values, list) or not all(isinstance(v, str) and 0 < len(v) <= 120 for v in values):
            self.refuse(self._line_of(key), key, "must be a list of short texts")
        return values

    def _similar(self, data):
        rows = data.get("similar") or []
        line = self._line_of("similar")
        if not isinstance(rows, list):
            self.refuse(line, "similar", "must be a list of `character:` and `reason:`")
        for row in rows:
            if not isinstance(row, dict) or set(row) != {"character", "reason"}:
                self.refuse(line, "similar", "each entry has a `character:` and a `reason:` and nothing else")
            slug, reason = row["character"], row["reason"]
            if not isinstance(slug, str) or not _SLUG.match(slug) or slug == self.path.stem:
                self.refuse(line, "similar", f"“{slug}” is not another character's slug")
            if not isinstance(reason, str) or not 0 < len(reason) <= 300:
                self.refuse(
                    line, "similar", f"the reason for {slug} must be a sentence of up to 300 characters"
                )
            yield SimilarContent(slug, reason)
        if len({row["character"] for row in rows}) != len(rows):
            self.refuse(line, "similar", "names a character twice")

    def _sections(self, start) -> dict[str, _Section]:
        sections = {}
        for section in self._cut("# ", start, len(self.lines)):
            if section.title not in SECTIONS:
                self.refuse(section.line, section.title, f"is not one of the sections {', '.join(SECTIONS)}")
            if section.title in sections:
                self.refuse(section.line, section.title, "stands twice")
            sections[section.title] = section
        for title in SECTIONS:
            if title not in sections and title != "Example dialogue":
                self.refuse(len(self.lines), title, "is missing")
        for title in ("Biography", "Persona", "Greeting", "Example dialogue"):
            if title in sections:
                self._no_headings(sections[title], title)
        return sections

    def _cut(self, mark, start, end, *, may_lead=False):
        """The sections that begin with ``mark`` between two lines (from 0, end excluded)."""
        heads = [n for n in range(start, end) if self.lines[n].startswith(mark)]
        for n in range(start, heads[0] if heads else end):
            if self.lines[n].strip() and not may_lead:
                self.refuse(n + 1, "text", f"stands before the first “{mark.strip()}” heading")
        for head, following in zip(heads, [*heads[1:], end], strict=False):
            text = "\n".join(self.lines[head + 1 : following]).strip("\n").rstrip()
            yield _Section(self.lines[head][len(mark) :].strip(), head + 1, text)

    def _no_headings(self, section, field):
        for n, line in enumerate(
            self.lines[section.line : section.line + section.text.count("\n") + 3], section.line + 1
        ):
            if line.startswith("# "):
                break
            if re.match(r"#{2,3} ", line):
                self.refuse(n, field, "may not hold headings of level 1 to 3")

    def _end_of(self, section) -> int:
        return next(
            (n for n in range(section.line, len(self.lines)) if self.lines[n].startswith("# ")),
            len(self.lines),
        )

    def _no_clashes(self, content):
        for passage, reason in clashes(content):
            is_remark = passage.kind == Passage.Kind.REMARK
            head = passage.heading if is_remark else f"{passage.question} {{#{passage.anchor}}}"
            field = f"{'remark' if is_remark else 'question'} “{head}”"
            self.refuse(self._line_under(head), field, reason)

    def _line_under(self, title) -> int:
        heads = (n for n, line in enumerate(self.lines, 1) if line.startswith("## "))
        return next((n for n in heads if _spaced(self.lines[n - 1][3:]) == _spaced(title)), 1)

    def _remarks(self, section):
        themes = set()
        for part in self._cut("## ", section.line, self._end_of(section)):
            if not part.title or len(part.title) > 120 or part.title in themes:
                self.refuse(part.line, "remark", "needs a theme of its own, up to 120 characters")
            if not part.text:
                self.refuse(part.line, f"remark “{part.title}”", "is empty")
            if re.search(r"^#{1,3} ", part.text, re.MULTILINE):
                self.refuse(part.line, f"remark “{part.title}”", "may not hold headings of level 1 to 3")
            themes.add(part.title)
            yield RemarkContent(part.title, part.text)

    def _questions(self, section):
        anchors = set()
        parts = list(self._cut("## ", section.line, self._end_of(section)))
        for part, end in zip(parts, [*(p.line - 1 for p in parts[1:]), self._end_of(section)], strict=False):
            match = _QUESTION.match(part.title)
            if not match or len(match["question"]) > 200 or len(match["anchor"]) > 80:
                self.refuse(part.line, "starter question", "must read `## Question? {#its-anchor}`")
            if match["anchor"] in anchors:
                self.refuse(part.line, "starter question", f"the anchor {match['anchor']} stands twice")
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
                self.refuse(n + 1, field, "only a `Heading:` line may stand before ### Spoken")
        if len(found["heading"]) > 200:
            self.refuse(part.line, field, "the heading is longer than 200 characters")
        pieces = list(self._cut("### ", part.line, end, may_lead=True))
        for piece in pieces:
            if [p.title for p in pieces].count(piece.title) > 1 or piece.title not in ("Spoken", "Answer"):
                self.refuse(piece.line, field, "has one ### Spoken and one ### Answer")
            found[piece.title.lower()] = piece.text
        for key in ("spoken", "answer"):
            if not found[key]:
                self.refuse(part.line, field, f"has no text under ### {key.capitalize()}")
        return found


def _spaced(title: str) -> str:
    """Between a question and its anchor may stand any blanks, or none."""
    return re.sub(r"\s*(\{#|$)", r" \1", title.strip())


def read_file(path: Path) -> CharacterContent:
    """The content of one starter file; its slug is the file's name without ``.md``.

    :raises BadFile: naming file, line and field of the first thing that is wrong.
    """
    return _Reader(path).read()


def written(content: CharacterContent) -> str:
    """The canonical text of a starter file; ``read_file`` of it gives an equal content."""
    front = {key: getattr(content, key) for key in FRONT_KEYS if key != "similar"}
    front["also_known_as"], front["fields"] = list(content.also_known_as), list(content.fields)
    front = {
        key: value for key, value in front.items() if value or key in ("also_known_as", "fields", "tagline")
    }
    front["similar"] = [{"character": link.character, "reason": link.reason} for link in content.similar]
    blocks = [
        "---\n" + yaml.safe_dump(front, sort_keys=False, allow_unicode=True, width=10_000) + "---",
        f"# Biography\n\n{content.biography}",
        f"# Persona\n\n{content.persona}",
        f"# Greeting\n\n{content.greeting}",
    ]
    if content.example_dialogue:
        blocks.append(f"# Example dialogue\n\n{content.example_dialogue}")
    blocks.append("# Remarks")
    blocks += [f"## {remark.theme}\n\n{remark.text}" for remark in content.remarks]
    blocks.append("# Starter questions")
    for question in content.starter_questions:
        blocks.append(f"## {question.question} {{#{question.anchor}}}")
        if question.heading:
            blocks.append(f"Heading: {question.heading}")
        blocks += [f"### Spoken\n\n{question.spoken}", f"### Answer\n\n{question.answer}"]
    return "\n\n".join(blocks) + "\n"
