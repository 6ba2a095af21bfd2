"""What the files of the corpus are made of: chunks of PNGs, zips, and small pictures. The same bytes every time."""

import base64
import io
import json
import struct
import zipfile
import zlib

from PIL import Image

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def dumped(card) -> bytes:
    return json.dumps(card, ensure_ascii=False).encode()


def chunk(kind: bytes, value: bytes, *, crc: int | None = None) -> bytes:
    sum_ = zlib.crc32(kind + value) if crc is None else crc
    return struct.pack(">I", len(value)) + kind + value + struct.pack(">I", sum_)


def text(keyword: str, card) -> bytes:
    """A tEXt chunk with a card in it, as the specifications have it."""
    json_text = card if isinstance(card, bytes) else dumped(card)
    return chunk(b"tEXt", keyword.encode() + b"\0" + base64.b64encode(json_text))


def compressed_text(keyword: str, card) -> bytes:
    packed = zlib.compress(base64.b64encode(dumped(card)))
    return chunk(b"zTXt", keyword.encode() + b"\0\0" + packed)


def international_text(keyword: str, card, *, is_packed: bool) -> bytes:
    value = base64.b64encode(dumped(card))
    head = keyword.encode() + b"\0" + bytes((is_packed, 0)) + b"en\0card\0"
    return chunk(b"iTXt", head + (zlib.compress(value) if is_packed else value))


def picture(format="PNG", *, colour="teal", size=(24, 32), **options) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, format, **options)
    return out.getvalue()


def png(*chunks: bytes, colour="teal", before_end=True) -> bytes:
    """A small PNG with more chunks, before its end as most programs write them, or right after its head."""
    plain = picture(colour=colour)
    at = len(plain) - 12 if before_end else 33
    return plain[:at] + b"".join(chunks) + plain[at:]


def apng(*chunks: bytes) -> bytes:
    frames = [Image.new("RGB", (24, 32), colour) for colour in ("teal", "navy", "maroon")]
    out = io.BytesIO()
    frames[0].save(out, "PNG", save_all=True, append_images=frames[1:], duration=100)
    return out.getvalue()[:33] + b"".join(chunks) + out.getvalue()[33:]


def zipped(files: dict[str, bytes] | list[tuple[str, bytes]], *, compression=zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, data in files.items() if isinstance(files, dict) else files:
            archive.writestr(zipfile.ZipInfo(name), data, compression)
    return out.getvalue()


def encrypted(archive: bytes) -> bytes:
    """The archive with the mark of encryption on each of its entries."""
    data = bytearray(archive)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(signature, at + 4)
    return bytes(data)


def with_link(name: str, target: str, files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for each, data in files.items():
            archive.writestr(each, data)
        link = zipfile.ZipInfo(name)
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, target)
    return out.getvalue()
