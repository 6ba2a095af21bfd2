"""The sitemap: an index of parts, each a range of characters, and nothing in it that is not live."""

from xml.etree import ElementTree

import pytest

from characters import publishing
from characters.outward import sitemaps
from tests.factories import CharacterFactory, published_character

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = "https://colloquy.example"


def locations(client, address, inside):
    response = client.get(address.removeprefix("https://colloquy.example"))
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/xml")
    root = ElementTree.fromstring(response.content)
    assert root.tag == NAMESPACE + inside
    return [(row.findtext(f"{NAMESPACE}loc"), row.findtext(f"{NAMESPACE}lastmod")) for row in root]


def everything(client):
    parts = locations(client, "/sitemap.xml", "sitemapindex")
    return [row for address, _ in parts for row in locations(client, address, "urlset")]


@pytest.mark.django_db
def test_every_live_page_stands_in_one_part_with_its_last_change(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "PART", 2)
    live = [published_character() for _ in range(5)]
    CharacterFactory(slug="draft")
    publishing.withdraw(published_character())
    parts = locations(client, "/sitemap.xml", "sitemapindex")
    assert parts[0] == ("https://colloquy.example/sitemap-site.xml", None)
    assert len(parts) in (4, 5)
    for address, changed_at in parts[1:]:
        rows = locations(client, address, "urlset")
        assert 1 <= len(rows) <= 2
        assert max(row[1] for row in rows) == changed_at
    pages = ["/", "/characters/", "/collections/", "/timeline/"]
    pages += [f"/characters/{character.slug}/" for character in live]
    assert [row[0] for row in everything(client)] == [f"https://colloquy.example{path}" for path in pages]


@pytest.mark.django_db
def test_a_moved_page_stands_under_its_new_address(client):
    character = published_character(slug="old")
    character.slug = "new"
    character.save()
    publishing.publish(character)
    found = [address for address, _ in everything(client)]
    assert "https://colloquy.example/characters/new/" in found
    assert "https://colloquy.example/characters/old/" not in found


@pytest.mark.django_db
@pytest.mark.parametrize("part", ["nothing", "-1", "007", "1.5", "²", "9" * 40, "%00", "1%27--", "a" * 5000])
def test_there_is_no_part_of_another_name(client, part):
    assert client.get(f"/sitemap-{part}.xml").status_code == 404


@pytest.mark.django_db
def test_a_part_without_characters_is_empty(client):
    assert locations(client, "/sitemap-99999999999.xml", "urlset") == []


@pytest.mark.django_db
def test_a_sitemap_costs_two_queries_and_reads_no_texts(client, django_assert_max_num_queries):
    character = published_character()
    for path in ("/sitemap.xml", f"/sitemap-{character.pk // sitemaps.PART}.xml"):
        with django_assert_max_num_queries(2) as asked:
            response = client.get(path)
        assert not any(
            '"content"' in query["sql"] or '"html"' in query["sql"] for query in asked.captured_queries
        )
        assert client.get(path, headers={"If-None-Match": response["ETag"]}).status_code == 304
