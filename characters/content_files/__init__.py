"""The starter format: one Markdown file a character, read strictly and written canonically.

A file is YAML front matter between two ``---`` lines, then five level-1 sections: Biography, Persona, Greeting,
Remarks (a ``## theme`` each) and Starter questions (``## question {#anchor}``, an optional ``Heading:`` line,
``### Spoken`` and ``### Answer``). ``content/characters/`` holds the examples.
"""

from characters.content_files.reading import read_file, read_text
from characters.content_files.source import BadFile
from characters.content_files.writing import written

__all__ = ["BadFile", "read_file", "read_text", "written"]
