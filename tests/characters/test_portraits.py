"""Uploads become safe, upright WebP files that are named by their content, or are refused with a sentence."""

import contextlib
import io
import struct
import zlib

import pytest
from django.core.files.storage import default_storage
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from characters import portraits


def picture(format="PNG", size=(40, 60), mode="RGB", colour="darkred", **options) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, format, **options)
    return out.getvalue()


def opened(webp: bytes) -> Image.Image:
    return Image.open(io.BytesIO(webp))


def png_that_says(width, height) -> bytes:
    """A PNG whose header promises that many pixels, with next to nothing behind it."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP"])
def test_each_accepted_format_becomes_webp(format):
    image = opened(portraits.reencoded(picture(format)))
    assert (image.format, image.size) == ("WEBP", (40, 60))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_every_kind_of_pixel_is_taken(mode):
    format = "JPEG" if mode == "CMYK" else "PNG"
    data = io.BytesIO()
    Image.new(mode, (10, 10)).save(data, format)
    assert opened(portraits.reencoded(data.getvalue())).size == (10, 10)


def test_exif_is_dropped_and_the_picture_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010E] = "taken at my home"
    webp = portraits.reencoded(picture("JPEG", size=(40, 60), exif=exif))
    assert opened(webp).size == (60, 40)
    assert not opened(webp).getexif()
    assert b"taken at my home" not in webp


def test_transparency_stays():
    webp = portraits.reencoded(picture("PNG", mode="RGBA", colour=(255, 0, 0, 0)))
    assert opened(webp).mode == "RGBA"


def test_a_large_picture_is_made_smaller():
    assert opened(portraits.reencoded(picture(size=(3000, 1500)))).size == (1200, 600)


@pytest.mark.parametrize("format", ["GIF", "BMP", "TIFF", "ICO", "PPM"])
def test_other_formats_are_refused(format):
    with pytest.raises(portraits.BadPortrait, match="not a PNG, JPEG or WebP"):
        portraits.reencoded(picture(format))


def test_svg_and_plain_nonsense_are_refused():
    for data in (b'<svg xmlns="http://www.w3.org/2000/svg"/>', b"", b"\x89PNG\r\n\x1a\n", b"%!PS-Adobe"):
        with pytest.raises(portraits.BadPortrait):
            portraits.reencoded(data)


@pytest.mark.parametrize("size", [(4001, 4001), (60_000, 60_000), (2**31 - 1, 2**31 - 1)])
def test_a_decompression_bomb_is_refused_by_its_header(size):
    with pytest.raises(portraits.BadPortrait):
        portraits.reencoded(png_that_says(*size))


def test_a_file_above_eight_megabytes_is_refused():
    with pytest.raises(portraits.BadPortrait, match="8 MB"):
        portraits.reencoded(b"\xff" * (portraits.MAX_BYTES + 1))


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP"])
def test_a_file_that_was_cut_off_is_refused(format):
    data = picture(format, size=(200, 200))
    with pytest.raises(portraits.BadPortrait):
        portraits.reencoded(data[: len(data) // 2])


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP"])
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_damaged_file_is_taken_or_refused_and_never_trips(format, changes):
    data = bytearray(picture(format, size=(20, 20)))
    for place, byte in changes:
        data[place % len(data)] = byte
    with contextlib.suppress(portraits.BadPortrait):
        opened(portraits.reencoded(bytes(data))).load()


def test_a_name_is_a_hash_of_the_content_and_nothing_is_overwritten():
    red, blue = portraits.reencoded(picture()), portraits.reencoded(picture(colour="navy"))
    name = portraits.keep(red)
    assert portraits.keep(red) == name
    assert portraits.keep(blue) != name
    with default_storage.open(name) as kept:
        assert kept.read() == red
