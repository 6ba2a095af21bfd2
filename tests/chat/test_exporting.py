"""A user's conversations in files: what stands in them, under which name, and how much memory that takes."""

import gc
import io
import json
import re
import uuid
import zipfile
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from chat import turns, verdicts
from chat.models import Citation, Conversation, Generation, Message, Note
from chat.sharing import exporting
from tests.chat.answers import page_of
from tests.chat.factories import conversation, set_state, taken_turn

State = Generation.State
NOWHERE = ("", "exe", "md.exe", "%00", "..%2f..", "x" * 3000, "%E2%80%AE")


@pytest.fixture
def told(user, talk, character):
    """Two turns, of which the first was asked for twice, with a source and a rating."""
    passage = character.live_edition.passages.get(kind="ANSWER")
    first = taken_turn(user, into=talk, state=State.CANCELLED, attempt=1, written="I am")
    again = turns.retry(user=user, reply_id=first.reply_id)
    set_state(again.generation, state=State.COMPLETE, attempt=1, written="I am **Ada** [2], not `a[2]` [9].")
    Citation.objects.create(generation=again.generation, number=2, passage=passage)
    verdicts.rate(user=user, reply_id=again.pk, is_good=False, reason="DULL", remark="Hm.")
    taken_turn(user, into=talk, text="And looms?", state=State.FAILED, attempt=1, written="They")
    return again


def get(client, name, *args):
    response = client.get(reverse(f"chat:{name}", args=args))
    assert response.status_code == 200
    return response


def content(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


# --- What stands in the files ---


def test_markdown_holds_the_branch_that_is_shown_with_its_sources_below(user_client, told, talk):
    text = content(get(user_client, "export_one", talk.pk, "md")).decode()
    assert text.startswith("# Who are you?\n\nA conversation with Ada")
    assert "I am **Ada** [^1], not `a[2]` ." in text
    assert re.search(r"\n\[\^1\]: \[What is the engine\?\]\(http://localhost:\d+/characters/", text)
    assert text.index("Who are you?") < text.index("**Ada**") < text.index("And looms?")
    assert "*The reply broke off here.*" in text
    assert "edition 1" in text
    assert text.count("I am") == 1, "the attempt that was stopped is no part of the branch"


def test_json_holds_the_whole_tree(user_client, told, talk):
    Note.objects.create(conversation=talk, upto=told, text="About names.", engine="curated")
    shape = json.loads(content(get(user_client, "export_one", talk.pk, "json")))
    assert (shape["format"], shape["version"]) == ("colloquy-conversation", 1)
    messages = {row["id"]: row for row in shape["messages"]}
    assert len(messages) == 5
    path, at = [], shape["tip"]
    while at:
        path.insert(0, messages[at])
        at = messages[at]["parent"]
    assert [row["text"] for row in path] == [
        "Who are you?",
        "I am **Ada** [2], not `a[2]` [9].",
        "And looms?",
        "They",
    ]
    reply = path[1]
    assert (reply["role"], reply["state"], reply["engine"]) == ("character", "complete", "scripted:say-3")
    assert reply["edition"]["number"] == 1
    (citation,) = reply["citations"]
    assert citation["heading"] == "What is the engine?"
    assert citation["address"].startswith("http")
    assert reply["rating"] == {"is_good": False, "reason": "dull", "remark": "Hm."}
    assert shape["notes"][0]["text"] == "About names."


def test_every_key_is_described(user_client, told, talk, settings):
    described = (settings.BASE_DIR / "docs/export.md").read_text()
    Note.objects.create(conversation=talk, upto=told, text="About names.", engine="curated")
    shape = json.loads(content(get(user_client, "export_one", talk.pk, "json")))
    reply = next(row for row in shape["messages"] if row.get("citations"))
    keys = {*shape, *reply, *reply["edition"], *reply["citations"][0], *reply["rating"], *shape["notes"][0]}
    assert {key for key in keys if f"`{key}`" not in described} == set()


def test_all_are_a_line_each_or_a_file_each(user_client, told, talk, user, character):
    archived = conversation(user, character=character, archived_at=timezone.now(), text="An old one")
    taken_turn(user, into=archived, state=State.COMPLETE, written="Yes.")
    lines = content(get(user_client, "export_all_as", "jsonl")).splitlines()
    assert [json.loads(line)["id"] for line in lines] == [talk.pk, archived.pk]
    files = zipfile.ZipFile(io.BytesIO(content(get(user_client, "export_all_as", "zip"))))
    assert files.testzip() is None
    texts = [files.read(name).decode() for name in files.namelist()]
    assert [text.splitlines()[0] for text in texts] == ["# Who are you?", "# An old one"]
    assert all(str(row.pk) in name for row, name in zip((talk, archived), files.namelist(), strict=True))


def test_neither_what_is_deleted_nor_trials_are_taken_along(editor, editor_client, character):
    for fields in ({"is_trial": True}, {"deleted_at": timezone.now()}):
        other = conversation(editor, character=character, **fields)
        assert editor_client.get(reverse("chat:export_one", args=[other.pk, "md"])).status_code == 404
        assert editor_client.get(reverse("chat:export", args=[other.pk])).status_code == 404
    assert content(get(editor_client, "export_all_as", "jsonl")) == b""
    assert zipfile.ZipFile(io.BytesIO(content(get(editor_client, "export_all_as", "zip")))).namelist() == []


def test_nobody_exports_anothers(stranger_client, client, told, talk):
    for ending in ("md", "json"):
        url = reverse("chat:export_one", args=[talk.pk, ending])
        assert stranger_client.get(url).status_code == 404
        assert client.get(url).status_code == 302
    assert content(get(stranger_client, "export_all_as", "jsonl")) == b""
    assert client.get(reverse("chat:export_all_as", args=["zip"])).status_code == 302


def test_a_file_of_another_kind_is_not_there(user_client, told, talk):
    for ending in NOWHERE:
        if ending:
            assert user_client.get(f"/chat/{talk.pk}/export/{ending}").status_code == 404
            assert user_client.get(f"/chat/export/{ending}").status_code == 404
    for pk in (0, 10**12, 10**25):
        assert user_client.get(f"/chat/{pk}/export/md").status_code == 404
    assert user_client.post(f"/chat/{talk.pk}/export/md").status_code == 405


def test_a_conversation_in_which_nothing_was_said_is_exported_too(user_client, talk):
    assert "# Who are you?" in content(get(user_client, "export_one", talk.pk, "md")).decode()
    assert json.loads(content(get(user_client, "export_one", talk.pk, "json")))["messages"] == []


def test_a_reply_that_is_being_written_is_said_to_be(user_client, user, talk):
    taken_turn(user, into=talk)
    assert (
        "*The reply is still being written.*"
        in content(get(user_client, "export_one", talk.pk, "md")).decode()
    )


# --- Names and headers ---


@pytest.mark.parametrize(
    "title",
    [
        "../../etc/passwd", 'a"b\r\nSet-Cookie: x=1', "CON", "nul\x7f.", "Wer bist du? Ünï", "\u202egnp.exe",
        "e" + "\u0301" * 110, "💬" * 100, "   ", "a/b\\c:d*e?f<g>h|i",
    ],
)  # fmt: skip
def test_a_file_has_a_name_that_every_system_takes(title, user_client, told, talk):
    Conversation.objects.filter(pk=talk.pk).update(title=title[:120])
    response = get(user_client, "export_one", talk.pk, "md")
    said = response["Content-Disposition"]
    assert said.startswith("attachment; ")
    assert "\r" not in said
    assert "\n" not in said
    name = (
        unquote(said.partition("utf-8''")[2]) if "utf-8''" in said else re.search('filename="(.*)"', said)[1]
    )
    assert re.fullmatch(r"\d{4}-\d\d-\d\d [^\x00-\x1f<>:\"/\\|?*\u202a-\u202e]*\.md", name)
    assert len(name.encode()) < 200
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]


def test_the_page_leads_to_the_files(user_client, told, talk):
    page = page_of(get(user_client, "export", talk.pk))
    assert f"/chat/{talk.pk}/export/md" in page
    assert f"/chat/{talk.pk}/export/json" in page
    assert "/chat/export/zip" in page_of(get(user_client, "export_all"))


# --- Copying one message ---


def test_one_message_is_copied_as_markdown_with_its_sources(user_client, told, talk):
    response = get(user_client, "text", told.pk)
    assert response["Content-Type"].startswith("text/plain")
    assert response["X-Content-Type-Options"] == "nosniff"
    text = response.content.decode()
    assert re.match(r"I am \*\*Ada\*\* \[1\], not `a\[2\]` \.\n\n\[1\]: http\S+#", text)
    asked = get(user_client, "text", told.answers_id).content.decode()
    assert asked == "Who are you?"


def test_nobody_copies_anothers_message(stranger_client, client, told):
    url = reverse("chat:text", args=[told.pk])
    assert stranger_client.get(url).status_code == 404
    assert client.get(url).status_code == 302


def test_a_message_with_markup_is_no_page(user_client, user, talk):
    generation = taken_turn(user, into=talk, text="<script>alert(1)</script>")
    response = get(user_client, "text", generation.reply.answers_id)
    assert response["Content-Type"] == "text/plain; charset=utf-8"


# --- What it takes ---


def _many(user, character, number):
    """Conversations of one turn each, in few statements."""
    talks = Conversation.objects.bulk_create(
        Conversation(user=user, character=character, title=f"Talk {n}", client_key=uuid.uuid4())
        for n in range(number)
    )
    asked = Message.objects.bulk_create(
        Message(conversation=talk, role="USER", text="Why? " * 40, client_key=uuid.uuid4()) for talk in talks
    )
    replies = Message.objects.bulk_create(
        Message(conversation=row.conversation, role="CHARACTER", text="So. " * 400, answers=row)
        for row in asked
    )
    Generation.objects.bulk_create(
        Generation(
            conversation=row.conversation, reply=row, edition=character.live_edition, engine="curated",
            state=State.COMPLETE, finished_at=timezone.now(),
        )
        for row in replies
    )  # fmt: skip
    for row in replies:
        row.conversation.tip = row
    Conversation.objects.bulk_update([row.conversation for row in replies], ["tip"])


@pytest.mark.parametrize("write", [exporting.json_lines, exporting.markdown_archive])
def test_what_is_written_is_let_go_of(write, user, character):
    """However many there are: a few batches are in memory, also when no collector comes by."""
    _many(user, character, 8 * exporting.BATCH)
    gc.collect()
    gc.disable()
    try:
        for _ in write(user):
            pass
        # Not isinstance, which would wake lazy objects that happen to lie about.
        rows = [row for row in gc.get_objects() if type(row) in (Conversation, Message, Generation)]
    finally:
        gc.enable()
    assert len(rows) <= 2 * exporting.BATCH * 5


def test_all_are_read_in_few_questions_a_batch(user, character):
    _many(user, character, 3 * exporting.BATCH)
    with CaptureQueriesContext(connection) as told:
        assert len(list(exporting.json_lines(user))) == 3 * exporting.BATCH
    assert len(told) <= 3 * 4 + 1
