"""Exports from the desk: one character at once, many by a job, and what goes out comes back."""

import io
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from characters import portraits, publishing
from characters.content_files import read_text
from characters.editions import draft_of
from characters.models import Character, Edition
from desk import jobs
from desk.bulk import exporting
from desk.bulk.exporting import Format
from desk.models import Job
from tests.characters.test_portraits import picture
from tests.desk.test_importing import uploaded, written_for_real
from tests.factories import CharacterFactory, SimilarityLinkFactory, published_character

pytestmark = pytest.mark.django_db


def exported_by_job(client, format, of_live="", ids=""):
    client.post("/admin/export/", {"format": format, "of_live": of_live, "ids": ids})
    job = Job.objects.latest("id")
    jobs.run(job.pk)
    job.refresh_from_db()
    return job


def downloaded(client, job) -> bytes:
    response = client.get(reverse("desk:download", args=[job.pk]))
    assert response["Content-Disposition"] == f'attachment; filename="{job.report["name"]}"'
    return b"".join(response.streaming_content)


def test_all_starter_files_come_in_a_zip_that_can_be_read_again(editor_client):
    characters = [published_character() for _ in range(3)]
    job = exported_by_job(editor_client, Format.STARTER)
    archive = zipfile.ZipFile(io.BytesIO(downloaded(editor_client, job)))
    assert archive.namelist() == [f"{character.slug}.md" for character in characters]
    for character in characters:
        text = archive.read(f"{character.slug}.md").decode()
        assert read_text(character.slug, text) == draft_of(character)


def test_live_editions_are_exported_as_they_are_live(editor_client):
    character = published_character(tagline="Published.")
    CharacterFactory(slug="never")
    Character.objects.filter(pk=character.pk).update(tagline="Drafted.")
    job = exported_by_job(editor_client, Format.STARTER, of_live="1")
    assert job.report["name"] == f"{character.slug}.md"
    assert b"tagline: Published." in downloaded(editor_client, job)
    publishing.withdraw(character)
    job = exported_by_job(editor_client, Format.STARTER, of_live="1")
    assert job.failure == "None of these characters has a live edition. Export the drafts."


def test_only_those_that_were_chosen_are_exported(editor_client):
    first, second, _ = (CharacterFactory() for _ in range(3))
    job = exported_by_job(editor_client, Format.CSV, ids=f"{first.pk},{second.pk},nonsense")
    lines = downloaded(editor_client, job).decode("utf-8-sig").splitlines()
    assert len(lines) == 3


@pytest.mark.parametrize("format", [f for f in Format if f not in exporting.SPREADSHEETS])
def test_one_character_is_exported_at_once(editor_client, format):
    character = CharacterFactory(slug="ada")
    response = editor_client.get(reverse("desk:export_one", args=[character.pk, format]))
    assert response.status_code == 200
    assert 'filename="ada.' in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff"


def test_unknown_formats_and_characters_are_not_found(editor_client):
    character = CharacterFactory()
    for pk, format in ((character.pk, "docx"), (character.pk, "xlsx"), (character.pk + 1, "starter")):
        assert editor_client.get(reverse("desk:export_one", args=[pk, format])).status_code == 404


def test_an_export_is_gone_after_its_week(editor_client):
    published_character()
    job = exported_by_job(editor_client, Format.CSV)
    default_storage.delete(job.report["file"])
    assert editor_client.get(reverse("desk:download", args=[job.pk])).status_code == 404


def test_no_upload_or_download_is_served_to_the_public(client):
    name = default_storage.save("exports/" + "a" * 22 + ".zip", ContentFile(b"secret"))
    for path in (f"/{name}", f"/portraits/../{name}", f"/portraits/{name.partition('/')[2]}"):
        assert client.get(path).status_code == 404
    default_storage.delete(name)


@pytest.mark.parametrize("format", [Format.STARTER, Format.CARD_JSON, Format.CARD_PNG, Format.CARD_CHARX])
def test_what_went_out_comes_back_whole(editor_client, format):
    """Out of this catalog, with portrait, links and all, and into one where nobody is."""
    names = [portraits.keep(portraits.reencoded(picture(colour=colour))) for colour in ("navy", "darkred")]
    said = {"portrait_alt": "A colour", "portrait_credit": "Nobody", "portrait_licence": "cc0"}
    ada, zeno = (published_character(portrait=name, **said) for name in names)
    SimilarityLinkFactory(character=ada, similar=zeno)
    before = {character.slug: draft_of(character) for character in (ada, zeno)}
    job = exported_by_job(editor_client, format)
    data = downloaded(editor_client, job)
    for character in (ada, zeno):
        publishing.withdraw(character)
        Edition.objects.filter(character=character).delete()
    Character.objects.all().delete()
    job = uploaded(editor_client, (job.report["name"], data))
    assert job.report["counts"]["add"] == 2, job.report
    written_for_real(editor_client, job)
    assert {c.slug: draft_of(c) for c in Character.objects.all()} == before
