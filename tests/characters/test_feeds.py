"""Atom feeds: who is new, and whose page was revised."""

from xml.etree import ElementTree

import pytest

from characters import publishing
from tests.factories import CharacterFactory, published_character

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = "https://colloquy.example"


def revised(character, tagline="Said anew."):
    character.tagline = tagline
    character.save()
    publishing.publish(character)
    return character


def entries(client, name):
    response = client.get(f"/feeds/{name}.atom")
    assert response["Content-Type"].startswith("application/atom+xml")
    root = ElementTree.fromstring(response.content)
    return root, [
        (entry.findtext(f"{ATOM}title"), entry.find(f"{ATOM}link").get("href"), entry.findtext(f"{ATOM}id"))
        for entry in root.iter(f"{ATOM}entry")
    ]


@pytest.mark.django_db
def test_new_characters_come_newest_first_and_stay_new_when_they_are_revised(client):
    ada = published_character(slug="ada", name="Ada")
    published_character(slug="bob", name="Bob")
    CharacterFactory(slug="draft")
    revised(ada)
    root, found = entries(client, "new")
    site = "https://colloquy.example/characters"
    assert found == [
        ("Bob", f"{site}/bob/", f"{site}/bob/editions/1/"),
        ("Ada", f"{site}/ada/", f"{site}/ada/editions/1/"),
    ]
    assert root.find(f"{ATOM}link[@rel='self']").get("href") == "https://colloquy.example/feeds/new.atom"


@pytest.mark.django_db
def test_revised_pages_come_once_with_their_newest_edition(client):
    ada = published_character(slug="ada", name="Ada")
    published_character(slug="bob", name="Bob")
    revised(revised(ada), "And again.")
    site = "https://colloquy.example/characters"
    assert entries(client, "revised")[1] == [("Ada", f"{site}/ada/", f"{site}/ada/editions/3/")]
    root, _ = entries(client, "revised")
    assert root.find(f".//{ATOM}summary").text == "And again."


@pytest.mark.django_db
def test_who_is_withdrawn_leaves_the_feeds_and_who_moved_is_named_by_the_new_address(client):
    ada, bob = published_character(slug="ada", name="Ada"), published_character(slug="bob", name="Bob")
    revised(ada)
    bob.slug = "robert"
    bob.save()
    publishing.publish(bob)
    publishing.withdraw(ada)
    for name in ("new", "revised"):
        assert [link for _, link, _ in entries(client, name)[1]] == [
            "https://colloquy.example/characters/robert/"
        ]


@pytest.mark.django_db
def test_a_feed_is_not_sent_again_while_nothing_changed(client, django_assert_max_num_queries):
    for _ in range(3):
        revised(published_character())
    for name in ("new", "revised"):
        with django_assert_max_num_queries(2):
            response = client.get(f"/feeds/{name}.atom")
        assert not response.cookies
        again = {"If-None-Match": response["ETag"]}
        assert client.get(f"/feeds/{name}.atom", headers=again).status_code == 304
    published_character()
    assert client.get("/feeds/new.atom", headers=again).status_code == 200


@pytest.mark.django_db
def test_a_feed_ends(client, monkeypatch):
    monkeypatch.setattr("characters.outward.feeds.NUM_ENTRIES", 2)
    for _ in range(3):
        published_character()
    assert len(entries(client, "new")[1]) == 2


@pytest.mark.django_db
def test_nothing_written_breaks_the_feed_and_every_page_tells_of_it(client):
    published_character(name="A <b> & ]]>", tagline="“x” <script>\u202e & more")
    assert entries(client, "new")[1][0][0] == "A <b> & ]]>"
    assert entries(client, "revised")[1] == []
    for path in ("/", "/characters/"):
        page = client.get(path).content.decode()
        for name in ("new", "revised"):
            assert (
                f'type="application/atom+xml" title="{name.capitalize()} characters" href="/feeds/{name}.atom"'
                in page
            )
