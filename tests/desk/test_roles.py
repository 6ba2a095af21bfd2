"""What writers may and may not do, button by button and by requests that no page of theirs offers."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from characters import publishing
from characters.models import Character, Edition
from desk.reviewing import workflow
from tests.desk.admin_forms import ADD, change_url, filled, row
from tests.factories import CharacterFactory, UserFactory, complete_character, published_character
from users import roles
from users.models import User

pytestmark = pytest.mark.django_db
LIST = "/admin/characters/character/"
ACCOUNTS = "/admin/users/user/"


def now(character) -> Character:
    return Character.objects.get(pk=character.pk)


# --- What a writer may ---


def test_a_writer_makes_a_draft_with_all_its_parts(writer_client):
    other = CharacterFactory(name="Other")
    data = filled(writer_client, ADD, name="Ada", slug="ada", biography="She wrote.")
    data |= row("starter_questions", 0, question="What is the engine?", spoken="I.", answer="A machine.")
    data |= row("remarks", 0, theme="Work", text="I work.")
    data |= row("similarity_links", 0, similar=other.pk, reason="Both wrote.")
    writer_client.post(ADD, data)
    character = Character.objects.get(slug="ada")
    assert character.starter_questions.count() == character.remarks.count() == 1
    assert character.similarity_links.get().similar == other
    url = change_url(character)
    writer_client.post(url, filled(writer_client, url, **{"remarks-0-DELETE": "on"}))
    assert not character.remarks.exists()


def test_a_writer_works_on_the_draft_of_a_live_page_and_the_page_stays(writer_client, client):
    character = published_character()
    url = change_url(character)
    writer_client.post(url, filled(writer_client, url, tagline="Another line."))
    assert now(character).tagline == "Another line."
    assert "Another line." not in client.get(character.get_absolute_url()).content.decode()


def test_the_form_offers_a_writer_no_publishing_and_no_deleting(writer_client):
    html = writer_client.get(change_url(published_character())).content.decode()
    for name in ("_publish", "_withdraw", "/delete/"):
        assert name not in html
    assert 'name="_submit"' in html
    options = writer_client.get(LIST).content.decode()
    for action in ("publish_selected", "withdraw_selected", "delete_selected"):
        assert action not in options


# --- What no forged request brings about ---


@pytest.mark.parametrize("button", ["_publish", "_withdraw"])
def test_a_button_that_the_form_does_not_offer_only_saves(writer_client, button):
    draft, live = complete_character(), published_character()
    for character in (draft, live):
        url = change_url(character)
        writer_client.post(url, filled(writer_client, url, tagline="Saved.", **{button: ""}))
        assert now(character).tagline == "Saved."
    assert now(draft).live_edition is None
    assert now(live).live_edition_id == live.live_edition_id
    writer_client.post(ADD, filled(writer_client, ADD, name="New", slug="new", **{button: ""}))
    assert Edition.objects.get() == live.live_edition


@pytest.mark.parametrize("action", ["publish_selected", "withdraw_selected", "delete_selected"])
def test_no_bulk_action_that_the_list_does_not_offer(writer_client, action):
    draft, live = complete_character(), published_character()
    data = {"action": action, "_selected_action": [draft.pk, live.pk], "post": "yes"}
    writer_client.post(LIST, data)
    assert set(Character.objects.live()) == {live}
    assert now(draft).live_edition is None


def test_no_step_of_an_editor(writer, writer_client):
    waiting, live = complete_character(), published_character()
    workflow.submit(waiting, by=writer)
    for name, character in (("publish", waiting), ("send_back", waiting), ("withdraw", live)):
        response = writer_client.post(reverse(f"desk:{name}", args=[character.pk]), {"note": "Forged."})
        assert response.status_code == 403
    assert now(waiting).submitted_at
    assert now(waiting).live_edition is None
    assert now(live).live_edition
    assert not waiting.review_notes.exists()


def test_no_deleting_and_no_touching_of_editions_and_accounts(writer, writer_client):
    draft, edition = CharacterFactory(), published_character().live_edition
    change = reverse("admin:characters_edition_change", args=[edition.pk])
    for url, data in (
        (f"{LIST}{draft.pk}/delete/", {"post": "yes"}),
        (change, {"note": "Other"}),
        (reverse("admin:characters_edition_add"), {}),
        (reverse("admin:characters_edition_delete", args=[edition.pk]), {"post": "yes"}),
        (f"{ACCOUNTS}{writer.pk}/change/", {"is_superuser": "on"}),
        (f"{ACCOUNTS}add/", {"email": "a@example.org"}),
        (reverse("admin:auth_group_add"), {"name": "Mine"}),
    ):
        assert writer_client.post(url, data).status_code == 403, url
    assert now(draft)
    edition.refresh_from_db()
    assert edition.note == ""


def test_no_field_of_the_row_that_the_form_does_not_show(writer_client, writer):
    character = complete_character()
    edition = published_character().live_edition
    url = change_url(character)
    forged = {"live_edition": edition.pk, "live_slug": "x", "submitted_by": writer.pk, "num_blocking": 0}
    writer_client.post(url, filled(writer_client, url, **forged))
    assert (now(character).live_edition, now(character).live_slug, now(character).submitted_by) == (None,) * 3


def test_whoever_has_no_role_does_nothing(user_client):
    character = complete_character()
    steps = ("submit", "take_back", "send_back", "publish", "withdraw", "add_note")
    for url in (
        *(reverse(f"desk:{name}", args=[character.pk]) for name in steps),
        change_url(character),
        ADD,
    ):
        response = user_client.post(url, {"note": "x", "text": "x"}, follow=True)
        assert response.status_code == 403, url
    assert not character.review_notes.exists()
    assert now(character).submitted_at is None


def test_an_editor_may_do_what_a_writer_may_and_publish(editor_client, editor):
    character = complete_character()
    editor_client.post(reverse("desk:submit", args=[character.pk]))
    assert now(character).submitted_by == editor
    editor_client.post(reverse("desk:publish", args=[character.pk]))
    assert now(character).live_edition.published_by == editor
    publishing.withdraw(character)


# --- Who gives the roles ---


def post_groups(client, user, *groups, **changes):
    data = {"email": user.email, "is_active": "on", "groups": [group.pk for group in groups], **changes}
    data |= {f"emailaddress_set-{name}": 0 for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    return client.post(f"{ACCOUNTS}{user.pk}/change/", data)


@pytest.mark.parametrize("role", roles.ROLES)
def test_giving_an_account_one_of_the_groups_opens_the_desk(admin_client, role):
    user = UserFactory()
    assert post_groups(admin_client, user, Group.objects.get(name=role)).status_code == 302
    user.refresh_from_db()
    assert (user.is_staff, user.groups.get().name) == (True, role)
    assert user.has_perm("characters.publish_character") == (role == roles.EDITORS)


def test_another_group_opens_nothing(admin_client):
    user = UserFactory()
    post_groups(admin_client, user, Group.objects.create(name="Friends"))
    user.refresh_from_db()
    assert not user.is_staff


def test_superusers_give_and_take_roles_from_the_list(admin_client, admin_user):
    one, two = UserFactory(), UserFactory()

    def do(action, *users):
        data = {"action": action, "_selected_action": [user.pk for user in users]}
        return admin_client.post(ACCOUNTS, data, follow=True)

    assert "in the group Writers now" in do("make_writers", one, two).content.decode()
    do("make_editors", two)
    roles_of = dict(
        User.objects.filter(is_staff=True, groups__isnull=False).values_list("pk", "groups__name")
    )
    assert roles_of == {one.pk: "Writers", two.pk: "Editors"}
    do("take_roles_away", one, two, admin_user)
    assert list(User.objects.filter(is_staff=True)) == [admin_user]
    assert not User.objects.filter(groups__isnull=False).exists()


def test_editors_and_writers_cannot_give_roles(editor_client, writer_client, writer):
    for client in (editor_client, writer_client):
        data = {"action": "make_editors", "_selected_action": [writer.pk]}
        assert client.post(ACCOUNTS, data).status_code == 403
    assert writer.groups.get().name == roles.WRITERS
