"""Tell by its first bytes what a file is, and get out the card's JSON and the picture."""

import hashlib
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from characters.cards import assets, charx, png
from characters.cards.bad_card import BadCard

MAX_BYTES = 8_000_000
# Files that people take for cards, by how they begin.
_OTHERS = (
    (b"\x1f\x8b", gettext_lazy("is packed with gzip: unpack it first")),
    (
        b"\xff\xd8\xff",
        gettext_lazy("is a JPEG picture, which holds no card: use the PNG, JSON or CHARX file"),
    ),
    (
        b"RIFF",
        gettext_lazy("is a WebP picture or a sound, which holds no card: use the PNG, JSON or CHARX file"),
    ),
    (b"GIF8", gettext_lazy("is a GIF picture, which holds no card: use the PNG, JSON or CHARX file")),
    (b"\xff\xfe", gettext_lazy("is not UTF-8: save it as UTF-8")),
    (b"\xfe\xff", gettext_lazy("is not UTF-8: save it as UTF-8")),
)
_BOM = b"\xef\xbb\xbf"


@dataclass
class Opened:
    """``json`` is the card, ``older`` its V2 form where both stand in a picture; ``label`` is what refusals call it."""

    json: bytes
    label: str
    older: bytes | None = None
    # A PNG's own bytes; of other files, ``picture_for`` looks the picture up.
    png: bytes | None = None
    png_digest: str = ""
    archive: charx.Archive | None = None
    warnings: list[str] = field(default_factory=list)

    def picture_for(self, data: dict) -> tuple[bytes | None, str, dict | None]:
        """The card's picture, a digest by which it is known again, and the entry in ``assets`` that names it."""
        if self.png is not None:
            return self.png, self.png_digest, None
        for entry in assets.icons(data):
            picture = assets.written_out(entry)
            if picture is None and self.archive and (name := assets.inside(entry)):
                picture = self._unpacked(name)
            if picture is not None:
                return picture, digest_of(picture), entry
        return None, "", None

    def _unpacked(self, name) -> bytes | None:
        try:
            return self.archive.picture(name)
        except BadCard as bad:
            self.warnings.append(_("The picture is left out: %(reason)s.") % {"reason": bad.reason})
            return None


def digest_of(picture: bytes) -> str:
    """What tells whether a picture is still the one that went out."""
    return hashlib.sha256(picture).hexdigest()[:32]


def opened(data: bytes) -> Opened:
    """The card's JSON and what comes with it.

    :raises BadCard: when this is no file that a card comes in, or a damaged one.
    """
    if len(data) > MAX_BYTES:
        raise BadCard(_("file"), _("is larger than %(number)s MB") % {"number": MAX_BYTES // 1_000_000})
    if data.startswith(png.SIGNATURE):
        return _from_png(data)
    if data.startswith(charx.SIGNATURE):
        return _from_charx(data)
    for start, reason in _OTHERS:
        if data.startswith(start):
            raise BadCard(_("file"), str(reason))
    if not data.removeprefix(_BOM).lstrip()[:1] == b"{":
        raise BadCard(_("file"), _("is no character card: neither JSON, nor PNG, nor CHARX"))
    return Opened(data, _("file"))


def _from_png(data) -> Opened:
    texts = png.read(data)
    for label in ("ccv3", "chara"):
        if label in texts.cards:
            older = texts.cards.get("chara") if label == "ccv3" else None
            return Opened(texts.cards[label], label, older, data, texts.picture, warnings=texts.warnings)
    raise BadCard(_("file"), _("is a picture without a card in it; programs that save pictures anew lose it"))


def _from_charx(data) -> Opened:
    archive = charx.Archive(data)
    return Opened(archive.card(), charx.CARD, archive=archive)
