"""The feed of the first page: it begins with what a visitor opened, says so, and is told of it by the address alone."""

import pytest

from characters import links, publishing
from characters.discovery import explore as exploring
from characters.discovery.explore import Seen, explore
from characters.models import Character, SimilaritySuggestion
from tests.factories import SimilarityLinkFactory, StarterQuestionFactory, published_character

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def character(name, **fields):
    return published_character(name=name, slug=name.lower(), **fields)


def republished(one):
    StarterQuestionFactory(character=one)
    publishing.publish(one)
    one.refresh_from_db()
    return one


def found(**params):
    return [(card.slug, card.because) for card in explore(Seen.read(params)).cards]


@pytest.fixture
def ada():
    """Linked to Alan, near Grace; and somebody else is there too."""
    ada, alan, grace = character("Ada"), character("Alan"), character("Grace")
    SimilarityLinkFactory(character=ada, similar=alan, reason="They think alike.")
    SimilaritySuggestion.objects.create(
        character=ada, similar=grace, score=0.5, reasons=["Both worked in mathematics."]
    )
    character("Zoe")
    return republished(ada)


def test_it_begins_with_what_was_opened_and_says_why(ada):
    cards = explore(Seen(("ada",))).cards
    assert [(card.slug, card.because, card.reason) for card in cards[:2]] == [
        ("alan", "Because you opened Ada", "They think alike."),
        ("grace", "Because you opened Ada", "Both worked in mathematics."),
    ]
    assert cards[2].slug == "zoe"


def test_whom_one_talked_with_is_called_so(ada):
    assert found(seen="ada", talked="ada")[0] == ("alan", "Because you talked with Ada")


def test_what_was_opened_is_not_shown_nor_anybody_twice(ada):
    slugs = [slug for slug, _ in found(seen="ada,grace")]
    assert "ada" not in slugs
    assert "grace" not in slugs
    assert len(slugs) == len(set(slugs))


def test_the_withdrawn_and_the_rejected_are_not_led_to(ada):
    links.reject(ada.pk, ada.suggestions.get().similar_id)
    publishing.withdraw(Character.objects.get(slug="alan"))
    assert "Because you opened Ada" not in {because for _, because in found(seen="ada")}
    assert found(seen="alan") == found()


def test_without_anything_opened_picks_and_the_newest_take_turns():
    for name in ("Bea", "Cleo", "Dora", "Emmy"):
        character(name)
    reasons = [because for _, because in found()]
    assert reasons[0] == ""
    assert reasons[1].startswith("Here since ")


def test_page_by_page_everybody_comes_once():
    for number in range(20):
        character(f"Ada{number}")
    read, after = [], ""
    for _ in range(10):
        page = explore(Seen(("ada3",)), after, 7)
        read, after = read + [card.slug for card in page.cards], page.next
        if not after:
            break
    assert sorted(read) == sorted(f"ada{number}" for number in range(20) if number != 3)


def test_what_cannot_be_a_slug_or_is_too_much_is_dropped():
    many = ",".join(f"ada-{number}" for number in range(500))
    assert len(Seen.read({"seen": many}).slugs) == exploring.REMEMBERED
    assert Seen.read({"seen": "Ada,../x,a\0b,',ada,ada,"}).slugs == ("ada",)


# --- The pages ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        "",
        "seen=ada",
        "seen=%00&talked=%ff&after=%00&num=%00",
        "seen=" + "ada," * 9000,
        "after=nobody",
        "num=99999",
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_any_address_is_answered_without_a_cookie_in_a_few_queries(
    client, django_assert_max_num_queries, ada, query, headers
):
    with django_assert_max_num_queries(8):
        response = client.get(f"/explore/?{query}", headers=headers)
    assert response.status_code == 200
    assert not response.cookies


def test_the_first_page_is_the_same_for_everybody_and_gives_no_cookie(
    client, django_assert_max_num_queries, ada
):
    with django_assert_max_num_queries(8):
        response = client.get("/")
    page = response.content.decode()
    assert not response.cookies
    assert 'data-explore="/explore/"' in page
    assert "To begin with" in page
    assert "Because you opened" not in page
    assert client.get("/", headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_what_it_begins_with_can_be_read_and_forgotten(client, ada):
    fragment = client.get("/explore/?seen=ada", headers=HTMX).content.decode()
    assert "<html" not in fragment
    assert '<a href="/characters/ada/">Ada</a>' in fragment
    assert "Forget what I opened" in fragment
    assert "Forget what I opened" not in client.get("/explore/", headers=HTMX).content.decode()


def test_the_way_to_more_keeps_what_was_opened(client):
    for number in range(30):
        character(f"Ada{number}")
    page = client.get("/explore/?seen=ada1,ada2&talked=ada2").content.decode()
    assert 'href="/explore/?seen=ada1,ada2&amp;talked=ada2&amp;after=' in page
