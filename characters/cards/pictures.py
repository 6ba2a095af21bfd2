"""The picture that a card goes out on: the portrait, or the character's initials struck into a disc."""

import colorsys
import hashlib
import io

from PIL import Image, ImageDraw, ImageFont

from characters.medallions import initials

# So that the picture and both forms of the largest card stay below what we take in ourselves.
MAX_SIDE = 768
_SIDE = 512


def png_of(picture: bytes | None, *, name: str) -> bytes:
    """The portrait as a PNG that is nothing but pixels; without one, a drawn medal."""
    image = _opened(picture) if picture else _medal(name)
    image.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    return converted(image, "PNG")


def converted(picture: bytes | Image.Image, format: str) -> bytes:
    """The picture in another format (PNG, WEBP or JPEG); a WebP that is asked for as one stays as it is."""
    if isinstance(picture, bytes):
        if format == "WEBP":
            return picture
        picture = _opened(picture)
    out = io.BytesIO()
    (picture.convert("RGB") if format == "JPEG" else picture).save(out, format)
    return out.getvalue()


def _opened(picture) -> Image.Image:
    image = Image.open(io.BytesIO(picture), formats=("WEBP", "PNG", "JPEG"))
    return image.convert("RGBA" if "A" in image.mode else "RGB")


def _medal(name) -> Image.Image:
    hue = hashlib.sha256(name.encode()).digest()[0] / 255
    ground, metal, rim = (_colour(hue, *tone) for tone in ((0.2, 0.35), (0.5, 0.4), (0.85, 0.3)))
    image = Image.new("RGB", (_SIDE, _SIDE), ground)
    draw = ImageDraw.Draw(image)
    for inset, fill in ((28, rim), (36, metal), (60, rim), (64, metal)):
        draw.ellipse((inset, inset, _SIDE - inset, _SIDE - inset), fill=fill)
    letters, font = initials(name), ImageFont.load_default(size=190)
    # The letters that come with Pillow are Latin; of others it draws empty boxes.
    if all(letter.isascii() or "À" <= letter <= "ž" for letter in letters):
        draw.text((_SIDE / 2, _SIDE / 2), letters, fill=rim, font=font, anchor="mm")
    return image


def _colour(hue, lightness, saturation):
    return tuple(round(255 * part) for part in colorsys.hls_to_rgb(hue, lightness, saturation))
