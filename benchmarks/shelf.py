"""What it costs to have very much: the list of 10,000 conversations, a search in 200,000 messages, a thread of 2,000.

    .venv/bin/python benchmarks/shelf.py [--conversations 10000] [--others 5] [--runs 15] [--plan]

One user has so many conversations of 20 messages each, and so many others share as many again. Starts everything on
loopback in a temporary folder and asks pages by Django's test client. Prints a table in Markdown.
"""

import argparse
import os
import time
import uuid

import bench_site
from tables import median, milliseconds, table
from timed_pages import timed

TURNS = 10
LONG_TURNS = 1_000
CHARACTERS = 12
# As often as in English: a word in every message, in one of twenty, in one of five hundred, in one of all.
WORDS = (("the", 1), ("machine", 20), ("kronstadt", 500))
SAID = "Tell me of {words} number {at}, as you saw it then and as you would see it now, and why it mattered to {who}."
REPLIED = (
    "I have thought of {words} often. The year was {at}; what I saw in it was the work of many hands, and the courage "
    "of people who had no reason to hope. **Ask me** of {who}, and I will tell you what I kept to myself [1]."
)
FILL_CONVERSATIONS = """
INSERT INTO chat_conversation (user_id, character_id, title, client_key, is_trial, unsent, created_at, last_said_at)
SELECT (%(users)s::bigint[])[1 + (at %% %(num_users)s)], (%(characters)s::bigint[])[1 + (at %% %(num_characters)s)],
    'Of the matter ' || at, gen_random_uuid(), FALSE, '',
    now() - at * interval '7 minutes', now() - at * interval '7 minutes'
FROM generate_series(1, %(num)s) AS at RETURNING id
"""
# Each turn follows the reply before it: ids are given in the order of a conversation.
FILL_MESSAGES = """
INSERT INTO chat_message (id, conversation_id, role, text, answers_id, follows_id, client_key, created_at)
SELECT %(from)s + (c.at - 1) * 2 * %(turns)s + m, c.id, CASE m %% 2 WHEN 0 THEN 'USER' ELSE 'CHARACTER' END,
    replace(replace(replace(CASE m %% 2 WHEN 0 THEN %(said)s ELSE %(replied)s END,
        '{words}', CASE WHEN (c.at * 2 * %(turns)s + m) %% 500 = 0 THEN 'Kronstadt'
                        WHEN (c.at * 2 * %(turns)s + m) %% 20 = 0 THEN 'the machine' ELSE 'the matter' END),
        '{at}', (c.at * 31 + m)::text), '{who}', 'w' || md5((c.at * 1000 + m)::text)),
    CASE m %% 2 WHEN 1 THEN %(from)s + (c.at - 1) * 2 * %(turns)s + m - 1 END,
    CASE WHEN m %% 2 = 0 AND m > 0 THEN %(from)s + (c.at - 1) * 2 * %(turns)s + m - 1 END,
    CASE m %% 2 WHEN 0 THEN gen_random_uuid() END, now()
FROM (SELECT id, row_number() OVER (ORDER BY id) AS at FROM unnest(%(ids)s::bigint[]) AS id) AS c,
    generate_series(0, 2 * %(turns)s - 1) AS m
"""
FILL_GENERATIONS = """
INSERT INTO chat_generation (conversation_id, reply_id, edition_id, seed, state, attempt, text_attempt, engine, engines,
    tried, model_name, parameters, prompt_hash, num_pieces, num_reserved, ending, fault, offers, unanswered, queued_at,
    finished_at)
SELECT m.conversation_id, m.id, k.live_edition_id, m.answers_id, 'COMPLETE', 1, 1, 'curated', '[]', '[]', '', '{}', '',
    1, 0, 'stop', '', '[]', '', now(), now()
FROM chat_message m JOIN chat_conversation c ON c.id = m.conversation_id
JOIN characters_character k ON k.id = c.character_id
WHERE m.role = 'CHARACTER' AND m.conversation_id = ANY(%(ids)s)
"""
TIPS = """
UPDATE chat_conversation c SET tip_id = last.id
FROM (SELECT conversation_id, max(id) AS id FROM chat_message GROUP BY 1) AS last WHERE last.conversation_id = c.id
"""


def fill(num, num_others):
    """The user who has much, with a client that is signed in; and the longest conversation."""
    from django.contrib.auth import get_user_model
    from django.db import connection

    from characters.models import Character

    bench_site.manage("migrate", "--verbosity=0")
    bench_site.manage("load_characters", "content/characters")
    people = get_user_model().objects
    reader, *others = (
        people.create_user(email=f"reader{at}@example.org", password=None).pk for at in range(num_others + 1)
    )
    characters = list(Character.objects.live().values_list("pk", flat=True)[:CHARACTERS])
    with connection.cursor() as cursor:
        mine = _conversations(cursor, [reader], characters, num)
        theirs = _conversations(cursor, others, characters, num)
        longest = _conversations(cursor, [reader], characters, 1)
        first = 1
        for ids, turns in ((mine, TURNS), (theirs, TURNS), (longest, LONG_TURNS)):
            values = {"from": first, "turns": turns, "ids": ids, "said": SAID, "replied": REPLIED}
            cursor.execute(FILL_MESSAGES, values)
            cursor.execute(FILL_GENERATIONS, {"ids": ids})
            first += len(ids) * 2 * turns
        cursor.execute("SELECT setval('chat_message_id_seq', %s)", [first])
        cursor.execute(TIPS)
        cursor.execute("VACUUM ANALYZE")
    return people.get(pk=reader), longest[0]


def _conversations(cursor, users, characters, num) -> list[int]:
    values = {"users": users, "characters": characters, "num": num}
    cursor.execute(FILL_CONVERSATIONS, values | {"num_users": len(users), "num_characters": len(characters)})
    return [pk for (pk,) in cursor.fetchall()]


def pages_to_measure(user, longest):
    """(label, address)"""
    from chat.models import Conversation
    from chat.shelves import listing

    before = None
    for _ in range(99):
        before = listing.page(user, size=30, before=before).before
    character = listing.people(user)[0].pk
    middle = Conversation.objects.get(pk=longest).messages.all()[LONG_TURNS]
    yield "list, first page", "/chat/"
    yield "list, page 100", f"/chat/?before={before}"
    yield "list, with one character", f"/chat/?with={character}"
    for word, every in WORDS:
        yield (
            f"search “{word}”, in {'every' if every == 1 else f'1 of {every}'} message{'s' if every > 1 else ''}",
            f"/chat/?q={word}",
        )
    yield "search for a beginning, “kron”", "/chat/?q=kron"
    yield "search for a phrase, in 1 of 20 messages", "/chat/?q=%22tell+me+of+the+machine%22"
    yield "search for a phrase, in every reply", "/chat/?q=%22courage+of+people%22"
    yield "search for what nobody said", "/chat/?q=zeppelin"
    yield f"thread of {2 * LONG_TURNS:,} messages", f"/chat/{longest}/"
    yield "the same, from its middle", f"/chat/find/{middle.pk}/"


def show_plan(user, word):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from chat.shelves import searching

    with CaptureQueriesContext(connection) as queries:
        searching.search(user, word, people=[])
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) {queries[0]['sql']}")
        print(f"\n{word}\n" + "\n".join(row[0] for row in cursor.fetchall()))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--conversations", type=int, default=10_000)
    parser.add_argument("--others", type=int, default=5, help="users who share as many conversations again")
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--plan", action="store_true", help="show how PostgreSQL searches")
    options = parser.parse_args()
    with bench_site.servers_in_a_temporary_folder():
        from django.test import Client

        user, longest = fill(options.conversations, options.others)
        client = Client(SERVER_NAME="localhost")
        client.force_login(user)
        rows = []
        for label, address in pages_to_measure(user, longest):
            found = timed(client, label, [address], options.runs)
            took = [milliseconds(median(found.seconds)), milliseconds(max(found.seconds))]
            rows.append([label, found.num_queries, f"{found.num_bytes / 1000:.0f}", *took])
        load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
        print(
            f"\n{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores, load {load}; {options.conversations:,} "
            f"conversations of {2 * TURNS} messages, and as many of {options.others} others; {options.runs} runs in "
            "one process.\n"
        )
        print(table(["page", "queries", "kB", "median, ms", "slowest, ms"], rows))
        if options.plan:
            for word in ("the", "kron", str(uuid.uuid4())):
                show_plan(user, word)


if __name__ == "__main__":
    main()
