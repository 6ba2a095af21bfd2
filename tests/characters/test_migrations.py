"""A database that an earlier release left is brought up to date with all that is in it."""

import json
import os
import subprocess
import sys
import uuid

import psycopg
import pytest
from django.db import connection
from psycopg import sql
from psycopg.types.json import Jsonb

from embedded import folder
from tests import beside

# The release before the editors had a desk of their own.
BEFORE = {"characters": "0005", "chat": "0002"}
CONTENT = {
    "slug": "ada", "name": "Ada", "sort_name": "Ada", "also_known_as": [], "born": 1815, "born_circa": False,
    "died": 1852, "died_circa": False, "place": "London", "fields": ["mathematics"], "tagline": "She reasoned.",
    "biography": "She wrote.", "persona": "I reason.", "greeting": "Good day.", "example_dialogue": "", "engine": "",
    "portrait": "", "portrait_alt": "", "portrait_credit": "", "similar": [],
    "starter_questions": [
        {"question": "What is it?", "anchor": "engine", "heading": "", "spoken": "A loom.", "answer": "A machine."}
    ],
    "remarks": [],
}  # fmt: skip
HTML = {
    "biography": ["<p>She wrote.</p>"],
    "answer:engine": "<p>A machine.</p>",
    "spoken:engine": "<p>A loom.</p>",
}
# What the new release makes of it: run as a process of its own, on that database.
READ = """
import json
from django.test import Client
from django.contrib.auth import get_user_model
from characters.editions import content_of, draft_of
from characters.models import Character, Edition
ada = Character.objects.get(slug="ada")
client = Client(headers={"host": "127.0.0.1"})
page = client.get("/characters/ada/")
client.force_login(get_user_model().objects.get())
talk = client.get(f"/chat/{ada.conversations.get().pk}/")
print(json.dumps({
    "page": [page.status_code, "She wrote." in page.content.decode()],
    "talk": [talk.status_code, "I call it a loom." in talk.content.decode()],
    "same": content_of(ada.live_edition) == draft_of(ada),
    "made": Edition.objects.filter(made_at__year=2026, published_at__year=2026, number=1).count(),
    "num_changes": list(Character.objects.values_list("num_changes", flat=True)),
}))
"""


def run(environ, *command) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        env=environ, cwd=folder.ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert not done.returncode, done.stderr
    return done.stdout


def insert(database, table, **row) -> int:
    row = {name: Jsonb(value) if isinstance(value, dict) else value for name, value in row.items()}
    made = sql.SQL("INSERT INTO {} ({}) VALUES ({}) RETURNING id").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, row)),
        sql.SQL(", ").join(map(sql.Placeholder, row)),
    )
    return database.execute(made, row).fetchone()[0]


def fill(database):
    """A character with its page, another never published, and a question that was answered."""
    at = "2026-01-02T03:04:05Z"
    texts = {
        name: value
        for name, value in CONTENT.items()
        if name not in ("similar", "starter_questions", "remarks")
    }
    row = texts | {"created_at": at, "changed_at": at}
    ada = insert(database, "characters_character", **row)
    insert(database, "characters_character", **row | {"slug": "draft", "name": "Draft"})
    insert(
        database, "characters_starterquestion",
        character_id=ada, position=0, **CONTENT["starter_questions"][0],
    )  # fmt: skip
    edition = insert(
        database, "characters_edition",
        character_id=ada, number=1, content=CONTENT, html=HTML, slug="ada", name="Ada", sort_name="ada", names="ada",
        tagline=CONTENT["tagline"], born=1815, died=1852, era="1789-1870", fields=["mathematics"], portrait="", note="",
        published_at=at,
    )  # fmt: skip
    database.execute(
        "UPDATE characters_character SET live_edition_id = %s, live_slug = 'ada' WHERE id = %s",
        [edition, ada],
    )
    for position, (kind, anchor) in enumerate((("BIOGRAPHY", "biography-1"), ("ANSWER", "engine"))):
        insert(
            database, "characters_passage",
            edition_id=edition, position=position, kind=kind, anchor=anchor, heading="Ada", question="",
            text="She wrote.", spoken="", words="wrote:1",
        )  # fmt: skip
    user = insert(
        database, "users_user",
        email="reader@example.org", password="!", is_superuser=False, is_staff=False, is_active=True,
        first_name="", last_name="", date_joined=at,
    )  # fmt: skip
    talk = insert(
        database, "chat_conversation",
        character_id=ada, user_id=user, title="What is it?", client_key=uuid.uuid4(), created_at=at, last_said_at=at,
    )  # fmt: skip
    said = {"conversation_id": talk, "created_at": at}
    asked = insert(database, "chat_message", role="USER", text="What is it?", client_key=uuid.uuid4(), **said)
    reply = insert(
        database, "chat_message", role="CHARACTER", text="I call it a loom.", answers_id=asked, **said
    )
    insert(
        database, "chat_generation",
        conversation_id=talk, edition_id=edition, reply_id=reply, state="COMPLETE", attempt=1, text_attempt=1,
        engine="curated", model_name="", ending="", fault="", offers=Jsonb([]), queued_at=at, finished_at=at,
    )  # fmt: skip


@pytest.fixture
def earlier(transactional_db):
    """The settings of a site whose database is as the earlier release left it."""
    name = f"earlier_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        environ = beside.environ()
        ours = connection.settings_dict["NAME"]
        environ["DATABASE_URL"] = environ["DATABASE_URL"].replace(f"/{ours}", f"/{name}")
        for label, number in BEFORE.items():
            run(environ, "migrate", label, number, "--verbosity=0")
        yield environ
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def test_an_earlier_database_is_brought_up_to_date_with_what_is_in_it(earlier):
    with psycopg.connect(earlier["DATABASE_URL"]) as database:
        fill(database)
    run(earlier, "migrate", "--verbosity=0")
    told = json.loads(run(earlier, "shell", "-v0", "-c", READ).splitlines()[-1])
    assert told == {
        "page": [200, True],
        "talk": [200, True],
        "same": True,
        "made": 1,
        "num_changes": [0, 0],
    }
