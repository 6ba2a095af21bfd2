"""The picture that other sites show beside a link to a character: PNG, 1200 by 630, drawn once for each edition.

It is kept as a file, one for each character, so that who asks again and again costs nothing but reading it. Drawing
takes some tenths of a second of one processor; a process draws one at a time, and who waits too long is sent away.
"""

import io
import uuid
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import structlog
from django.conf import settings
from django.core.files.storage import default_storage
from django.utils.translation import override
from PIL import Image, ImageDraw

from characters import renditions
from characters.models import Edition
from characters.outward import lettering
from characters.outward.struck import medal
from characters.portraits import TRIPS
from characters.reading import Reading, reading_of
from web.languages import reverse_for_all
from web.typography import curled

log = structlog.get_logger(__name__)

WIDTH, HEIGHT = 1200, 630
# Part of its address and of its file's name: count it up when pictures are drawn otherwise.
RECIPE = 1
FOLDER = "sharing"
# How long one waits for another picture to be drawn, in seconds.
PATIENCE = 3
PAPER, INK, SOFT, RULE = (250, 246, 236), (36, 30, 23), (98, 87, 74), (138, 126, 105)
ROUND = 430  # pixels across of the round picture
LEFT, TOP = 80, 94
WORDS_LEFT, WORDS_WIDTH, WORDS_HEIGHT, GAP = 580, 540, 470, 20


class Busy(Exception):
    """Other pictures are being drawn: ask again in a moment."""


_drawing = Lock()


def address_key(edition: Edition) -> str:
    """What stands behind the picture's address, so that a kept one is never an old one."""
    return f"{RECIPE}.{edition.number}"


def address_of(edition: Edition) -> str:
    """Where the picture of a live edition is."""
    return f"{reverse_for_all('characters:sharing_picture', args=[edition.slug])}?v={address_key(edition)}"


def picture_of(edition: Edition) -> bytes:
    """The PNG of a live edition: the kept one, else drawn now.

    :raises Busy: while this process is drawing others.
    """
    path = _path(edition)
    if kept := _read(path):
        return kept
    if not _drawing.acquire(timeout=PATIENCE):
        raise Busy
    try:
        if not (png := _read(path)):
            # There is one of each edition, whoever asks.
            with override(settings.LANGUAGE_CODE):
                png = drawn(reading_of(edition))
            _keep(path, png, edition)
        return png
    finally:
        _drawing.release()


def _path(edition) -> Path:
    """A thousand characters share a folder, so that looking through it stays quick."""
    folder = settings.MEDIA_ROOT / FOLDER / str(edition.character_id // 1000)
    return folder / f"{edition.character_id}-{edition.pk}-{RECIPE}.png"


def _read(path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _keep(path, png, edition):
    """Whole or not at all; the pictures of earlier editions go. Without a disk to keep it on, it is drawn each time."""
    try:
        _write_whole(path, png)
        for old in path.parent.glob(f"{edition.character_id}-*.png"):
            if old != path:
                old.unlink(missing_ok=True)
    except OSError as error:
        log.warning("picture not kept", edition=edition.pk, error=type(error).__name__)


def _write_whole(path, png):
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{uuid.uuid4().hex}.part")
    unfinished.write_bytes(png)
    unfinished.replace(path)


def drawn(reading: Reading) -> bytes:
    """The PNG: the portrait or medal, beside it name, years and tagline, and the site's name."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(image)
    for y, width in ((28, 2), (34, 2)):
        pen.line((LEFT, y, WIDTH - LEFT, y), fill=RULE, width=width)
    picture = _portrait(reading) or medal(reading.content.name, reading.edition.era, reading.years, ROUND)
    image.paste(picture, (LEFT, TOP), picture)
    _write_words(pen, reading)
    pen.line((LEFT, HEIGHT - 72, WIDTH - LEFT, HEIGHT - 72), fill=RULE, width=1)
    pen.text(
        (LEFT, HEIGHT - 32),
        lettering.showable(settings.SITE_NAME),
        font=lettering.face(28),
        fill=SOFT,
        anchor="ls",
    )
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _write_words(pen, reading):
    """Name, years and tagline below each other, as a block beside the middle of the picture."""
    content = reading.content
    blocks = [
        _block(content.name, sizes=(76, 66, 56, 48, 40), height=190, colour=INK),
        _block(reading.years, sizes=(30,), height=40, colour=SOFT),
    ]
    room = WORDS_HEIGHT - sum(block.height + GAP for block in blocks)
    blocks.append(_block(curled(content.tagline), sizes=(34, 31, 28), height=room, colour=INK))
    y = TOP + (ROUND - sum(block.height + GAP for block in blocks) + GAP) / 2
    for block in blocks:
        for n, line in enumerate(block.lines):
            at = (WORDS_LEFT, y + lettering.row(block.size) * (n + 0.8))
            pen.text(at, line, font=lettering.face(block.size), fill=block.colour, anchor="ls")
        y += block.height + GAP


@dataclass(frozen=True)
class _Block:
    """Lines of one size, in pixels."""

    size: int
    lines: list[str]
    colour: tuple[int, int, int]

    @property
    def height(self) -> float:
        return lettering.row(self.size) * len(self.lines)


def _block(text, *, sizes, height, colour) -> _Block:
    size, found = lettering.fitting(lettering.showable(text), sizes=sizes, width=WORDS_WIDTH, height=height)
    return _Block(size, found, colour)


def _portrait(reading) -> Image.Image | None:
    """The round portrait: of the square that pages show, else cut from the whole; None where neither can be read."""
    content = reading.content
    for name in (reading.edition.portrait, content.portrait):
        if not (name and renditions.is_name(name)):
            continue
        try:
            with default_storage.open(name) as file:
                image = Image.open(file, formats=("WEBP",)).convert("RGB")
        except TRIPS:
            continue
        if name == content.portrait:
            left, top, side = renditions.square(image.size, content.portrait_crop, content.portrait_focus)
            image = image.crop((left, top, left + side, top + side))
        return _rounded(image.resize((ROUND, ROUND), Image.Resampling.LANCZOS))
    return None


def _rounded(image) -> Image.Image:
    mask = Image.new("L", (ROUND * 3, ROUND * 3))
    ImageDraw.Draw(mask).ellipse((0, 0, ROUND * 3 - 1, ROUND * 3 - 1), fill=255)
    image.putalpha(mask.resize((ROUND, ROUND), Image.Resampling.LANCZOS))
    return image
