"""What the public finds: by name, era and field, page by page."""

import pytest

from characters import catalog, publishing
from characters.catalog import Search
from characters.eras import Era
from tests.factories import (
    CharacterFactory,
    published_character,
)

pytestmark = pytest.mark.django_db


def names(page):
    return [card.name for card in page.cards]


def found(**params):
    return names(catalog.browse(Search.read(params)))


def test_only_live_characters_are_found():
    CharacterFactory(name="Draft")
    publishing.withdraw(published_character(name="Withdrawn"))
    published_character(name="Live")
    assert found() == ["Live"]


def test_the_catalog_reads_the_edition_and_not_the_draft():
    character = published_character(name="Before")
    character.name = "After"
    character.save()
    assert found() == ["Before"]


def test_a_name_is_found_by_its_parts_in_any_order_and_without_accents():
    published_character(name="Simón Bolívar", sort_name="Bolívar, Simón")
    published_character(name="Simone Weil", sort_name="Weil, Simone")
    assert found(q="  BOLIVAR   simon ") == ["Simón Bolívar"]
    assert found(q="sim") == ["Simón Bolívar", "Simone Weil"]
    assert found(q="Bolívar Weil") == []


def test_other_names_are_found_too():
    published_character(name="Ibn Sina", also_known_as=["Avicenna"])
    assert found(q="avicenn") == ["Ibn Sina"]


def test_what_like_would_read_as_a_wildcard_is_plain_text():
    published_character(name="Ada")
    assert found(q="%") == found(q="_") == found(q="\\") == []


def test_era_field_and_name_combine():
    published_character(name="Hypatia", born=355, died=415, fields=["mathematics", "philosophy"])
    published_character(name="Ada", fields=["mathematics"])
    published_character(name="Plato", born=-428, died=-348, fields=["philosophy"])
    assert found(era=Era.ANTIQUITY) == ["Hypatia", "Plato"]
    assert found(era=Era.ANTIQUITY, field="mathematics") == ["Hypatia"]
    assert found(era=Era.ANTIQUITY, field="mathematics", q="pla") == []


def test_what_does_not_exist_is_dropped_from_a_search():
    search = Search.read({"q": "a\x00b", "era": "stone-age", "field": "x" * 99, "after": "\x00"})
    assert (search.era, len(search.field), search.after, search.q) == ("", 40, " ", "a b")
    assert catalog.browse(search).cards == []


def test_pages_follow_each_other_without_gap_or_repetition(monkeypatch):
    monkeypatch.setattr(catalog, "PAGE", 2)
    for name in ("B", "A", "C", "C", "D"):
        published_character(name=name)
    read, after = [], ""
    for _ in range(3):
        page = catalog.browse(Search(after=after))
        read, after = read + names(page), page.next
    assert read == ["A", "B", "C", "C", "D"]
    assert after == ""


def test_someone_withdrawn_meanwhile_still_holds_the_readers_place(monkeypatch):
    monkeypatch.setattr(catalog, "PAGE", 1)
    gone = published_character(name="A")
    published_character(name="B")
    page = catalog.browse(Search())
    publishing.withdraw(gone)
    assert names(catalog.browse(Search(after=page.next))) == ["B"]


def test_a_misspelt_name_finds_whom_it_looks_like():
    published_character(name="Leon Trotsky", sort_name="Trotsky, Leon")
    published_character(name="Rosa Luxemburg", sort_name="Luxemburg, Rosa")
    assert [card.name for card in catalog.alike(Search(q="trotzky"))] == ["Leon Trotsky"]
    assert catalog.alike(Search(q="zzzzzz")) == catalog.alike(Search(q="")) == []


def test_the_index_counts_live_characters_by_era_and_field():
    published_character(fields=["mathematics", "poetry"])
    published_character(fields=["poetry"])
    CharacterFactory(fields=["law"])
    assert catalog.num_by_era() == [(Era.CENTURY_19, 2)]
    assert catalog.num_by_field() == [("mathematics", 1), ("poetry", 2)]


def test_years_on_a_card_are_about_right_where_the_editors_say_so():
    published_character(born=980, born_circa=True, died=1037)
    assert catalog.browse(Search()).cards[0].years == "c. 980–1037"


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
