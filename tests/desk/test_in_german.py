"""The desk under /de/: what its pages, its messages and its scripts say there, and what is kept in one language."""

import json
import re

import pytest
from django.urls import reverse
from django.utils import translation

from desk.models import ReviewNote
from desk.reviewing import form_places
from desk.reviewing.review_admin import counted
from tests.factories import complete_character, published_character

pytestmark = pytest.mark.django_db


def german(client, name, *args, **query) -> str:
    with translation.override("de"):
        address = reverse(name, args=args)
    assert address.startswith("/de/")
    return client.get(address, query).content.decode()


def test_the_first_page_speaks_german(editor_client):
    published_character()
    html = german(editor_client, "admin:index")
    assert '<html lang="de"' in html
    for words in ("Warten auf Prüfung", "Nichts wartet. Was Schreibende einreichen", "Zuletzt veröffentlicht",
                  "Persönlichkeit schreiben", "Ihr Konto", "Alle: Am längsten unverändert"):  # fmt: skip
        assert words in html
    for words in ("Waiting for review", "Redirects", "Write a character", "Your account"):
        assert words not in html


def test_the_pages_of_a_character_speak_german(editor_client):
    ada, marie = published_character(name="Ada Lovelace"), published_character(name="Marie Curie")
    ada.similarity_links.create(similar=marie, reason="Both counted.")
    html = german(editor_client, "desk:similar", ada.pk)
    assert "1 Verweis ohne Gegenverweis: " in html
    assert "Warum sollte, wer Marie Curie liest, auch Ada Lovelace kennenlernen?" in html
    html = german(editor_client, "desk:history", ada.pk)
    assert '<th scope="row">Ausgabe 1' in html
    assert 'Von<span class="desk-visually-hidden">: Ausgabe 1</span>' in html


def test_a_picture_is_measured_in_numbers_of_svg(editor_client):
    ada, marie = published_character(name="Ada Lovelace"), published_character(name="Marie Curie")
    ada.similarity_links.create(similar=marie, reason="Both counted.")
    html = german(editor_client, "desk:similar", ada.pk)
    measures = re.findall(
        r' (?:x|y|width|height|viewBox)="([^"]*)"', html[html.index("<svg") : html.index("</svg>")]
    )
    assert len(measures) > 8
    assert not [measure for measure in measures if "," in measure]


def test_days_are_written_as_in_german(editor_client):
    character = published_character()
    said = german(editor_client, "desk:review", character.pk)
    assert f"Ausgabe 1, veröffentlicht am {character.live_edition.published_at.day}. " in said
    assert ", ist öffentlich." in said


def test_what_a_request_says_is_in_the_language_of_its_address(editor_client):
    character = complete_character(name="Ada Lovelace")
    with translation.override("de"):
        address = reverse("desk:take_back", args=[character.pk])
    response = editor_client.post(address, follow=True)
    assert response.request["PATH_INFO"].startswith("/de/")
    assert "Ada Lovelace ist nicht mehr in Prüfung." in response.content.decode()


@pytest.mark.parametrize(
    ("num_blocking", "num_warnings", "said"),
    [
        (0, 0, "Die Prüfliste findet nichts zu verbessern."),
        (1, 0, "1 Punkt steht der Veröffentlichung im Weg."),
        (2, 0, "2 Punkte stehen der Veröffentlichung im Weg."),
        (0, 1, "1 Punkt ließe sich verbessern."),
        (3, 2, "3 Punkte stehen der Veröffentlichung im Weg; Empfehlungen: 2."),
    ],
)
def test_counts_take_the_german_plural(num_blocking, num_warnings, said):
    with translation.override("de"):
        assert counted(num_blocking, num_warnings) == said


def test_a_note_keeps_what_it_is_about_for_readers_of_any_language(editor_client):
    character = complete_character()
    with translation.override("de"):
        page, add = (reverse(name, args=[character.pk]) for name in ("desk:review", "desk:add_note"))
    assert '<option value="Fields">Fachgebiete</option>' in editor_client.get(page).content.decode()
    editor_client.post(add, {"about": "Fields", "text": "Bitte genauer."})
    assert ReviewNote.objects.get().about == "Fields"
    assert ">Fachgebiete</a>" in editor_client.get(page).content.decode()
    in_english = editor_client.get(reverse("desk:review", args=[character.pk])).content.decode()
    assert ">Fields</a>" in in_english


def test_what_notes_are_about_is_said_in_german():
    with translation.override("de"):
        said = form_places.in_words(["Sent back", "Question: Who are you?", "Gone for good"])
    assert said == ["Zurückgegeben", "Frage: Who are you?", "Gone for good"]


def test_scripts_of_the_desk_have_their_german_words(client):
    response = client.get("/de/words.js")
    said = response.content.decode()
    assert json.dumps("Vorschau dieses Textes") in said
    assert "Aktualisieren" in said


def test_english_stays_where_no_language_is_asked_for(editor_client):
    assert "Waiting for review" in editor_client.get("/admin/").content.decode()
