"""Letters in drawn pictures: a face that this machine has, words that it can show, lines that fit."""

from functools import lru_cache
from math import cos, degrees, sin

from PIL import Image, ImageDraw, ImageFont

from characters.editions import folded

# By the names of their files, the best first; nothing is fetched. Pillow brings a face of its own, for last.
FACES = ("P052-Roman.otf", "DejaVuSerif.ttf", "LiberationSerif-Regular.ttf")
NO_LETTER = "\uffff"


@lru_cache(maxsize=32)
def face(size: int) -> ImageFont.FreeTypeFont:
    """The face at this size, in pixels."""
    for name in FACES:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return ImageFont.load_default(size)


@lru_cache(maxsize=4_000)
def _has(letter: str) -> bool:
    """Whether the face can show it: what it cannot, it shows as it shows no letter at all."""
    font = face(24)
    if letter.isspace():
        return True
    return bytes(font.getmask(letter)) != bytes(font.getmask(NO_LETTER)) and bool(font.getbbox(letter)[2])


def showable(text: str) -> str:
    """What the face can show of a text: letters that it lacks without their accents, and else not at all."""
    kept = (c if _has(c) else "".join(p for p in folded(c) if _has(p)) for c in text)
    return " ".join("".join(kept).split())


def lines(text: str, size: int, width: int) -> list[str]:
    """The text in lines of so many pixels at most; a word that is longer stands alone."""
    found: list[str] = []
    for word in text.split():
        longer = f"{found[-1]} {word}" if found else word
        if found and face(size).getlength(longer) <= width:
            found[-1] = longer
        else:
            found.append(word)
    return found


def row(size: int) -> float:
    """How high a line is."""
    return size * 1.22


def fitting(text: str, *, sizes: tuple[int, ...], width: int, height: float) -> tuple[int, list[str]]:
    """The largest of these sizes at which the text fits, and its lines; at the smallest, its end is cut off."""
    for size in sizes:
        found, most = lines(text, size, width), max(1, int(height // row(size)))
        if len(found) <= most and all(face(size).getlength(line) <= width for line in found):
            return size, found
    return size, _cut([_shortened(line, size, width) for line in found], most, size, width)


def _cut(found, most, size, width):
    if len(found) <= most:
        return found
    return [*found[: most - 1], _shortened(f"{found[most - 1]} …", size, width)]


def _shortened(line, size, width):
    if face(size).getlength(line) <= width:
        return line
    while line and face(size).getlength(f"{line}…") > width:
        line = line[:-1]
    return f"{line.rstrip(' …,;:')}…"


def round_about(image: Image.Image, text: str, *, middle: float, radius: float, size: int, spacing: float, colour,
                is_above: bool):  # fmt: skip
    """Letters on a circle: over its top, or along its foot with their feet outwards. All in pixels."""
    font = face(size)
    widths = [font.getlength(letter) + spacing for letter in text]
    at = -sum(widths) / 2
    for letter, width in zip(text, widths, strict=True):
        turned = (at + width / 2) / radius
        at += width
        _letter(image, letter, font, middle, radius, turned, colour, is_above)


def _letter(image, letter, font, middle, radius, turned, colour, is_above):
    side = 4 * font.size
    glyph = Image.new("L", (side, side))
    ImageDraw.Draw(glyph).text((side / 2, side / 2), letter, font=font, fill=255, anchor="ms")
    way = 1 if is_above else -1
    glyph = glyph.rotate(-degrees(turned) * way, resample=Image.Resampling.BICUBIC)
    x, y = middle + radius * sin(turned), middle - way * radius * cos(turned)
    image.paste(colour, (round(x - side / 2), round(y - side / 2)), glyph)
