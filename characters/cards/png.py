"""Texts in PNG and APNG files: chunks with the keyword ``chara`` (V1, V2) or ``ccv3`` (V3), their value in base64."""

import base64
import binascii
import hashlib
import struct
import zlib
from dataclasses import dataclass, field

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from characters.cards.bad_card import BadCard
from characters.plain_json import MAX_BYTES, larger_than

SIGNATURE = b"\x89PNG\r\n\x1a\n"
MAX_CHUNKS = 20_000
MAX_TEXTS = 64
# Four letters of base64 say three bytes; a little more, for line ends.
_MAX_TEXT = MAX_BYTES * 3 // 2
_ASSET = b"chara-ext-asset_:"
_HEADER = 8 + 25  # the signature and IHDR


@dataclass
class Texts:
    """What is written in a PNG: JSON by keyword (``chara``, ``ccv3``), and what else can be said of the file."""

    cards: dict[str, bytes] = field(default_factory=dict)
    # The picture's own data, told from another's.
    picture: str = ""
    warnings: list[str] = field(default_factory=list)


def read(data: bytes) -> Texts:
    """The card's texts in a PNG.

    :raises BadCard: unless it is whole, with every checksum right and no more in it than a card needs.
    """
    found, values, num_texts, num_assets, read_to = Texts(), {}, 0, 0, 0
    pixels = hashlib.sha256()
    for kind, value, end in _chunks(data):
        read_to = end
        if kind == b"IDAT":
            pixels.update(value)
        if kind not in (b"tEXt", b"zTXt", b"iTXt"):
            continue
        keyword, _nul, rest = value.partition(b"\0")
        if keyword.startswith(_ASSET):
            num_assets += 1
            continue
        num_texts += 1
        if num_texts > MAX_TEXTS:
            raise BadCard(_("file"), _("holds more than %(number)s texts") % {"number": MAX_TEXTS})
        name = keyword.lower().decode("latin-1")
        if name in ("chara", "ccv3"):
            values.setdefault(name, []).append(_plain(kind, rest, name))
    found.picture = pixels.hexdigest()[:32]
    if num_assets:
        said = ngettext(
            "%(number)s files that are packed into this picture are not kept.",
            "%(number)s files that are packed into this picture are not kept.",
            num_assets,
        )
        found.warnings.append(said % {"number": num_assets})
    if read_to < len(data):
        said = ngettext(
            "%(number)s bytes behind the end of the picture were not read.",
            "%(number)s bytes behind the end of the picture were not read.",
            len(data) - read_to,
        )
        found.warnings.append(said % {"number": number_format(len(data) - read_to, force_grouping=True)})
    for name, texts in values.items():
        _keep(found, name, texts, has_other=len(values) > 1)
    return found


def _keep(found, name, texts, *, has_other):
    try:
        cards = {_decoded(name, text) for text in texts}
        if len(cards) > 1:
            raise BadCard(name, _("stands in this picture twice and says different things: take one out"))
    except BadCard as bad:
        # Where both stand, the newer one is what counts.
        if name == "ccv3" or not has_other:
            raise
        found.warnings.append(_("The older form of the card was left aside: %(reason)s.") % {"reason": bad})
    else:
        found.cards[name] = cards.pop()


def _chunks(data):
    """Each chunk's kind and value, and where it ends."""
    at, num = len(SIGNATURE), 0
    while True:
        if at + 12 > len(data):
            raise BadCard(_("file"), _("is cut off: the picture has no end"))
        size, kind = struct.unpack(">I4s", data[at : at + 8])
        end = at + 12 + size
        if end > len(data):
            raise BadCard(_("file"), _("is cut off: the picture has no end"))
        value = data[at + 8 : end - 4]
        name = kind.decode("latin-1") if kind.isalpha() else repr(kind)
        if zlib.crc32(kind + value) != struct.unpack(">I", data[end - 4 : end])[0]:
            said = _("is damaged: the checksum of its part %(name)s is wrong")
            raise BadCard(_("file"), said % {"name": name})
        num += 1
        if num > MAX_CHUNKS:
            said = _("has more than %(number)s parts")
            raise BadCard(_("file"), said % {"number": number_format(MAX_CHUNKS, force_grouping=True)})
        if (num == 1) != (kind == b"IHDR"):
            raise BadCard(_("file"), _("is damaged: a picture begins with one IHDR"))
        yield kind, value, end
        if kind == b"IEND":
            return
        at = end


def _plain(kind, rest, name) -> bytes:
    if kind == b"tEXt":
        return rest
    if kind == b"zTXt":
        return _inflated(rest[1:], name)
    if len(rest) < 2:
        raise BadCard(name, _("is damaged"))
    text = rest[2:].partition(b"\0")[2].partition(b"\0")[2]
    return _inflated(text, name) if rest[0] else text


def _inflated(value, name) -> bytes:
    inflate = zlib.decompressobj()
    try:
        text = inflate.decompress(value, _MAX_TEXT + 1)
    except zlib.error as error:
        raise BadCard(name, _("is damaged: it cannot be unpacked")) from error
    if len(text) <= _MAX_TEXT and not inflate.eof:
        raise BadCard(name, _("is damaged: it cannot be unpacked"))
    return text


def _decoded(name, text) -> bytes:
    if len(text) > _MAX_TEXT:
        raise BadCard(name, larger_than(MAX_BYTES))
    letters = b"".join(text.split()).rstrip(b"=")
    try:
        return base64.b64decode(letters + b"=" * (-len(letters) % 4), validate=True)
    except binascii.Error as error:
        raise BadCard(name, _("is not base64")) from error


def pixels_of(png: bytes) -> str:
    """The digest by which ``read`` knows this picture again."""
    return read(png).picture


def with_texts(png: bytes, texts: dict[str, bytes]) -> bytes:
    """The PNG with each JSON under its keyword, before the pixels."""
    chunks = b"".join(_chunk(f"{name}\0".encode() + base64.b64encode(json)) for name, json in texts.items())
    return png[:_HEADER] + chunks + png[_HEADER:]


def _chunk(value, kind=b"tEXt") -> bytes:
    return struct.pack(">I", len(value)) + kind + value + struct.pack(">I", zlib.crc32(kind + value))
