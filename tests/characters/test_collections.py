"""Collections: what readers see of them, and how their files are loaded."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from characters import publishing
from characters.content_files import BadFile
from characters.content_files.collections import read_collection
from characters.models import Collection
from tests.factories import CharacterFactory, EditorFactory, published_character

pytestmark = pytest.mark.django_db
FILE = """---
title: Voices of 1917
position: 2
members:
- character: leon
  line: He was there.
- character: rosa
---

They **disagree**.

And more.
"""


@pytest.fixture
def leon():
    return published_character(slug="leon", name="Leon Trotsky", tagline="A revolutionary.")


@pytest.fixture
def voices(leon):
    found = Collection.objects.create(
        slug="voices", title="Voices of 1917", intro="They **disagree**.\n\nMore.", is_published=True
    )
    found.members.create(character=leon, line="He was there.", position=1)
    return found


def text_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_collection_has_a_page_with_its_members_in_order(client, voices):
    rosa = published_character(slug="rosa", name="Rosa Luxemburg", tagline="She warned.")
    voices.members.create(character=rosa, position=0)
    voices.members.create(character=CharacterFactory(name="Draft"), position=2)
    page = text_of(client, "/collections/voices/")
    assert "<strong>disagree</strong>" in page
    assert page.index("Rosa Luxemburg") < page.index("Leon Trotsky")
    assert "He was there." in page
    assert "She warned." in page
    assert "Draft" not in page


@pytest.mark.parametrize("address", ["/", "/collections/", "/characters/leon/"])
def test_it_is_shown_on_the_first_page_the_list_and_its_members_pages(client, voices, address):
    page = text_of(client, address)
    assert 'href="/collections/voices/"' in page
    assert "They disagree." in page


@pytest.mark.parametrize("address", ["/", "/collections/", "/characters/leon/"])
def test_what_is_not_published_or_empty_is_nowhere(client, voices, leon, address):
    other = Collection.objects.create(slug="empty", title="Empty", is_published=True)
    other.members.create(character=CharacterFactory())
    Collection.objects.filter(pk=voices.pk).update(is_published=False)
    page = text_of(client, address)
    assert "/collections/voices/" not in page
    assert "/collections/empty/" not in page
    assert client.get("/collections/voices/").status_code == 404
    assert client.get("/collections/empty/").status_code == 404


def test_a_withdrawn_member_is_left_out(client, voices, leon):
    rosa = published_character(slug="rosa", name="Rosa Luxemburg")
    voices.members.create(character=rosa)
    publishing.withdraw(leon)
    assert "Leon Trotsky" not in text_of(client, "/collections/voices/")
    assert "1 character<" in text_of(client, "/collections/")


def test_a_change_reaches_browsers_that_kept_the_page(client, voices):
    for address in ("/", "/collections/", "/collections/voices/", "/characters/leon/"):
        etag = client.get(address)["ETag"]
        assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
        voices.title += "!"
        voices.save()
        assert client.get(address, headers={"If-None-Match": etag}).status_code == 200


def test_lists_of_collections_go_on_page_by_page(client, leon, monkeypatch):
    monkeypatch.setattr("characters.discovery.gathered.PAGE", 2)
    for number in range(5):
        one = Collection.objects.create(slug=f"c-{number}", title=f"C {number}", is_published=True)
        one.members.create(character=leon)
    read, query = [], ""
    while True:
        page = text_of(client, f"/collections/{query}")
        read += [number for number in range(5) if f"/collections/c-{number}/" in page]
        # The footer leads to the same place in another language, by a whole address.
        if 'href="?after=' not in page:
            break
        query = "?after=" + page.partition('href="?after=')[2].partition('"')[0]
    assert read == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("query", ["after=%00", "after=nobody", "after=" + "a" * 5000])
def test_any_place_in_the_list_is_answered(client, voices, query):
    assert client.get(f"/collections/?{query}").status_code == 200


def test_pages_of_collections_cost_few_queries(client, django_assert_max_num_queries, voices):
    for number in range(6):
        one = Collection.objects.create(slug=f"c-{number}", title=f"C {number}", is_published=True)
        for _ in range(3):
            one.members.create(character=published_character())
    for address in ("/", "/collections/", "/collections/voices/", "/characters/leon/"):
        with django_assert_max_num_queries(8, info=address):
            response = client.get(address)
        assert not response.cookies


def test_nobody_stands_in_a_collection_twice(voices, leon):
    with pytest.raises(IntegrityError), transaction.atomic():
        voices.members.create(character=leon)


# --- Files ----------------------------------------------------------------------------------------------


def load(path):
    out = StringIO()
    call_command("load_collections", str(path), stdout=out, stderr=out)
    return out.getvalue()


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "voices-of-1917.md"
    path.write_text(FILE)
    return path


def test_a_file_is_loaded_once_and_members_join_when_they_come(path, leon):
    assert "1 of 1 collections changed" in load(path)
    found = Collection.objects.get()
    assert (found.slug, found.title, found.position, found.is_published) == (
        "voices-of-1917", "Voices of 1917", 2, True,
    )  # fmt: skip
    assert found.intro == "They **disagree**.\n\nAnd more."
    assert "0 of 1 collections changed" in load(path)
    published_character(slug="rosa")
    assert "1 of 1 collections changed" in load(path.parent)
    assert list(found.members.values_list("character__slug", "line")) == [
        ("leon", "He was there."),
        ("rosa", ""),
    ]


def test_what_an_editor_saved_is_left(path, leon):
    load(path)
    Collection.objects.update(title="Mine", changed_by=EditorFactory())
    assert "0 of 1 collections changed" in load(path)
    assert Collection.objects.get().title == "Mine"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("---\n", "", "front matter"),
        ("title: Voices of 1917", "title: ''", "title"),
        ("title", "name", "front matter"),
        ("position: 2", "position: x", "position"),
        ("position: 2", "picks: 1", "picks"),
        ("- character: rosa", "- character: leon", "members"),
        ("- character: rosa", "- rosa", "members"),
        ("He was there.", "x" * 301, "members"),
        ("They", "T\0hey", "file"),
        ("They", "T" * 5000, "introduction"),
    ],
)
def test_a_bad_file_is_refused_by_line_and_field(path, old, new, said):
    path.write_text(FILE.replace(old, new, 2 if not new else 1))
    with pytest.raises(BadFile) as bad:
        read_collection(path)
    assert bad.value.field == said
    with pytest.raises(CommandError):
        load(path)
    assert not Collection.objects.exists()


def test_the_starter_collections_are_good(settings):
    files = sorted((settings.BASE_DIR / "content/collections").glob("*.md"))
    assert len(files) >= 3
    for file in files:
        content = read_collection(file)
        there = [
            slug
            for slug, _ in content.members
            if (settings.BASE_DIR / f"content/characters/{slug}.md").exists()
        ]
        assert len(there) >= 3, file
