"""How good suggestions are, judged by the links that the editors of the starter catalog made."""

import pytest
from django.core.management import call_command
from django.db import transaction

from characters import similarity
from characters.models import Character, SimilarityLink

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def catalog(django_db_setup, django_db_blocker):
    """The starter catalog, for this module's judgement; taken away again."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_characters", "content/characters", verbosity=0)
        yield list(Character.objects.live())
        transaction.set_rollback(True)


def test_the_editors_own_links_are_found_again_when_they_are_held_out(catalog):
    """A weak judgement: of 28 characters chance finds 0.15 of the links in its first 4 and 0.44 in its first 12.

    In November 2026 0.54 and 0.89 were found. The weights were chosen on the same links; any near them do as well.
    """
    places = [place for character in catalog for place in held_out_places(character)]
    assert len(places) > 100
    assert sum(place <= 4 for place in places) / len(places) > 0.45
    assert sum(place <= 12 for place in places) / len(places) > 0.8


def held_out_places(character):
    """At what places the character's linked ones stand when nothing is linked from there or back."""
    with transaction.atomic():
        linked = list(character.similarity_links.values_list("similar", flat=True))
        character.similarity_links.all().delete()
        SimilarityLink.objects.filter(similar=character).delete()
        found = [each.id for each in similarity.suggest(character, limit=100)]
        transaction.set_rollback(True)
    return [found.index(pk) + 1 if pk in found else 999 for pk in linked]


def test_well_known_pairs_stand_first_with_reasons_from_both_texts(catalog):
    by_slug = {character.slug: character for character in catalog}
    with transaction.atomic():
        SimilarityLink.objects.all().delete()
        ada = similarity.suggest(by_slug["ada-lovelace"])
        leon = similarity.suggest(by_slug["leon-trotsky"])
        transaction.set_rollback(True)
    assert ada[0].name == "Alan Turing"
    assert "The page of Alan Turing names Ada Lovelace." in ada[0].reasons
    assert {each.name for each in leon[:3]} == {"Rosa Luxemburg", "Frida Kahlo", "Karl Marx"}
    reasons = next(each.reasons for each in leon if each.name == "Rosa Luxemburg")
    assert any("Lenin" in reason or "Bolsheviks" in reason for reason in reasons)
