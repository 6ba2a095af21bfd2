"""What the public reads: cards, the index of eras and fields, and who is like whom."""

import pytest

from characters import catalog, publishing
from characters.editions import content_of
from characters.eras import Era
from tests.factories import (
    CharacterFactory,
    SimilarityLinkFactory,
    StarterQuestionFactory,
    published_character,
)

pytestmark = pytest.mark.django_db


def similar(character, after=""):
    edition = character.live_edition
    return catalog.similar_to(edition, content_of(edition), after)


def test_the_index_counts_live_characters_by_era_and_field():
    published_character(fields=["mathematics", "poetry"])
    published_character(fields=["poetry"])
    CharacterFactory(fields=["law"])
    assert catalog.num_by_era() == [(Era.CENTURY_19, 2)]
    assert catalog.num_by_field() == [("mathematics", 1), ("poetry", 2)]


def test_the_featured_are_of_as_many_eras_as_there_are():
    for n in range(3):
        published_character(name=f"Modern {n}", born=1900, died=1980)
    published_character(name="Ancient", born=-80, died=-20)
    assert [card.name for card in catalog.featured(2)] == ["Ancient", "Modern 0"]
    assert len(catalog.featured(4)) == 4


def test_years_on_a_card_are_about_right_where_the_editors_say_so():
    edition = published_character(born=980, born_circa=True, died=1037).live_edition
    assert catalog.cards_of([edition.pk])[edition.pk].years == "c. 980–1037"


def test_the_editors_links_come_first_with_their_reasons_then_who_shares_most():
    mathematician = published_character(name="Other", fields=["mathematics", "poetry"])
    friend = published_character(name="Friend", fields=["law"], born=-80, died=-20)
    era_only = published_character(name="Era only", fields=["law"])
    published_character(name="Stranger", fields=["law"], born=-80, died=-20)
    draft = CharacterFactory()
    character = CharacterFactory(fields=["mathematics", "poetry"])
    SimilarityLinkFactory(character=character, similar=draft, position=0)
    SimilarityLinkFactory(character=character, similar=friend, position=1, reason="They were friends.")
    character = _published(character)
    page = similar(character)
    assert [(card.slug, card.by_editors) for card in page.cards] == [
        (friend.slug, True), (mathematician.slug, False), (era_only.slug, False),
    ]  # fmt: skip
    assert [card.reason for card in page.cards] == [
        "They were friends.", "Also known for mathematics and poetry.", "Of the same era: 19th century.",
    ]  # fmt: skip


@pytest.mark.parametrize("num_links", [0, 2, 3, 5])
def test_the_feed_of_the_similar_shows_nobody_twice(monkeypatch, num_links):
    monkeypatch.setattr(catalog, "SIMILAR_PAGE", 3)
    others = [published_character(fields=["mathematics", "poetry"][: 1 + n % 2]) for n in range(8)]
    character = CharacterFactory(fields=["mathematics", "poetry"])
    for other in others[:num_links]:
        SimilarityLinkFactory(character=character, similar=other)
    character = _published(character)
    read, after = [], ""
    for _ in range(9):
        page = similar(character, after)
        read, after = read + [card.slug for card in page.cards], page.next
        if not after:
            break
    assert sorted(read) == sorted(other.slug for other in others)
    assert read[:num_links] == [other.slug for other in others[:num_links]]


def test_the_feed_ends_after_someone_it_does_not_hold():
    character = published_character()
    published_character()
    assert similar(character, after="nobody").cards == []


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


def _published(character):
    StarterQuestionFactory(character=character)
    publishing.publish(character)
    character.refresh_from_db()
    return character
