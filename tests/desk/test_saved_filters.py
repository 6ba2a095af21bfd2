"""Saved filters: a search of the list under a name, and never a way out of the list."""

import pytest

from desk.listing import saved_filters
from desk.models import SavedFilter
from tests.desk.people import a_writer, browser_of
from tests.factories import CharacterFactory

pytestmark = pytest.mark.django_db
LIST, SAVE = "/admin/characters/character/", "/admin/filters/"


def saved(owner, name="Weak ones", query="weak=any", **fields) -> SavedFilter:
    return SavedFilter.objects.create(owner=owner, name=name, query=query, **fields)


def test_a_filter_is_saved_and_marked_when_one_comes_back_to_it(editor_client, editor):
    CharacterFactory(name="Weak", num_warnings=1)
    CharacterFactory(name="Fine")
    page = editor_client.get(LIST + "?weak=any&p=1").content.decode()
    assert f'href="{SAVE}?query=weak%3Dany"' in page
    data = {"query": "weak=any", "name": "Weak ones", "is_shared": "on"}
    response = editor_client.post(SAVE, data, follow=True)
    assert response.redirect_chain == [(LIST + "?weak=any", 302)]
    assert [row.name for row in response.context["cl"].result_list] == ["Weak"]
    row = SavedFilter.objects.get()
    assert (row.owner, row.name, row.query, row.is_shared) == (editor, "Weak ones", "weak=any", True)
    assert f'href="{LIST}?weak=any" aria-current="page"' in response.content.decode()


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("weak=any&p=3&_facets=1&next=//evil.example", "weak=any"),
        ("?tag=check dates&q=Élan", "tag=check+dates&q=%C3%89lan"),
        ("//evil.example/?q=x", ""),
        ("javascript:alert(1)", ""),
        ("q=" + "x" * 500, "q=" + "x" * 100),
        ("q=a%00b", "q=ab"),
        ("&".join(f"a{n}=1" for n in range(60)), ""),
        ("q=%ff", "q=%EF%BF%BD"),
        ("o=2&q=ada", "q=ada&o=2"),
    ],
)
def test_only_what_the_list_knows_is_kept(query, kept):
    assert saved_filters.known_part(query) == kept


def test_saving_never_leads_anywhere_but_to_the_list(editor_client):
    data = {"query": "https://evil.example/?q=x", "name": "Away"}
    assert editor_client.post(SAVE, data).url == LIST


def test_others_see_what_is_shared_and_change_nothing_of_it(editor_client, editor):
    mine, writer = saved(editor, "Mine"), a_writer()
    shared, secret = saved(writer, "Shared", is_shared=True), saved(writer, "Secret")
    page = editor_client.get(LIST).content.decode()
    assert "Mine" in page
    assert "Shared" in page
    assert "Secret" not in page
    for row in (shared, secret):
        assert editor_client.get(f"{SAVE}{row.pk}/").status_code == 404
        assert editor_client.post(f"{SAVE}{row.pk}/", {"name": "Taken"}).status_code == 404
        assert editor_client.post(f"{SAVE}{row.pk}/delete/").status_code == 404
    assert browser_of(writer).get(f"{SAVE}{mine.pk}/").status_code == 404


def test_a_filter_is_renamed_and_deleted_by_its_owner(editor_client, editor):
    row = saved(editor)
    editor_client.post(f"{SAVE}{row.pk}/", {"name": "Poor ones", "is_shared": "on"})
    row.refresh_from_db()
    assert (row.name, row.is_shared, row.query) == ("Poor ones", True, "weak=any")
    CharacterFactory()
    response = editor_client.post(f"{SAVE}{row.pk}/delete/", follow=True)
    assert "“Poor ones” is deleted" in response.content.decode()
    assert not SavedFilter.objects.exists()


def test_a_name_that_is_taken_is_refused_and_stays_typed(editor_client, editor):
    saved(editor)
    other = saved(editor, "Other")
    for url in (SAVE, f"{SAVE}{other.pk}/"):
        response = editor_client.post(url, {"query": "q=x", "name": "Weak ones"})
        page = response.content.decode()
        assert "You have another filter of this name" in page
        assert 'value="Weak ones"' in page
    saved(a_writer(), "Theirs")
    editor_client.post(SAVE, {"query": "q=x", "name": "Theirs"})
    assert SavedFilter.objects.filter(name="Theirs").count() == 2


@pytest.mark.parametrize("name", ["", " ", "x" * 61, "a\0b"])
def test_a_bad_name_gets_a_sentence(editor_client, name):
    response = editor_client.post(SAVE, {"query": "q=x", "name": name})
    assert response.context["form"].errors["name"]
    assert not SavedFilter.objects.exists()


def test_one_may_save_a_hundred_and_no_more(editor_client, editor):
    SavedFilter.objects.bulk_create(
        SavedFilter(owner=editor, name=f"F {n}") for n in range(saved_filters.MAX_FILTERS)
    )
    page = editor_client.post(SAVE, {"query": "q=x", "name": "One more"}).content.decode()
    assert "delete one before you save another" in page
