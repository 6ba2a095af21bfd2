"""Redirects at the desk: merging with a look first, the list of old addresses, and what is refused in words."""

import pytest
from django.urls import reverse

from characters import publishing
from characters.models import Character, Redirect
from tests.desk.admin_forms import change_url
from tests.factories import CharacterFactory, published_character

pytestmark = pytest.mark.django_db
LIST = "/admin/characters/redirect/"
ADD = f"{LIST}add/"


@pytest.fixture
def ada():
    return published_character(slug="ada", name="Ada Lovelace")


@pytest.fixture
def byron():
    return published_character(slug="byron", name="Lord Byron")


def merge_url(character):
    return reverse("desk:merge", args=[character.pk])


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


def test_a_character_is_merged_after_a_look_at_what_that_does(editor_client, client, ada, byron):
    assert "Into whom?" in editor_client.get(merge_url(ada)).content.decode()
    page = editor_client.get(merge_url(ada), {"into": byron.pk}).content.decode()
    assert "Merge Ada Lovelace into Lord Byron?" in page
    assert "The page of Ada Lovelace is withdrawn." in page
    ada.refresh_from_db()
    assert ada.live_edition_id
    response = editor_client.post(merge_url(ada), {"into": byron.pk}, follow=True)
    assert "whoever comes to ada is led there" in said(response)
    assert "is merged into" in response.content.decode()
    assert client.get("/characters/ada/")["Location"] == "/characters/byron/"
    assert "/characters/ada/" in editor_client.get(reverse("desk:history", args=[byron.pk])).content.decode()


@pytest.mark.parametrize("into", ["", "x", "0", "99999999999999999999", "draft", "itself"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_cannot_be_merged_into_is_refused_with_a_sentence(editor_client, ada, into, method):
    rows = {"draft": CharacterFactory(name="Draft").pk, "itself": ada.pk}
    response = getattr(editor_client, method)(merge_url(ada), {"into": rows.get(into, into)})
    page = response.content.decode()
    assert 'class="desk-error"' in page
    assert any(words in page for words in ("Choose whom", "no longer here", "no live page", "into itself"))
    ada.refresh_from_db()
    assert ada.live_edition_id


def test_whom_to_merge_into_is_found_by_name_without_a_script(editor_client, ada, byron):
    CharacterFactory(name="Byron Unpublished")
    page = editor_client.get(merge_url(ada), {"into": "", "named": "B\u00dfRON\0"}).content.decode()
    assert "Nobody of this name has a page to lead to." in page
    page = editor_client.get(merge_url(ada), {"into": "", "named": "lord BYRON"}).content.decode()
    assert f'name="into" value="{byron.pk}"' in page
    assert "Byron Unpublished" not in page
    assert "Choose whom to merge into." not in page


def test_who_was_never_published_has_nothing_to_merge(editor_client):
    assert "was never published" in editor_client.get(merge_url(CharacterFactory())).content.decode()


def test_an_old_address_in_the_way_of_publishing_is_named(editor_client, ada, byron):
    Redirect.objects.create(slug="augusta", character=ada)
    Character.objects.filter(pk=byron.pk).update(slug="augusta")
    response = editor_client.post(f"{LIST.replace('redirect', 'character')}", {
        "action": "publish_selected", "_selected_action": [byron.pk],
    }, follow=True)  # fmt: skip
    assert "The old address “augusta” leads to Ada Lovelace." in response.content.decode()


# --- The list ---


def test_an_editor_adds_and_deletes_a_redirect(editor_client, client, ada):
    data = {"slug": "https://colloquy.example/characters/augusta-king/?x=1", "character": ada.pk}
    editor_client.post(ADD, data, follow=True)
    row = Redirect.objects.get()
    assert row.slug == "augusta-king"
    assert client.get("/characters/augusta-king/")["Location"] == "/characters/ada/"
    page = editor_client.get(LIST).content.decode()
    assert "augusta-king" in page
    assert 'href="/characters/ada/"' in page
    editor_client.post(f"{LIST}{row.pk}/delete/", {"post": "yes"})
    assert client.get("/characters/augusta-king/").status_code == 404


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("ada", "is live at this address"),
        ("byrons-draft", "has this address"),
        ("augusta", "leads to Ada Lovelace already"),
        ("Augusta King", "lower-case letters"),
        ("a" * 81, "at most 80"),
        ("", "required"),
        ("/", "lower-case letters"),
    ],
)
def test_a_redirect_that_cannot_be_is_refused_with_a_sentence(editor_client, ada, slug, words):
    CharacterFactory(slug="byrons-draft")
    Redirect.objects.create(slug="augusta", character=ada)
    response = editor_client.post(ADD, {"slug": slug, "character": ada.pk})
    assert words in str(response.context["adminform"].form.errors)
    assert Redirect.objects.count() == 1


def test_a_redirect_leads_to_a_live_page_only(editor_client, ada):
    publishing.withdraw(ada)
    response = editor_client.post(ADD, {"slug": "augusta", "character": ada.pk})
    assert "has no live page to lead to" in str(response.context["adminform"].form.errors)
    Redirect.objects.create(slug="augusta", character=ada)
    assert "who has no page now" in editor_client.get(LIST).content.decode()


def test_the_list_costs_the_same_queries_however_long(editor_client, ada, django_assert_max_num_queries):
    Redirect.objects.bulk_create(Redirect(slug=f"old-{n}", character=ada) for n in range(60))
    with django_assert_max_num_queries(15):
        assert editor_client.get(LIST).status_code == 200


def test_the_form_says_that_old_links_go_on_working(editor_client, ada):
    assert "the old address leads to the new one" in editor_client.get(change_url(ada)).content.decode()
