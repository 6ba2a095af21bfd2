"""Editors say what of a portrait is shown, in numbers that must fit the picture."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from characters import portraits, tasks
from characters.models import Character
from tests.characters.test_portraits import picture
from tests.desk.admin_forms import ADD, change_url, filled
from tests.factories import CharacterFactory, published_character

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def woken(settings, tmp_path, monkeypatch):
    """A folder of its own, and no worker: which characters one was called for."""
    settings.MEDIA_ROOT = tmp_path
    found = []
    monkeypatch.setattr(tasks.make_renditions, "delay", found.append)
    return found


def portrayed(size=(800, 1000), **fields) -> Character:
    return CharacterFactory(portrait=portraits.keep(portraits.reencoded(picture(size=size))), **fields)


def upload(size=(400, 400), colour="navy"):
    return SimpleUploadedFile("me.png", picture(size=size, colour=colour), content_type="image/png")


def crop(left="", top="", width="", height="") -> dict:
    return {f"portrait_crop_{n}": value for n, value in enumerate((left, top, width, height))}


def focus(across="", down="") -> dict:
    return {"portrait_focus_0": across, "portrait_focus_1": down}


def saved(client, character, **changes) -> tuple[list, list]:
    """Crop and focal point after the form was posted with these changes."""
    url = change_url(character)
    assert client.post(url, filled(client, url) | changes).status_code == 302
    character.refresh_from_db()
    return character.portrait_crop, character.portrait_focus


def sentences(client, character, **changes) -> list[str]:
    """What a refused form says, having kept the picture's frame as it was."""
    url, before = change_url(character), (character.portrait_crop, character.portrait_focus)
    response = client.post(url, filled(client, url) | changes)
    character.refresh_from_db()
    assert (character.portrait_crop, character.portrait_focus) == before
    for name, value in changes.items():
        if value and isinstance(value, str):
            assert f'name="{name}" value="{value}"' in response.content.decode(), "what was typed is kept"
    return [f"{error.label}: {error.sentence}" for error in response.context["field_errors"]]


def test_numbers_in_per_cent_are_kept_in_thousandths(editor_client):
    character = portrayed()
    frame = crop("12.5", "0", "50", "40") | focus("30", "20.1")
    assert saved(editor_client, character, **frame) == ([125, 0, 500, 400], [300, 201])
    page = editor_client.get(change_url(character)).content.decode()
    for value in ("12.5", "40", "20.1"):
        assert f'value="{value}"' in page


def test_saving_an_unchanged_form_keeps_the_frame(editor_client):
    character = portrayed(portrait_crop=[125, 0, 500, 400], portrait_focus=[300, 201])
    assert saved(editor_client, character) == ([125, 0, 500, 400], [300, 201])


def test_a_form_that_sends_no_numbers_changes_none(editor_client):
    character = portrayed(portrait_crop=[125, 0, 500, 400], portrait_focus=[300, 201])
    url = change_url(character)
    data = {k: v for k, v in filled(editor_client, url).items() if not k.startswith("portrait_")}
    editor_client.post(url, data)
    character.refresh_from_db()
    assert (character.portrait_crop, character.portrait_focus) == ([125, 0, 500, 400], [300, 201])


def test_emptied_numbers_show_the_whole_picture_again(editor_client):
    character = portrayed(portrait_crop=[125, 0, 500, 400], portrait_focus=[300, 201])
    assert saved(editor_client, character, **crop(), **focus()) == ([], [])


def test_a_crop_of_everything_is_none(editor_client):
    assert saved(editor_client, portrayed(), **crop("0", "0", "100", "100")) == ([], [])


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (crop("10", "10", "50"), "Crop: Fill in every one of these numbers, or none."),
        (focus("10"), "Focal point: Fill in every one of these numbers, or none."),
        (crop("-1", "0", "50", "50"), "Crop: From the left: give a number from 0 to 100."),
        (crop("0", "0", "50", "half"), "Crop: Height: give a number from 0 to 100."),
        (focus("101", "0"), "Focal point: From the left: give a number from 0 to 100."),
        (
            crop("60", "0", "50", "50"),
            "Crop: The crop goes 10 % beyond the right edge of the picture. Make it smaller.",
        ),
        (
            crop("0", "50", "50", "50.1"),
            "Crop: The crop goes 0.1 % beyond the lower edge of the picture. Make it smaller.",
        ),
        (
            crop("0", "0", "10", "50"),
            "Crop: The crop is 80 by 500 pixels. It needs at least 100 each way: "
            "make it larger, or leave it empty to show the whole picture.",
        ),
        (
            crop("0", "0", "50", "50") | focus("60", "20"),
            "Focal point: The focal point lies outside the crop. Give it 0 to 50 per cent from the left.",
        ),
    ],
)
def test_numbers_that_do_not_fit_are_refused_in_words(editor_client, changes, sentence):
    assert sentences(editor_client, portrayed(), **changes) == [sentence]


def test_another_picture_forgets_the_frame_of_the_one_before(editor_client):
    character = portrayed(portrait_crop=[125, 0, 500, 400], portrait_focus=[300, 201])
    before = character.portrait.name
    assert saved(editor_client, character, portrait=upload()) == ([], [])
    assert character.portrait.name != before


def test_another_picture_takes_the_frame_that_is_given_with_it(editor_client):
    character = portrayed(portrait_crop=[125, 0, 500, 400], portrait_focus=[300, 201])
    frame = crop("0", "0", "50", "50")
    assert saved(editor_client, character, portrait=upload(), **frame) == ([0, 0, 500, 500], [])


def test_a_frame_must_fit_the_picture_that_comes_with_it(editor_client):
    found = sentences(editor_client, portrayed(), portrait=upload((150, 150)), **crop("0", "0", "50", "50"))
    assert found[0].startswith("Crop: The crop is 75 by 75 pixels.")


def test_a_portrait_that_is_taken_away_takes_its_frame_with_it(editor_client):
    character = portrayed(portrait_crop=[125, 0, 500, 400], portrait_focus=[300, 201])
    assert saved(editor_client, character, **{"portrait-clear": "on"}) == ([], [])
    assert not character.portrait


def test_a_picture_whose_file_is_missing_can_still_be_framed(editor_client):
    character = CharacterFactory(portrait="portraits/" + "a" * 32 + ".webp")
    assert saved(editor_client, character, **crop("0", "0", "1", "1")) == ([0, 0, 10, 10], [])


def test_a_new_character_can_come_with_a_framed_portrait(
    editor_client, woken, django_capture_on_commit_callbacks
):
    data = filled(editor_client, ADD, name="Ada", slug="ada", portrait=upload()) | focus("25", "75")
    with django_capture_on_commit_callbacks(execute=True):
        editor_client.post(ADD, data)
    character = Character.objects.get(slug="ada")
    assert character.portrait_focus == [250, 750]
    assert woken == [character.pk]


def test_a_worker_is_called_only_when_the_picture_or_its_frame_changes(
    editor_client, woken, django_capture_on_commit_callbacks
):
    character = portrayed()
    for changes, expected in ((focus("1", "1"), 1), ({"tagline": "Other."}, 1), (focus("2", "1"), 2)):
        with django_capture_on_commit_callbacks(execute=True):
            saved(editor_client, character, **changes)
        assert len(woken) == expected


def test_the_form_says_what_publishing_lacks(editor_client):
    character = published_character()
    url = change_url(character)
    page = editor_client.post(
        url, filled(editor_client, url, _publish="") | {"portrait": upload()}, follow=True
    )
    for words in ("no description", "no credit", "no licence"):
        assert f"The portrait has {words}" in page.content.decode()
