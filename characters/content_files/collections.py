"""A collection's file: YAML front matter (title, position, picks, members) and the introduction below it."""

from dataclasses import dataclass
from pathlib import Path

from characters.content_files.front_matter import SLUG
from characters.content_files.front_yaml import BadYaml, mapping
from characters.content_files.source import BadFile, Source
from engines.text import CONTROLS, SURROGATES

KEYS = ("title", "position", "picks", "members")
MAX_BYTES = 200_000


@dataclass(frozen=True)
class CollectionContent:
    """``members`` are slugs, each with its line; some may not be in the catalog yet."""

    slug: str
    title: str
    intro: str = ""
    position: int = 0
    is_picks: bool = False
    members: tuple[tuple[str, str], ...] = ()


def read_collection(path: Path) -> CollectionContent:
    """The content of one file; its slug is the file's name without ``.md``.

    :raises BadFile: naming file, line and field of the first thing that is wrong.
    """
    try:
        text = path.read_bytes()[:MAX_BYTES].decode("utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadFile(str(path), 1, "file", "cannot be read as UTF-8") from error
    source = Source(path.stem, text, path=str(path))
    if not SLUG.fullmatch(source.slug) or len(source.slug) > 80:
        source.refuse(1, "slug", "the file's name must be lower-case letters, digits and single hyphens")
    if CONTROLS.search(text.replace("\n", "")) or SURROGATES.search(text):
        source.refuse(1, "file", "holds a control character, or half a character")
    if source.lines[0] != "---" or "---" not in source.lines[1:]:
        source.refuse(1, "front matter", "must stand between two lines of ---")
    end = source.lines.index("---", 1)
    intro = "\n".join(source.lines[end + 1 :]).strip()
    if len(intro) > 4_000:
        source.refuse(end + 2, "introduction", "is longer than 4,000 characters")
    return CollectionContent(slug=source.slug, intro=intro, **_front(source, end))


def _front(source: Source, end: int) -> dict:
    try:
        data = mapping("\n".join(source.lines[1:end]))
    except BadYaml as bad:
        source.refuse(bad.line + 1, bad.field, bad.reason)
    if not isinstance(data, dict) or any(key not in KEYS for key in data):
        source.refuse(2, "front matter", f"must be `key: value` lines with the keys {', '.join(KEYS)}")
    title, position, picks = data.get("title"), data.get("position", 0), data.get("picks", False)
    if not isinstance(title, str) or not 0 < len(title) <= 120:
        source.refuse(source.line_of("title"), "title", "must be text of up to 120 characters")
    if type(position) is not int or not 0 <= position < 10_000:
        source.refuse(source.line_of("position"), "position", "must be a number from 0 to 9,999")
    if not isinstance(picks, bool):
        source.refuse(source.line_of("picks"), "picks", "must be true or false")
    members = tuple(_members(source, data.get("members")))
    return {"title": title, "position": position, "is_picks": picks, "members": members}


def _members(source: Source, rows):
    line = source.line_of("members")
    if not isinstance(rows, list) or not rows or len(rows) > 200:
        source.refuse(line, "members", "must be a list of `character:` and `line:`")
    seen = set()
    for row in rows:
        slug, words = (row.get("character"), row.get("line", "")) if isinstance(row, dict) else (None, None)
        if not isinstance(slug, str) or not SLUG.fullmatch(slug) or slug in seen:
            source.refuse(line, "members", f"“{slug}” is not the slug of another character")
        if not isinstance(words, str) or len(words) > 300:
            source.refuse(line, "members", f"the line for {slug} must be a sentence of up to 300 characters")
        seen.add(slug)
        yield slug, words
