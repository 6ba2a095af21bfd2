"""Starter files: read strictly, written canonically, and what is wrong is named by file, line and field."""

import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from characters.content_files import BadFile, read_file, read_text, written
from characters.editions import CharacterContent, QuestionContent
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


SOURCES = "- Betty Alexandra Toole. *Ada, the Enchantress of Numbers*. 1992.\n- Another. *Of it*. 2001."


def test_sources_may_lack_and_are_written_at_the_end(file):
    assert read_file(file(GOOD)).sources == ""
    assert "# Sources" not in written(read_file(file(GOOD)))
    content = read_file(file(GOOD.replace("# Persona\n", f"# Sources\n\n{SOURCES}\n\n# Persona\n")))
    assert content.sources == SOURCES
    assert written(content).endswith(f"\n\n# Sources\n\n{SOURCES}\n")
    assert read_text(content.slug, written(content)) == content


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
    path.write_bytes(written(content).encode())
    assert read_file(path) == content
    assert written(read_file(path)).encode() == path.read_bytes()


@given(content=contents())
def test_any_content_survives_being_a_text_kept_in_a_database(content):
    """Which has an order of its own for the keys of a card."""
    kept = CharacterContent.from_json(json.loads(json.dumps(content.to_json(), sort_keys=True)))
    assert written(kept) == written(content)
    assert read_text(content.slug, written(kept)) == content


def test_a_texts_own_headings_have_a_backslash_in_the_file():
    content = read_text("ada-lovelace", GOOD.replace("A **machine**.", "A\n\n\\## machine\n\n\\\\# of"))
    assert content.starter_questions[0].answer == "A\n\n## machine\n\n\\# of"


def test_a_file_may_begin_with_a_mark_of_its_encoding(file):
    assert read_file(file(b"\xef\xbb\xbf" + GOOD.encode())) == read_file(file(GOOD))


def test_a_card_is_json_in_a_block_that_people_can_compare():
    content = replace(read_text("ada", GOOD), card={"data": {"tags": ["b"], "creator": "A\nB"}})
    block = written(content).partition("card: |\n")[2].partition("---")[0]
    assert (
        block
        == """  {
    "data": {
      "creator": "A\\nB",
      "tags": [
        "b"
      ]
    }
  }
"""
    )


def test_a_draft_that_is_not_finished_can_be_a_file():
    unfinished = CharacterContent(
        slug="ada", name="Ada", sort_name="Ada", starter_questions=(QuestionContent("Why?", "why"),)
    )
    assert read_text("ada", written(unfinished)) == unfinished


def test_an_order_of_engines_survives_being_a_file():
    content = CharacterContent(
        slug="ada", name="Ada", sort_name="Ada", engine="openai_compatible:llama3:8b, curated"
    )
    assert read_text("ada", written(content)) == content


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
        ("### Answer", "", None, "question"),
        ("born: 1815", "born: 1815\nborn: 1816", 4, "born"),
        ("born: 1815", "born: &year 1815", 3, "front matter"),
        ("born: 1815", "born: *year", 3, "front matter"),
        ("died: 1852", 'place: "Lon\\0don"', 4, "front matter"),
        ("died: 1852", f"place: {'[' * 9}{']' * 9}", 4, "front matter"),
        ("died: 1852", f"place: {'[' * 20_000}", 4, "front matter"),
        ("died: 1852", f"born_circa: {'9' * 5_000}", None, "front matter"),
        ("died: 1852", "portrait: ada.jpg", 4, "portrait"),
        ("died: 1852", "portrait: portraits/../../etc/passwd", 4, "portrait"),
        ("died: 1852", "portrait_licence: mine", 4, "portrait_licence"),
        ("died: 1852", "portrait_crop: [0, 0, 500]", 4, "portrait_crop"),
        ("died: 1852", "portrait_crop: [600, 0, 500, 500]", 4, "portrait_crop"),
        ("died: 1852", "portrait_crop: [0, 0, 0, 500]", 4, "portrait_crop"),
        ("died: 1852", "portrait_focus: [500, 1001]", 4, "portrait_focus"),
        ("died: 1852", "portrait_focus: [true, 1]", 4, "portrait_focus"),
        ("died: 1852", "portrait_focus: 500", 4, "portrait_focus"),
        ("died: 1852", "card: {data: 1}", 4, "card"),
        ("died: 1852", "card: |\n  {", 4, "card"),
        ("died: 1852", "card: |\n  []", 4, "card"),
        ("died: 1852", 'card: |\n  {"data": []}', 4, "card"),
        ("died: 1852", 'card: |\n  {"nowhere": {}}', 4, "card"),
        ("died: 1852", 'card: |\n  {"data": {"a": "\\u0000"}}', 4, "card"),
        ("died: 1852", 'card: |\n  {"data": {"a": 1, "a": 2}}', 4, "card"),
        ("My mother", "My\x07 mother", 29, "file"),
        ("My mother", "### My mother", 29, "remark"),
        ("A loom.", "One.\n\n# A loom.", None, "A loom."),
        ("A loom.", "One.\n\n### A loom.", None, "question"),
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


RICH = written(
    replace(
        read_text("ada-lovelace", GOOD),
        portrait_crop=(0, 0, 500, 500),
        portrait_licence="cc0",
        card={"data": {"creator": "A\nB", "extensions": {"a": [1.5, None]}}},
    )
).encode()
# What YAML, Markdown, JSON or a starter file may take for something.
PIECES = st.sampled_from(
    (b"---\n", b"&a ", b"*a", b"[", b"{", b'"', b"\n", b"# ", b"### ", b"!!binary ", b"? ", b"|")
)


@given(data=st.data())
def test_a_file_with_bytes_changed_is_read_or_refused(tmp_path_factory, data):
    text = bytearray(RICH)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text) - 1))
        text[at : at + data.draw(st.integers(0, 9))] = data.draw(PIECES | st.binary(max_size=4))
    path = tmp_path_factory.mktemp("broken") / "ada-lovelace.md"
    path.write_bytes(text)
    with suppress(BadFile):
        content = read_file(path)
        assert read_text("ada-lovelace", written(content)) == content


@pytest.mark.parametrize(
    "name", [f"{'a' * 81}.md", "Ada.md", "ada lovelace.md", "-ada.md", "ada_lovelace.md"]
)
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
def test_every_starter_file_is_written_as_it_is(path):
    assert written(read_file(path)).encode() == path.read_bytes()


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
