"""Who may change what at the desk: by POST alone, with the site's token, and writers nothing that the public reads."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from characters.models import Character, Edition, Redirect, Schedule
from desk import jobs
from desk.listing import saved_filters
from desk.models import Job, SavedFilter
from tests.factories import EditorFactory, WriterFactory, complete_character, published_character
from tests.test_urls import EDITOR, NOT_FOR_WRITERS, TABLE, world  # noqa: F401 (a fixture)

pytestmark = pytest.mark.django_db
LIST = "/admin/characters/character/"
DESK = [name for name, address in TABLE.items() if address.who == EDITOR]
POSTS = [name for name in DESK if TABLE[name].method == "post"]
# They answer a POST as well as a GET.
BOTH = [
    "desk:import",
    "desk:export",
    "desk:restore",
    "desk:merge",
    "desk:undo_many",
    "desk:save_filter",
    "chat:trial",
]
# What keeps count of looking, and of being there, in one's own session.
OWN_TRACES = ("desk_auditentry", "django_session", "desk_opening", "cache_entries", "SAVEPOINT")


@pytest.fixture
def rows(world):  # noqa: F811 (the fixture that was imported)
    """One row of each kind."""
    return world


def url_of(name, rows):
    return reverse(name, args=[getattr(rows, arg) for arg in TABLE[name].args])


@pytest.mark.parametrize("name", POSTS + BOTH)
def test_nobody_posts_without_being_of_the_desk(name, rows, client, user_client, writer_client):
    url = url_of(name, rows)
    assert client.post(url).status_code == 302
    assert "login" in client.post(url, follow=True).request["PATH_INFO"]
    assert user_client.post(url, follow=True).status_code == 403
    if name in NOT_FOR_WRITERS:
        assert writer_client.post(url).status_code == 403


@pytest.mark.parametrize("name", POSTS + BOTH)
def test_every_post_wants_the_sites_token(name, rows, editor):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(editor)
    assert browser.post(url_of(name, rows)).status_code == 403


@pytest.mark.parametrize("name", DESK)
def test_no_get_changes_anything(name, rows, editor_client):
    url = url_of(name, rows)
    with CaptureQueriesContext(
        connection,
    ) as told:
        response = editor_client.get(url, {"do": "remove", "decision": "reject", "post": "yes", "_save": "1"})
    if name in POSTS:
        assert response.status_code == 405
    for query in told:
        sql = query["sql"]
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            assert any(table in sql for table in OWN_TRACES), sql[:200]


# --- What a writer cannot bring about ---


def public():
    return (
        list(Character.objects.order_by("pk").values_list("pk", "live_edition", "live_slug")),
        Edition.objects.public().count(),
        Schedule.objects.count(),
        Redirect.objects.count(),
    )


def test_a_writer_publishes_by_no_form_of_the_desk(writer_client):
    draft, live = complete_character(), published_character()
    Character.objects.filter(pk=live.pk).update(tagline="Another.")
    before = public()
    forged = {
        "publish": "on", "_publish": "", "_withdraw": "", "into": live.pk, "due_at": "2027-01-01T10:00", "note": "x",
        "ids": f"{draft.pk},{live.pk}", "similar": live.pk, "reason": "x", "num_changes": 0, "text": "x", "days": 7,
        "add": "x", "slug": "new", "character": live.pk, "format": "starter", "existing": "change",
    }  # fmt: skip
    for name in POSTS + BOTH + ["admin:characters_redirect_add"]:
        address = TABLE[name]
        if set(address.args) <= {"character", "edition_number"}:
            for character in (draft, live):
                args = [{"character": character.pk, "edition_number": 1}[arg] for arg in address.args]
                writer_client.post(reverse(name, args=args), forged)
    for job in Job.objects.all():
        jobs.run(job.pk)
    assert public() == before


@pytest.mark.parametrize(
    "action",
    [
        "publish_selected",
        "withdraw_selected",
        "export_selected",
        "delete_selected",
        "save_and_publish",
        "_publish",
        "make_editors",
        "publish_and_say",
        "nonsense",
    ],
)
@pytest.mark.parametrize("whole", ["0", "1"])
def test_a_writer_forges_no_action_of_the_list(action, whole, writer_client):
    draft, live = complete_character(), published_character()
    before = public()
    data = {"action": action, "_selected_action": [draft.pk, live.pk], "select_across": whole, "post": "yes"}
    answer = writer_client.post(LIST, data, follow=True)
    assert answer.status_code in (200, 403)
    assert "desk/export.html" not in [template.name for template in answer.templates]
    assert public() == before


def test_a_role_that_was_taken_away_ends_at_once(writer, writer_client):
    character = complete_character()
    writer.groups.clear()
    assert writer_client.post(reverse("desk:submit", args=[character.pk])).status_code == 403
    writer.is_staff = False
    writer.save()
    assert writer_client.post(reverse("desk:submit", args=[character.pk])).status_code in (302, 403)
    character.refresh_from_db()
    assert character.submitted_at is None


# --- What is somebody's own ---


def test_a_shared_filter_is_changed_and_deleted_by_its_owner_alone(editor_client):
    theirs = saved_filters.keep(EditorFactory(), name="Theirs", query="q=a", is_shared=True)
    for name in ("change_filter", "delete_filter"):
        assert (
            editor_client.post(reverse(f"desk:{name}", args=[theirs.pk]), {"name": "Mine"}).status_code == 404
        )
    assert SavedFilter.objects.get().name == "Theirs"


def test_a_writer_stops_their_own_jobs_and_no_editors(writer, writer_client, editor_client):
    theirs = Job.objects.create(kind="publish_many", asked_by=EditorFactory())
    nobodys = Job.objects.create(kind="rebuild_suggestions")
    own = Job.objects.create(kind="rebuild_suggestions", asked_by=writer)
    states = {}
    for job in (theirs, nobodys, own):
        page = writer_client.get(reverse("desk:job", args=[job.pk])).content.decode()
        code = writer_client.post(reverse("desk:stop_job", args=[job.pk])).status_code
        job.refresh_from_db()
        states[job.pk] = (code, job.state, "/stop/" in page)
    assert states == {
        theirs.pk: (403, "QUEUED", False), nobodys.pk: (403, "QUEUED", False), own.pk: (302, "CANCELLED", True),
    }  # fmt: skip
    assert editor_client.post(reverse("desk:stop_job", args=[theirs.pk])).status_code == 302


def test_a_link_to_a_preview_is_ended_only_at_its_own_character(rows, writer_client):
    other = complete_character()
    writer_client.post(reverse("desk:end_link", args=[other.pk, rows.preview_link]))
    assert Client().get(reverse("shared_preview", args=[rows.preview_key])).status_code == 200
    for forged in (rows.preview_key[:-1], rows.preview_key.swapcase(), "x" * 40, "%00", "' OR 1=1 --"):
        assert Client().get(f"/preview/{forged}/").status_code == 404


def test_a_rehearsal_alone_is_written(rows, editor_client):
    """The key of another job, forged into the address, brings about nothing."""
    for pk in (rows.job, rows.export_job, rows.tagging):
        assert editor_client.post(reverse("desk:import_for_real", args=[pk])).status_code == 404
    done = Job.objects.create(kind="import_files", state="DONE", options={"archive": "", "dry_run": False})
    assert editor_client.post(reverse("desk:import_for_real", args=[done.pk])).status_code == 404
    assert editor_client.get(reverse("desk:download", args=[rows.import_job])).status_code == 404


def test_a_writer_hears_nobody_elses_trial(rows):
    one, other = WriterFactory(), WriterFactory()
    url = reverse("chat:trial", args=[rows.character])
    mine, theirs = Client(), Client()
    mine.force_login(one)
    theirs.force_login(other)
    key = "6f1c7a52-1111-4222-8333-444455556666"
    mine.post(url, {"text": "A zebrafinch?", "client_key": key})
    assert "zebrafinch" in mine.get(url).content.decode()
    assert "zebrafinch" not in theirs.get(url).content.decode()
