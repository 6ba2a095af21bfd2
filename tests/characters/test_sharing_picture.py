"""The picture that other sites show: one PNG an edition, drawn once, whatever the words are."""

import io
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from characters import portraits, publishing
from characters.editions import CharacterContent
from characters.models import Edition
from characters.outward import lettering, sharing_picture
from characters.reading import Reading
from tests.characters.contents import lines
from tests.factories import PORTRAYED, CharacterFactory, published_character


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def picture(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "image/png"
    return Image.open(io.BytesIO(response.content), formats=("PNG",))


def files(media):
    return sorted(path.name for path in (media / "sharing").rglob("*.*"))


@pytest.mark.django_db
def test_the_picture_has_the_size_that_the_page_says(client, media):
    published_character(slug="ada")
    page = client.get("/characters/ada/").content.decode()
    assert '<meta property="og:image:width" content="1200">' in page
    assert '<meta property="og:image:height" content="630">' in page
    assert '<meta property="og:image:alt" content="Ada' in page
    assert picture(client, "/characters/ada/picture.png?v=1.1").size == (1200, 630)


@pytest.mark.django_db
def test_a_picture_is_drawn_once_and_kept_for_long_under_its_own_address(client, media, monkeypatch):
    published_character(slug="ada")
    first = client.get("/characters/ada/picture.png?v=1.1")
    assert (
        first["Cache-Control"] == "max-age=31536000, public" or "max-age=31536000" in first["Cache-Control"]
    )
    assert first["X-Content-Type-Options"] == "nosniff"
    assert first["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert not first.cookies
    monkeypatch.setattr(sharing_picture, "drawn", None)
    assert client.get("/characters/ada/picture.png?v=1.1").content == first.content
    assert "max-age=3600" in client.get("/characters/ada/picture.png?v=other")["Cache-Control"]
    assert "max-age=3600" in client.get("/characters/ada/picture.png")["Cache-Control"]


@pytest.mark.django_db
def test_a_new_edition_has_its_own_picture_and_the_old_file_goes(client, media):
    ada = published_character(slug="ada")
    before = client.get("/characters/ada/picture.png").content
    other = published_character(slug="other")
    client.get("/characters/other/picture.png")
    ada.name = "Ada Lovelace"
    ada.save()
    publishing.publish(ada)
    assert client.get("/characters/ada/picture.png").content != before
    assert files(media) == sorted(
        f"{each.pk}-{Edition.objects.get(live_for=each).pk}-1.png" for each in (ada, other)
    )


@pytest.mark.django_db
def test_a_portrait_stands_in_the_picture_and_a_missing_one_gives_way_to_the_medal(client, media):
    red = io.BytesIO()
    Image.new("RGB", (600, 800), (200, 10, 10)).save(red, "PNG")
    name = portraits.keep(portraits.reencoded(red.getvalue()))
    published_character(slug="ada", portrait=name, **PORTRAYED)
    middle = (
        sharing_picture.LEFT + sharing_picture.ROUND // 2,
        sharing_picture.TOP + sharing_picture.ROUND // 2,
    )
    red, green, _ = picture(client, "/characters/ada/picture.png").getpixel(middle)
    assert red > 150 > 60 > green
    published_character(slug="bob", portrait="portraits/" + "0" * 32 + ".webp", **PORTRAYED)
    assert picture(client, "/characters/bob/picture.png").size == (1200, 630)


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["draft", "withdrawn", "nobody", "a" * 300, "..%2f..%2fada", "ada%00"])
def test_only_a_live_page_has_a_picture(client, media, slug):
    CharacterFactory(slug="draft")
    publishing.withdraw(published_character(slug="withdrawn"))
    assert client.get(f"/characters/{slug}/picture.png").status_code == 404
    assert not (media / "sharing").exists()


@pytest.mark.django_db
def test_the_picture_moves_with_the_page(client, media):
    ada = published_character(slug="ada")
    ada.slug = "ada-lovelace"
    ada.save()
    publishing.publish(ada)
    response = client.get("/characters/ada/picture.png?v=1.1")
    assert (response.status_code, response["Location"]) == (301, "/characters/ada-lovelace/picture.png?v=1.1")


@pytest.mark.django_db
def test_a_picture_is_to_be_had_without_a_disk_to_keep_it_on(client, media):
    published_character(slug="ada")
    (media / "sharing").write_text("A file where the folder should be.")
    assert picture(client, "/characters/ada/picture.png").size == (1200, 630)


@pytest.mark.django_db
def test_who_waits_too_long_for_other_pictures_is_asked_to_come_again(client, media, monkeypatch):
    published_character(slug="ada")
    monkeypatch.setattr(sharing_picture, "PATIENCE", 0.01)
    with sharing_picture._drawing:
        response = client.get("/characters/ada/picture.png")
    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert response["Cache-Control"] == "no-store"
    assert client.get("/characters/ada/picture.png").status_code == 200


@pytest.mark.django_db
def test_many_who_ask_at_once_have_it_drawn_once(media, monkeypatch):
    edition = published_character(slug="ada").live_edition
    edition = Edition.objects.get(pk=edition.pk)
    drawn, times = sharing_picture.drawn, []
    monkeypatch.setattr(sharing_picture, "drawn", lambda reading: times.append(1) or drawn(reading))
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(sharing_picture.picture_of(edition))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(times), len(found), len(set(found))) == (1, 4, 1)


@settings(max_examples=15, deadline=None)
@given(lines(120), st.just("") | lines(200), st.sampled_from(["", "antiquity", "19th-century"]))
def test_any_words_give_a_picture(name, tagline, era):
    content = CharacterContent(slug="ada", name=name, tagline=tagline)
    png = sharing_picture.drawn(Reading(Edition(name=name, era=era, html={}), content))
    assert Image.open(io.BytesIO(png)).size == (1200, 630)


@given(st.text(max_size=200), st.sampled_from([(76, 40), (30,)]), st.floats(20, 300))
def test_lines_fit_into_their_room(text, sizes, height):
    size, found = lettering.fitting(lettering.showable(text), sizes=sizes, width=540, height=height)
    assert size in sizes
    assert all(lettering.face(size).getlength(line) <= 540 for line in found)
    assert lettering.row(size) * len(found) <= max(height, lettering.row(size))


def test_letters_that_no_face_has_lose_their_accents_or_go():
    assert lettering.showable("Sor Juana Inés") == "Sor Juana Inés"
    assert "\U000e0041" not in lettering.showable("A\U000e0041B")
