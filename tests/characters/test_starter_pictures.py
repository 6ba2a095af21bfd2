"""Portraits beside starter files: taken in strictly, given out byte for byte, never a path made of a name."""

import hashlib
from dataclasses import replace

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from characters import portraits
from characters.content_files import BadFile, files_of, picture_beside, read_file, read_text, with_portrait
from characters.editions import draft_of, write_draft
from characters.models import Character
from tests.characters.test_content_files import GOOD
from tests.characters.test_load_characters import load
from tests.characters.test_portraits import opened, picture

CONTENT = read_text("ada-lovelace", GOOD)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def exported(folder) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def another_store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "elsewhere"


@pytest.mark.django_db
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_folder_comes_out_of_another_catalog_byte_for_byte(settings, tmp_path, mode):
    """From our own export, through an empty catalog with an empty store, to an export again."""
    portrait = portraits.keep(portraits.reencoded(picture("PNG", mode=mode, size=(300, 200))))
    content = replace(
        CONTENT,
        portrait=portrait,
        portrait_alt="Ada",
        portrait_credit="Nobody",
        portrait_licence="cc0",
        portrait_crop=(0, 0, 500, 1000),
    )
    folder = tmp_path / "folder"
    folder.mkdir()
    for name, data in files_of(content).items():
        (folder / name).write_bytes(data)
    assert sorted(exported(folder)) == ["ada-lovelace.md", "ada-lovelace.webp"]
    another_store(settings, tmp_path)
    out, err = load(folder)
    assert "1 added" in out, err
    ada = Character.objects.get(slug="ada-lovelace")
    # The link to somebody who is not in this catalog is the one thing that a draft cannot hold.
    assert files_of(replace(draft_of(ada), similar=content.similar)) == exported(folder)
    assert "1 left as they were" in load(folder)[0]


@pytest.mark.parametrize("ending", [".png", ".jpg", ".webp"])
def test_an_author_only_puts_a_picture_beside_the_file(tmp_path, ending):
    path = tmp_path / "ada-lovelace.md"
    path.write_text(GOOD)
    format = {".png": "PNG", ".jpg": "JPEG", ".webp": "WEBP"}[ending]
    path.with_suffix(ending).write_bytes(picture(format))
    content = with_portrait(read_file(path), picture_beside(path).read_bytes())
    with default_storage.open(content.portrait) as file:
        assert opened(file.read()).format == "WEBP"


def test_what_hides_in_a_webp_is_dropped():
    exif = Image.Exif()
    exif[0x010E] = "at my home"
    loaded = with_portrait(CONTENT, picture("WEBP", exif=exif))
    with default_storage.open(loaded.portrait) as file:
        assert b"at my home" not in file.read()
    trailed = picture("WEBP") + b"PK\x03\x04"
    assert hashlib.sha256(trailed).hexdigest()[:32] not in with_portrait(CONTENT, trailed).portrait


def test_a_wide_webp_is_made_smaller():
    loaded = with_portrait(CONTENT, picture("WEBP", size=(2000, 10)))
    with default_storage.open(loaded.portrait) as file:
        assert opened(file.read()).size[0] == portraits.MAX_SIDE


def test_checking_stores_nothing(media):
    content = with_portrait(CONTENT, picture(), keep=False)
    assert content.portrait.startswith("portraits/")
    assert not default_storage.exists(content.portrait)


@pytest.mark.parametrize(
    ("beside", "words"),
    [
        (b"no picture", "not a PNG, JPEG or WebP"),
        (None, "put it beside the file as ada-lovelace.webp"),
    ],
)
def test_a_portrait_that_is_not_to_be_had_is_refused(beside, words):
    with pytest.raises(BadFile, match=words) as refused:
        with_portrait(replace(CONTENT, portrait=f"portraits/{'0' * 32}.webp"), beside)
    assert refused.value.field == "portrait"


def test_two_pictures_beside_one_file_are_refused(tmp_path):
    for name in ("ada.png", "ada.webp"):
        (tmp_path / name).write_bytes(picture())
    with pytest.raises(BadFile, match="keep one of them"):
        picture_beside(tmp_path / "ada.md")


@pytest.mark.django_db
def test_a_bad_picture_harms_no_other_file(tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "ada-lovelace.md").write_text(GOOD)
    (folder / "ada-lovelace.png").write_bytes(b"no picture")
    (folder / "mary.md").write_text(GOOD.replace("Ada Lovelace", "Mary"))
    out, err = load(folder)
    assert "1 added" in out
    assert "portrait: This is not a PNG, JPEG or WebP picture" in err


@pytest.mark.django_db
def test_an_export_of_a_picture_that_is_gone_has_the_file_alone():
    ada = write_draft(replace(CONTENT, portrait=f"portraits/{'0' * 32}.webp"))
    assert list(files_of(draft_of(ada))) == ["ada-lovelace.md"]
