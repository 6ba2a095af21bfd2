"""What the editors' list, dashboard and audit cost with a large catalog: queries and server time of a warm page.

    python -m embedded.with_servers python -m benchmarks.desk_lists [CHARACTERS]

Makes 10,000 characters with 100,000 links, 200,000 conversations with 10,000 questions that no page answers, and
200,000 audit entries in the database that the environment names, which must be a throw-away one: it is migrated and
filled.
"""

import os
import statistics
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from characters import publishing  # noqa: E402
from tests.factories import CharacterFactory, EditorFactory, RemarkFactory, StarterQuestionFactory  # noqa: E402

ROUNDS = 9
LINKS, TALKS, ENTRIES = 10, 20, 20  # of each character
PARAGRAPH = (
    "She wrote the first programme for a machine that was never built, and said what it could not do. " * 4
)
# From one character made in the ordinary way, all others: one statement a table.
COPIES = """
INSERT INTO characters_character (slug, name, sort_name, also_known_as, born, died, born_circa, died_circa, place,
    fields, tagline, biography, persona, greeting, example_dialogue, engine, portrait, portrait_alt, portrait_credit,
    portrait_licence, portrait_crop, portrait_focus, card, tags, assigned_to_id, num_changes, num_blocking,
    num_warnings, created_at, changed_at, submitted_at)
SELECT 'copy-' || n, 'Zoë Größer ' || n, 'Größer, Zoë ' || n, ARRAY['Zoé ' || n], born, died, false, false, place,
    fields, tagline, biography, persona, greeting, example_dialogue, engine, '', '', '', '', '{}', '{}', '{}',
    CASE n %% 10 WHEN 0 THEN ARRAY['check dates'] ELSE '{}' END, CASE n %% 7 WHEN 0 THEN %(editor)s END, 1,
    n %% 3, n %% 5, now(), now() - n * interval '1 hour', CASE n %% 500 WHEN 0 THEN now() END
FROM characters_character, generate_series(1, %(num)s) AS n WHERE characters_character.id = %(first)s;

INSERT INTO characters_edition (character_id, number, content, html, slug, name, sort_name, names, tagline, born, died,
    era, fields, portrait, note, made_at, published_at, published_by_id)
SELECT c.id, 1, e.content, e.html, c.slug, c.name, c.sort_name, lower(c.name), e.tagline, e.born, e.died, e.era,
    e.fields, '', '', now(), now() - c.id * interval '1 minute', e.published_by_id
FROM characters_character c, characters_edition e WHERE c.slug LIKE 'copy-%%' AND e.character_id = %(first)s;

UPDATE characters_character c SET live_edition_id = e.id, live_slug = c.slug
FROM characters_edition e WHERE e.character_id = c.id AND c.slug LIKE 'copy-%%' AND c.id %% 5 > 0;

INSERT INTO characters_starterquestion (character_id, position, anchor, question, heading, spoken, answer)
SELECT c.id, q.position, q.anchor, q.question, q.heading, q.spoken, q.answer
FROM characters_character c, characters_starterquestion q WHERE q.character_id = %(first)s AND c.id <> %(first)s;

INSERT INTO characters_remark (character_id, position, theme, text)
SELECT c.id, r.position, r.theme, r.text
FROM characters_character c, characters_remark r WHERE r.character_id = %(first)s AND c.id <> %(first)s;

INSERT INTO characters_similaritylink (character_id, similar_id, position, reason)
SELECT a.id, b.id, k, 'Both thought about machines that think.'
FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM characters_character) a,
     generate_series(1, %(links)s) AS k,
     (SELECT id, row_number() OVER (ORDER BY id) AS n FROM characters_character) b
WHERE b.n = (a.n + k * 7 - 1) %% %(num)s + 1 AND a.id <> b.id;

INSERT INTO chat_conversation (user_id, character_id, title, client_key, is_trial, created_at, last_said_at)
SELECT u.id, c.id, 'A talk', gen_random_uuid(), false, now() - k * interval '3 days', now()
FROM characters_character c, generate_series(1, %(talks)s) AS k,
     LATERAL (SELECT id FROM users_user ORDER BY (id * 7919 + c.id * k) %% 1009 LIMIT 1) u;

INSERT INTO chat_message (conversation_id, role, text, client_key, created_at)
SELECT id, 'USER', 'A question', gen_random_uuid(), now() FROM chat_conversation WHERE id %% 4 = 0;
INSERT INTO chat_message (conversation_id, role, text, answers_id, created_at)
SELECT conversation_id, 'CHARACTER', 'A reply', id, now() FROM chat_message WHERE role = 'USER';
INSERT INTO chat_generation (conversation_id, reply_id, edition_id, state, attempt, text_attempt, engine, model_name,
    ending, fault, offers, unanswered, queued_at, finished_at)
SELECT m.conversation_id, m.id, e.id, 'COMPLETE', 1, 1, 'curated', '', 'stop', '', '[]',
    CASE m.id %% 5 WHEN 0 THEN 'what did you think of matter ' || m.id %% 40 ELSE '' END,
    now() - (m.id %% 60) * interval '1 day', now()
FROM chat_message m JOIN chat_conversation v ON v.id = m.conversation_id
JOIN characters_edition e ON e.character_id = v.character_id AND e.number = 1 WHERE m.role = 'CHARACTER';

INSERT INTO desk_auditentry (content_type_id, object_pk, object_id, object_repr, action, changes_text, changes,
    actor_id, timestamp, actor_email, did, character_pk, character_name)
SELECT t.id, c.id::text, c.id, c.name, 1, '', '{"tagline": ["Old.", "New."]}', %(editor)s,
    now() - k * interval '1 day' - c.id * interval '1 second', 'editor@example.org',
    (ARRAY['changed', 'looked-at', 'published'])[k %% 3 + 1], c.id, c.name
FROM characters_character c, generate_series(1, %(entries)s) AS k, django_content_type t
WHERE t.app_label = 'characters' AND t.model = 'character';
ANALYZE;
"""
PAGES = (
    "/admin/",
    "/admin/characters/character/",
    "/admin/characters/character/?p=150",
    "/admin/characters/character/?q=grosser+99",
    "/admin/characters/character/?q=nobody",
    "/admin/characters/character/?status=draft",
    "/admin/characters/character/?status=withdrawn&o=-9",
    "/admin/characters/character/?tag=check+dates&assigned=me",
    "/admin/characters/character/?weak=any&changed=since",
    "/admin/desk/auditentry/",
    "/admin/desk/auditentry/?q=zo&did=published",
    "/admin/desk/auditentry/?character={first}",
)


def main(num):
    call_command("migrate", verbosity=0)
    editor = EditorFactory()
    users = [EditorFactory._meta.model(email=f"u{n}@example.org") for n in range(300)]
    EditorFactory._meta.model.objects.bulk_create(users)
    first = CharacterFactory(biography="\n\n".join([PARAGRAPH] * 5))
    for _ in range(9):
        StarterQuestionFactory(character=first, answer=PARAGRAPH * 2, spoken=PARAGRAPH)
    for _ in range(6):
        RemarkFactory(character=first, text=PARAGRAPH)
    publishing.publish(first, by=editor)
    fill(num, first, editor)
    client = Client(SERVER_NAME="localhost")
    client.force_login(editor)
    print(f"{num:,} characters\n\n| page | queries | ms, median | worst | Python's CPU | in PostgreSQL |")
    print("|---|---|---|---|---|---|")
    for page in PAGES:
        print(measured(client, page.format(first=first.pk)))


def fill(num, first, editor):
    values = {
        "num": num,
        "first": first.pk,
        "editor": editor.pk,
        "links": LINKS,
        "talks": TALKS,
        "entries": ENTRIES,
    }
    with connection.cursor() as cursor:
        for statement in filter(str.strip, COPIES.split(";\n")):
            cursor.execute(statement, values)


def measured(client, page) -> str:
    client.get(page, secure=True)
    with CaptureQueriesContext(connection) as queries:
        client.get(page, secure=True)
    # Now: the next request empties the log.
    asked = queries.captured_queries
    took, busy = [], []
    for _ in range(ROUNDS):
        began, began_cpu = time.perf_counter(), time.process_time()
        response = client.get(page, secure=True)
        took.append((time.perf_counter() - began) * 1000)
        busy.append((time.process_time() - began_cpu) * 1000)
        assert response.status_code == 200, page
    in_database = sum(float(query["time"]) for query in asked) * 1000
    times = (statistics.median(took), max(took), statistics.median(busy), in_database)
    told = f"| {page} | {len(asked)} | {' | '.join(f'{each:.0f}' for each in times)} |"
    if "--slowest" not in sys.argv:
        return told
    slowest = sorted(asked, key=lambda query: -float(query["time"]))[:2]
    return "\n".join([told, *(f"{query['time']} s: {query['sql'][:1500]}" for query in slowest)])


if __name__ == "__main__":
    main(int(next((word for word in sys.argv[1:] if word.isdecimal()), 10_000)))
