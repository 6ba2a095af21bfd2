"""Files that are made to do harm, or came to some: each is refused in a sentence, and none breaks an import."""

import io
import json
import random
import zipfile
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from characters.content_files import read_bytes
from characters.incoming import Existing, Incoming, Publishing, carry_out, plan
from characters.models import Character
from desk.models import Job
from tests.desk.test_importing import IMPORT, starter, uploaded, zipped

pytestmark = pytest.mark.django_db
BOMB = b"\0" * 30_000_000


def workbook(rows) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rezipped(data, part, change) -> bytes:
    """The same workbook with one of its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
GOOD_BOOK = workbook([["slug", "name"], ["zeno", "Zeno"]])
ENTITIES = b'<!DOCTYPE a [<!ENTITY a0 "ha">' + b"".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">'.encode() for n in range(1, 12)
)


def laughing(xml) -> bytes:
    return ENTITIES + b"]>" + xml.split(b"?>", 1)[-1].replace(b"<v>1</v>", b"<v>&a11;</v>")


def encrypted() -> bytes:
    data = bytearray(zipped(**{"a.md": b"x"}))
    for head, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(head) + place] |= 1
    return bytes(data)


def badly_named() -> bytes:
    """A zip that says that its names are UTF-8, and they are not."""
    data = zipped(**{"\u00e9\u00e9.md": b"x"})
    return data.replace("éé.md".encode(), b"\xff\xfe\xff\xfe.md")


BAD = {
    "no-zip.zip": b"PK\x03\x04 and then nothing",
    "encrypted.zip": encrypted(),
    "names.zip": badly_named(),
    "cut.zip": zipped(**{"ada.md": starter()})[:-30],
    "picture.json": b"\x89PNG\r\n\x1a\n",
    "a-card.png": b'{"spec": "chara_card_v2"}',
    "deep.json": b"[" * 200_000,
    "half.json": b'{"name": "\\ud800", "description": "\\udfff\\u0000"}',
    "numbers.json": b'{"name": ' + b"9" * 10_000 + b"}",
    "types.json": json.dumps({"spec": "chara_card_v2", "data": {"name": [], "tags": {"a": 1}}}).encode(),
    "nul.csv": b"slug,name\nzeno,Ze\0no\n",
    "wide.csv": b",".join([b"slug"] * 5000) + b"\n",
    "long.csv": b"slug,name\nzeno," + b"x" * 1_000_000 + b"\n",
    "years.csv": b"slug,name,born,died\nzeno,Zeno," + b"9" * 5000 + b",1e400\n",
    "ragged.csv": b"slug,name\na\nb,c,d\n",
    "latin.csv": "slug,name\nzeno,Zéno\n".encode("latin-1"),
    "damaged.xlsx": GOOD_BOOK[: len(GOOD_BOOK) // 2],
    "no-xml.xlsx": rezipped(GOOD_BOOK, SHEET, lambda xml: b"<worksheet"),
    "no-types.xlsx": rezipped(GOOD_BOOK, "[Content_Types].xml", lambda xml: b"<a/>"),
    "entities.xlsx": rezipped(workbook([["slug"], [1]]), SHEET, laughing),
    "bomb.xlsx": rezipped(GOOD_BOOK, SHEET, lambda xml: BOMB * 4),
    "front.md": b"---\nname: [\n",
    "slug/../../x.md": starter(),
}
# Of these what is no text is left out, and the rest is taken.
MENDED = {"half.json", "types.json", "nul.csv", "slug/../../x.md"}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_in_a_sentence_and_harms_no_other(name, editor_client):
    job = uploaded(editor_client, ("ada-lovelace.md", starter()), (name, BAD[name]))
    steps = {step["path"]: step for step in job.report["steps"]}
    assert steps.pop("ada-lovelace.md")["deed"] == "add"
    wanted = ("add",) if name in MENDED else ("refuse",)
    assert all(step["deed"] in wanted and (step["reason"] or name in MENDED) for step in steps.values())
    assert editor_client.get(f"/admin/jobs/{job.pk}/").status_code == 200
    assert not Character.objects.exists()


@pytest.mark.parametrize("said", ["A1:XFD1048576", "A1:A1", "nonsense"])
def test_what_a_sheet_says_of_its_size_is_not_believed(said, editor_client):
    book = rezipped(GOOD_BOOK, SHEET, lambda xml: xml.replace(b'ref="A1:B2"', f'ref="{said}"'.encode()))
    job = uploaded(editor_client, ("book.xlsx", book))
    assert [step["deed"] for step in job.report["steps"]] in (["add"], ["refuse"])


def test_a_cell_at_the_end_of_a_sheet_is_too_many_rows(editor_client):
    book = Workbook()
    book.active.append(["slug", "name"])
    book.active["XFD1048576"] = "x"
    out = io.BytesIO()
    book.save(out)
    step = uploaded(editor_client, ("book.xlsx", out.getvalue())).report["steps"][0]
    assert (step["deed"], "rows" in step["reason"]) == ("refuse", True)


def test_no_zip_inflates_beyond_what_a_file_may_have(editor_client):
    inner = zipped(**{f"a{n}.md": BOMB for n in range(5)})
    job = uploaded(editor_client, ("bomb.zip", inner), ("nested.zip", zipped(**{"inner.zip": inner})))
    assert {step["deed"] for step in job.report["steps"]} <= {"refuse"}


def test_a_file_changed_here_and_there_breaks_nothing(editor_client):
    """The same changes every time, some 60 of each kind."""
    chance = random.Random(7)
    good = {"a.zip": zipped(**{"ada.md": starter()}), "b.xlsx": GOOD_BOOK}
    files = []
    for name, data in good.items():
        for number in range(60):
            changed = bytearray(data)
            for _ in range(chance.randint(1, 8)):
                changed[chance.randrange(len(changed))] = chance.randrange(256)
            files.append((f"{number}-{name}", bytes(changed)))
    uploaded(editor_client, *files)


def test_a_character_that_is_deleted_in_the_middle_of_an_import_harms_no_other(editor_client):
    content = read_bytes("ada", starter(), path="ada.md")
    steps = [*plan([Incoming("ada.md", content)], existing=Existing.LEAVE)]
    steps += plan([Incoming("bob.md", replace(content, slug="bob"))], existing=Existing.LEAVE)

    def count(number):
        if number == 2:
            Character.objects.get(slug="ada").delete()

    done = carry_out(steps, publish=Publishing(True), count=count)
    assert "deleted" in " ".join(done[0].warnings)
    assert Character.objects.get().live_edition


def test_names_of_files_become_no_paths_and_no_markup(editor_client):
    name = '..\\..\\"><script>alert(1)</script>\u202e.md'
    job = uploaded(editor_client, (name, starter()))
    page = editor_client.get(f"/admin/jobs/{job.pk}/").content.decode()
    assert "<script>alert" not in page
    assert "\u202e" not in page


def test_2000_files_at_once_are_read_and_2001_refused(editor_client):
    files = [SimpleUploadedFile(f"{n}.md", b"x") for n in range(2001)]
    assert editor_client.post(IMPORT, {"files": files, "existing": "leave"}).status_code == 400
    assert not Job.objects.exists()
    for file in files:
        file.seek(0)
    assert editor_client.post(IMPORT, {"files": files[:2000], "existing": "leave"}).status_code == 302


@pytest.mark.parametrize(
    "data",
    [
        {"files": "no file", "existing": "leave"},
        {"existing": "nonsense"},
        {"files": SimpleUploadedFile("a.exe", b"MZ"), "existing": "leave"},
        {"files": SimpleUploadedFile("a.md", b"x")},
        {"files": [SimpleUploadedFile("a.md", b"x"), SimpleUploadedFile("b.md", b"")], "existing": "leave"},
    ],
)
def test_a_form_that_is_not_filled_in_is_shown_again_with_a_sentence(data, editor_client):
    response = editor_client.post(IMPORT, data)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert not Job.objects.exists()
