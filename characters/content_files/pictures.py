"""The portrait beside a starter file: read strictly, and written back byte for byte.

A stored portrait is named by a hash of its bytes, and that name is what a file's ``portrait:`` says. The picture itself
lies beside the file as ``<slug>.webp``. An author needs no hash: a ``<slug>.webp``, ``.png`` or ``.jpg`` beside the
file is the portrait whatever ``portrait:`` says. A WebP that holds nothing but pixels, as ours all do, stays as it is;
everything else is encoded anew. So a folder that was exported comes out of another catalog with the same bytes.
"""

import io
import struct
from dataclasses import replace
from pathlib import Path

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from PIL import Image

from characters import portraits
from characters.content_files.source import BadFile
from characters.content_files.writing import written
from characters.editions import CharacterContent

ENDINGS = (".webp", ".png", ".jpg", ".jpeg")
_ALPHA = 0x10  # the only thing beside pixels that a plain WebP's header may announce


def picture_beside(path: Path) -> Path | None:
    """The picture that lies beside a starter file, if one does.

    :raises BadFile: when there is more than one.
    """
    found = [path.with_suffix(ending) for ending in ENDINGS if path.with_suffix(ending).is_file()]
    if len(found) > 1:
        names = " and ".join(picture.name for picture in found)
        raise BadFile(str(path), 1, "portrait", f"{names} lie beside this file: keep one of them")
    return found[0] if found else None


def with_portrait(
    content: CharacterContent, picture: bytes | None, *, path: str = "", keep=True
) -> CharacterContent:
    """The content with ``portrait`` naming the picture that lay beside its file; stored, unless ``keep`` is False.

    :raises BadFile: when it is no picture, or when there is none and the one that is named is not stored here.
    """
    path = path or f"{content.slug}.md"
    if picture is None:
        if content.portrait and not default_storage.exists(content.portrait):
            reason = _("this picture is not stored here: put it beside the file as %(name)s")
            raise BadFile(path, 1, "portrait", reason % {"name": f"{content.slug}.webp"})
        return content
    try:
        webp = plain_webp(picture)
    except portraits.BadPortrait as bad:
        raise BadFile(path, 1, "portrait", str(bad)) from bad
    return replace(content, portrait=portraits.keep(webp) if keep else portraits.name_of(webp))


def portrait_of(content: CharacterContent) -> bytes | None:
    """The stored picture's bytes; None when there is none, or when it has gone from the store."""
    if not content.portrait or not default_storage.exists(content.portrait):
        return None
    with default_storage.open(content.portrait) as file:
        return file.read()


def files_of(content: CharacterContent) -> dict[str, bytes]:
    """What an export writes for one character: names and bytes of its file and of the picture beside it."""
    files = {f"{content.slug}.md": written(content).encode()}
    if picture := portrait_of(content):
        files[f"{content.slug}.webp"] = picture
    return files


def plain_webp(data: bytes) -> bytes:
    """The picture as ``portraits.reencoded`` gives it; the very bytes, if they hold nothing but pixels already.

    :raises BadPortrait: as that does.
    """
    webp = portraits.reencoded(data)
    return data if _is_plain(data) else webp


def _size(webp) -> tuple[int, int]:
    with Image.open(io.BytesIO(webp), formats=("WEBP",)) as image:
        return image.size


def _is_plain(data) -> bool:
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or struct.unpack("<I", data[4:8])[0] != len(data) - 8:
        return False
    kinds, at = [], 12
    while at + 8 <= len(data):
        kind, size = struct.unpack("<4sI", data[at : at + 8])
        if kind == b"VP8X" and data[at + 8 : at + 12] not in (bytes((_ALPHA, 0, 0, 0)), bytes(4)):
            return False
        kinds.append(kind)
        at += 8 + size + size % 2
    whole = ([b"VP8 "], [b"VP8L"], [b"VP8X", b"VP8 "], [b"VP8X", b"VP8L"], [b"VP8X", b"ALPH", b"VP8 "])
    return at == len(data) and kinds in whole and max(_size(data)) <= portraits.MAX_SIDE
