"""CHARX files: a zip with ``card.json`` and the pictures that it names with ``embeded://`` (so the specification).

Only the card and one picture are ever unpacked, each up to its limit; a name in the archive never makes a path.
"""

import io
import stat
import zipfile
import zlib

from characters.cards.bad_card import BadCard
from characters.plain_json import MAX_BYTES
from characters.portraits import MAX_BYTES as MAX_PICTURE

SIGNATURE = b"PK\x03\x04"
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
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except TRIPS as error:
            raise BadCard("file", "is a damaged zip archive, or is cut off") from error
        if len(entries) > MAX_ENTRIES:
            raise BadCard("file", f"holds more than {MAX_ENTRIES} files")
        self.names = set()
        for entry in entries:
            self._check(entry)
            self.names.add(entry.filename)
        if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
            raise BadCard("file", f"would unpack to more than {MAX_UNPACKED:,} bytes")
        if CARD not in self.names:
            raise BadCard("file", f"is a zip archive without a {CARD}")

    def _check(self, entry):
        name = entry.orig_filename
        shown = f"“{name[:60]}” in the archive"
        if not is_name(name.removesuffix("/")):
            raise BadCard("file", f"{shown} is no name of a file inside it")
        if name in self.names:
            raise BadCard("file", f"{shown} stands there twice")
        if entry.flag_bits & _ENCRYPTED:
            raise BadCard("file", f"{shown} is encrypted")
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise BadCard("file", f"{shown} is a link")
        if name.lower().endswith(_ARCHIVES):
            raise BadCard("file", f"{shown} is an archive itself")
        if entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise BadCard("file", f"{shown} is packed suspiciously tight")

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
                    raise BadCard("file", f"“{name[:60]}” in the archive is damaged")
        except TRIPS as error:
            raise BadCard("file", f"“{name[:60]}” in the archive is damaged") from error
        if len(data) > most:
            raise BadCard("file", f"“{name[:60]}” in the archive is larger than {most:,} bytes")
        return data


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
