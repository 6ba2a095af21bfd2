"""The checklist, comparisons and what files are refused for, in German."""

import pytest
from django.utils import translation

from characters import comparing
from characters.cards import BadCard, read_card
from characters.checklist import check
from characters.editions import draft_of
from characters.models import Character, StarterQuestion
from tests.factories import CharacterFactory, complete_character

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def german():
    with translation.override("de"):
        yield


def test_findings_are_whole_sentences_whatever_they_are_about():
    character = complete_character(biography="She wrote the the [notes](http://example.org/a).")
    said = [finding.sentence for finding in check(character).findings]
    assert "Die Biografie enthält ein Wort doppelt: „the the“." in said
    assert any("Link auf „http://example.org/a“, der nicht sicher ist" in each for each in said)
    assert any(each.endswith("Erst 4 oder mehr bieten eine Auswahl.") for each in said)
    assert not [each for each in said if each.startswith(("The ", "There ")) or " words" in each]


def test_what_is_missing_is_said_in_german():
    missing = check(CharacterFactory(name="Ada", tagline="")).missing
    assert {"Die Kurzbeschreibung ist leer.", "Es gibt keine Einstiegsfrage."} <= set(missing)


def test_a_comparison_has_german_labels():
    character = complete_character(name="Ada")
    before = draft_of(character)
    Character.objects.filter(pk=character.pk).update(
        portrait_focus=[125, 500], fields=["mathematics", "poetry"]
    )
    changed = comparing.compare(before, draft_of(Character.objects.get(pk=character.pk))).changed
    assert {part.label for part in changed} >= {"Fokuspunkt", "Fachgebiete"}
    [focus] = [part for part in changed if part.label == "Fokuspunkt"]
    assert "12,5" in focus.texts[0].rows[0].after
    [fields] = [part for part in changed if part.label == "Fachgebiete"]
    assert "Dichtung" in fields.texts[0].rows[0].after


def test_a_card_is_refused_in_german():
    with pytest.raises(BadCard) as refused:
        read_card(b"\xff\xd8\xff", filename="ada.jpg")
    assert str(refused.value) == (
        "Datei: ist ein JPEG-Bild und enthält keine Karte: Nehmen Sie die PNG-, JSON- oder CHARX-Datei"
    )


def test_models_and_their_fields_have_german_names():
    assert str(StarterQuestion._meta.verbose_name_plural) == "Einstiegsfragen"
    assert str(Character._meta.get_field("persona").verbose_name) == "Persona"
    assert Character.Status.WITHDRAWN.label == "Zurückgezogen"
