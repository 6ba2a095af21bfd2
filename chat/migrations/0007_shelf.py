"""Room for the list of conversations: what is pinned, what is not sent yet, and a search that stays with one's own."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models
from django.contrib.postgres.operations import BtreeGinExtension
from django.db import migrations, models

# Whoever makes a message need not think of it, and nobody can get it wrong: a conversation's user never changes.
OWNER = """
CREATE FUNCTION chat_message_owner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.owner := (SELECT user_id FROM chat_conversation WHERE id = NEW.conversation_id);
    RETURN NEW;
END $$;
CREATE TRIGGER chat_message_owner BEFORE INSERT ON chat_message FOR EACH ROW EXECUTE FUNCTION chat_message_owner();
UPDATE chat_message SET owner = c.user_id FROM chat_conversation AS c WHERE c.id = conversation_id;
"""
NO_OWNER = "DROP TRIGGER chat_message_owner ON chat_message; DROP FUNCTION chat_message_owner();"


class Migration(migrations.Migration):
    dependencies = [("chat", "0006_fallback")]

    operations = [
        BtreeGinExtension(),
        migrations.AddField(
            model_name="conversation",
            name="unsent_key",
            field=models.UUIDField(
                help_text="The key of the composer it stands in: taken as a turn, it is unsent no more.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="owner",
            field=models.BigIntegerField(
                editable=False,
                help_text="The id of the conversation's user, written by a trigger: so that a search reads nobody else's.",
                null=True,
            ),
        ),
        migrations.RunSQL(OWNER, NO_OWNER),
        migrations.RemoveIndex(model_name="message", name="messages_by_words"),
        migrations.AddIndex(
            model_name="message",
            index=django.contrib.postgres.indexes.GinIndex(
                models.F("owner"),
                django.contrib.postgres.search.SearchVector("text", config="simple"),
                name="messages_by_words",
            ),
        ),
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(
                condition=models.Q(("pinned_at__isnull", False)),
                fields=["user", "-last_said_at", "-id"],
                name="conversations_pinned",
            ),
        ),
        migrations.AddIndex(
            model_name="conversation",
            index=django.contrib.postgres.indexes.GinIndex(
                models.F("user"),
                django.contrib.postgres.search.SearchVector("title", config="simple"),
                name="conversations_by_title",
            ),
        ),
    ]
