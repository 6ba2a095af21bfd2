"""Collections at the desk: editors keep them, writers look; what is wrong is said in words."""

import pytest

from characters.models import Collection
from desk.models import AuditEntry
from tests.factories import published_character

pytestmark = pytest.mark.django_db
LIST = "/admin/characters/collection/"


def form(*members, **fields):
    rows = {
        "members-TOTAL_FORMS": len(members), "members-INITIAL_FORMS": 0,
        "members-MIN_NUM_FORMS": 0, "members-MAX_NUM_FORMS": 200,
    }  # fmt: skip
    for number, member in enumerate(members):
        rows |= {f"members-{number}-{name}": value for name, value in member.items()}
    return {
        "title": "Voices",
        "slug": "voices",
        "intro": "",
        "position": "0",
        "is_published": "on",
        **rows,
        **fields,
    }


def test_an_editor_makes_a_collection_and_readers_see_it(editor, editor_client, client):
    ada, bea = published_character(name="Ada"), published_character(name="Bea")
    response = editor_client.post(
        f"{LIST}add/",
        form({"character": bea.pk, "line": "First."}, {"character": ada.pk, "position": "0"}, {"line": ""}),
    )
    assert response.status_code == 302, response.context["errors"]
    found = Collection.objects.get()
    assert found.changed_by == editor
    assert [str(member) for member in found.members.all()] == ["Ada", "Bea"]
    page = client.get("/collections/voices/").content.decode()
    assert "First." in page
    assert AuditEntry.objects.filter(object_repr="Voices", actor=editor).exists()


def test_the_list_says_what_readers_see(editor_client, django_assert_max_num_queries):
    for number in range(5):
        one = Collection.objects.create(
            slug=f"c-{number}", title=f"Collection {number}", is_published=number > 0
        )
        one.members.create(character=published_character())
    with django_assert_max_num_queries(15):
        page = editor_client.get(LIST).content.decode()
    assert "Not published" in page
    assert 'href="/collections/c-1/"' in page
    assert 'href="/collections/c-0/"' not in page


def test_a_form_of_many_members_costs_few_queries(editor_client, django_assert_max_num_queries):
    one = Collection.objects.create(slug="c", title="C")
    for number in range(12):
        one.members.create(character=published_character(), position=number)
    with django_assert_max_num_queries(15):
        assert editor_client.get(f"{LIST}{one.pk}/change/").status_code == 200


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"slug": "Voices of 1917"}, "slug"),
        ({"slug": "taken"}, "already exists"),
        ({"title": ""}, "This field is required."),
        ({"title": "x" * 500}, "at most 120"),
        ({"position": "x"}, "whole number"),
        ({"position": "99999999999"}, "less than or equal"),
        ({"intro": "x" * 5000}, "at most 4000"),
        ({"members-0-character": "x"}, "Select a valid choice"),
        ({"members-0-character": "9" * 30}, "Select a valid choice"),
        ({"members-0-line": "x" * 400}, "at most 300"),
        ({"members-1-character": "same"}, "stands in this collection already"),
        ({"members-TOTAL_FORMS": "x"}, ""),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_saved(editor_client, fields, said):
    ada, bea = published_character(name="Ada"), published_character(name="Bea")
    Collection.objects.create(slug="taken", title="Taken")
    fields = {name: ada.pk if value == "same" else value for name, value in fields.items()}
    response = editor_client.post(f"{LIST}add/", form({"character": ada.pk}, {"character": bea.pk}, **fields))
    assert response.status_code == 200
    assert said in response.content.decode()
    assert Collection.objects.count() == 1


def test_controls_are_taken_out_of_what_is_typed(editor_client):
    ada = published_character(name="Ada")
    data = form({"character": ada.pk, "line": "A\0B"}, title="V\0oices", intro="one\r\n\r\ntwo")
    assert editor_client.post(f"{LIST}add/", data).status_code == 302
    found = Collection.objects.get()
    assert (found.title, found.intro, found.members.get().line) == ("Voices", "one\n\ntwo", "AB")


def test_writers_look_and_change_nothing(writer_client):
    one = Collection.objects.create(slug="c", title="C")
    assert writer_client.get(f"{LIST}{one.pk}/change/").status_code == 200
    assert writer_client.post(f"{LIST}{one.pk}/change/", form()).status_code == 403
    assert writer_client.get(f"{LIST}add/").status_code == 403
