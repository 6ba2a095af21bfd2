"""What the public reads: cards, and in which fields they are."""

import pytest

from characters import catalog, publishing
from tests.factories import CharacterFactory, published_character

pytestmark = pytest.mark.django_db


def test_live_characters_are_counted_by_field():
    published_character(fields=["mathematics", "poetry"])
    published_character(fields=["poetry"])
    CharacterFactory(fields=["law"])
    assert catalog.num_by_field() == [("mathematics", 1), ("poetry", 2)]


def test_years_on_a_card_are_about_right_where_the_editors_say_so():
    edition = published_character(born=980, born_circa=True, died=1037).live_edition
    assert catalog.cards_of([edition.pk])[edition.pk].years == "c. 980–1037"


def test_the_catalogs_version_changes_with_every_publication_and_withdrawal():
    seen = [catalog.version()]
    character = published_character()
    seen.append(catalog.version())
    character.tagline = "Another."
    character.save()
    publishing.publish(character)
    seen.append(catalog.version())
    publishing.withdraw(character)
    seen.append(catalog.version())
    assert seen[0] == seen[3]
    assert len(set(seen)) == 3
