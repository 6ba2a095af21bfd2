"""Read a starter file whole, or refuse it by line and field."""

import re
from pathlib import Path

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from characters.content_files.body import Body, question_in_words, remark_in_words
from characters.content_files.front_matter import SLUG, FrontMatter
from characters.content_files.source import BadFile, Source
from characters.editions import CharacterContent
from characters.models import Passage
from characters.passages import clashes
from engines.text import CONTROLS, SURROGATES

# Most files have some 20 KB; a card with a lorebook of a thousand entries has a megabyte or two.
MAX_BYTES = 8_000_000
SLUG_MAX = 80


def read_file(path: Path) -> CharacterContent:
    """The content of one starter file; its slug is the file's name without ``.md``.

    :raises BadFile: naming file, line and field of the first thing that is wrong.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise BadFile(str(path), 1, _("file"), error.strerror or _("cannot be read")) from error
    return read_bytes(path.stem, data, path=str(path))


def read_bytes(slug: str, data: bytes, *, path: str) -> CharacterContent:
    """As ``read_file``, of a file's bytes, wherever they come from."""
    if len(data) > MAX_BYTES:
        reason = _("larger than %(number)s bytes")
        raise BadFile(path, 1, _("file"), reason % {"number": number_format(MAX_BYTES, force_grouping=True)})
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BadFile(path, line, _("file"), _("is not UTF-8")) from error
    return read_text(slug, text, path=path)


def read_text(slug: str, text: str, *, path: str = "") -> CharacterContent:
    """The content of a starter file's text, as ``read_file`` gives it; ``path`` is what a refusal calls the file.

    :raises BadFile: naming line and field of the first thing that is wrong.
    """
    source = Source(slug, text.replace("\r\n", "\n"), path=path or f"{slug}.md")
    if not SLUG.fullmatch(slug) or len(slug) > SLUG_MAX:
        reason = _("the file's name must be lower-case letters, digits and single hyphens, up to 80 in all")
        source.refuse(1, "slug", reason)
    if found := CONTROLS.search("\n".join(source.lines)) or SURROGATES.search(text):
        line = found.string[: found.start()].count("\n") + 1
        source.refuse(line, _("file"), _("holds a control character, or half a character"))
    front = FrontMatter(source)
    content = CharacterContent(slug=slug, **front.read(), **Body(source, front.end).read())
    _no_clashes(source, content)
    return content


def _no_clashes(source, content):
    for passage, reason in clashes(content):
        is_remark = passage.kind == Passage.Kind.REMARK
        head = passage.heading if is_remark else f"{passage.question} {{#{passage.anchor}}}"
        field = (remark_in_words if is_remark else question_in_words)(head)
        source.refuse(_line_under(source, head), field, reason)


def _line_under(source, title) -> int:
    heads = (n for n, line in enumerate(source.lines, 1) if line.startswith("## "))
    return next((n for n in heads if _spaced(source.lines[n - 1][3:]) == _spaced(title)), 1)


def _spaced(title: str) -> str:
    """Between a question and its anchor may stand any blanks, or none."""
    return re.sub(r"\s*(\{#|$)", r" \1", title.strip())
