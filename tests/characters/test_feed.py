"""The feed of who is like a character: in what order, for what reasons, and nobody twice, whatever changes."""

import pytest

from characters import links, publishing
from characters.discovery import feed
from characters.discovery.cursors import BadCursor, Cursor
from characters.discovery.reasons import for_readers
from characters.editions import content_of
from characters.models import Meaning, SimilaritySuggestion
from tests.factories import (
    CharacterFactory,
    SimilarityLinkFactory,
    StarterQuestionFactory,
    published_character,
)

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def similar(character, after="", num=feed.PAGE):
    edition = character.live_edition
    return feed.similar_to(edition, content_of(edition), after, num)


def names(page):
    return [card.name for card in page.cards]


def walked(character, num=3, meanwhile=lambda page: None):
    """Slugs in the order in which a reader gets them, page by page."""
    read, after = [], ""
    for number in range(40):
        page = similar(character, after, num)
        read, after = read + [card.slug for card in page.cards], page.next
        if not after:
            return read
        meanwhile(number)
    raise AssertionError("The feed did not end.")


def republished(character):
    StarterQuestionFactory(character=character)
    publishing.publish(character)
    character.refresh_from_db()
    return character


def embedded(name, **fields):
    return published_character(name=name, slug=name.lower().replace(" ", "-"), embed_now=True, **fields)


# --- Whom, in what order, and why -----------------------------------------------------------------------


def test_the_editors_links_come_first_with_their_reasons_then_who_shares_most():
    mathematician = published_character(name="Other", fields=["mathematics", "poetry"])
    friend = published_character(name="Friend", fields=["law"], born=-80, died=-20)
    era_only = published_character(name="Era only", fields=["law"])
    published_character(name="Stranger", fields=["law"], born=-80, died=-20)
    poet = published_character(name="Poet", fields=["poetry"])
    draft = CharacterFactory()
    character = CharacterFactory(fields=["mathematics", "poetry"])
    SimilarityLinkFactory(character=character, similar=draft, position=0)
    SimilarityLinkFactory(character=character, similar=friend, position=1, reason="They were friends.")
    page = similar(republished(character))
    assert [(card.slug, card.by_editors) for card in page.cards] == [
        (friend.slug, True), (mathematician.slug, False), (poet.slug, False), (era_only.slug, False),
    ]  # fmt: skip
    assert [card.reason for card in page.cards] == [
        "They were friends.", "Also known for mathematics and poetry.", "Also known for poetry.",
        "Of the same era: 19th century.",
    ]  # fmt: skip


def test_what_is_kept_comes_after_the_links_the_best_first_in_words_for_readers():
    ada = embedded("Ada Lovelace", fields=["mathematics"])
    embedded("Alan Turing", biography="He had read Ada Lovelace.", born=1912, died=1954, fields=["computing"])
    embedded("Grace Hopper", born=1906, died=1992, fields=["mathematics"])
    SimilaritySuggestion.objects.filter(character=ada, similar__slug="grace-hopper").update(
        score=0.9,
        reasons=["Ada and Alan link to both.", "Both texts name Cambridge.", "Both worked in logic."],
    )
    cards = similar(ada).cards
    assert names(similar(ada)) == ["Grace Hopper", "Alan Turing"]
    assert cards[0].reason == "Both pages name Cambridge. Both worked in logic."
    assert "The page of Alan Turing names Ada Lovelace." in cards[1].reason


def test_behind_what_is_kept_stands_who_is_near_in_meaning_with_the_passages_that_are():
    ada = embedded("Ada Lovelace")
    embedded("Alan Turing")
    SimilaritySuggestion.objects.all().delete()
    [card] = similar(ada).cards
    assert card.reason.startswith(
        "Both worked in mathematics. Worth reading side by side: “What is the engine?”"
    )


def test_nobody_is_near_without_something_to_say_of_it():
    ada = embedded("Ada Lovelace", fields=["mathematics"])
    embedded("Cato", fields=["law"], born=-95, died=-46)
    SimilaritySuggestion.objects.all().delete()
    assert similar(ada).cards == []


def test_the_withdrawn_the_rejected_and_the_character_itself_are_never_shown():
    ada, alan, grace, emmy, sofia = (embedded(n) for n in ("Ada", "Alan", "Grace", "Emmy", "Sofia"))
    SimilarityLinkFactory(character=ada, similar=alan, reason="They think alike.")
    ada = republished(ada)
    links.reject(ada.pk, grace.pk)
    publishing.withdraw(emmy)
    assert names(similar(ada)) == ["Alan", "Sofia"]
    links.reject(ada.pk, alan.pk)
    assert names(similar(ada)) == ["Sofia"]
    SimilaritySuggestion.objects.filter(state="OPEN").delete()
    Meaning.objects.all().delete()
    assert names(similar(ada)) == ["Sofia"]


# --- Page by page ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("num_links", [0, 2, 3, 5])
def test_the_feed_shows_everybody_once(num_links):
    others = [published_character(fields=["mathematics", "poetry"][: 1 + n % 2]) for n in range(8)]
    character = CharacterFactory(fields=["mathematics", "poetry"])
    for other in others[:num_links]:
        SimilarityLinkFactory(character=character, similar=other)
    character = republished(character)
    read = walked(character)
    assert sorted(read) == sorted(other.slug for other in others)
    assert read[:num_links] == [other.slug for other in others[:num_links]]


NEITHER = {"born": None, "died": None}


@pytest.mark.parametrize(
    ("mine", "num_found"),
    [
        ({"fields": ["music"], **NEITHER}, 5),
        ({"fields": ["music", "poetry"], **NEITHER}, 10),
        ({"fields": ["law"], "born": 1815, "died": 1852}, 5),
    ],
)
def test_whatever_is_known_of_a_character_its_feed_goes_to_the_end(client, mine, num_found):
    for number in range(5):
        published_character(name=f"Musician {number}", fields=["music"], **NEITHER)
        published_character(name=f"Poet {number}", fields=["poetry"], born=1800, died=1850)
    character = published_character(**mine)
    assert len(set(walked(character))) == num_found
    assert client.get(f"/characters/{character.slug}/").status_code == 200


def test_somebody_who_moves_from_one_list_to_another_meanwhile_is_not_shown_again():
    ada, *others = (embedded(f"Ada {number}") for number in range(8))

    def upset(number):
        if number == 0:
            SimilaritySuggestion.objects.filter(character=ada).delete()
        if number == 1:
            Meaning.objects.all().delete()

    read = walked(ada, num=2, meanwhile=upset)
    assert sorted(read) == sorted(other.slug for other in others)


def test_somebody_published_again_meanwhile_is_not_shown_again():
    ada = published_character(name="Ada")
    for number in range(6):
        published_character(name=f"Beatrix {number}", sort_name=f"{number}")

    def rename(number):
        first = feed.live().get(name="Beatrix 0").character
        first.sort_name = f"8 {number}"
        first.save()
        publishing.publish(first)

    read = walked(ada, num=2, meanwhile=rename)
    assert len(read) == len(set(read)) == 6


def test_who_comes_back_gets_as_many_as_they_had_in_the_same_order():
    ada = published_character(name="Ada")
    for _ in range(9):
        published_character()
    read = walked(ada)
    page = similar(ada, num=6)
    assert [card.slug for card in page.cards] == read[:6]
    assert [card.slug for card in similar(ada, page.next).cards] == read[6:]


@pytest.mark.parametrize(
    "text", ["nobody", "rosa-luxemburg", "AAAA", "é", "\0", "A" * 5000, "_" * 400, "gICAgICAgICAgICAgIA"]
)
def test_a_place_that_no_feed_has_shows_nobody(client, text):
    published_character()
    character = published_character()
    with pytest.raises(BadCursor):
        Cursor.read(text)
    assert similar(character, after=text).cards == []
    response = client.get(f"/characters/{character.slug}/similar/", {"after": text})
    assert response.status_code == 200
    assert "That was the last of them." in response.content.decode()


def test_a_place_is_read_as_it_was_written():
    for cursor in (
        Cursor(),
        Cursor(frozenset({1, 2, 70_000, 2**40}), 1),
        Cursor(frozenset({5}), 3, 1_790_000_000_000_000, 77, "cortázar, julio"),
    ):
        assert Cursor.read(str(cursor) or "") == cursor


@pytest.mark.parametrize("num", ["0", "-3", "9999999999", "x", "", "²", "12\0"])
def test_any_number_asked_for_gets_a_page(client, num):
    published_character()
    character = published_character()
    assert client.get(f"/characters/{character.slug}/similar/", {"num": num}).status_code == 200


# --- The page -------------------------------------------------------------------------------------------


def test_the_feed_goes_on_as_a_fragment_and_as_a_page(client):
    published_character(name="Ada", slug="ada")
    for number in range(20):
        published_character(name=f"Beatrix {number:02}")
    first = client.get("/characters/ada/similar/").content.decode()
    address = first.partition('hx-get="')[2].partition('"')[0]
    fragment = client.get(address, headers=HTMX).content.decode()
    whole = client.get(address).content.decode()
    assert "<html" not in fragment
    assert "<html" in whole
    for page in (fragment, whole):
        assert page.count('class="card"') == 8
        assert "Beatrix 19" in page
    assert "Also known for mathematics." in fragment


def test_a_rejection_changes_the_page_that_browsers_kept(client):
    ada, alan = embedded("Ada"), embedded("Alan")
    for address in ("/characters/ada/", "/characters/ada/similar/"):
        links.take_back(ada.pk, alan.pk)
        etag = client.get(address)["ETag"]
        assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
        links.reject(ada.pk, alan.pk)
        assert client.get(address, headers={"If-None-Match": etag}).status_code == 200


def test_every_page_of_the_feed_costs_at_most_eight_queries(client, django_assert_max_num_queries):
    ada = embedded("Ada")
    for number in range(4):
        embedded(f"Alan {number}")
    for number in range(30):
        published_character(name=f"Beatrix {number:02}")
    SimilarityLinkFactory(character=ada, similar=feed.live().get(name="Beatrix 07").character)
    republished(ada)
    address = "/characters/ada/similar/?num=3"
    for _ in range(20):
        with django_assert_max_num_queries(8):
            page = client.get(address).content.decode()
        if not (more := page.partition('hx-get="')[2].partition('"')[0]):
            return
        address = f"{more}&num=3"
    raise AssertionError("The feed did not end.")


# --- Words for readers ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ("Lenin and the year 1905", "Lenin"),
        ("Lenin, Iskra and the year 1905", "Lenin and Iskra"),
        ("Lenin", "Lenin"),
    ],
)
def test_years_that_two_pages_share_are_left_out_beside_names(names, told):
    assert for_readers([f"Both texts name {names}."]) == f"Both pages name {told}."


def test_what_is_said_to_editors_is_said_otherwise_to_readers():
    assert for_readers(["Near in meaning: “Why?” and “How?”."]) == (
        "Worth reading side by side: “Why?” and “How?”."
    )
    assert for_readers(["Both texts name Lenin, Iskra, the Bund and the years 1905 and 1917."]) == (
        "Both pages name Lenin, Iskra and the Bund."
    )
    assert for_readers(["Ada links to both."]) == ""
    assert for_readers(["Both worked in law.", "a" * 200]) == "Both worked in law."
