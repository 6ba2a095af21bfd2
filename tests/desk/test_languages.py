"""The desk's page of a character's languages, and the fields of the form that say of whom a page is a translation."""

import pytest
from django.urls import reverse

from characters.models import Character
from tests.desk.admin_forms import change_url, filled
from tests.factories import CharacterFactory, published_character

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return published_character(slug="ada", name="Ada Lovelace")


def send(client, character, **data):
    response = client.post(reverse("desk:languages", args=[character.pk]), data, follow=True)
    assert response.status_code == 200
    return response


def test_an_editor_begins_a_translation_and_comes_to_its_form(editor_client, ada):
    response = send(editor_client, ada, language="de")
    draft = Character.objects.get(translation_of=ada)
    assert response.redirect_chain[-1][0] == change_url(draft)
    assert "A draft in Deutsch begins with the words of the original" in response.content.decode()
    assert (draft.slug, draft.language, draft.changed_by.is_staff) == ("ada-de", "de", True)


def test_the_page_shows_all_languages_and_offers_the_others(editor_client, ada):
    send(editor_client, ada, language="de")
    german = Character.objects.get(slug="ada-de")
    page = editor_client.get(reverse("desk:languages", args=[ada.pk])).content.decode()
    assert reverse("desk:languages", args=[german.pk]) in page
    assert '<option value="ar"' in page
    assert '<option value="de"' not in page
    assert '<option value="en"' not in page
    page = editor_client.get(reverse("desk:languages", args=[german.pk])).content.decode()
    assert "Begin a translation" not in page
    assert reverse("desk:languages", args=[ada.pk]) in page


@pytest.mark.parametrize("language", ["", "xx", "en", "de\0", "d" * 10_000])
def test_what_is_no_other_language_begins_nothing(editor_client, ada, language):
    response = send(editor_client, ada, language=language)
    assert Character.objects.count() == 1
    assert any(word in response.content.decode() for word in ("Choose the language", "already"))


def test_only_who_may_add_characters_translates_them(writer_client, user_client, ada):
    assert writer_client.get(reverse("desk:languages", args=[ada.pk])).status_code == 200
    assert user_client.get(reverse("desk:languages", args=[ada.pk])).status_code in (302, 403)


def test_the_form_says_of_whom_a_page_is_a_translation(editor_client, ada):
    other = CharacterFactory(name="Ada, erzählt")
    url = change_url(other)
    answer = editor_client.post(url, filled(editor_client, url, language="de", translation_of=ada.pk))
    assert answer.status_code == 302
    other.refresh_from_db()
    assert (other.language, other.translation_of) == ("de", ada)


def test_a_translation_has_no_translations(editor_client, ada):
    german = CharacterFactory(language="de", translation_of=ada)
    url = change_url(CharacterFactory())
    page = editor_client.post(url, filled(editor_client, url, translation_of=german.pk)).content.decode()
    assert "This one is a translation itself: choose its original." in page
    url = change_url(ada)
    page = editor_client.post(url, filled(editor_client, url, translation_of=CharacterFactory().pk))
    assert "This page has translations, so it cannot be one." in page.content.decode()


def test_the_list_is_filtered_by_language(editor_client, ada):
    CharacterFactory(name="Ada, erzählt", language="de", translation_of=ada)
    page = editor_client.get("/admin/characters/character/", {"language": "de"}).content.decode()
    assert "Ada, erzählt" in page
    assert "Ada Lovelace</a>" not in page
