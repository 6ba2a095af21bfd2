"""Make an uploaded picture safe to show: read strictly, keep only its pixels, name it by its content."""

import hashlib
import io
import struct
import zlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

FORMATS = ("PNG", "JPEG", "WEBP")
MAX_BYTES = 8_000_000
MAX_PIXELS = 16_000_000
# Wide enough for a full-width portrait on a sharp screen.
MAX_SIDE = 1200
FOLDER = "portraits"
# What Pillow is known to raise on files made to trip it, beside its own errors (which are OSErrors).
TRIPS = (
    OSError, ValueError, SyntaxError, EOFError, TypeError, KeyError, IndexError, OverflowError, MemoryError,
    struct.error, zlib.error, Image.DecompressionBombError,
)  # fmt: skip


class BadPortrait(Exception):
    """The upload is no picture that can be shown; the message says why, in a sentence for the editor."""


def reencoded(data: bytes) -> bytes:
    """The picture as WebP: upright, at most 1200 pixels a side, without EXIF, profiles or anything hidden.

    :raises BadPortrait: unless it is a whole PNG, JPEG or WebP of up to 8 MB and 16 megapixels.
    """
    if len(data) > MAX_BYTES:
        raise BadPortrait(_("This file is larger than 8 MB."))
    image = _opened(data)
    width, height = image.size
    # From the header, before anything is inflated.
    if width * height > MAX_PIXELS:
        said = _("This picture has %(width)s × %(height)s pixels. Up to 16 megapixels are fine.")
        raise BadPortrait(said % {"width": width, "height": height})
    try:
        return _webp(image)
    except TRIPS as error:
        raise BadPortrait(_("This picture is damaged or cut off. Save it anew and try again.")) from error


def keep(webp: bytes) -> str:
    """Store what ``reencoded`` gave and return its name.

    The name is a hash of the content, so that nothing that an old edition shows is ever overwritten.
    """
    name = name_of(webp)
    if not default_storage.exists(name):
        return default_storage.save(name, ContentFile(webp))
    return name


def name_of(webp: bytes) -> str:
    """The name under which ``keep`` stores these bytes."""
    return f"{FOLDER}/{hashlib.sha256(webp).hexdigest()[:32]}.webp"


def stored() -> set[str]:
    """The names of all pictures that are there, originals and what is made of them, in one look at the folder."""
    try:
        return {f"{FOLDER}/{name}" for name in default_storage.listdir(FOLDER)[1]}
    except FileNotFoundError:
        return set()


def size_of(data) -> tuple[int, int]:
    """Width and height in pixels of a stored picture, or of what ``reencoded`` gave; from its first bytes.

    :raises BadPortrait: when it cannot be read.
    """
    try:
        with Image.open(data, formats=("WEBP",)) as image:
            return image.size
    except TRIPS as error:
        raise BadPortrait(_("The picture cannot be read. Choose it again.")) from error


def _opened(data) -> Image.Image:
    try:
        return Image.open(io.BytesIO(data), formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise BadPortrait(_("This picture is too large. Up to 16 megapixels are fine.")) from error
    except TRIPS as error:
        raise BadPortrait(_("This is not a PNG, JPEG or WebP picture, or it is damaged.")) from error


def _webp(image) -> bytes:
    image.load()  # the whole file: a truncated one raises here
    upright = ImageOps.exif_transpose(image)
    has_alpha = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
    # A fresh image holds nothing but pixels.
    plain = Image.new("RGBA" if has_alpha else "RGB", upright.size)
    plain.paste(upright.convert(plain.mode))
    plain.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    plain.save(out, "WEBP", quality=88, method=4)
    return out.getvalue()
