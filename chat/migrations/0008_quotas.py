"""Settle what a reply held back of its user's allowance as soon as it is final, by whatever road it got there."""

from django.db import migrations, models

# After the row: whoever finishes a reply changes its conversation too, and a turn locks that before the allowance.
FORWARDS = """
CREATE FUNCTION chat_settle_allowance() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    num_replies_back integer := 0;
    num_pieces_charged bigint := 0;
BEGIN
    IF TG_OP = 'DELETE' THEN
        -- Deleting gives no message back; of the text, what was not written.
        num_pieces_charged := OLD.num_pieces;
    ELSIF NEW.state = 'FAILED' THEN
        num_replies_back := 1;
    ELSE
        num_pieces_charged := NEW.num_pieces;
        IF NEW.state = 'CANCELLED' AND NEW.num_pieces = 0 THEN
            num_replies_back := 1;
        END IF;
    END IF;
    UPDATE chat_allowance
    SET num_replies = GREATEST(num_replies - num_replies_back, 0),
        num_pieces = GREATEST(num_pieces - OLD.num_reserved + num_pieces_charged, 0)
    FROM chat_conversation AS talk
    WHERE talk.id = OLD.conversation_id AND chat_allowance.user_id = talk.user_id
        AND chat_allowance.hour = OLD.allowance_hour;
    RETURN NULL;
END $$;
CREATE TRIGGER settle_allowance AFTER UPDATE OF state ON chat_generation FOR EACH ROW
    WHEN (OLD.state IN ('QUEUED', 'GENERATING') AND NEW.state IN ('COMPLETE', 'FAILED', 'CANCELLED')
          AND OLD.allowance_hour IS NOT NULL)
    EXECUTE FUNCTION chat_settle_allowance();
CREATE TRIGGER settle_deleted AFTER DELETE ON chat_generation FOR EACH ROW
    WHEN (OLD.state IN ('QUEUED', 'GENERATING') AND OLD.allowance_hour IS NOT NULL)
    EXECUTE FUNCTION chat_settle_allowance();
"""
BACKWARDS = """
DROP TRIGGER settle_allowance ON chat_generation;
DROP TRIGGER settle_deleted ON chat_generation;
DROP FUNCTION chat_settle_allowance;
"""


class Migration(migrations.Migration):
    dependencies = [("chat", "0007_shelf")]

    operations = [
        migrations.AddField(
            model_name="allowance",
            name="served_at",
            field=models.DateTimeField(
                help_text="When a worker last began a reply of this user's: who waits longest comes first.", null=True
            ),
        ),
        migrations.RunSQL(FORWARDS, BACKWARDS),
    ]
