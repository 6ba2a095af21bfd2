"""A character's page as something to link to: what stands around its texts, of which edition, and what drafts lack."""

import re

import pytest
from django.urls import reverse

from characters import publishing
from characters.models import Edition
from tests.factories import RemarkFactory, complete_character, published_character

pytestmark = pytest.mark.django_db
SOURCES = "- A. *One*. 1992.\n- [B](https://b.example). *Two* <script>. 2001."


def text_of(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def contents_of(page) -> list[str]:
    nav = re.search(r'<nav class="contents".*?</nav>', page, re.DOTALL)[0]
    return re.findall(r'href="#([^"]+)"', nav)


@pytest.fixture
def ada(editor):
    ada = published_character(slug="ada", name="Ada", sources=SOURCES, biography="word " * 238 * 3)
    RemarkFactory(character=ada)
    publishing.publish(ada, by=editor)
    ada.refresh_from_db()
    return ada


def test_the_page_says_how_long_it_is_and_when_an_editor_last_looked_at_it(client, ada):
    edition = ada.live_edition
    page = text_of(client, "/characters/ada/")
    assert "3 minutes to read" in page
    day = edition.made_at
    assert f'Last reviewed <time datetime="{day:%Y-%m-%d}">{day.day} {day:%B %Y}</time>' in page


def test_what_was_loaded_and_looked_at_by_nobody_is_not_said_to_be_reviewed(client):
    published_character(slug="loaded", by=None)
    page = text_of(client, "/characters/loaded/")
    assert " · Published <time" in page
    assert "eviewed" not in page


def test_the_contents_name_every_part_that_is_there(client, ada):
    page = text_of(client, "/characters/ada/")
    found = contents_of(page)
    assert found[:5] == ["who_is", "engine", "in_voice", "the_sources", "cite_this"]
    assert all(f'id="{name}"' in page for name in found)
    plain = published_character(slug="plain")
    publishing.withdraw(ada)
    assert contents_of(text_of(client, plain.get_absolute_url())) == ["who_is", "engine", "cite_this"]


def test_sources_are_safe_and_lead_away_without_being_followed(client, ada):
    page = text_of(client, "/characters/ada/")
    section = re.search(r'<section class="answer page-sources".*?</section>', page, re.DOTALL)[0]
    assert section.count("<li>") == 2
    assert '<a href="https://b.example" rel="nofollow noopener noreferrer">B</a>' in section
    assert "&lt;script&gt;" in section


def test_each_edition_shows_its_own_sources_and_one_from_before_there_were_any_has_none(client, ada):
    ada.sources = "- C. *Three*. 2020."
    ada.save()
    publishing.publish(ada)
    assert "<em>Three</em>" not in text_of(client, "/characters/ada/editions/2/")
    assert "<em>Three</em>" in text_of(client, "/characters/ada/")
    first = Edition.objects.get(character=ada, number=2)
    content = {key: value for key, value in first.content.items() if key != "sources"}
    html = {key: value for key, value in first.html.items() if key != "sources"}
    Edition.objects.create(
        character=ada, number=9, content=content, html=html, slug="ada", name="Ada", sort_name="ada", names="ada",
        tagline="", published_at=first.published_at,
    )  # fmt: skip
    page = text_of(client, "/characters/ada/editions/9/")
    assert "the_sources" not in page
    assert "(Edition 9)" in page


def test_the_crumbs_lead_to_the_catalog_and_from_an_edition_to_the_page(client, ada):
    crumbs = re.compile(r'<nav class="page-crumbs".*?</nav>', re.DOTALL)
    own = crumbs.search(text_of(client, "/characters/ada/"))[0]
    assert re.findall(r'href="([^"]+)"', own) == ["/characters/"]
    edition = crumbs.search(text_of(client, "/characters/ada/editions/1/"))[0]
    assert re.findall(r'href="([^"]+)"', edition) == ["/characters/", "/characters/ada/"]
    assert '<li aria-current="page">Edition 1</li>' in edition


def test_where_a_reader_came_from_changes_nothing_on_the_page(client, ada):
    """Else no page could be kept for the next reader."""
    headers = {"Referer": "http://testserver/characters/?q=ada"}
    response = client.get("/characters/ada/", headers=headers)
    assert response.content == client.get("/characters/ada/").content
    assert not response.cookies


def test_the_preview_of_a_draft_has_sources_and_nothing_of_an_edition(editor_client):
    draft = complete_character(slug="draft", sources=SOURCES)
    page = text_of(editor_client, reverse("desk:preview_page", args=[draft.pk]))
    assert "<em>One</em>" in page
    assert "minute to read" in page
    for word in ("Last reviewed", "cite_this", "og:image", "ld+json", "<script", "Edition None"):
        assert word not in page


@pytest.mark.parametrize(
    "slug", ["nobody", "a" * 300, "%3Cscript%3E", "ada%00", "ADA", "..%2f..%2fada", "%F0%9F%92%A9"]
)
def test_no_slug_breaks_a_page(client, ada, slug):
    for path in (f"/characters/{slug}/", f"/characters/{slug}/editions/1/"):
        response = client.get(path)
        assert response.status_code == 404
        assert b"<script>" not in response.content


def test_a_page_costs_eight_queries_with_all_that_stands_around_it(
    client, ada, django_assert_max_num_queries
):
    for path in ("/characters/ada/", "/characters/ada/editions/1/"):
        with django_assert_max_num_queries(8):
            client.get(path)
