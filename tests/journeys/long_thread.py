"""A conversation that has gone on for long: put into the database as it would stand there."""

MESSAGES = """
INSERT INTO chat_message (id, conversation_id, role, text, answers_id, follows_id, client_key, created_at)
SELECT base.id + n, m.conversation_id, CASE n %% 2 WHEN 1 THEN 'USER' ELSE 'CHARACTER' END,
    'Number ' || n || E'.\n\n' || repeat('What **was** said then, and by whom. ', 1 + n %% 9),
    CASE WHEN n %% 2 = 0 THEN base.id + n - 1 END,
    CASE WHEN n = 1 THEN m.id WHEN n %% 2 = 1 THEN base.id + n - 1 END,
    CASE WHEN n %% 2 = 1 THEN gen_random_uuid() END, now()
FROM chat_message m, (SELECT max(id) AS id FROM chat_message) AS base, generate_series(1, %s) AS n
WHERE m.id = %s
"""
# Each as the generation of the reply that they follow, but complete.
GENERATIONS = """
INSERT INTO chat_generation
SELECT (jsonb_populate_record(g, jsonb_build_object('id', base.id + row_number() OVER (ORDER BY m.id),
    'reply_id', m.id, 'state', 'COMPLETE', 'ending', 'stop', 'finished_at', now()))).*
FROM chat_generation g, chat_message m, (SELECT max(id) AS id FROM chat_generation) AS base
WHERE g.reply_id = %s AND m.role = 'CHARACTER' AND m.conversation_id = g.conversation_id AND m.id > g.reply_id
"""
TIP = """
UPDATE chat_conversation c SET tip_id = (SELECT max(id) FROM chat_message WHERE conversation_id = c.id)
WHERE id = (SELECT conversation_id FROM chat_message WHERE id = %s)
"""
NUMBERS = "SELECT setval(pg_get_serial_sequence('chat_{0}', 'id'), (SELECT max(id) FROM chat_{0}))"


def go_on_for_long(site, reply_id, *, num):
    """``num`` more messages after this reply, which is final."""
    site.query(MESSAGES, num, reply_id)
    site.query(GENERATIONS, reply_id)
    site.query(TIP, reply_id)
    for table in ("message", "generation"):
        site.query(NUMBERS.format(table))
