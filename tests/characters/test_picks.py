"""Whom the site begins with, and who is new."""

import pytest

from characters import publishing
from characters.discovery import picks
from characters.models import Collection
from tests.factories import SimilarityLinkFactory, published_character

pytestmark = pytest.mark.django_db


def featured(limit=6):
    return [card.name for card in picks.featured(limit)]


def test_the_featured_are_of_as_many_eras_as_there_are():
    for n in range(3):
        published_character(name=f"Modern {n}", born=1900, died=1980)
    published_character(name="Ancient", born=-80, died=-20)
    assert featured(2) == ["Ancient", "Modern 0"]
    assert len(featured(4)) == 4


def test_within_an_era_whom_others_link_to_comes_first():
    for name in ("Ada", "Bea", "Cleo"):
        published_character(name=name)
    cleo = picks.live().get(name="Cleo").character
    SimilarityLinkFactory(character=picks.live().get(name="Ada").character, similar=cleo)
    assert featured() == ["Cleo", "Ada", "Bea"]


def test_the_editors_picks_come_before_all_in_their_order():
    ada, bea, cleo = (published_character(name=name) for name in ("Ada", "Bea", "Cleo"))
    picked = Collection.objects.create(slug="picks", title="Picks", is_published=True, is_picks=True)
    for position, character in enumerate((cleo, bea)):
        picked.members.create(character=character, position=position)
    assert featured() == ["Cleo", "Bea", "Ada"]
    publishing.withdraw(cleo)
    assert featured() == ["Bea", "Ada"]
    Collection.objects.update(is_published=False)
    assert featured() == ["Ada", "Bea"]


def test_the_newest_are_those_who_came_last_and_not_who_was_revised_last():
    ada, bea, cleo = (published_character(name=name) for name in ("Ada", "Bea", "Cleo"))
    ada.tagline = "Another."
    ada.save()
    publishing.publish(ada)
    publishing.withdraw(cleo)
    assert list(picks.newest(5)) == [bea.pk, ada.pk]
