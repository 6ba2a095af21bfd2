"""Characters in files: starter files with portraits beside them and character cards, in a folder or a zip.

Nothing is ever unpacked to the disk, and no name in an archive becomes a path.
"""

import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _

from characters import portraits
from characters.cards import BadCard, read_card
from characters.content_files import ENDINGS, BadFile, plain_webp, read_bytes, with_portrait
from characters.incoming import Incoming

CARDS = (".png", ".apng", ".json", ".charx")
# A catalog of 10,000 characters with their portraits fits; what holds or inflates to more is none.
MAX_FILES = 30_000
MAX_INFLATED = 2_000_000_000
LARGEST = 10_000_000


# What zipfile is known to raise on files made to trip it.
TRIPS = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, NotImplementedError, RuntimeError, OSError,
    EOFError, ValueError, KeyError, IndexError, OverflowError, struct.error,
)  # fmt: skip


class BadArchive(Exception):
    """The file is no zip that can be read; the message says why in a sentence."""


@dataclass(frozen=True)
class File:
    """A file that arrived. ``path`` is only shown and compared; ``read`` gives its bytes, ``size`` how many."""

    path: str
    size: int
    read: Callable[[], bytes]

    @property
    def ending(self) -> str:
        return PurePosixPath(self.path).suffix.lower()


def files_in_folder(folder: Path) -> list[File]:
    """The files right in a folder, by name."""
    paths = (path for path in sorted(folder.iterdir()) if path.is_file() and not path.name.startswith("."))
    return [File(path.name, path.stat().st_size, path.read_bytes) for path in paths]


def files_in_zip(archive: zipfile.ZipFile, *, within: str = "") -> list[File]:
    """The files in a zip, by name, whatever folders they are in. What a Mac adds is left out.

    :raises BadArchive: when it is encrypted, or holds or inflates to too much.
    """
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if len(infos) > MAX_FILES or sum(info.file_size for info in infos) > MAX_INFLATED:
        raise BadArchive(_("It holds too much. Part it."))
    if any(info.flag_bits & 1 for info in infos):
        raise BadArchive(_("It is protected by a password. Send it without one."))
    kept = (info for info in infos if not PurePosixPath(info.filename).name.startswith((".", "__MACOSX")))
    return sorted(
        (File(f"{within}{i.filename}", i.file_size, _reader(archive, i)) for i in kept),
        key=lambda file: file.path,
    )


def _reader(archive, info) -> Callable[[], bytes]:
    def read():
        try:
            with archive.open(info) as stream:
                return stream.read(LARGEST + 1)
        except TRIPS as error:
            raise BadArchive(_("It is damaged.")) from error

    return read


def read_files(files: Iterable[File]) -> Iterator[Incoming]:
    """Every starter file and every card among them, in their order; one that is wrong harms no other.

    A picture beside a starter file, of the same name, is its portrait. Other kinds of files are passed over.
    """
    files = list(files)
    beside = {PurePosixPath(f.path).with_suffix(""): f for f in files if f.ending in ENDINGS}
    starters = {PurePosixPath(f.path).with_suffix("") for f in files if f.ending == ".md"}
    for file in files:
        stem = PurePosixPath(file.path).with_suffix("")
        if file.ending == ".md":
            yield _read(file, lambda data, file=file, stem=stem: _starter(file, data, beside.get(stem)))
        elif file.ending in CARDS and stem not in starters:
            yield _read(file, lambda data, file=file: _card(file, data))


def _read(file: File, parse) -> Incoming:
    if file.size > LARGEST:
        refusal = _("It is larger than %(number)s MB.") % {"number": LARGEST // 1_000_000}
        return Incoming(file.path, field=_("file"), refusal=refusal)
    try:
        return parse(file.read())
    except BadFile as bad:
        return Incoming(
            file.path,
            field=_("line %(line)s, %(field)s") % {"line": bad.line, "field": bad.field},
            refusal=bad.reason,
        )
    except BadCard as bad:
        return Incoming(file.path, field=bad.field, refusal=bad.reason)
    except portraits.BadPortrait as bad:
        return Incoming(file.path, field="portrait", refusal=str(bad))
    except (BadArchive, OSError) as bad:
        return Incoming(file.path, field=_("file"), refusal=str(bad))


def _starter(file: File, data: bytes, picture: File | None) -> Incoming:
    content = read_bytes(PurePosixPath(file.path).stem, data, path=file.path)
    if picture is None:
        return Incoming(file.path, with_portrait(content, None, path=file.path))
    return Incoming(file.path, content, plain_webp(picture.read()))


def _card(file: File, data: bytes) -> Incoming:
    card = read_card(data, filename=file.path)
    content = card.content if card.portrait else card.stored()
    return Incoming(file.path, content, card.portrait, warnings=tuple(card.warnings))
