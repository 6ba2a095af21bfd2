"""Files that have brought down readers of cards, or could: which are refused and how, and what is read all the same."""

import base64
import gzip
import struct
import zlib

from tests.characters.cards_corpus.pieces import (
    SIGNATURE,
    chunk,
    compressed_text,
    dumped,
    encrypted,
    international_text,
    picture,
    png,
    text,
    with_link,
    zipped,
)
from tests.characters.cards_corpus.programs import V1, v2, v3

WHOLE = png(text("chara", v2()))
MILLION = 1_000_000


def raw(**data: str) -> bytes:
    """A V2 card whose values are written as they are given, be they JSON or not."""
    pairs = ", ".join(f'"{key}": {value}' for key, value in {"name": '"Tobias"', **data}.items())
    return f'{{"spec": "chara_card_v2", "spec_version": "2.0", "data": {{{pairs}}}}}'.encode()


def with_card(**files: bytes) -> bytes:
    return zipped({"card.json": dumped(v3()), **files})


def with_name(name: str) -> bytes:
    return zipped({"card.json": dumped(v3()), name: b"x"})


# What is refused: the bytes, and the words of the refusal.
REFUSED = {
    "nothing": (b"", "file: is no character card: neither JSON, nor PNG, nor CHARX"),
    "a-text": (b"Dear diary", "file: is no character card"),
    "a-list": (b"[]", "file: is no character card"),
    "an-empty-object": (b"{}", "file: is no character card: it has none of name, description"),
    "another-programs-settings": (dumped({"theme": "dark"}), "file: is no character card"),
    "a-lorebook": (
        dumped({"spec": "lorebook_v3", "data": {"entries": []}}),
        "file: is a lorebook, not a character",
    ),
    "no-data": (dumped({"spec": "chara_card_v2"}), "data: must be {…}"),
    "data-is-a-list": (dumped({"spec": "chara_card_v2", "data": []}), "data: must be {…}"),
    "data-is-empty": (dumped({"spec": "chara_card_v2", "data": {}}), "file: is no character card"),
    "cut-off-json": (dumped(v2())[:-10], "file: is not JSON"),
    "something-behind-json": (dumped(v2()) + b"{}", "file: is not JSON: Extra data"),
    "not-a-number": (raw(a="NaN"), "file: holds NaN, which is no number of JSON"),
    "without-end": (raw(a="-Infinity"), "file: holds -Infinity"),
    "too-large-a-number": (raw(a="1e999"), "file: holds a number that is too large: 1e999"),
    "too-many-digits": (raw(a="9" * 5_000), "file: holds a number of more than 400 digits"),
    "too-deep": (raw(a="[" * 65 + "]" * 65), "file: is nested deeper than 64 levels"),
    "much-too-deep": (raw(a='{"a":' * 100_000), "file: is nested deeper than 64 levels"),
    "one-key-with-two-values": (raw(a='1, "a": 2'), "file: says “a” twice, with different values"),
    "two-keys-that-become-one": (
        raw(extensions='{"a": 1, "a\\u0000": 2}'),
        "file: has two keys that become “a”",
    ),
    "not-utf-8": (b'{"name": "Tob\xefas"}', "file: is not UTF-8 (byte 14)"),
    "utf-16": (dumped(V1).decode().encode("utf-16"), "file: is not UTF-8: save it as UTF-8"),
    "too-large-json": (b'{"name": "' + b"a" * 2 * MILLION + b'"}', "file: is larger than 2,000,000 bytes"),
    "too-large-file": (b" " * 8 * MILLION + b"{}", "file: is larger than 8 MB"),
    "gzip": (gzip.compress(dumped(v2()), mtime=0), "file: is packed with gzip: unpack it first"),
    "a-jpeg": (picture("JPEG"), "file: is a JPEG picture, which holds no card"),
    "a-webp": (picture("WEBP"), "file: is a WebP picture or a sound, which holds no card"),
    # --- PNG
    "a-plain-picture": (picture(), "file: is a picture without a card in it"),
    "only-the-signature": (SIGNATURE, "file: is cut off: the picture has no end"),
    "cut-off-in-a-chunk": (WHOLE[: len(WHOLE) // 2], "file: is cut off: the picture has no end"),
    "without-its-end": (WHOLE[:-12], "file: is cut off: the picture has no end"),
    "a-length-beyond-the-end": (
        SIGNATURE + struct.pack(">I4s", 0x7FFFFFFF, b"tEXt") + bytes(20),
        "file: is cut off: the picture has no end",
    ),
    "wrong-checksum": (
        png(chunk(b"tEXt", b"chara\0" + base64.b64encode(dumped(V1)), crc=1)),
        "file: is damaged: the checksum of its part tEXt is wrong",
    ),
    "text-first": (
        SIGNATURE + text("chara", V1) + picture()[8:],
        "file: is damaged: a picture begins with one IHDR",
    ),
    "base64-garbage": (png(chunk(b"tEXt", b"chara\0!!not base64!!")), "chara: is not base64"),
    "base64-of-garbage": (png(text("chara", b"\x00\xff\x13")), "chara: is not UTF-8"),
    "json-without-base64": (png(chunk(b"tEXt", b"chara\0" + dumped(V1))), "chara: is not base64"),
    "an-empty-text": (png(chunk(b"tEXt", b"chara\0")), "chara: is not JSON"),
    "two-cards": (
        png(text("chara", V1), text("Chara", v2())),
        "chara: stands in this picture twice and says",
    ),
    "65-texts": (png(*[text(f"comment{n}", b"x") for n in range(65)]), "file: holds more than 64 texts"),
    "20001-parts": (png(*[chunk(b"juNk", b"")] * 20_001), "file: has more than 20,000 parts"),
    "a-bomb-in-ztxt": (
        png(chunk(b"zTXt", b"chara\0\0" + zlib.compress(b"A" * 40 * MILLION))),
        "chara: is larger than 2,000,000 bytes",
    ),
    "a-damaged-ztxt": (png(chunk(b"zTXt", b"chara\0\0garbage")), "chara: is damaged: it cannot be unpacked"),
    "a-cut-off-ztxt": (
        png(chunk(b"zTXt", b"chara\0\0" + zlib.compress(b"A" * 99)[:-6])),
        "chara: is damaged: it cannot be unpacked",
    ),
    "an-itxt-of-one-byte": (png(chunk(b"iTXt", b"ccv3\0\1")), "ccv3: is damaged"),
    # --- CHARX
    "cut-off-zip": (with_card()[:-30], "file: is a damaged zip archive, or is cut off"),
    "only-zips-first-letters": (b"PK\x03\x04", "file: is a damaged zip archive"),
    "zip-without-a-card": (zipped({"readme.txt": b"x"}), "file: is a zip archive without a card.json"),
    "card-in-a-folder": (zipped({"a/card.json": dumped(v3())}), "file: is a zip archive without a card.json"),
    "out-of-the-folder": (with_name("../card.png"), "file: “../card.png” in the archive is no name"),
    "out-of-the-middle": (with_name("assets/../../x"), "is no name of a file inside it"),
    "absolute": (with_name("/etc/passwd"), "file: “/etc/passwd” in the archive is no name"),
    "backslashes": (with_name("assets\\x.png"), "is no name of a file inside it"),
    "a-drive": (with_name("C:/x.png"), "is no name of a file inside it"),
    "twice": (
        zipped([("card.json", dumped(v3())), ("card.json", dumped(v2()))]),
        "“card.json” in the archive stands there twice",
    ),
    "encrypted": (encrypted(with_card()), "file: “card.json” in the archive is encrypted"),
    "a-link": (
        with_link("icon.png", "/etc/passwd", {"card.json": dumped(v3())}),
        "“icon.png” in the archive is a link",
    ),
    "nested": (with_name("assets/more.zip"), "“assets/more.zip” in the archive is an archive itself"),
    "501-files": (
        zipped({"card.json": dumped(v3()), **{f"assets/{n}": b"" for n in range(500)}}),
        "file: holds more than 500 files",
    ),
    "a-bomb": (
        with_card(bomb=bytes(50 * MILLION)),
        "file: “bomb” in the archive is packed suspiciously tight",
    ),
    "a-card-that-is-a-bomb": (
        zipped({"card.json": dumped(v3(creator=" a" * 3 * MILLION))}),
        "“card.json” in the archive is larger than 2,000,000 bytes",
    ),
    "a-damaged-card": (
        zipped({"card.json": dumped(v3())}, compression=0).replace(b"chara_card_v3", b"chara_card_v9"),
        "“card.json” in the archive is damaged",
    ),
}

_LORE = {
    "keys": ["mill"],
    "content": "It grinds at night. " * 20,
    "extensions": {},
    "enabled": True,
    "insertion_order": 1,
}
THOUSAND = v2(character_book={"extensions": {}, "entries": [{**_LORE, "id": n} for n in range(1_000)]})

# What is read all the same: the bytes, keys of ``data`` as they must come out again, and words of a warning.
READ = {
    "book-is-null": (dumped(v2(character_book=None)), {"character_book": None}, ""),
    "book-is-a-text": (dumped(v2(character_book="none")), {"character_book": "none"}, ""),
    "book-of-a-thousand": (dumped(THOUSAND), {"character_book": THOUSAND["data"]["character_book"]}, ""),
    "empty-name": (dumped(v2(name="")), {"name": ""}, "name: is empty; give the character one."),
    "name-is-null": (dumped(v2(name=None)), {"name": None}, "name: is empty"),
    "long-name": (dumped(v2(name="T" * 300)), {"name": "T" * 300}, "name: was shortened or cleaned"),
    "version-is-a-number": (dumped(v2(character_version=1.2)), {"character_version": 1.2}, ""),
    "tags-are-a-text": (dumped(v2(tags="a, b")), {"tags": "a, b"}, ""),
    "tags-are-null": (dumped(v2(tags=None)), {"tags": None}, ""),
    "extensions-are-null": (dumped(v2(extensions=None)), {"extensions": None}, ""),
    "extensions-are-a-list": (dumped(v2(extensions=[1])), {"extensions": [1]}, ""),
    "texts-are-null": (
        dumped(v2(description=None, mes_example=None)),
        {"description": None, "mes_example": None},
        "",
    ),
    "spec-is-missing": (dumped({"data": v2()["data"]}), {"creator": "quill"}, ""),
    "spec-of-tomorrow": (dumped({**v3(), "spec": "chara_card_v4"}), {}, "calls itself chara_card_v4"),
    "version-of-tomorrow": (
        dumped({**v3(), "spec_version": "3.5"}),
        {},
        "version 3.5, which is newer than 3.0",
    ),
    "unknown-keys": (
        dumped(v3(x_moods=[{"a": [1, 2.5, None, True]}])),
        {"x_moods": [{"a": [1, 2.5, None, True]}]},
        "",
    ),
    "same-key-twice-with-one-value": (raw(a='1, "a": 1'), {"a": 1}, ""),
    "nul": (
        raw(creator='"a\\u0000b"'),
        {"creator": "ab"},
        "data.creator: a NUL or half a character was taken out.",
    ),
    "half-a-character": (
        raw(creator='"a\\ud83d"'),
        {"creator": "a\ufffd"},
        "data.creator: a NUL or half a character",
    ),
    "two-halves": (raw(creator='"\\ud83d\\ude42"'), {"creator": "🙂"}, ""),
    "controls": (
        raw(first_mes='"\\u001b[2JHi"'),
        {"first_mes": "\x1b[2JHi"},
        "first_mes: control characters are left out",
    ),
    "a-wild-expression": (raw(extensions='{"regex_scripts": [{"find": "(a+)+$"}]}'), {}, ""),
    "a-huge-number": (raw(a="1e300"), {"a": 10**300}, ""),
    "a-minus-zero": (raw(a="-0.0"), {"a": 0.0}, ""),
    "64-levels": (raw(a="[" * 62 + "]" * 62), {}, ""),
    "a-title-in-a-text": (
        dumped(v2(description="# A\n\n## B {#c}")),
        {"description": "# A\n\n## B {#c}"},
        "",
    ),
    "a-starter-file-in-a-text": (
        dumped(v2(personality="x\n\n---\n# Persona\n")),
        {"personality": "x\n\n---\n# Persona\n"},
        "",
    ),
    # --- PNG
    "both-chunks": (
        png(text("chara", v2(creator="old")), text("ccv3", v3(creator="new"))),
        {"creator": "new"},
        "",
    ),
    "both-chunks-that-differ": (
        png(text("ccv3", v3()), text("chara", v2(first_mes="Another."))),
        {"first_mes": V1["first_mes"]},
        "The older form of the card says something else and was left aside.",
    ),
    "a-broken-older-form": (
        png(text("ccv3", v3()), chunk(b"tEXt", b"chara\0!!")),
        {},
        "The older form of the card was left aside: chara: is not base64.",
    ),
    "an-older-form-that-is-no-card": (
        png(text("ccv3", v3()), text("chara", [])),
        {},
        "The older form of the card was left aside: chara: is no character card",
    ),
    "keyword-in-capitals": (png(text("CHARA", v2())), {"creator": "quill"}, ""),
    "the-same-card-twice": (png(text("chara", v2()), text("chara", v2())), {"creator": "quill"}, ""),
    "base64-in-lines": (
        png(chunk(b"tEXt", b"chara\0" + base64.encodebytes(dumped(v2())))),
        {"creator": "quill"},
        "",
    ),
    "base64-without-its-end": (
        png(chunk(b"tEXt", b"chara\0" + base64.b64encode(dumped(v2())).rstrip(b"="))),
        {"creator": "quill"},
        "",
    ),
    "ztxt": (png(compressed_text("chara", v2())), {"creator": "quill"}, ""),
    "itxt": (png(international_text("ccv3", v3(), is_packed=False)), {"nickname": "Toby"}, ""),
    "packed-itxt": (png(international_text("ccv3", v3(), is_packed=True)), {"nickname": "Toby"}, ""),
    "a-zip-behind-the-picture": (
        WHOLE + with_card(),
        {"creator": "quill"},
        "bytes behind the end of the picture were not read.",
    ),
    "pixels-that-are-none": (
        SIGNATURE
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 9, 9, 8, 2, 0, 0, 0))
        + text("chara", v2())
        + chunk(b"IDAT", zlib.compress(b"x"))
        + chunk(b"IEND", b""),
        {"creator": "quill"},
        "The picture is left out: This picture is damaged",
    ),
    "a-picture-of-a-billion-pixels": (
        SIGNATURE
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0))
        + text("chara", v2())
        + chunk(b"IDAT", zlib.compress(b"x"))
        + chunk(b"IEND", b""),
        {"creator": "quill"},
        "The picture is left out: This picture",
    ),
    # --- CHARX and assets
    "spelt-embedded": (
        zipped(
            {
                "card.json": dumped(
                    v3(assets=[{"type": "icon", "uri": "embedded://a.png", "name": "main", "ext": "png"}])
                ),
                "a.png": picture(),
            }
        ),
        {},
        "",
    ),
    "embedded-out-of-the-archive": (
        zipped(
            {
                "card.json": dumped(
                    v3(assets=[{"type": "icon", "uri": "embeded://../../etc/passwd", "name": "main"}])
                )
            }
        ),
        {},
        "",
    ),
    "embedded-but-not-there": (
        zipped(
            {"card.json": dumped(v3(assets=[{"type": "icon", "uri": "embeded://a.png", "name": "main"}]))}
        ),
        {},
        "",
    ),
    "an-icon-that-is-no-picture": (
        zipped(
            {
                "card.json": dumped(v3(assets=[{"type": "icon", "uri": "embeded://a.png", "name": "main"}])),
                "a.png": b"MZ",
            }
        ),
        {},
        "The picture is left out: This is not a PNG",
    ),
    "a-picture-elsewhere": (
        dumped(
            v3(assets=[{"type": "icon", "uri": "http://127.0.0.1:9/a.png", "name": "main", "ext": "png"}])
        ),
        {"assets": [{"type": "icon", "uri": "http://127.0.0.1:9/a.png", "name": "main", "ext": "png"}]},
        "assets: files at other addresses are not fetched",
    ),
    "assets-of-any-kind": (
        dumped(v3(assets=[1, None, {"uri": 5}, {"type": "icon", "uri": "data:image/png;base64,%%"}])),
        {},
        "",
    ),
    "assets-are-an-object": (dumped(v3(assets={"icon": 1})), {"assets": {"icon": 1}}, ""),
    "emotions": (
        zipped(
            {
                "card.json": dumped(
                    v3(assets=[{"type": "emotion", "uri": "embeded://a.png", "name": "happy", "ext": "png"}])
                ),
                "a.png": picture(),
            }
        ),
        {"assets": [{"type": "emotion", "uri": "embeded://a.png", "name": "happy", "ext": "png"}]},
        "assets: 1 files in the card are not kept here; exports go on naming them.",
    ),
}
