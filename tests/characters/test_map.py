"""The map around a character: who is on it, what the lines say, and the same for who cannot see it."""

import re

import pytest

from characters import publishing
from characters.discovery import mapped
from characters.editions import content_of
from characters.models import SimilaritySuggestion
from tests.factories import SimilarityLinkFactory, StarterQuestionFactory, published_character

pytestmark = pytest.mark.django_db


def republished(one):
    StarterQuestionFactory(character=one)
    publishing.publish(one)
    one.refresh_from_db()
    return one


@pytest.fixture
def ada():
    """Linked to Alan and back; Alan links to Grace, who is near."""
    ada, alan, grace = (
        published_character(name=name, slug=name.lower()) for name in ("Ada", "Alan", "Grace")
    )
    SimilarityLinkFactory(character=ada, similar=alan, reason="They think alike.")
    SimilarityLinkFactory(character=alan, similar=ada, reason="She came first.")
    SimilarityLinkFactory(character=alan, similar=grace, reason="She went on.")
    republished(alan)
    SimilaritySuggestion.objects.create(
        character=ada, similar=grace, score=0.5, reasons=["Both worked in law."]
    )
    return republished(ada)


def test_links_and_near_ones_stand_around_with_their_reasons(ada):
    found = mapped.around(ada.live_edition, content_of(ada.live_edition))
    assert found.middle.name == "Ada"
    assert [(p.card.name, p.node.kind, p.card.reason, p.links_here) for p in found.places] == [
        ("Alan", "LINKED", "They think alike.", True), ("Grace", "SUGGESTED", "Both worked in law.", False),
    ]  # fmt: skip
    assert [line.kind for line in found.picture.lines] == ["LINK", "SUGGESTED"]


def test_each_name_leads_to_its_own_map_and_stands_in_the_list(client, django_assert_max_num_queries, ada):
    with django_assert_max_num_queries(8):
        response = client.get("/characters/ada/map/")
    page = response.content.decode()
    assert not response.cookies
    assert re.findall(r'class="map-place" data-place href="([^"]+)" aria-label="([^"]+)"', page) == [
        ("/characters/alan/map/#map", "Alan. They think alike."),
        ("/characters/grace/map/#map", "Grace. Both worked in law."),
    ]
    assert page.index("Around Alan") < page.index("Around Grace")
    assert "Alan’s page leads here too." in page
    assert "style=" not in page


def test_a_map_without_anybody_says_so(client):
    published_character(slug="ada", fields=["law"])
    assert "Nobody stands near" in client.get("/characters/ada/map/").content.decode()


def test_who_is_not_here_has_no_map(client, ada):
    publishing.withdraw(ada)
    assert client.get("/characters/ada/map/").status_code == 404
    assert client.get("/characters/nobody/map/").status_code == 404
