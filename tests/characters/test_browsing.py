"""All live characters by filters and an order, page by page, with how many there are of each kind."""

import datetime as dt
from importlib import import_module
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from characters import publishing
from characters.eras import Era
from characters.models import Character, KnownWord, SearchEntry
from characters.search import entries, talked_to
from characters.search.asked import Order, Search
from characters.search.finding import find
from chat import popularity
from tests.chat.factories import conversation
from tests.factories import CharacterFactory, UserFactory, published_character

pytestmark = pytest.mark.django_db


def results(**params):
    return find(Search.read(params))


def found(**params):
    return [each.card.name for each in results(**params).found]


def test_only_live_characters_are_found():
    CharacterFactory(name="Draft")
    publishing.withdraw(published_character(name="Withdrawn"))
    published_character(name="Live")
    assert found() == ["Live"]
    assert SearchEntry.objects.count() == 1


def test_the_catalog_reads_the_edition_and_not_the_draft():
    character = published_character(name="Before")
    character.name = "After"
    character.save()
    assert found() == ["Before"]
    publishing.publish(character)
    assert found() == ["After"]


@pytest.fixture
def three():
    """Of two eras, two fields and three countries."""
    published_character(
        name="Hypatia",
        born=355,
        died=415,
        fields=["mathematics", "philosophy"],
        place="Alexandria, Roman Egypt",
    )
    published_character(name="Ada", fields=["mathematics"], place="London, England")
    published_character(
        name="Plato", born=-428, died=-348, fields=["philosophy"], place="Athens (now Greece)"
    )


def test_era_field_and_country_combine(three):
    assert found(era=Era.ANTIQUITY) == ["Hypatia", "Plato"]
    assert found(era=Era.ANTIQUITY, field="mathematics") == ["Hypatia"]
    assert found(place="Greece") == ["Plato"]
    assert found(place="Greece", field="mathematics") == []


def test_a_filter_counts_what_it_would_leave_with_the_others(three):
    facets = results(era=Era.ANTIQUITY).facets
    assert facets.num_found == 2
    assert facets.eras == {Era.ANTIQUITY: 2, Era.CENTURY_19: 1}
    assert facets.fields == {"mathematics": 1, "philosophy": 2}
    assert facets.places == {"Egypt": 1, "Greece": 1}
    facets = results(era=Era.CENTURY_19, place="Greece").facets
    assert (facets.num_found, facets.eras, facets.places) == (0, {Era.ANTIQUITY: 1}, {"England": 1})
    chosen = facets.choices(Search(era=Era.CENTURY_19, place="Greece"))
    assert ("Greece", "Greece", 0) in chosen["places"]


def test_what_does_not_exist_is_dropped_from_a_search():
    search = Search.read({"q": "a\x00b", "era": "stone-age", "field": "x" * 99, "after": "\x00", "sort": "x"})
    assert (search.era, len(search.field), search.after, search.q, search.order) == ("", 40, "", "a b", "")
    assert find(search).found == []


@pytest.mark.parametrize("order", ["", Order.BORN, Order.NEWEST, Order.TALKED_TO])
def test_pages_follow_each_other_without_gap_or_repetition(monkeypatch, order):
    monkeypatch.setattr("characters.search.results.PAGE", 2)
    for name, born in (("B", 1800), ("A", 1700), ("C", 1800), ("C", None), ("D", 1600)):
        published_character(name=name, born=born, died=1810)
    everybody = list(SearchEntry.objects.order_by("pk"))
    talked_to.keep({everybody[0].pk: 3, everybody[3].pk: 7})
    read, search = [], Search(order=order)
    for _ in range(3):
        page = find(search)
        read, search = [*read, *(each.card.name for each in page.found)], page.next
    assert search is None
    assert (
        read
        == {
            "": ["A", "B", "C", "C", "D"],
            Order.BORN: ["D", "A", "B", "C", "C"],
            Order.NEWEST: ["D", "C", "C", "A", "B"],
            Order.TALKED_TO: ["C", "B", "A", "C", "D"],
        }[order]
    )


@pytest.mark.parametrize("order", ["", Order.BORN, Order.NEWEST])
def test_someone_withdrawn_meanwhile_still_holds_the_readers_place(monkeypatch, order):
    monkeypatch.setattr("characters.search.results.PAGE", 1)
    gone, other = published_character(name="A", born=1700), published_character(name="B", born=1800)
    if order == Order.NEWEST:
        gone, other = other, gone
    page = results(sort=order)
    assert page.found[0].card.slug == gone.slug
    publishing.withdraw(gone)
    assert [each.card.slug for each in find(page.next).found] == [other.slug]


def test_who_is_newest_is_not_who_was_revised_last():
    first = published_character(name="First")
    published_character(name="Second")
    entries.SearchEntry.objects.filter(pk=first.pk).update(
        first_live_at=timezone.now() - dt.timedelta(days=9)
    )
    first.tagline = "Another."
    first.save()
    publishing.publish(first)
    assert found(sort=Order.NEWEST) == ["Second", "First"]


def test_conversations_are_counted_without_trials():
    quiet, popular = published_character(name="A"), published_character(name="B")
    for _ in range(2):
        conversation(character=popular, user=UserFactory())
    conversation(character=quiet, user=UserFactory(), is_trial=True)
    popularity.count()
    assert found(sort=Order.TALKED_TO) == ["B", "A"]
    assert dict(SearchEntry.objects.values_list("pk", "num_conversations")) == {quiet.pk: 0, popular.pk: 2}


def test_what_was_not_kept_is_kept_later():
    character = published_character(name="Lost")
    SearchEntry.objects.all().delete()
    assert entries.keep_missing() == 1
    assert entries.keep_missing() == 0
    assert found() == [character.name]
    Character.objects.update(live_edition=None, live_slug=None)
    entries.keep_missing()
    assert found() == []


def test_a_migration_made_the_rows_of_pages_that_were_live_before():
    migration = import_module("characters.migrations.0012_search")
    published_character(name="Simón Bolívar", also_known_as=["El Libertador"])
    kept = SearchEntry.objects.values("sort_name", "year", "era", "fields", "first_live_at").get()
    SearchEntry.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(migration.FILL)
        cursor.execute(migration.FILL_WORDS)
    assert SearchEntry.objects.values(*kept).get() == kept
    assert KnownWord.objects.filter(word="bolivar", is_name=True).exists()
    assert [each.card.name for each in results(q="libertador bolivar").found] == ["Simón Bolívar"]


def test_all_can_be_made_anew():
    published_character(name="Lost")
    KnownWord.objects.create(word="nobody")
    SearchEntry.objects.update(names="")
    call_command("renew_search", stdout=(said := StringIO()))
    assert said.getvalue() == "1 characters can be found.\n"
    assert SearchEntry.objects.get().names.startswith("lost")
    assert not KnownWord.objects.filter(word="nobody").exists()
    assert KnownWord.objects.get(word="lost").is_name
