"""Imports from the desk: rehearsed first, written when asked, reported file by file; bad ones harm no other."""

import io
import json
import zipfile

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from characters.models import Character
from desk import jobs
from desk.bulk import uploads
from desk.models import Job
from tests.characters.test_content_files import GOOD
from tests.characters.test_portraits import picture
from tests.factories import CharacterFactory

pytestmark = pytest.mark.django_db
IMPORT = "/admin/import/"


def starter(name="Ada Lovelace") -> bytes:
    return GOOD.replace("Ada Lovelace", name).encode()


def zipped(**files) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return out.getvalue()


def uploaded(client, *files, existing="leave", follow_job=True):
    """Post these (name, bytes) as the form does, and do the job that it asks for; the job."""
    data = {"files": [SimpleUploadedFile(name, data) for name, data in files], "existing": existing}
    response = client.post(IMPORT, data)
    assert response.status_code == 302, response.context["form"].errors
    job = Job.objects.latest("id")
    assert response.url == reverse("desk:job", args=[job.pk])
    return done(job)


def done(job):
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.failure
    return job


def written_for_real(client, job, **more):
    client.post(reverse("desk:import_for_real", args=[job.pk]), more)
    return done(Job.objects.latest("id"))


def deeds(job) -> dict:
    return {step["path"]: step["deed"] for step in job.report["steps"]}


def test_a_rehearsal_writes_nothing_and_the_import_writes_what_it_told(editor_client, editor):
    job = uploaded(editor_client, ("ada-lovelace.md", starter()), ("zeno.csv", b"slug,name\nzeno,Zeno\n"))
    assert job.report["dry_run"]
    assert deeds(job) == {"zeno.csv: Characters, row 2": "add", "ada-lovelace.md": "add"}
    assert not Character.objects.exists()
    page = editor_client.get(reverse("desk:job", args=[job.pk])).content.decode()
    assert "Nothing is written yet" in page
    assert "Import 2" in page
    job = written_for_real(editor_client, job)
    assert deeds(job) == {"zeno.csv: Characters, row 2": "add", "ada-lovelace.md": "add"}
    assert set(Character.objects.values_list("slug", flat=True)) == {"ada-lovelace", "zeno"}
    assert not Character.objects.live().exists()
    assert Character.objects.get(slug="ada-lovelace").changed_by == editor


def test_cards_are_read_too_and_a_bad_one_names_its_field(editor_client):
    card = {
        "spec": "chara_card_v2",
        "spec_version": "2.0",
        "data": {"name": "Vera", "first_mes": "Hm?", "tags": []},
    }
    files = (("vera.json", json.dumps(card).encode()), ("bad.json", b'{"data": 1}'), ("plain.png", picture()))
    job = written_for_real(editor_client, uploaded(editor_client, *files))
    assert deeds(job) == {"vera.json": "add", "bad.json": "refuse", "plain.png": "refuse"}
    assert {s["path"]: s["field"] for s in job.report["steps"] if s["reason"]} == {
        "bad.json": "data",
        "plain.png": "file",
    }
    vera = Character.objects.get()
    assert (vera.slug, vera.greeting) == ("vera", "Hm?")


def test_a_zip_of_a_folder_with_portraits_is_read_and_what_a_mac_adds_is_not(editor_client):
    data = zipped(
        **{
            "catalog/ada-lovelace.md": starter(),
            "catalog/ada-lovelace.png": picture(),
            "catalog/notes.txt": b"nothing",
            "__MACOSX/._ada-lovelace.md": b"\0\0",
        }
    )
    job = written_for_real(editor_client, uploaded(editor_client, ("catalog.zip", data)))
    assert deeds(job) == {"catalog.zip/catalog/ada-lovelace.md": "add"}
    assert default_storage.exists(Character.objects.get().portrait.name)


def test_who_is_here_is_left_unless_that_is_chosen(editor_client):
    CharacterFactory(slug="ada-lovelace", tagline="Ours.")
    file = ("ada-lovelace.md", starter())
    assert deeds(uploaded(editor_client, file)) == {"ada-lovelace.md": "leave"}
    job = uploaded(editor_client, file, existing="change")
    assert deeds(job) == {"ada-lovelace.md": "change"}
    (changed,) = [c for c in job.report["steps"][0]["changes"] if c["field"] == "Tagline"]
    assert (changed["old"], changed["new"][:7]) == ("Ours.", "She saw")
    assert deeds(uploaded(editor_client, file, existing="copy")) == {"ada-lovelace.md": "add"}


def test_who_was_changed_after_the_rehearsal_is_left_and_that_is_said(editor_client):
    ada = CharacterFactory(slug="ada-lovelace", tagline="Ours.")
    CharacterFactory(slug="zeno", name="Zeno")
    rehearsal = uploaded(
        editor_client,
        ("ada-lovelace.md", starter()),
        ("both.csv", b"slug,tagline\nada-lovelace,Of the sheet\nzeno,Of Elea\n"),
        existing="change",
    )
    assert set(deeds(rehearsal).values()) == {"change"}
    ada.tagline = "Saved meanwhile."
    ada.save()
    job = written_for_real(editor_client, rehearsal)
    assert deeds(job) == {
        "both.csv: Characters, row 2": "refuse",
        "both.csv: Characters, row 3": "change",
        "ada-lovelace.md": "refuse",
    }
    assert "changed this character since the rehearsal" in job.report["steps"][0]["reason"]
    assert list(Character.objects.order_by("slug").values_list("tagline", flat=True)) == [
        "Saved meanwhile.",
        "Of Elea",
    ]


def test_a_bad_file_names_the_field_and_harms_no_other(editor_client):
    job = uploaded(
        editor_client,
        ("ada-lovelace.md", starter()),
        ("born-late.md", starter().replace(b"born: 1815", b"born: late")),
        ("latin.md", "é".encode("latin-1")),
        ("broken.zip", b"PK\x03\x04broken"),
        ("people.xlsx", b"no workbook"),
        ("people.csv", b"slug,born\nzeno,late\n"),
    )
    refused = {
        step["path"]: (step["field"], step["reason"])
        for step in job.report["steps"]
        if step["deed"] == "refuse"
    }
    assert refused["born-late.md"] == ("line 3, born", "must be a year, such as 1879, or -551 for 551 BCE")
    assert refused["latin.md"][1] == "is not UTF-8"
    assert refused["broken.zip"][1] == "It is no zip, or it is damaged."
    assert "XLSX" in refused["people.xlsx"][1]
    assert refused["people.csv: Characters, row 2"][0] == "born"
    job = written_for_real(editor_client, job)
    assert [character.slug for character in Character.objects.all()] == ["ada-lovelace"]


def test_an_archive_with_a_password_or_too_much_in_it_is_refused(editor_client, monkeypatch):
    data = bytearray(zipped(**{"ada-lovelace.md": starter()}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    job = uploaded(editor_client, ("locked.zip", bytes(data)))
    assert "password" in job.report["steps"][0]["reason"]
    from characters import folders

    monkeypatch.setattr(folders, "MAX_INFLATED", 100)
    job = Job.objects.create(
        kind="import_files", options={**job.options, "archive": uploads.keep_uploads([])}
    )
    with pytest.raises(folders.BadArchive, match="too much"):
        folders.files_in_zip(zipfile.ZipFile(io.BytesIO(zipped(**{"a.md": b"a" * 101}))))


def test_publishing_comes_with_the_import_for_those_who_may(editor_client):
    job = uploaded(editor_client, ("ada-lovelace.md", starter()), ("zeno.csv", b"slug,name\nzeno,Zeno\n"))
    written_for_real(editor_client, job, publish="on")
    assert Character.objects.live().get().slug == "ada-lovelace"


def test_files_of_other_kinds_and_no_file_at_all_are_refused_in_the_form(editor_client):
    for files, sentence in (
        ([("evil.exe", b"MZ")], "“evil.exe” is of no kind that can be imported"),
        ([], "This field is required."),
        ([("empty.md", b"")], "“empty.md” is empty"),
    ):
        data = {"files": [SimpleUploadedFile(name, data) for name, data in files], "existing": "leave"}
        response = editor_client.post(IMPORT, data)
        assert response.status_code == 200
        assert sentence in response.content.decode()
    assert not Job.objects.exists()


def test_a_name_in_an_upload_becomes_no_path(editor_client):
    job = uploaded(editor_client, ("../../etc/ada-lovelace.md", starter()))
    with uploads.opened(job.options["archive"]) as stored:
        assert zipfile.ZipFile(stored).namelist() == ["ada-lovelace.md"]
    assert deeds(job) == {"ada-lovelace.md": "add"}


def test_uploads_are_gone_after_a_week_and_that_is_said(editor_client):
    job = uploaded(editor_client, ("ada-lovelace.md", starter()))
    uploads.clear()
    assert default_storage.exists(job.options["archive"])
    default_storage.delete(job.options["archive"])
    editor_client.post(reverse("desk:import_for_real", args=[job.pk]))
    again = Job.objects.latest("id")
    jobs.run(again.pk)
    again.refresh_from_db()
    assert again.failure == "The uploaded files are kept for a week only. Upload them again."


def test_a_hundred_files_are_told_as_they_go(editor_client, monkeypatch):
    monkeypatch.setattr(jobs, "TELL_SECONDS", 0)
    files = [
        (f"person-{n}.md", starter(f"Person {n}").replace(b"alan-turing", b"person-1")) for n in range(2, 102)
    ]
    job = written_for_real(editor_client, uploaded(editor_client, *files))
    assert job.report["counts"]["add"] == 100
    assert job.num_all == job.num_done == 200


def test_writers_may_not_import(editor_client, editor):
    group = editor.groups.get()
    group.permissions.remove(group.permissions.get(codename="import_characters"))
    assert editor_client.get(IMPORT).status_code == 403
    assert editor_client.post(IMPORT, {}).status_code == 403
