"""One value stands for a character everywhere: draft, edition, JSON."""

import json

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from characters import publishing
from characters.editions import CharacterContent, content_of, draft_of, folded, write_draft
from characters.eras import Era, era_of, lifespan
from characters.models import Edition
from tests.characters.contents import contents
from tests.factories import CharacterFactory, RemarkFactory, SimilarityLinkFactory, published_character


@given(contents())
def test_any_content_survives_json(content):
    assert CharacterContent.from_json(json.loads(json.dumps(content.to_json()))) == content


@pytest.mark.django_db(transaction=False)
@settings(max_examples=25)
@given(content=contents())
def test_any_content_survives_being_a_draft(django_db_setup, django_db_blocker, content):
    with django_db_blocker.unblock(), transaction.atomic():
        for link in content.similar:
            CharacterFactory(slug=link.character)
        character = write_draft(content)
        character.refresh_from_db()
        assert draft_of(character) == content
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_an_edition_restored_to_the_draft_gives_the_same_content():
    character = published_character()
    RemarkFactory(character=character)
    SimilarityLinkFactory(character=character)
    edition = publishing.publish(character)
    character.starter_questions.all().delete()
    write_draft(content_of(edition), character=character)
    assert draft_of(character) == content_of(edition)


@pytest.mark.django_db
def test_a_question_that_keeps_its_anchor_keeps_its_row():
    character = published_character()
    before = character.starter_questions.get()
    content = draft_of(character)
    write_draft(content, character=character)
    assert character.starter_questions.get().pk == before.pk


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["content = '{}'", "html = '{}'", "number = 99"])
def test_the_database_refuses_to_change_an_edition(change):
    edition = published_character().live_edition
    with (
        pytest.raises(IntegrityError, match="immutable"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE characters_edition SET {change} WHERE id = %s", [edition.pk])
    assert Edition.objects.get(pk=edition.pk).content == edition.content


@pytest.mark.parametrize(
    ("born", "died", "era"),
    [
        (-551, -479, Era.ANTIQUITY),
        (980, 1037, Era.MIDDLE_AGES),
        (1452, 1519, Era.CENTURIES_15_16),
        (1642, 1727, Era.CENTURIES_17_18),
        (1815, 1852, Era.CENTURY_19),
        (1940, None, Era.CENTURY_20),
        (None, 1850, Era.CENTURY_19),
        (None, None, None),
    ],
)
def test_an_era_is_where_the_middle_of_a_life_fell(born, died, era):
    assert era_of(born, died) == era


@pytest.mark.parametrize(
    ("years", "circa", "words"),
    [
        ((1879, 1940), {}, "1879–1940"),
        ((-551, -479), {}, "551–479 BCE"),
        ((-63, 14), {}, "63 BCE–14 CE"),
        ((121, 180), {}, "121–180 CE"),
        ((355, 415), {"born_circa": True}, "c. 355–415 CE"),
        ((1958, None), {}, "born 1958"),
        ((None, 1433), {"died_circa": True}, "died c. 1433"),
        ((None, None), {}, ""),
    ],
)
def test_years_are_written_as_readers_write_them(years, circa, words):
    assert lifespan(*years, **circa) == words


@given(st.text())
def test_folding_a_folded_name_changes_nothing(text):
    assert folded(folded(text)) == folded(text)


def test_names_are_found_without_accents():
    assert folded("Simón  Bolívar") == "simon bolivar"
