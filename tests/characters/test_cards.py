"""Character cards and contents: what either says survives being the other, also with edits on both sides."""

import json
from contextlib import suppress
from copy import deepcopy
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from characters.cards import BadCard, card_json, read_card, written_charx, written_json, written_png
from characters.cards.mapping import same
from characters.editions import CharacterContent, QuestionContent, RemarkContent, draft_of, write_draft
from tests.characters.contents import contents, markdown
from tests.characters.raw_cards import raw_cards

fewer = settings(max_examples=60)
ADA = CharacterContent(
    slug="ada-lovelace",
    name="Ada Lovelace",
    sort_name="Lovelace, Ada",
    born=1815,
    fields=("mathematics", "computing"),
    tagline="She saw what an engine could become.",
    biography="She wrote.",
    persona="I am Ada.",
    greeting="Good day, {{user}}.",
    example_dialogue="<START>\n{{char}}: Good day.",
    remarks=(RemarkContent("Childhood", "My mother had me taught."),),
    starter_questions=(QuestionContent("What is the engine?", "engine", "", "A loom.", "A machine."),),
)


def read(card, filename="card.json"):
    return read_card(card if isinstance(card, bytes) else json.dumps(card).encode(), filename=filename)


def data_of(content) -> dict:
    """What another program finds: ``data`` without our extension, or with what stood there if that was no object."""
    data = deepcopy(card_json(content)["data"])
    ours = data["extensions"].pop("colloquy")
    if "extensions" in ours:
        assert not data["extensions"]
        data["extensions"] = ours["extensions"]
    return data


def v2(**data) -> dict:
    return {"spec": "chara_card_v2", "spec_version": "2.0", "data": {"name": "Ada", **data}}


# --- Content → card → content ------------------------------------------------------------------------------


@fewer
@given(content=contents())
def test_any_content_survives_being_a_card(content):
    card = read(written_json(content))
    assert card.content == content
    assert card.portrait is None


@settings(max_examples=15)
@given(content=contents())
def test_any_content_survives_being_a_picture_or_an_archive(content):
    bare = replace(content, portrait="")
    assert read(written_png(bare, None)).content == bare
    assert read(written_charx(content, None)).content == content


@fewer
@given(content=contents())
def test_an_unchanged_content_is_written_the_same_way_again(content):
    assert written_json(read(written_json(content)).content) == written_json(content)


# --- Card → content → card ---------------------------------------------------------------------------------


@fewer
@given(raw=raw_cards())
def test_nothing_in_any_card_is_lost(raw):
    content = read(raw).content
    out, data = card_json(content), data_of(content)
    original = raw.get("data", raw)
    for key, value in original.items():
        found = data if "data" in raw else {**out, **data}
        assert same(found[key], value), key
    for key, value in raw.items():
        if key not in ("data", "spec", "spec_version", "extensions"):
            assert same(out[key], value), key
    assert read(out).content == content


@fewer
@given(raw=raw_cards(), text=markdown())
def test_an_edit_changes_what_was_edited_and_nothing_else(raw, text):
    before = read(raw).content
    after = replace(before, greeting=text, tagline="Edited.")
    data, was = data_of(after), data_of(before)
    assert data["first_mes"] == text or before.greeting == text
    assert same({**data, "first_mes": 0}, {**was, "first_mes": 0})
    assert read(written_json(after)).content == after


@pytest.mark.django_db
@settings(max_examples=15)
@given(raw=raw_cards())
def test_a_card_survives_the_database(raw):
    content = read(raw).content
    character = write_draft(content)
    character.refresh_from_db()
    assert same(card_json(draft_of(character)), card_json(content))
    character.delete()


# --- Edits in other programs -------------------------------------------------------------------------------

THEIR_EDITS = {
    "name": ("name", "Ada Byron"),
    "description": ("biography", "She wrote more."),
    "personality": ("persona", "I am another."),
    "first_mes": ("greeting", "Hello!"),
    "mes_example": ("example_dialogue", "None."),
}


@pytest.mark.parametrize("key", THEIR_EDITS)
def test_an_edit_in_another_program_is_not_lost(key):
    field, text = THEIR_EDITS[key]
    out = card_json(ADA)
    out["data"][key] = text
    content = read(out).content
    assert getattr(content, field) == text
    # What that program knows nothing of is as it was, and so is the address by which the character is known again.
    assert (content.slug, content.remarks, content.tagline) == (ADA.slug, ADA.remarks, ADA.tagline)


def test_a_tag_given_in_another_program_becomes_a_field_or_is_kept():
    out = card_json(ADA)
    out["data"]["tags"] = ["Computing", "Poetry", "Victorian"]
    content = read(out).content
    assert content.fields == ("computing", "poetry")
    assert data_of(content)["tags"] == ["Computing", "Poetry", "Victorian"]


def test_an_edit_here_and_then_one_there_are_both_kept():
    content = replace(read(v2(description="One.\r\nTwo.")).content, biography="Edited here.")
    out = card_json(content)
    assert out["data"]["description"] == "Edited here."
    out["data"]["description"] = "Edited there."
    assert read(out).content.biography == "Edited there."


def test_another_programs_spelling_of_numbers_and_order_of_keys_is_no_edit():
    content = read(v2(extensions={"a/weight": 1.0, "b": 2}, description="One.\r\nTwo.")).content
    edited = replace(content, biography="Edited here.")
    out = written_json(edited).replace(b"1.0,", b"1,")
    again = json.dumps(dict(reversed(json.loads(out).items()))).encode()
    assert read(again).content == edited


# --- What becomes of what ----------------------------------------------------------------------------------


def test_a_cards_keys_become_our_fields():
    card = read(v2(
        description="She wrote.\r\nA lot. ", personality="I am Ada.", first_mes="{{user}}!", mes_example="<START>",
        tags=["Mathematics", "Female", "mathematics"],
    ))  # fmt: skip
    assert not card.warnings
    content = card.content
    assert (content.slug, content.name, content.sort_name) == ("ada", "Ada", "Ada")
    assert (content.biography, content.persona) == ("She wrote.\nA lot.", "I am Ada.")
    assert (content.greeting, content.example_dialogue) == ("{{user}}!", "<START>")
    assert content.fields == ("mathematics",)


def test_fields_and_tags_are_kept_apart_and_together():
    content = read(v2(tags=["Female", "Physics", "OC"])).content
    edited = replace(content, fields=("history", "physics"))
    assert data_of(edited)["tags"] == ["Female", "Physics", "OC", "history"]
    assert data_of(replace(content, fields=()))["tags"] == ["Female", "OC"]
    assert data_of(content)["tags"] == ["Female", "Physics", "OC"]


def test_what_v2_and_v3_demand_is_there():
    card = card_json(ADA)
    assert (card["spec"], card["spec_version"]) == ("chara_card_v3", "3.0")
    assert set(card["data"]) == {
        "name", "description", "personality", "scenario", "first_mes", "mes_example", "creator_notes", "system_prompt",
        "post_history_instructions", "alternate_greetings", "tags", "creator", "character_version", "extensions",
        "group_only_greetings",
    }  # fmt: skip


def test_our_extension_says_only_what_the_card_does_not():
    own = card_json(ADA)["data"]["extensions"]["colloquy"]["content"]
    assert set(own) == {"slug", "sort_name", "born", "tagline", "remarks", "starter_questions"}


@pytest.mark.parametrize(
    ("name", "nickname", "filename", "slug", "called"),
    [
        ("Sor Juana Inés", None, "x.json", "sor-juana-ines", "Sor Juana Inés"),
        ("", "Ada", "x.json", "ada", "Ada"),
        ("", None, "../../My card.v2.json", "my-cardv2", "Unnamed character"),
        ("", None, "", "character", "Unnamed character"),
        ("李白", None, "li_bai.png", "li-bai", "李白"),
        ("A\nB\t C", None, "", "a-b-c", "A B C"),
        ("N" * 130, None, "", "n" * 80, "N" * 120),
        (2049, None, "", "2049", "2049"),
        (None, None, "...", "character", "Unnamed character"),
    ],
)
def test_every_card_finds_a_name_and_an_address(name, nickname, filename, slug, called):
    content = read(v2(name=name, nickname=nickname), filename).content
    assert (content.slug, content.name) == (slug, called)
    assert data_of(content)["name"] == name


def test_what_is_no_text_is_said_and_kept():
    card = read(v2(description={"a": 1}, first_mes="\x1b[1mHi", personality="a\x00b"))
    assert card.content.biography == ""
    assert card.content.greeting == "[1mHi"
    assert card.warnings == [
        "data.personality: a NUL or half a character was taken out.",
        "description: is not text, so it shows nowhere; exports give it back.",
        "first_mes: control characters are left out here; exports give them back.",
    ]
    data = data_of(card.content)
    assert (data["description"], data["first_mes"], data["personality"]) == ({"a": 1}, "\x1b[1mHi", "ab")


# --- Our extension, as others may have left it ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("extension", "field"),
    [
        (None, "extensions.colloquy"),
        ([], "extensions.colloquy"),
        ({"version": 2}, "extensions.colloquy"),
        ({"version": 1, "content": []}, "extensions.colloquy.content"),
        ({"version": 1, "content": {"is_admin": True}}, "extensions.colloquy.content.is_admin"),
        ({"version": 1, "content": {"born": "1815"}}, "extensions.colloquy.content.born"),
        ({"version": 1, "content": {"born": 0}}, "born"),
        ({"version": 1, "content": {"born": 1900, "died": 1800}}, "died"),
        ({"version": 1, "content": {"slug": "../etc"}}, "slug"),
        ({"version": 1, "content": {"tagline": "x" * 201}}, "tagline"),
        ({"version": 1, "content": {"tagline": "a\x01"}}, "front matter"),
        ({"version": 1, "content": {"portrait": "/etc/passwd"}}, "portrait"),
        ({"version": 1, "content": {"portrait_crop": ["a"]}}, "portrait_crop"),
        ({"version": 1, "content": {"also_known_as": [1]}}, "also_known_as"),
        ({"version": 1, "content": {"remarks": "no"}}, "extensions.colloquy.content.remarks"),
        ({"version": 1, "content": {"remarks": [{"theme": "A"}]}}, "extensions.colloquy.content"),
        ({"version": 1, "content": {"remarks": [{"theme": "A\n# B"}]}}, "extensions.colloquy.content.remarks"),
        ({"version": 1, "content": {"similar": [{"character": "..", "reason": "x"}]}}, "similar"),
    ],
)  # fmt: skip
def test_an_extension_that_is_not_ours_is_refused_by_its_field(extension, field):
    with pytest.raises(BadCard) as refused:
        read(v2(extensions={"colloquy": extension}))
    assert refused.value.field == field


@settings(max_examples=60)
@given(
    own=st.dictionaries(
        st.sampled_from(sorted(ADA.to_json())),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=5),
            lambda inner: (
                st.lists(inner, max_size=2)
                | st.dictionaries(st.sampled_from(("theme", "text", "anchor", "data")), inner, max_size=2)
            ),
            max_leaves=4,
        ),
        max_size=2,
    )
)
def test_whatever_stands_in_our_extension_is_read_or_refused(own):
    with suppress(BadCard):
        content = read(v2(extensions={"colloquy": {"version": 1, "content": own}})).content
        assert read(written_json(content)).content == content
