"""Serve the admin theme's sheet of styles with logical properties, so that the admin can be read from right to left."""

import os
import re
from functools import cache
from pathlib import Path

import unfold
from django.conf import settings
from django.contrib.staticfiles.finders import BaseStorageFinder
from django.core.files.storage import FileSystemStorage

SHEET = "unfold/css/styles.css"
FOLDER = settings.VAR_DIR / "theme"

# Where one reads from left to right, each means what it meant before.
_SIDES = {"left": "inline-start", "right": "inline-end"}
_CORNERS = {
    "top-left": "start-start",
    "top-right": "start-end",
    "bottom-left": "end-start",
    "bottom-right": "end-end",
}
_BEGINS = r"(?<=[{;])"
_INSET = re.compile(_BEGINS + r"(left|right)(?=:)")
_EDGE = re.compile(_BEGINS + r"((?:scroll-)?(?:margin|padding)|border)-(left|right)(?=[-:])")
_CORNER = re.compile(_BEGINS + r"border-((?:top|bottom)-(?:left|right))-radius(?=:)")
_TEXT = re.compile(_BEGINS + r"text-align:(left|right)\b")
_FLOAT = re.compile(_BEGINS + r"(float|clear):(left|right)\b")


def logical(css: str) -> str:
    """Minified CSS with ``margin-inline-start`` for ``margin-left``, and so on."""
    css = _INSET.sub(lambda found: f"inset-{_SIDES[found[1]]}", css)
    css = _EDGE.sub(lambda found: f"{found[1]}-{_SIDES[found[2]]}", css)
    css = _CORNER.sub(lambda found: f"border-{_CORNERS[found[1]]}-radius", css)
    css = _TEXT.sub(lambda found: f"text-align:{_SIDES[found[1]].removeprefix('inline-')}", css)
    return _FLOAT.sub(lambda found: f"{found[1]}:{_SIDES[found[2]]}", css)


class Finder(BaseStorageFinder):
    """Finds one file, before the finders of the applications find the theme's own."""

    def __init__(self, *args, **kwargs):
        super().__init__(storage=FileSystemStorage(FOLDER, base_url=settings.STATIC_URL))

    def find(self, path, find_all=False, **kwargs):
        if path != SHEET:
            return []
        _write()
        return super().find(path, find_all)

    def list(self, ignore_patterns):
        _write()
        yield SHEET, self.storage


@cache
def _write():
    """Once in a process; what another is reading stays whole."""
    css = logical((Path(unfold.__file__).parent / "static" / SHEET).read_text())
    sheet = FOLDER / SHEET
    if sheet.exists() and sheet.read_text() == css:
        return
    sheet.parent.mkdir(parents=True, exist_ok=True)
    fresh = sheet.with_suffix(f".{os.getpid()}")
    fresh.write_text(css)
    fresh.replace(sheet)
