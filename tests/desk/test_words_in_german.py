"""What the desk says from Python, under /de/: forms, lists, refusals, and reports that a worker writes."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from characters import publishing, scheduling
from characters.models import Schedule
from desk import jobs
from desk.auditing import audit
from desk.models import Job
from tests.factories import CharacterFactory, complete_character, published_character

pytestmark = pytest.mark.django_db
LIST = "/de/admin/characters/character/"


def test_the_form_of_a_character_is_in_german(editor_client):
    character = published_character(name="Ada Lovelace")
    html = editor_client.get(f"{LIST}{character.pk}/change/").content.decode()
    for words in ("Kurzbeschreibung", "Ein Satz, der neugierig auf die Person macht.", "Einstiegsfragen",
                  "Gesprochene Antwort", "Auch bekannt als", "Speichern und veröffentlichen", "Mathematik", "Von links",
                  "Ausgabe 1, veröffentlicht am", "Dieser Entwurf sagt dasselbe."):  # fmt: skip
        assert words in html
    for words in ("Tagline", "Save and publish", "Starter question", "One sentence", "This draft"):
        assert words not in html


def test_the_list_is_in_german_and_its_labels_keep_their_looks(editor_client):
    published_character(name="Ada Lovelace")
    CharacterFactory(name="Nobody Yet", num_blocking=2)
    german, english = (editor_client.get(path).content.decode() for path in (LIST, LIST.removeprefix("/de")))
    for words in (
        "Prüfliste",
        "Zuständig",
        "Letzte Änderung",
        "fehlen",
        "Nach Zuständigkeit",
        "Zurückziehen …",
    ):
        assert words in german
    assert _look(german, "Veröffentlicht") == _look(english, "Published")
    assert _look(german, "Veröffentlicht") != _look(german, "Entwurf")


def _look(html, label) -> str:
    """The classes of the pill that says this."""
    head = html.split("field-status_label", 1)[1]
    assert f">{label}" in (squeezed := " ".join(head.split()).replace("> ", ">"))
    return squeezed[: squeezed.index(f">{label}")].rpartition('class="')[2]


def test_an_entry_of_the_audit_is_in_german(editor_client, editor):
    entry = audit.recorded(
        audit.Did.EXPORTED, published_character(name="Ada"), editor, changes={"tags": [[], ["x"]]}
    )
    html = editor_client.get(f"/de/admin/desk/auditentry/{entry.pk}/change/").content.decode()
    assert "Exportiert" in html
    assert "exported" not in html
    assert "Schlagwörter" in html


def test_what_is_refused_is_refused_in_german(editor_client):
    character = complete_character(name="Ada Lovelace", tagline="", num_changes=0)
    with translation.override("de"), pytest.raises(publishing.Incomplete) as refused:
        publishing.publish(character)
    assert refused.value.missing == ["Die Kurzbeschreibung ist leer."]


def test_a_report_is_in_the_language_of_whoever_asked_for_the_job(
    editor_client, django_capture_on_commit_callbacks
):
    file = SimpleUploadedFile("ada.md", b"no front matter")
    editor_client.post("/de/admin/import/", {"files": [file], "existing": "leave"})
    job = Job.objects.latest("pk")
    with translation.override("en-gb"):
        jobs.run(job.pk)
    job.refresh_from_db()
    [step] = job.report["steps"]
    assert (step["field"], step["reason"]) == ("Zeile 1, Kopfdaten", "Die erste Zeile muss --- sein")
    assert job.label == "Import files"
    with translation.override("de"):
        assert job.label == "Dateien importieren"


def test_what_the_clock_has_kept_is_said_in_the_language_of_its_reader():
    character = published_character()
    schedule = Schedule(character=character, failure=publishing.WENT_LIVE % {"number": 12})
    job = Job(failure=jobs.INTERRUPTED)
    assert (schedule.why, job.why) == (schedule.failure, job.failure)
    with translation.override("de"):
        assert schedule.why == "Ausgabe 12 wurde vorher veröffentlicht."
        assert job.why == "Der Auftrag wurde immer wieder unterbrochen."
        assert Schedule(failure=f"{scheduling.CALLED_OFF} Nobody knows why.").why == (
            "Jemand hat es abgesagt. Nobody knows why."
        )
