"""How good suggestions are, judged by the links that the editors of the starter catalog made."""

from collections import Counter, defaultdict
from dataclasses import replace

import pytest
from django.core.management import call_command
from django.db import transaction
from pgvector.django import CosineDistance

from characters import pools, similarity
from characters.editions import content_of
from characters.likeness import Between, compare
from characters.mentions import named_in
from characters.models import Character, Meaning, SimilarityLink

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def catalog(django_db_setup, django_db_blocker):
    """The starter catalog, for this module's judgement; taken away again."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_characters", "content/characters", verbosity=0)
        yield list(Character.objects.live().filter(translation_of=None))
        transaction.set_rollback(True)


def test_the_editors_own_links_are_found_again_when_they_are_held_out(catalog):
    """A weak judgement: of 60 characters chance finds 0.07 of the links in its first 4 and 0.2 in its first 12.

    In November 2026 0.42 and 0.71 were found. The weights were chosen on the links of the first 28 characters, of which
    0.54 and 0.89 were found then, and by chance 0.15 and 0.44.
    """
    places = [place for character in catalog for place in held_out_places(character)]
    assert len(places) > 300
    assert sum(place <= 4 for place in places) / len(places) > 0.38
    assert sum(place <= 12 for place in places) / len(places) > 0.65


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
    assert {each.name for each in leon[:3]} == {"Rosa Luxemburg", "Frida Kahlo", "Alexandra Kollontai"}
    reasons = next(each.reasons for each in leon if each.name == "Rosa Luxemburg")
    assert any("Lenin" in reason or "Bolsheviks" in reason for reason in reasons)


def test_the_short_way_suggests_what_comparing_each_with_all_does(catalog):
    """Candidates by the database's indexes, scores without sentences: of a small catalog it is the very same."""
    known = {each.character_id: each for each in Meaning.objects.select_related("edition")}
    called = Counter(name for each in known.values() for name in each.called if " " not in name)
    profiles = {
        pk: replace(each, called=frozenset(name for name in each.called if called[name] < 2))
        for pk, each in ((pk, pools.profile_of(each)) for pk, each in known.items())
    }
    with transaction.atomic():
        SimilarityLink.objects.filter(pk__gt=SimilarityLink.objects.order_by("pk")[40].pk).delete()
        for character in catalog:
            expected = compared_with_all(character.pk, profiles, known)
            assert similarity.suggest(character, limit=100) == expected
        transaction.set_rollback(True)


def compared_with_all(pk, profiles, known):
    linking = defaultdict(set)
    links = SimilarityLink.objects.filter(character__translation_of=None).order_by("character__sort_name")
    for other, name in links.values_list("similar", "character__name"):
        linking[other].add(name)
    headings = pools.headings(known[pk].edition_id, list(known))
    linked = set(SimilarityLink.objects.filter(character=pk).values_list("similar", flat=True))
    distances = dict(
        Meaning.objects.annotate(distance=CosineDistance("vector", known[pk].vector)).values_list(
            "pk", "distance"
        )
    )
    names = dict(Character.objects.values_list("sort_name", "name"))
    by_place = [name for _, name in sorted(names.items())]
    found = []
    for other in known.keys() - {pk} - linked:
        both = linking[pk] & linking[other]
        between = Between(1 - distances[other], tuple(n for n in by_place if n in both), headings.get(other))
        said = compare(profiles[pk], profiles[other], between, pools.rarity())
        if said.score >= similarity.LEAST:
            found.append(similarity.Found(other, profiles[other].name, said.score, said.reasons))
    return sorted(found, key=lambda each: (-each.score, each.id))


def test_the_passages_name_whom_the_texts_name(catalog):
    for each in Meaning.objects.select_related("edition"):
        assert each.names == named_in(content_of(each.edition))
