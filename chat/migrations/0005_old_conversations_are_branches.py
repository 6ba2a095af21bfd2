"""Give what was said before there were branches its place in the tree: one branch a conversation."""

from django.db import migrations

# The newest reply to the message before it.
FOLLOWS = """
UPDATE chat_message AS later SET follows_id = (
    SELECT max(reply.id) FROM chat_message AS reply WHERE reply.answers_id = (
        SELECT max(earlier.id) FROM chat_message AS earlier
        WHERE earlier.conversation_id = later.conversation_id AND earlier.role = 'USER' AND earlier.id < later.id))
WHERE later.role = 'USER'
"""
TIPS = """
UPDATE chat_conversation AS held SET tip_id = (
    SELECT max(reply.id) FROM chat_message AS reply WHERE reply.answers_id = (
        SELECT max(last.id) FROM chat_message AS last WHERE last.conversation_id = held.id AND last.role = 'USER'))
"""
# What the engines were told until now.
SEEDS = """
UPDATE chat_generation SET seed = reply.answers_id, engines = jsonb_build_array(engine)
FROM chat_message AS reply WHERE reply.id = chat_generation.reply_id
"""


class Migration(migrations.Migration):
    dependencies = [("chat", "0004_branches_and_receipts")]

    operations = [migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in (FOLLOWS, TIPS, SEEDS)]
