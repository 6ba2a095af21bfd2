"""Portraits are cut to squares around their focal point, once and for all, and pages offer browsers the right width."""

import io
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.storage import default_storage
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from characters import portraits, publishing, renditions, tasks
from characters.editions import CharacterContent, content_of, draft_of
from tests.characters.test_portraits import picture
from tests.factories import published_character

SHOWN = {
    "portrait_alt": "A woman at a desk",
    "portrait_credit": "Unknown, 1843",
    "portrait_licence": "cc-by-sa",
}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def kept(size=(600, 900), colour="darkred") -> str:
    return portraits.keep(portraits.reencoded(picture(size=size, colour=colour)))


def halves(size=(800, 400)) -> str:
    """The left half red, the right half blue."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, *size))
    out = io.BytesIO()
    image.save(out, "PNG")
    return portraits.keep(portraits.reencoded(out.getvalue()))


def content(portrait, crop=(), focus=()) -> CharacterContent:
    return CharacterContent("ada", "Ada", portrait=portrait, portrait_crop=crop, portrait_focus=focus)


def made(of: CharacterContent) -> dict[int, Image.Image]:
    widest = renditions.widest_of(of)
    renditions.make(of, widest=widest)
    return {width: Image.open(default_storage.open(name)) for width, name in renditions.all_of(widest)}


def with_portrait(**fields):
    return published_character(portrait=kept(), **SHOWN | fields)


# --- What is cut ---


def test_squares_come_in_four_widths_and_never_larger_than_what_they_are_cut_from():
    assert {w: i.size for w, i in made(content(kept((900, 1200)))).items()} == {
        w: (w, w) for w in (96, 192, 384, 768)
    }
    assert list(made(content(kept((300, 500))))) == [96, 192, 300]
    assert list(made(content(kept((90, 50))))) == [50]


def test_a_square_is_cut_around_the_focal_point():
    portrait = halves()
    for focus, colour in (((100, 500), "red"), ((900, 500), "blue")):
        square = made(content(portrait, focus=focus))[96].convert("RGB")
        for at in ((4, 4), (92, 92)):
            red, _, blue = square.getpixel(at)
            assert (red > 200 and blue < 60) if colour == "red" else (blue > 200 and red < 60)


def test_what_lies_outside_the_crop_is_not_shown():
    square = made(content(halves(), crop=(500, 0, 500, 1000), focus=(500, 0)))[192].convert("RGB")
    assert square.getpixel((3, 3))[2] > 200


def test_without_a_focal_point_a_tall_picture_keeps_its_upper_part():
    assert renditions.square((600, 1000), (), ()) == (0, 100, 600)
    assert renditions.square((1000, 600), (), ()) == (200, 0, 600)


@given(
    size=st.tuples(st.integers(1, 1200), st.integers(1, 1200)),
    crop=st.tuples(st.integers(0, 999), st.integers(0, 999), st.integers(1, 1000), st.integers(1, 1000)),
    focus=st.just(()) | st.tuples(st.integers(0, 1000), st.integers(0, 1000)),
)
def test_a_square_lies_within_its_crop_and_the_picture(size, crop, focus):
    crop = (crop[0], crop[1], min(crop[2], 1000 - crop[0]), min(crop[3], 1000 - crop[1]))
    left, top, side = renditions.square(size, crop, focus)
    x, y, width, height = renditions.box(size, crop)
    assert side >= 1
    assert x <= left <= left + side <= x + width
    assert y <= top <= top + side <= y + height


@pytest.mark.parametrize("crop", [(1, 2), (900, 0, 200, 10), (0, 900, 10, 200), (-1, 0, 5, 5), (0,) * 5])
def test_a_crop_that_does_not_fit_is_none(crop):
    assert renditions.box((60, 40), crop) == (0, 0, 60, 40)
    assert list(made(content(kept((60, 40)), crop, (1, 2, 3)))) == [40]


# --- How it is named ---


def test_a_name_tells_the_frame_so_that_nothing_is_overwritten():
    portrait = kept()
    names = {
        renditions.widest_of(content(portrait, crop, focus))
        for crop in ((), (0, 0, 500, 500))
        for focus in ((), (100, 100))
    }
    assert len(names) == 4
    assert all(renditions.original_of(name) == portrait for name in names)
    assert all(renditions.is_name(name) for name in (*names, portrait))


@pytest.mark.parametrize("portrait", ["", "portraits/" + "a" * 32 + ".webp", "../../etc/passwd", "a.webp"])
def test_a_picture_that_is_not_there_keeps_its_own_name(portrait):
    assert renditions.widest_of(content(portrait)) == portrait
    assert renditions.all_of(portrait) == ()
    assert renditions.make(content(portrait), widest=portrait) == 0


def test_making_twice_makes_nothing_anew():
    of = content(kept())
    widest = renditions.widest_of(of)
    assert renditions.make(of, widest=widest) == 4
    assert renditions.make(of, widest=widest) == 0
    default_storage.delete(renditions.all_of(widest)[0][1])
    assert renditions.make(of, widest=widest) == 1


def test_two_workers_at_once_leave_whole_files_and_nothing_else(media):
    of = content(kept())
    widest = renditions.widest_of(of)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: renditions.make(of, widest=widest), range(4)))
    assert len(list((media / portraits.FOLDER).iterdir())) == 5
    assert [image.load() is not None for image in made(of).values()] == [True] * 4


def test_a_damaged_picture_gives_no_squares_and_no_error(media):
    of = content(kept())
    widest = renditions.widest_of(of)
    path = media / of.portrait
    path.write_bytes(path.read_bytes()[:200])
    assert renditions.make(of, widest=widest) == 0


# --- When it is made ---


@pytest.mark.django_db
def test_publishing_has_a_worker_make_them(django_capture_on_commit_callbacks, monkeypatch):
    woken = []
    monkeypatch.setattr(tasks.make_renditions, "delay", woken.append)
    with django_capture_on_commit_callbacks(execute=True):
        character = with_portrait()
        published_character()
    assert woken == [character.pk]


@pytest.mark.django_db
def test_the_task_makes_the_draft_and_beat_what_is_missing_of_what_is_live():
    character = with_portrait()
    live = character.live_edition.portrait
    tasks.make_missing_renditions()
    assert default_storage.exists(live)
    character.portrait_focus = [0, 0]
    character.save()
    draft = renditions.widest_of(draft_of(character))
    assert not default_storage.exists(draft)
    tasks.make_renditions(character.pk)
    assert default_storage.exists(draft)
    tasks.make_renditions(published_character().pk)
    tasks.make_missing_renditions()


@pytest.mark.django_db
def test_beat_passes_over_editions_whose_picture_is_gone(media, django_assert_num_queries):
    character = with_portrait()
    (media / content_of(character.live_edition).portrait).unlink()
    with django_assert_num_queries(1):
        tasks.make_missing_renditions()


@pytest.mark.django_db
def test_an_edition_goes_on_showing_what_it_showed(client):
    character = with_portrait()
    first = character.live_edition.portrait
    character.portrait_crop = [0, 0, 500, 500]
    character.save()
    publishing.publish(character)
    tasks.make_missing_renditions()
    character.refresh_from_db()
    assert character.live_edition.portrait != first
    assert f"/{first} 600w" in client.get(f"/characters/{character.slug}/editions/1/").content.decode()
    assert f"/{first} 600w" not in client.get(character.get_absolute_url()).content.decode()


# --- What pages show ---


@pytest.mark.django_db
def test_pages_offer_every_width_and_say_how_wide_it_is_shown(client):
    character = with_portrait()
    page = client.get(character.get_absolute_url()).content.decode()
    image = re.search(r"<img [^>]*medallion--portrait[^>]*>", page)[0]
    widths = re.findall(r"-(\d+)\.webp (\d+)w", image)
    assert widths == [(w, w) for w in ("96", "192", "384", "600")]
    assert 'sizes="clamp(9rem, 21vw, 16.25rem)"' in image
    assert 'width="260" height="260"' in image
    assert 'alt="A woman at a desk"' in image
    card = re.search(r"<img [^>]*>", client.get("/characters/").content.decode())[0]
    assert 'sizes="84px"' in card
    assert 'loading="lazy"' in card
    assert "-192.webp" in re.search(r'src="([^"]+)"', card)[1]


@pytest.mark.django_db
def test_credit_and_licence_stand_under_the_picture(client):
    character = with_portrait()
    page = client.get(character.get_absolute_url()).content.decode()
    caption = page.partition("<figcaption>")[2].partition("</figcaption>")[0]
    assert "Unknown, 1843" in caption
    assert 'rel="license nofollow external" href="https://creativecommons.org/licenses/by-sa/4.0/"' in caption
    assert "CC BY-SA 4.0" in caption
    assert "<figcaption>" not in client.get(published_character().get_absolute_url()).content.decode()


@pytest.mark.django_db
def test_machines_are_given_the_whole_picture(client, settings):
    settings.SITE_URL = "https://colloquy.example"
    character = with_portrait(portrait_crop=[0, 0, 500, 500])
    page = client.get(character.get_absolute_url()).content.decode()
    address = f"https://colloquy.example/{character.portrait.name}"
    assert f'"image": "{address}"' in page


@pytest.mark.django_db
def test_the_whole_picture_takes_the_place_of_a_square_for_a_minute(client):
    character = with_portrait()
    live = character.live_edition
    early = client.get(f"/{live.portrait}")
    assert (early.status_code, early["Cache-Control"]) == (200, "public, max-age=60")
    assert Image.open(io.BytesIO(b"".join(early.streaming_content))).size == (600, 900)
    renditions.make(content_of(live), widest=live.portrait)
    later = client.get(f"/{live.portrait}")
    assert "max-age=31536000" in later["Cache-Control"]
    assert Image.open(io.BytesIO(b"".join(later.streaming_content))).size == (600, 600)


@pytest.mark.django_db
def test_the_medal_stands_in_for_a_square_whose_picture_is_gone(client, media):
    character = with_portrait()
    (media / character.portrait.name).unlink()
    response = client.get(f"/{character.live_edition.portrait}")
    assert (response["Content-Type"], response["Cache-Control"]) == ("image/svg+xml", "public, max-age=60")


# --- What publishing asks for ---


@pytest.mark.django_db
def test_a_portrait_is_published_with_its_description_credit_and_licence_only():
    character = with_portrait()
    for name, words in (("alt", "description"), ("credit", "credit"), ("licence", "licence")):
        before = getattr(character, f"portrait_{name}")
        setattr(character, f"portrait_{name}", "")
        character.save()
        with pytest.raises(publishing.Incomplete, match=f"The portrait has no {words}") as refused:
            publishing.publish(character)
        assert len(refused.value.missing) == 1
        setattr(character, f"portrait_{name}", before)
