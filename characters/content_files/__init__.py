"""The starter format: one Markdown file a character, read strictly and written canonically.

A file is YAML front matter between two ``---`` lines, then five to seven level-1 sections: Biography, Persona,
Greeting, Example dialogue (which may lack), Remarks (a ``## theme`` each), Starter questions (``## question
{#anchor}``, an optional ``Heading:`` line, ``### Spoken`` and ``### Answer``) and Sources (which may lack). A line of a
text that would begin a heading of level 1 to 3 has a backslash before it. ``card:`` is JSON in a block of its own, its
keys sorted. The portrait lies beside the file (see ``pictures``). ``content/characters/`` holds the examples.

``written`` writes an equal content as equal bytes: what it wrote, read and written again, is the same file.
"""

from characters.content_files.pictures import (
    ENDINGS,
    files_of,
    picture_beside,
    plain_webp,
    portrait_of,
    with_portrait,
)
from characters.content_files.reading import MAX_BYTES, read_bytes, read_file, read_text
from characters.content_files.source import BadFile
from characters.content_files.writing import written

__all__ = [
    "ENDINGS",
    "MAX_BYTES",
    "BadFile",
    "files_of",
    "picture_beside",
    "plain_webp",
    "portrait_of",
    "read_bytes",
    "read_file",
    "read_text",
    "with_portrait",
    "written",
]
