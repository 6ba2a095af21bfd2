"""The lines of one starter file, and how what is wrong with them is said."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


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
class Section:
    """A heading's title and line, and the text below it, which begins in line ``first``."""

    title: str
    line: int
    text: str
    first: int


class Source:
    """One file's lines; every refusal names the file, line and field. ``slug`` is whom it is about."""

    def __init__(self, slug: str, text: str, *, path: str):
        self.slug, self.path = slug, path
        self.lines = text.split("\n")

    def refuse(self, line: int, field: str, reason: str):
        raise BadFile(self.path, line, field, reason)

    def line_of(self, key: str) -> int:
        """Where a key of the front matter stands, as near as can be told."""
        return next((n for n, line in enumerate(self.lines, 1) if line.startswith(f"{key}:")), 2)

    def cut(self, mark: str, start: int, end: int, *, may_lead=False):
        """The sections that begin with ``mark`` between two lines (from 0, end excluded)."""
        heads = [n for n in range(start, end) if self.lines[n].startswith(mark)]
        for n in range(start, heads[0] if heads else end):
            if self.lines[n].strip() and not may_lead:
                reason = _("stands before the first “%(mark)s” heading") % {"mark": mark.strip()}
                self.refuse(n + 1, _("text"), reason)
        for head, following in zip(heads, [*heads[1:], end], strict=False):
            below = "\n".join(self.lines[head + 1 : following])
            num_empty = len(below) - len(below.lstrip("\n"))
            yield Section(
                self.lines[head][len(mark) :].strip(),
                head + 1,
                below.strip("\n").rstrip(),
                head + 2 + num_empty,
            )
