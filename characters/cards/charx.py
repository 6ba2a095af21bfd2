"""CHARX files: a zip with ``card.json`` and the pictures that it names with ``embeded://`` (so the specification).

Only the card and one picture are ever unpacked, each up to its limit; a name in the archive never makes a path.
"""

import io
import stat
import zipfile
import zlib

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from characters.cards.bad_card import BadCard
from characters.plain_json import MAX_BYTES
from characters.portraits import MAX_BYTES as MAX_PICTURE

SIGNATURE = b"PK\x03\x04"
_HEAD = b"PK\x01\x02"
CARD = "card.json"
MAX_ENTRIES = 500
MAX_UNPACKED = 200_000_000
# More than this many times its size, nothing but a trap is packed.
MAX_RATIO = 1000
_ARCHIVES = (".zip", ".charx", ".jar", ".7z", ".rar", ".gz", ".tgz", ".bz2", ".xz", ".tar", ".zst")
_ENCRYPTED = 0x1
# What zipfile is known to raise on files made to trip it.
TRIPS = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError,
    ValueError, KeyError, IndexError, OverflowError,
)  # fmt: skip


class Archive:
    """One CHARX file, looked through and found harmless.

    :raises BadCard: when it is no zip, or one that is made to do harm.
    """

    def __init__(self, data: bytes):
        # Before a list of them is made: its heads are the larger part of an archive of nothing.
        if data.count(_HEAD) > 4 * MAX_ENTRIES:
            raise BadCard(_("file"), _("holds more than %(number)s files") % {"number": MAX_ENTRIES})
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except TRIPS as error:
            raise BadCard(_("file"), _("is a damaged zip archive, or is cut off")) from error
        if len(entries) > MAX_ENTRIES:
            raise BadCard(_("file"), _("holds more than %(number)s files") % {"number": MAX_ENTRIES})
        self.names = set()
        for entry in entries:
            self._check(entry)
            self.names.add(entry.filename)
        if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
            said = _("would unpack to more than %(number)s bytes")
            raise BadCard(_("file"), said % {"number": number_format(MAX_UNPACKED, force_grouping=True)})
        if CARD not in self.names:
            raise BadCard(_("file"), _("is a zip archive without a %(name)s") % {"name": CARD})

    def _check(self, entry):
        name = entry.orig_filename
        shown = {"name": name[:60]}
        if not is_name(name.removesuffix("/")):
            raise BadCard(_("file"), _("“%(name)s” in the archive is no name of a file inside it") % shown)
        if name in self.names:
            raise BadCard(_("file"), _("“%(name)s” in the archive stands there twice") % shown)
        if entry.flag_bits & _ENCRYPTED:
            raise BadCard(_("file"), _("“%(name)s” in the archive is encrypted") % shown)
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise BadCard(_("file"), _("“%(name)s” in the archive is a link") % shown)
        if name.lower().endswith(_ARCHIVES):
            raise BadCard(_("file"), _("“%(name)s” in the archive is an archive itself") % shown)
        if entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise BadCard(_("file"), _("“%(name)s” in the archive is packed suspiciously tight") % shown)

    def card(self) -> bytes:
        """The JSON.

        :raises BadCard: when it is too large or damaged.
        """
        return self._read(CARD, MAX_BYTES)

    def picture(self, name: str) -> bytes | None:
        """A picture by its name inside; None when there is none.

        :raises BadCard: when it is too large or damaged.
        """
        return self._read(name, MAX_PICTURE) if name in self.names else None

    def _read(self, name, most) -> bytes:
        try:
            with self._zip.open(name) as file:
                data = file.read(most + 1)
                if len(data) <= most and file.read(1):
                    raise _damaged(name)
        except TRIPS as error:
            raise _damaged(name) from error
        if len(data) > most:
            said = _("“%(name)s” in the archive is larger than %(number)s bytes")
            values = {"name": name[:60], "number": number_format(most, force_grouping=True)}
            raise BadCard(_("file"), said % values)
        return data


def _damaged(name) -> BadCard:
    return BadCard(_("file"), _("“%(name)s” in the archive is damaged") % {"name": name[:60]})


def is_name(name: str) -> bool:
    """Whether a name is one that a file in an archive can have."""
    parts = name.split("/")
    return "\\" not in name and "\0" not in name and ":" not in parts[0] and not {"", ".", ".."} & set(parts)


def packed(files: dict[str, bytes]) -> bytes:
    """A zip of these files, the same bytes every time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
