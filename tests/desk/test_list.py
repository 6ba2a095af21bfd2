"""The list of characters: what it shows, how it is searched and filtered, and what is done to many at once."""

import pytest
from django.utils import timezone

from characters import publishing
from characters.models import Character, Edition, Schedule
from desk import jobs
from desk.listing import many
from desk.models import AuditEntry, Job
from tests.chat.factories import seconds_from_now
from tests.desk.people import a_writer, browser_of
from tests.factories import CharacterFactory, EditorFactory, RemarkFactory, published_character

pytestmark = pytest.mark.django_db
LIST = "/admin/characters/character/"


def names(client, **query) -> list[str]:
    return [row.name for row in client.get(LIST, query).context["cl"].result_list]


def said(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def asked(client, action, *characters, **more):
    """The page that asks, once this action was chosen for these."""
    data = {"action": action, "_selected_action": [character.pk for character in characters], **more}
    return client.post(LIST, data)


def ids(*characters) -> str:
    return ",".join(str(character.pk) for character in characters)


# --- What it shows ---


def test_the_list_says_status_edition_and_whether_the_draft_differs(editor_client):
    live, changed, gone = (published_character(name=name) for name in ("Live", "Changed", "Gone"))
    CharacterFactory(name="Drafted")
    changed.starter_questions.update(answer="Newly said.")
    publishing.withdraw(gone)
    page = editor_client.get(LIST)
    rows = {row.name: row for row in page.context["cl"].result_list}
    assert [name for name, row in rows.items() if row.is_changed] == ["Changed"]
    for status, found in {
        "published": {"Live", "Changed"},
        "withdrawn": {"Gone"},
        "draft": {"Drafted"},
    }.items():
        assert set(names(editor_client, status=status)) == found


def test_the_list_says_what_comes_next_what_is_missing_and_who_looks_after_it(editor_client, editor):
    character = published_character(
        assigned_to=editor, tags=["check dates"], num_blocking=2, num_warnings=3, changed_by=editor
    )
    Schedule.objects.create(character=character, kind="WITHDRAW", due_at=seconds_from_now(3600))
    Character.objects.filter(pk=character.pk).update(submitted_at=timezone.now())
    page = editor_client.get(LIST).content.decode()
    for words in ("Goes away", "In review since", "2 missing", "3 weak", str(editor), "check dates"):
        assert words in page


@pytest.mark.parametrize(
    "words",
    ["Bolívar", "bolivar", "simon bolivar", "libertador", "BOLÍV", "Bolivar Simon", "simon-bol"],
)
def test_search_finds_names_with_and_without_accents(editor_client, words):
    CharacterFactory(name="Simón Bolívar", slug="simon-bolivar", also_known_as=["El Libertador"])
    CharacterFactory(name="Someone Else")
    assert names(editor_client, q=words) == ["Simón Bolívar"]


def test_search_finds_accented_names_of_drafts_whose_address_says_nothing(editor_client):
    CharacterFactory(name="Émilie du Châtelet", slug="madame", also_known_as=["Gabrielle Émilie"])
    assert names(editor_client, q="emilie chatelet") == ["Émilie du Châtelet"]
    assert names(editor_client, q="100%_") == names(editor_client, q="nobody") == []


def test_filters_by_field_and_era(editor_client):
    published_character(name="Ada", fields=["computing"], born=1815, died=1852)
    published_character(name="Zeno", fields=["philosophy"], born=-490, died=-430)
    for query in ({"field": "philosophy"}, {"era": "antiquity"}, {"field": "philosophy", "era": "antiquity"}):
        assert names(editor_client, **query) == ["Zeno"]


def test_filters_by_tag_checklist_schedule_review_and_change(editor_client):
    CharacterFactory(name="Tagged", tags=["check dates", "other"])
    CharacterFactory(name="Blocked", num_blocking=1)
    CharacterFactory(name="Weak", num_warnings=1)
    CharacterFactory(name="Submitted", submitted_at=timezone.now())
    clocked = published_character(name="Clocked")
    Schedule.objects.create(character=clocked, kind="WITHDRAW", due_at=seconds_from_now(60))
    published_character(name="Saved").save()
    for query, found in (
        ({"tag": "check dates"}, ["Tagged"]),
        ({"weak": "blocking"}, ["Blocked"]),
        ({"weak": "warnings"}, ["Weak"]),
        ({"weak": "any"}, ["Blocked", "Weak"]),
        ({"status": "in-review"}, ["Submitted"]),
        ({"status": "scheduled"}, ["Clocked"]),
        ({"changed": "since"}, ["Saved"]),
    ):
        assert names(editor_client, **query) == found, query


def test_filters_by_who_looks_after_it(editor_client, editor):
    writer = a_writer()
    CharacterFactory(name="Mine", assigned_to=editor)
    CharacterFactory(name="Theirs", assigned_to=writer)
    CharacterFactory(name="Free")
    for value, found in (
        ("me", ["Mine"]), ("nobody", ["Free"]), ("somebody", ["Mine", "Theirs"]), (str(writer.pk), ["Theirs"]),
    ):  # fmt: skip
        assert names(editor_client, assigned=value) == found


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("?tag=%00", 400),
        ("?assigned=x", 200),
        (f"?assigned={'9' * 20}", 200),
        ("?weak=?", 200),
        ("?q=%00", 200),
    ],
)
def test_a_strange_filter_shows_a_list_all_the_same_and_a_nul_none(editor_client, query, status):
    assert editor_client.get(LIST + query, follow=True).status_code == status


@pytest.mark.parametrize("url", [LIST, LIST + "?q=ada&tag=x&assigned=me", "/admin/characters/edition/"])
def test_lists_cost_the_same_queries_however_much_they_show(
    editor_client, url, django_assert_max_num_queries, django_assert_num_queries
):
    published_character(tags=["x"])
    editor_client.get(url)
    with django_assert_max_num_queries(15) as few:
        editor_client.get(url)
    for _ in range(5):
        original = published_character(by=EditorFactory(), assigned_to=EditorFactory(), tags=["x"])
        RemarkFactory(character=published_character(translation_of=original, language="de", tags=["x"]))
    with django_assert_num_queries(len(few)):
        editor_client.get(url)


def test_the_list_says_in_which_language_a_translation_is(editor_client):
    original = published_character(name="Marie Curie")
    published_character(name="Marie Curie", translation_of=original, language="de")
    shown = editor_client.get(LIST).content.decode()
    assert shown.count("Deutsch</bdi>") == 1
    assert '<bdi lang="de">Marie Curie</bdi>' in shown


# --- Publish and withdraw ---


def test_publishing_many_asks_first_and_says_what_will_happen_to_each(editor_client):
    whole, half, same = (
        published_character(),
        CharacterFactory(name="Half", tagline=""),
        published_character(),
    )
    publishing.withdraw(whole)
    page = asked(editor_client, "publish_selected", whole, half, same).content.decode()
    for words in (
        "Gets a page that the public can read",
        "The tagline is empty.",
        "nothing has changed since edition 1",
    ):
        assert words in page
    assert list(Character.objects.live()) == [same]


def test_publishing_many_reports_what_became_of_each(editor_client, editor):
    whole, half, same = (
        published_character(),
        CharacterFactory(name="Half", tagline=""),
        published_character(),
    )
    publishing.withdraw(whole)
    response = editor_client.post("/admin/many/publish/", {"ids": ids(whole, half, same)}, follow=True)
    page = response.content.decode()
    for words in ("1 published", "1 unchanged", "1 not done", "The tagline is empty.", "Edition 2 is live."):
        assert words in page
    assert set(Character.objects.live()) == {whole, same}
    entry = AuditEntry.objects.get(did="published", character_pk=whole.pk, actor=editor)
    assert entry.changes == {"live edition": [None, 2]}


def test_withdrawing_many_asks_first_and_reports(editor_client):
    live, half = published_character(), CharacterFactory(name="Half")
    page = asked(editor_client, "withdraw_selected", live, half).content.decode()
    assert f"/characters/{live.slug}/ will be “not found”" in page
    assert "Has no page to withdraw" in page
    assert Character.objects.live().exists()
    page = editor_client.post("/admin/many/withdraw/", {"ids": ids(live, half)}, follow=True).content.decode()
    assert "1 withdrawn" in page
    assert "1 unchanged" in page
    assert not Character.objects.live().exists()


def test_all_across_pages_are_a_job_that_a_worker_does(
    editor_client, editor, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(many, "AT_ONCE", 2)
    monkeypatch.setattr("desk.listing.character_list.CharacterList.list_per_page", 2)
    characters = [published_character() for _ in range(4)]
    for character in characters:
        publishing.withdraw(character)
    page = asked(editor_client, "publish_selected", *characters[:2], select_across="1").content.decode()
    assert "Publish 4 characters" in page
    assert "And 2 more" in page
    editor_client.post("/admin/many/publish/", {"ids": ids(*characters)})
    job = Job.objects.get()
    assert (job.kind, job.state, job.asked_by) == ("publish_many", Job.State.QUEUED, editor)
    assert not Character.objects.live().exists()
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.DONE
    assert [row["did"] for row in job.report["rows"]] == ["published"] * 4
    assert Character.objects.live().count() == 4
    assert set(AuditEntry.objects.filter(did="published").values_list("actor", flat=True)) == {
        None,
        editor.pk,
    }
    assert AuditEntry.objects.filter(did="published", actor=editor).count() == 4


def test_a_character_that_was_deleted_meanwhile_is_reported(editor_client):
    gone = CharacterFactory()
    chosen = ids(gone)
    gone.delete()
    page = editor_client.post("/admin/many/publish/", {"ids": chosen}, follow=True).content.decode()
    assert "has been deleted meanwhile" in page


@pytest.mark.parametrize("chosen", ["", "x", "1,,2", "-1", "1;2", "9" * 30])
@pytest.mark.parametrize("what", ["publish", "withdraw", "tag", "assign"])
def test_nothing_chosen_leads_back_to_the_list_with_a_word(editor_client, what, chosen):
    response = editor_client.post(f"/admin/many/{what}/", {"ids": chosen, "add": "x"}, follow=True)
    assert "No characters were chosen" in said(response)
    assert response.request["PATH_INFO"] == LIST


def test_writers_tag_and_assign_and_do_not_publish():
    client, character = browser_of(a_writer()), published_character()
    page = client.get(LIST).content.decode()
    assert "tag_selected" in page
    assert "publish_selected" not in page
    assert client.post("/admin/many/publish/", {"ids": ids(character)}).status_code == 403
    assert client.post("/admin/many/withdraw/", {"ids": ids(character)}).status_code == 403
    asked(client, "withdraw_selected", character)
    client.post("/admin/many/tag/", {"ids": ids(character), "add": "mine"})
    character.refresh_from_db()
    assert character.tags == ["mine"]
    assert character.live_edition_id


# --- Tag and assign ---


def test_tags_are_added_and_removed_without_changing_the_draft_and_can_be_undone(editor_client, editor):
    one, two = CharacterFactory(tags=["a", "b"]), CharacterFactory(tags=["c"])
    before = one.num_changes
    response = editor_client.post(
        "/admin/many/tag/", {"ids": ids(one, two), "add": "c,  new   one ", "remove": "b"}, follow=True
    )
    assert "Tags of 2 characters changed" in said(response)
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.tags, two.tags) == (["a", "c", "new one"], ["c", "new one"])
    assert one.num_changes == before
    entry = AuditEntry.objects.get(character_pk=one.pk, did="changed")
    assert (entry.actor, entry.changes) == (editor, {"tags": [["a", "b"], ["a", "c", "new one"]]})

    two.tags.append("later")
    two.save()
    undo = f"/admin/jobs/{Job.objects.get().pk}/undo/"
    assert "Undo this?" in editor_client.get(undo).content.decode()
    assert "Undone." in said(editor_client.post(undo, follow=True))
    one.refresh_from_db()
    two.refresh_from_db()
    assert (sorted(one.tags), two.tags) == (["a", "b"], ["c", "later"])
    assert "undone before" in said(editor_client.post(undo, follow=True))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"add": "", "remove": " , "}, "Say which tags to add or to remove."),
        ({"add": "x" * 41}, "is longer than 40 characters"),
        ({"add": ",".join(f"t{n}" for n in range(21))}, "give at most 20 at once"),
        ({"add": "a, b", "remove": "b"}, "“b” cannot be added and removed at once"),
        ({"add": "a\0b"}, "hold a character that cannot be seen"),
    ],
)
def test_bad_tags_get_a_sentence_and_stay_typed(editor_client, typed, sentence):
    character = CharacterFactory()
    response = editor_client.post("/admin/many/tag/", {"ids": ids(character), **typed})
    assert sentence in response.content.decode().replace("&quot;", '"')
    assert response.context["ids"] == str(character.pk)
    assert response.context["form"]["add"].value() == typed["add"]
    character.refresh_from_db()
    assert character.tags == []


def test_assigning_can_be_undone_but_not_over_what_others_did_since(editor_client, editor):
    writer = a_writer(email="writer@example.org")
    one, two, three = CharacterFactory(assigned_to=editor), CharacterFactory(), CharacterFactory()
    response = editor_client.post(
        "/admin/many/assign/", {"ids": ids(one, two, three), "to": writer.pk}, follow=True
    )
    assert "writer@example.org looks after 3 more characters now" in said(response)
    assert set(Character.objects.values_list("assigned_to", flat=True)) == {writer.pk}
    entry = AuditEntry.objects.get(character_pk=one.pk, did="changed")
    assert entry.changes == {"assigned_to": [editor.email, "writer@example.org"]}
    Character.objects.filter(pk=three.pk).update(assigned_to=editor)
    editor_client.post(f"/admin/jobs/{Job.objects.get().pk}/undo/")
    assert dict(Character.objects.values_list("pk", "assigned_to")) == {
        one.pk: editor.pk, two.pk: None, three.pk: editor.pk,
    }  # fmt: skip


def test_only_people_of_the_desk_are_assigned(editor_client, stranger):
    character = CharacterFactory()
    response = editor_client.post("/admin/many/assign/", {"ids": ids(character), "to": stranger.pk})
    assert "This account cannot work at the desk" in response.content.decode()


def test_tagging_thousands_costs_the_same_queries(editor_client, django_assert_num_queries, editor):
    few = [CharacterFactory().pk for _ in range(2)]
    many.tag(few, add=["warm"], remove=[], by=editor)
    with django_assert_num_queries(10):
        many.tag(few, add=["x"], remove=[], by=editor)
    rows = [Character(slug=f"s-{n}", name="S", sort_name="S") for n in range(400)]
    lots = [row.pk for row in Character.objects.bulk_create(rows)]
    with django_assert_num_queries(10):
        many.tag(lots, add=["x"], remove=[], by=editor)


def test_nothing_is_published_without_the_permission(editor_client, editor):
    group = editor.groups.get()
    group.permissions.remove(group.permissions.get(codename="publish_character"))
    character = published_character()
    publishing.withdraw(character)
    asked(editor_client, "publish_selected", character)
    assert editor_client.post("/admin/many/publish/", {"ids": ids(character)}).status_code == 403
    assert Edition.objects.count() == 1
    assert not Character.objects.live().exists()
