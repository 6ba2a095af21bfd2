"""Files that cards come in: as other programs write them, as they break, and as we write them ourselves."""

import io
import json
import struct
import zipfile
import zlib
from dataclasses import replace

import pytest
from django.core.files.storage import default_storage
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from characters import portraits
from characters.cards import (
    MAX_BYTES,
    BadCard,
    card_json,
    read_card,
    written_charx,
    written_json,
    written_png,
)
from characters.cards.mapping import same
from tests.characters.cards_corpus import pieces, programs, traps
from tests.characters.test_cards import ADA, data_of


def read(data, filename="card.json"):
    return read_card(data, filename=filename)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


# --- As other programs write them ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", programs.FILES)
def test_every_programs_file_is_read_and_nothing_in_it_is_lost(name):
    data, card = programs.FILES[name]
    found = read(data, name)
    content = found.content
    assert (content.slug, content.name) == ("tobias-marsh", "Tobias Marsh")
    assert content.biography == "{{char}} keeps the mill at Riverford.\nHe counts everything."
    assert content.greeting.startswith("*He does not look up.*")
    out, again = card_json(content), data_of(content)
    for key, value in card.get("data", {}).items():
        assert same(again[key], value), key
    for key, value in card.items():
        if key not in ("data", "spec", "spec_version"):
            assert same(out[key], value), key


@pytest.mark.parametrize("name", programs.FILES)
@pytest.mark.parametrize("write", [written_png, written_charx, lambda content, _: written_json(content)])
def test_every_programs_card_survives_ours(name, write):
    content = read(*programs.FILES[name][:1], name).content
    assert read(write(content, pieces.picture()), "other.bin").content == content


@pytest.mark.parametrize("name", ["v1.png", "v3.apng", "risu.charx", "picture-inside.json"])
def test_the_cards_picture_is_its_portrait(name):
    portrait = read(*programs.FILES[name][:1], name).portrait
    colour = Image.open(io.BytesIO(portrait)).convert("RGB").getpixel((5, 5))
    teal, olive = (0, 128, 128), (128, 128, 0)
    assert max(abs(a - b) for a, b in zip(colour, teal if "png" in name else olive, strict=True)) < 12


def test_what_a_program_packs_along_is_named():
    assert "assets: 2 files in the card are not kept here; exports go on naming them." in (
        read(*programs.FILES["risu.charx"][:1]).warnings
    )
    assert "1 files that are packed into this picture are not kept." in (
        read(*programs.FILES["risu.png"][:1]).warnings
    )


# --- Traps -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", traps.REFUSED)
def test_what_is_no_card_is_refused_in_a_sentence(name):
    data, words = traps.REFUSED[name]
    with pytest.raises(BadCard) as refused:
        read(data)
    assert words in str(refused.value)


@pytest.mark.parametrize("name", traps.READ)
def test_what_is_odd_is_read_and_kept(name):
    data, kept, words = traps.READ[name]
    card = read(data)
    assert card.content.name
    again = data_of(card.content)
    for key, value in kept.items():
        assert same(again[key], value)
    if words:
        assert any(words in warning for warning in card.warnings), card.warnings
    assert read(written_json(card.content)).content == card.content


def test_nothing_is_fetched(monkeypatch):
    def no_net(*args, **kwargs):
        raise AssertionError("a card reached for the network")

    monkeypatch.setattr("socket.socket", no_net)
    assert read(traps.READ["a-picture-elsewhere"][0]).portrait is None


# --- As we write them --------------------------------------------------------------------------------------


def texts_of(png: bytes) -> dict:
    return Image.open(io.BytesIO(png)).text


def test_a_png_has_both_forms_of_the_card():
    png = written_png(ADA, None)
    texts = texts_of(png)
    assert list(texts) == ["chara", "ccv3"]
    older, newer = (json.loads(pieces.base64.b64decode(texts[key])) for key in texts)
    assert (older["spec"], older["spec_version"]) == ("chara_card_v2", "2.0")
    assert (newer["spec"], newer["spec_version"]) == ("chara_card_v3", "3.0")
    assert older["data"] == newer["data"]
    assert read(png).warnings == []


@pytest.mark.parametrize("name", ["Ada Lovelace", "李白", "Élie", "?!", "42"])
def test_who_has_no_portrait_gets_a_drawn_one_that_is_never_taken_for_a_portrait(name):
    png = written_png(replace(ADA, name=name), None)
    image = Image.open(io.BytesIO(png))
    assert (image.format, image.size) == ("PNG", (512, 512))
    assert len(image.convert("RGB").getcolors(100_000)) > 2
    card = read(png)
    assert (card.portrait, card.content.portrait) == (None, "")


def with_stored_portrait(**picture):
    name = portraits.keep(portraits.reencoded(pieces.picture(size=(300, 400), **picture)))
    alt = {"portrait_alt": "Ada at a loom", "portrait_licence": "cc0", "portrait_crop": (0, 0, 500, 500)}
    with default_storage.open(name) as file:
        return replace(ADA, portrait=name, **alt), file.read()


@pytest.mark.parametrize("write", [written_png, written_charx])
def test_a_portrait_comes_back_as_the_one_that_it_is(write):
    content, webp = with_stored_portrait()
    card = read(write(content, webp))
    assert card.content == content
    assert card.stored() == content


def test_an_archive_brings_the_very_portrait_to_another_site(settings, tmp_path):
    content, webp = with_stored_portrait()
    settings.MEDIA_ROOT = tmp_path / "elsewhere"
    card = read(written_charx(content, webp))
    assert card.portrait == webp
    assert card.stored() == content
    assert default_storage.exists(content.portrait)


def test_a_png_brings_the_portrait_to_another_site_with_all_that_is_said_of_it(settings, tmp_path):
    content, webp = with_stored_portrait()
    settings.MEDIA_ROOT = tmp_path / "elsewhere"
    stored = read(written_png(content, webp)).stored()
    assert default_storage.exists(stored.portrait)
    assert replace(stored, portrait=content.portrait) == content


def test_json_without_a_picture_leaves_no_name_of_one_that_is_not_there(settings, tmp_path):
    content, _ = with_stored_portrait()
    assert read(written_json(content)).stored() == content
    settings.MEDIA_ROOT = tmp_path / "elsewhere"
    assert read(written_json(content)).stored().portrait == ""


def test_another_picture_takes_nothing_that_was_said_of_the_first():
    content, webp = with_stored_portrait()
    other = pieces.picture(colour="red")
    texts = {key: pieces.text(key, json.loads(pieces.base64.b64decode(value)))
             for key, value in texts_of(written_png(content, webp)).items()}  # fmt: skip
    card = read(other[:33] + b"".join(texts.values()) + other[33:])
    assert card.portrait
    assert (card.content.portrait, card.content.portrait_alt, card.content.portrait_licence) == ("", "", "")
    assert "The picture is another one" in card.warnings[0]


def test_a_program_that_changes_only_the_older_form_is_listened_to():
    texts = {
        key: json.loads(pieces.base64.b64decode(value))
        for key, value in texts_of(written_png(ADA, None)).items()
    }
    texts["chara"]["data"]["description"] = "Edited by a program of 2023."
    card = read(pieces.png(*(pieces.text(key, value) for key, value in texts.items())))
    assert card.content.biography == "Edited by a program of 2023."
    assert card.content.remarks == ADA.remarks
    assert "Only the older form of the card was changed" in card.warnings[0]


def test_an_archive_holds_the_picture_where_the_card_says():
    content = read(programs.FILES["risu.charx"][0]).content
    with zipfile.ZipFile(io.BytesIO(written_charx(content, pieces.picture("WEBP")))) as archive:
        assert archive.namelist() == ["card.json", "assets/icon/image/0.png"]
        assert Image.open(archive.open("assets/icon/image/0.png")).format == "PNG"
    with zipfile.ZipFile(io.BytesIO(written_charx(ADA, pieces.picture("WEBP")))) as archive:
        card = json.loads(archive.read("card.json"))
        assert archive.namelist()[1] == card["data"]["assets"][0]["uri"].removeprefix("embeded://")
        assert card["data"]["assets"][0]["name"] == "main"


def test_the_largest_card_can_be_read_again():
    noise = Image.effect_noise((1200, 1200), 200).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "WEBP", quality=88)
    content = replace(ADA, card={"data": {"creator_notes": "x" * 1_400_000, "a": [[[1]]] * 10_000}})
    png = written_png(content, out.getvalue())
    assert len(png) < MAX_BYTES
    assert read(png).content == content
    assert read(written_charx(content, out.getvalue())).content == content
    assert read(written_json(content)).content == content


# --- Whatever comes ------------------------------------------------------------------------------------------

SOUND = [data for data, _ in programs.FILES.values()]


@settings(max_examples=150)
@given(data=st.data())
def test_a_file_with_bytes_changed_is_read_or_refused(data):
    file = bytearray(data.draw(st.sampled_from(SOUND)))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(file) - 1))
        file[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
    try:
        read(bytes(file))
    except BadCard as bad:
        assert str(bad)  # noqa: PT017 (either way is right)


@settings(max_examples=60)
@given(head=st.sampled_from((b"", b"{", b"PK\x03\x04", pieces.SIGNATURE)), rest=st.binary(max_size=300))
def test_no_bytes_at_all_break_the_reader(head, rest):
    with pytest.raises(BadCard):
        read(head + rest)


@settings(max_examples=60)
@given(kinds=st.lists(st.tuples(st.sampled_from((b"tEXt", b"zTXt", b"iTXt", b"IDAT", b"IHDR", b"IEND", b"teXt")),
                                st.binary(max_size=40) | st.binary(max_size=20).map(lambda b: b"ccv3\0" + b)),
                      max_size=6))  # fmt: skip
def test_no_chunks_break_the_reader(kinds):
    chunks = [struct.pack(">I", len(v)) + k + v + struct.pack(">I", zlib.crc32(k + v)) for k, v in kinds]
    try:
        read(pieces.png(*chunks))
    except BadCard as bad:
        assert str(bad)  # noqa: PT017 (either way is right)
