"""Starter files: read strictly, written canonically, and what is wrong is named by file, line and field."""

from pathlib import Path

import pytest
from hypothesis import given

from characters.content_files import BadFile, read_file, written
from characters.publishing import missing_from
from tests.characters.contents import contents

CATALOG = Path(__file__).parents[2] / "content" / "characters"
GOOD = """---
name: Ada Lovelace
born: 1815
died: 1852
fields:
- mathematics
tagline: She saw what an engine of numbers could become.
similar:
- character: alan-turing
  reason: Both asked what a machine can think.
---

# Biography

She wrote.

# Persona

I am Ada.

# Greeting

Good day.

# Remarks

## Childhood

My mother had me taught.

# Starter questions

## What is the engine? {#engine}

Heading: What was the engine?

### Spoken

A loom.

### Answer

A **machine**.
"""


@pytest.fixture
def file(tmp_path):
    def write(text, name="ada-lovelace.md"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def test_a_good_file_is_read_whole(file):
    content = read_file(file(GOOD))
    assert content.slug == "ada-lovelace"
    assert content.sort_name == "Ada Lovelace"
    assert content.starter_questions[0].title == "What was the engine?"
    assert content.remarks[0].text == "My mother had me taught."
    assert content.similar[0].character == "alan-turing"


@given(content=contents())
def test_any_content_survives_being_a_file(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("round") / f"{content.slug}.md"
    path.write_text(written(content))
    assert read_file(path) == content
    assert written(read_file(path)) == path.read_text()


@pytest.mark.parametrize(
    ("old", "new", "line", "field"),
    [
        ("---\nname", "name", 1, "front matter"),
        ("name: Ada Lovelace", "name: [Ada", 3, "front matter"),
        ("name: Ada Lovelace", "nick: Ada", 2, "nick"),
        ("name: Ada Lovelace", "name: 12", 2, "name"),
        ("name: Ada Lovelace", "place: London", 2, "name"),
        ("born: 1815", "born: long ago", 3, "born"),
        ("born: 1815", "born: 2015-01-01", 3, "born"),
        ("died: 1852", "died: 1800", 4, "died"),
        ("- mathematics", "- cookery", 5, "fields"),
        ("alan-turing", "ada-lovelace", 8, "similar"),
        ("  reason: Both asked what a machine can think.", "  why: so", 8, "similar"),
        ("# Persona\n\nI am Ada.", "", None, "Persona"),
        ("# Greeting", "# Biography", 21, "Biography"),
        ("# Greeting", "# Hello", 21, "Hello"),
        ("## Childhood", "stray\n\n## Childhood", 27, "text"),
        ("{#engine}", "", 33, "starter question"),
        ("### Spoken\n\nA loom.", "", 33, "question"),
        ("A **machine**.", "### Answer\n\nTwo.", None, "question"),
        ("She wrote.", "## She wrote", 15, "Biography"),
    ],
)
def test_what_is_wrong_is_named_by_line_and_field(file, old, new, line, field):
    path = file(GOOD.replace(old, new, 1))
    with pytest.raises(BadFile) as refused:
        read_file(path)
    assert field in refused.value.field
    assert str(refused.value).startswith(f"{path}:")
    if line:
        assert refused.value.line == line


TWICE = "## Childhood\n\nMy mother had me taught."


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "reason"),
    [
        (
            TWICE, f"{TWICE}\n\n## Childhood!\n\nAgain.", 31, "remark “Childhood!”",
            "“Childhood” and “Childhood!” have the same address on the page.",
        ),
        (
            "{#engine}", "  {#biography-1}", 33, "question “What is the engine? {#biography-1}”",
            "“Who is Ada Lovelace?” and “What was the engine?” have the same address on the page.",
        ),
        (
            "## Childhood", f"## {'w' * 110}", 27, f"remark “{'w' * 110}”",
            f"“{'w' * 110}” is too long for an address: say it in fewer words.",
        ),
    ],
)  # fmt: skip
def test_parts_that_would_share_an_address_are_refused(file, old, new, line, field, reason):
    path = file(GOOD.replace(old, new, 1))
    with pytest.raises(BadFile) as refused:
        read_file(path)
    assert str(refused.value) == f"{path}:{line}: {field}: {reason}"


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe", GOOD.encode() + b"\x00", b"---\n" * 400_000, b"---\n- a\n- b\n---\n"]
)
def test_what_is_no_text_of_ours_is_refused(file, data):
    with pytest.raises(BadFile):
        read_file(file(data))


@pytest.mark.parametrize("name", ["Ada.md", "ada lovelace.md", "-ada.md", "ada_lovelace.md"])
def test_a_file_name_that_is_no_slug_is_refused(file, name):
    with pytest.raises(BadFile) as refused:
        read_file(file(GOOD, name))
    assert refused.value.field == "slug"


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(BadFile):
        read_file(tmp_path / "nobody.md")


# --- The starter catalog itself ----------------------------------------------------------------------------

STARTERS = sorted(CATALOG.glob("*.md"))


def num_words(text: str) -> int:
    return len(text.split())


@pytest.mark.parametrize("path", STARTERS, ids=lambda path: path.stem)
def test_every_starter_character_is_whole(path):
    content = read_file(path)
    assert not missing_from(content)
    assert num_words(content.biography) >= 250
    assert 40 <= len(content.tagline) <= 200
    assert len(content.remarks) >= 6
    assert all(45 <= num_words(remark.text) <= 125 for remark in content.remarks)
    assert len(content.starter_questions) >= 6
    assert all(55 <= num_words(question.spoken) <= 160 for question in content.starter_questions)
    assert all(75 <= num_words(question.answer) <= 260 for question in content.starter_questions)
    assert len(content.similar) >= 4
    assert {link.character for link in content.similar} <= {starter.stem for starter in STARTERS}


def test_the_starter_catalog_is_large_and_varied():
    contents = [read_file(path) for path in STARTERS]
    assert len(contents) >= 24
    assert len({content.place.rpartition(",")[2] for content in contents}) >= 12
    reasons = [link.reason for content in contents for link in content.similar]
    assert len(set(reasons)) == len(reasons)


def test_trotskys_page_has_its_eight_sections():
    content = read_file(CATALOG / "leon-trotsky.md")
    assert content.biography
    assert len(content.starter_questions) == 7
    assert "Why did you oppose Stalin?" in [question.question for question in content.starter_questions]
