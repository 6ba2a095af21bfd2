"""Cut portraits to the squares that pages show, in several widths, each under a name that says what it shows.

A picture is kept whole. What pages show is a square: as large as fits into the editors' crop, as near to their focal
point as it can be. Its files stand beside the original, ``<original>-<frame>-<width>.webp``, in which ``frame`` is a
hash of crop and focal point: another crop gives other names, nothing is overwritten, and an old edition goes on showing
what it showed. ``Edition.portrait`` is the name of the widest, from which those of the others follow.
"""

import hashlib
import io
import json
import re
import uuid
from functools import lru_cache
from pathlib import Path

import structlog
from django.core.files.storage import default_storage
from PIL import Image

from characters.editions import CharacterContent
from characters.models import WHOLE
from characters.portraits import FOLDER, TRIPS, BadPortrait, size_of

log = structlog.get_logger(__name__)

WIDTHS = (96, 192, 384, 768)
# Part of every name: count it up when squares are cut otherwise.
RECIPE = 1
# Of a picture without a focal point, how much of what is cut off is cut from above: heads are near the top.
ABOVE = 4
# As characters.portraits names what it keeps.
_STEM = r"[0-9a-f]{32}(?:_[A-Za-z0-9]{1,10})?"
_ORIGINAL = re.compile(rf"{FOLDER}/{_STEM}\.webp")
_SQUARE = re.compile(
    rf"{FOLDER}/(?P<stem>{_STEM})-(?P<frame>[0-9a-f]{{8}})-(?P<width>[1-9][0-9]{{0,2}})\.webp"
)


def box(size: tuple[int, int], crop: tuple[int, ...]) -> tuple[int, int, int, int]:
    """Left, top, width and height in pixels of a crop in thousandths; of the whole picture without one.

    A file may bring a crop that no form would let through: one that does not fit is none.
    """
    left, top, width, height = crop if _fits(crop) else (0, 0, WHOLE, WHOLE)
    across, down = size
    x, y = left * across // WHOLE, top * down // WHOLE
    return x, y, max(width * across // WHOLE, 1), max(height * down // WHOLE, 1)


def _fits(crop) -> bool:
    return len(crop) == 4 and min(crop) >= 0 and crop[0] + crop[2] <= WHOLE and crop[1] + crop[3] <= WHOLE


def square(size: tuple[int, int], crop: tuple[int, ...], focus: tuple[int, ...]) -> tuple[int, int, int]:
    """Left, top and side in pixels of the square that is shown."""
    x, y, width, height = box(size, crop)
    side = min(width, height)
    left, top = x + (width - side) // 2, y + (height - side) // ABOVE
    if len(focus) == 2:
        left = min(max(focus[0] * size[0] // WHOLE - side // 2, x), x + width - side)
        top = min(max(focus[1] * size[1] // WHOLE - side // 2, y), y + height - side)
    return left, top, side


def widest_of(content: CharacterContent) -> str:
    """The name of the widest square of a content's portrait; the portrait's own while its file cannot be read."""
    if not _ORIGINAL.fullmatch(content.portrait):
        return content.portrait
    try:
        with default_storage.open(content.portrait) as file:
            size = size_of(file)
    except (OSError, ValueError, BadPortrait):
        return content.portrait
    side = square(size, content.portrait_crop, content.portrait_focus)[2]
    return _name(content.portrait, _frame(content), min(side, WIDTHS[-1]))


def _frame(content) -> str:
    framed = json.dumps([RECIPE, content.portrait_crop, content.portrait_focus])
    return hashlib.sha256(framed.encode()).hexdigest()[:8]


def _name(portrait: str, frame: str, width: int) -> str:
    return f"{portrait.removesuffix('.webp')}-{frame}-{width}.webp"


@lru_cache(maxsize=4_000)
def all_of(widest: str) -> tuple[tuple[int, str], ...]:
    """Width and name of each square that belongs to the widest one, narrow ones first; none of an original."""
    match = _SQUARE.fullmatch(widest)
    if not match:
        return ()
    most = int(match["width"])
    original = f"{FOLDER}/{match['stem']}.webp"
    return tuple((w, _name(original, match["frame"], w)) for w in (*(w for w in WIDTHS if w < most), most))


def is_name(name: str) -> bool:
    """Whether a picture of ours can have this name."""
    return bool(_ORIGINAL.fullmatch(name) or _SQUARE.fullmatch(name))


def original_of(name: str) -> str:
    """The picture that a square is cut from; an original's own name."""
    match = _SQUARE.fullmatch(name)
    return f"{FOLDER}/{match['stem']}.webp" if match else name


def make(content: CharacterContent, *, widest: str) -> int:
    """Make what is not there yet of the squares that belong to the widest; how many. May run twice, also at once."""
    wanted = [(width, name) for width, name in all_of(widest) if not default_storage.exists(name)]
    if not wanted:
        return 0
    try:
        with default_storage.open(content.portrait) as file:
            image = Image.open(file, formats=("WEBP",))
            image.load()
    except TRIPS as error:
        log.warning("portrait unreadable", portrait=content.portrait, error=type(error).__name__)
        return 0
    left, top, side = square(image.size, content.portrait_crop, content.portrait_focus)
    image = image.crop((left, top, left + side, top + side))
    # The widest comes last: where it is, all are.
    for width, name in wanted:
        _store(name, image.resize((width, width), Image.Resampling.LANCZOS))
    return len(wanted)


def _store(name, image):
    """Under exactly this name, whole or not at all."""
    out = io.BytesIO()
    image.save(out, "WEBP", quality=85, method=4)
    path = Path(default_storage.path(name))
    unfinished = path.with_name(f"{uuid.uuid4().hex}.part")
    unfinished.write_bytes(out.getvalue())
    unfinished.replace(path)
