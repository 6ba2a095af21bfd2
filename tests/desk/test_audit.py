"""The audit: who changed, published, withdrew, exported or looked at what, and nothing that visitors wrote."""

import datetime as dt

import pytest
from auditlog.registry import auditlog
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from characters import publishing
from characters.editions import draft_of
from characters.models import Character
from desk.acting import acting
from desk.auditing import audit
from desk.models import AuditEntry
from tests.desk.admin_forms import ADD, change_url, filled, row
from tests.desk.people import a_writer, browser_of
from tests.factories import (
    CharacterFactory,
    EditorFactory,
    StarterQuestionFactory,
    UserFactory,
    published_character,
)

pytestmark = pytest.mark.django_db
AUDIT = "/admin/desk/auditentry/"


def entries(**query):
    return AuditEntry.objects.filter(**query).order_by("id")


def aged(days: int):
    """An entry of that long ago. Only its making may say when it was made."""
    entry = audit.entry("changed", CharacterFactory())
    entry.timestamp = timezone.now() - dt.timedelta(days=days)
    entry.save()
    return entry


# --- What is kept ---


def test_a_change_in_the_form_is_kept_with_who_old_and_new(editor_client, editor):
    character = published_character(name="Ada")
    url = change_url(character)
    changes = {"tagline": "Newly put.", "starter_questions-0-answer": "Newly said."}
    data = filled(editor_client, url, **changes) | row("remarks", 0, theme="Work", text="Hard.")
    editor_client.post(url, data)
    changed = entries(did="changed", actor=editor)
    assert [entry.changes for entry in changed] == [
        {"tagline": ["She saw what an engine of numbers could become.", "Newly put."]},
        {
            "answer": [
                "It was a **machine** that would have worked with any symbols.",
                "Newly said.",
            ]
        },
    ]
    added = entries(did="created", actor=editor).get()
    assert added.changes["text"] == [None, "Hard."]
    assert {entry.character_pk for entry in (*changed, added)} == {character.pk}
    assert {entry.actor_email for entry in changed} == {editor.email}
    assert {entry.remote_addr for entry in changed} == {None}


def test_publishing_and_withdrawing_are_kept_with_their_edition_and_note(editor_client, editor):
    character = published_character()
    url = change_url(character)
    editor_client.post(url, filled(editor_client, url, tagline="Other.", note="Mended", _publish=""))
    editor_client.post(url, filled(editor_client, url, _withdraw=""))
    published, withdrew = entries(did="published", actor=editor).get(), entries(did="withdrew").get()
    assert published.changes == {"live edition": [1, 2]}
    assert published.additional_data == {"note": "Mended"}
    assert (withdrew.actor, withdrew.changes) == (editor, {"live edition": [2, None]})


def test_publishing_by_the_clock_names_who_asked_for_the_edition(editor):
    character = CharacterFactory()
    StarterQuestionFactory(character=character)
    publishing.publish(character, by=editor)
    assert entries(did="published").get().actor == editor


def test_creating_and_deleting_are_kept_with_all_that_was_said(editor_client, editor):
    editor_client.post(ADD, filled(editor_client, ADD, name="Ada Lovelace", slug="ada-lovelace"))
    created = entries(did="created").get()
    assert created.changes["name"] == [None, "Ada Lovelace"]
    character = Character.objects.get()
    said = {"post": "yes", "began_from": character.num_changes}
    editor_client.post(f"/admin/characters/character/{character.pk}/delete/", said)
    deleted = entries(did="deleted").get()
    assert (deleted.actor, deleted.character_pk, deleted.character_name) == (
        editor,
        character.pk,
        "Ada Lovelace",
    )
    assert deleted.changes["slug"][0] == "ada-lovelace"


def test_what_is_rolled_back_leaves_no_entry(editor):
    character = published_character()
    before = AuditEntry.objects.count()
    with acting(editor), transaction.atomic():
        character.name = "Other"
        character.save()
        assert AuditEntry.objects.count() == before + 1
        transaction.set_rollback(True)
    assert AuditEntry.objects.count() == before


def test_looking_is_kept_once_in_ten_minutes_by_person_and_character(editor_client, editor):
    character, other = published_character(), published_character()
    for _ in range(2):
        editor_client.get(change_url(character))
        editor_client.get(f"/admin/characters/{character.pk}/unanswered/")
    editor_client.get(change_url(other))
    browser_of(a_writer()).get(change_url(character))
    looked = entries(did="looked-at")
    assert [entry.character_pk for entry in looked] == [character.pk, other.pk, character.pk]
    assert looked[0].additional_data == {"page": "form"}
    assert looked[0].changes is None
    later = timezone.now() + audit.LOOK_AGAIN
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: later)
        audit.looked_at(editor, character, "form")
    assert looked.filter(actor=editor, character_pk=character.pk).count() == 2


def test_opening_an_edition_is_looking_at_its_character(editor_client, editor):
    edition = published_character().live_edition
    editor_client.get(f"/admin/characters/edition/{edition.pk}/change/")
    looked = entries(did="looked-at").get(actor=editor)
    assert (looked.character_pk, looked.additional_data) == (edition.character_id, {"page": "edition 1"})


def test_roles_given_and_taken_are_kept_and_no_password_or_sign_in(admin_client, admin_user):
    reader = UserFactory()
    url = f"/admin/users/user/{reader.pk}/change/"
    group = Group.objects.get(name="Editors")
    data = filled(admin_client, url) | {"is_staff": "on", "groups": [group.pk]}
    admin_client.post(url, data)
    kept = [
        entry.changes for entry in entries(object_id=reader.pk, actor=admin_user).exclude(did="looked-at")
    ]
    assert {"is_staff": [False, True]} in kept
    assert {"groups": {"type": "m2m", "operation": "add", "objects": ["Editors"]}} in kept
    assert {name for changes in kept for name in changes} <= {"is_staff", "groups"}
    reader.refresh_from_db()
    reader.set_password("another-long-passphrase")
    with acting(admin_user):
        reader.save()
    assert not AuditEntry.objects.filter(changes__has_any_keys=["password", "last_login", "email"]).exists()


def test_a_visitor_who_signs_up_is_nobodys_business(client):
    with acting(EditorFactory()):
        UserFactory()
    assert not entries(did="created").exists()


def test_nothing_of_conversations_is_watched():
    watched = {model._meta.label for model in auditlog.get_models()}
    assert not watched & {model._meta.label for model in apps.get_app_config("chat").get_models()}
    assert "characters.Character" in watched


def test_rows_that_nobody_changes_leave_no_entry_and_a_bulk_change_leaves_one(editor):
    character = CharacterFactory()
    character.tagline = "By a command."
    character.save()
    assert not entries().exists()
    before = draft_of(character)
    with acting(editor), audit.without_rows():
        character.tagline = "In bulk."
        character.save()
        StarterQuestionFactory(character=character)
        audit.recorded(
            "imported",
            character,
            editor,
            changes=audit.changes_between(before, draft_of(character)),
            file="a.md",
        )
    entry = entries().get()
    assert (entry.did, entry.actor, entry.additional_data) == ("imported", editor, {"file": "a.md"})
    assert entry.changes["tagline"] == ["By a command.", "In bulk."]
    assert set(entry.changes) == {"tagline", "starter_questions"}


def test_an_entry_by_a_command_is_the_sites_own():
    entry = audit.recorded("exported", CharacterFactory(name="Ada"), format="card")
    assert (entry.actor, entry.actor_email, entry.action) == (None, None, AuditEntry.Action.ACCESS)


def test_internet_addresses_are_kept_only_where_the_site_asks_for_it(editor_client, settings):
    settings.AUDITLOG_DISABLE_REMOTE_ADDR = False
    editor_client.get(change_url(published_character()))
    assert entries(did="looked-at").get().remote_addr == "127.0.0.1"


def test_what_a_browser_sends_as_an_id_is_not_kept(editor_client):
    editor_client.get(change_url(published_character()), headers={"x-correlation-id": "mine"})
    assert entries(did="looked-at").get().cid is None


def test_a_save_costs_two_more_queries_a_row(editor, django_assert_num_queries):
    character = published_character()
    with acting(editor):
        audit.recorded("changed", character)  # content types are remembered from here on
    with CaptureQueriesContext(connection) as unwatched, audit.without_rows():
        character.save()
    character.tagline = "Other."
    with acting(editor), django_assert_num_queries(len(unwatched) + 2):
        character.save()


# --- Append-only ---


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows.update(did="changed"),
        lambda rows: rows.update(actor=EditorFactory()),
        lambda rows: rows.update(actor=None, actor_email="other@example.org"),
        lambda rows: rows.update(timestamp=timezone.now()),
        lambda rows: rows.delete(),
        lambda rows: rows._raw_delete("default"),
    ],
)
def test_the_database_refuses_to_change_or_delete_an_entry(editor, change):
    audit.recorded("exported", CharacterFactory(), editor)
    with pytest.raises(IntegrityError, match="Audit entries"), transaction.atomic():
        change(entries())
    assert entries().get().actor == editor


def test_the_entries_of_a_deleted_account_stay_under_its_address():
    editor = EditorFactory(email="gone@example.org")
    audit.recorded("exported", CharacterFactory(), editor)
    editor.delete()
    entry = entries(did="exported").get()
    assert (entry.actor, entry.actor_email) == (None, "gone@example.org")


def test_old_entries_are_pruned_by_the_command_alone(capsys):
    old, young = aged(days=731), aged(days=729)
    call_command("prune_audit", "--older-than", "730", "--dry-run")
    assert "1 entries are older" in capsys.readouterr().out
    call_command("prune_audit", "--older-than", "730")
    assert list(entries()) == [young]
    with pytest.raises(IntegrityError), transaction.atomic():
        entries().delete()
    with pytest.raises(CommandError, match="give 30 days or more"):
        call_command("prune_audit", "--older-than", "0")
    assert old


# --- Reading it ---


def test_editors_read_old_and_new_and_change_nothing(editor_client):
    character = published_character(name="Ada")
    url = change_url(character)
    long = "Long. " * 60
    editor_client.post(url, filled(editor_client, url, biography=long, fields=["poetry", "physics"]))
    entry = entries(did="changed").get()
    page = editor_client.get(AUDIT).content.decode()
    assert "biography, fields" in page
    assert "<form" not in page.partition('id="changelist-form"')[2].partition("delete_selected")[2]
    page = editor_client.get(f"{AUDIT}{entry.pk}/change/").content.decode()
    assert "<del>mathematics</del>" in page
    assert "<ins>physics, poetry</ins>" in page or "<ins>poetry, physics</ins>" in page
    assert "<details><summary>Long." in page
    assert editor_client.post(f"{AUDIT}{entry.pk}/change/", {"did": "x"}).status_code == 403
    assert editor_client.get(f"{AUDIT}{entry.pk}/delete/").status_code == 403
    assert editor_client.get(f"{AUDIT}add/").status_code == 403


def test_what_editors_typed_is_shown_as_text():
    editor = EditorFactory()
    character = CharacterFactory()
    audit.recorded("changed", character, editor, changes={"tagline": ["<b>", "<script>alert(1)</script>"]})
    page = browser_of(editor).get(f"{AUDIT}{entries().get().pk}/change/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_writers_and_others_do_not_read_it(user_client):
    writer = browser_of(a_writer())
    assert writer.get(AUDIT).status_code == 403
    assert AUDIT not in writer.get("/admin/characters/character/").content.decode()
    assert user_client.get(AUDIT, follow=True).status_code == 403


def found(client, **query) -> list[int]:
    return [row.pk for row in client.get(AUDIT, query).context["cl"].result_list]


def test_it_is_filtered_by_who_what_when_and_character(editor_client, editor):
    ada, gone = CharacterFactory(name="Ada"), CharacterFactory(name="Zeno Gone", slug="other")
    writer = a_writer()
    of_ada = audit.recorded("exported", ada, writer).pk
    of_gone = audit.recorded("published", gone).pk
    old = aged(days=40).pk
    gone.delete()
    Character.objects.filter(pk=ada.pk).update(name="Ada Byron")
    for query, pks in (
        ({"who": writer.pk}, [of_ada]),
        ({"who": "site"}, [of_gone, old]),
        ({"did": "published"}, [of_gone]),
        ({"since": "30"}, [of_gone, of_ada]),
        ({"character": ada.pk}, [of_ada]),
        ({"q": "byron"}, [of_ada]),
        ({"q": "zeno"}, [of_gone]),
    ):
        assert found(editor_client, **query) == pks, query
    page = editor_client.get(AUDIT, {"character": ada.pk}).content.decode()
    assert "History of changes: Ada Byron" in page


@pytest.mark.parametrize(
    ("query", "status"),
    [("?character=x", 200), (f"?character={'9' * 30}", 200), ("?since=x", 200), ("?q=%00", 200)]
    + [("?who=%00", 400), ("?did=%00", 400)],
)
def test_a_strange_filter_shows_a_list_all_the_same_and_a_nul_none(editor_client, query, status):
    assert editor_client.get(AUDIT + query, follow=True).status_code == status


def test_the_list_costs_the_same_queries_however_much_it_shows(
    editor_client, editor, django_assert_num_queries, django_assert_max_num_queries
):
    audit.recorded("exported", CharacterFactory(), editor)
    editor_client.get(AUDIT)
    with django_assert_max_num_queries(10) as few:
        editor_client.get(AUDIT)
    for _ in range(5):
        audit.recorded("exported", CharacterFactory(), EditorFactory())
    with django_assert_num_queries(len(few)):
        editor_client.get(AUDIT)


def test_the_pages_of_a_character_lead_to_its_history(editor_client):
    character = published_character()
    link = f'href="{AUDIT}?character={character.pk}"'
    assert link in editor_client.get(change_url(character)).content.decode()
    assert link not in browser_of(a_writer()).get(change_url(character)).content.decode()
