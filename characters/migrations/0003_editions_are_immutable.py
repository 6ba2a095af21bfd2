"""An edition says for ever what it said when it was published: the database refuses changes to it."""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION refuse_edition_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.content, OLD.html, OLD.number, OLD.character_id) IS DISTINCT FROM
       (NEW.content, NEW.html, NEW.number, NEW.character_id) THEN
        RAISE EXCEPTION 'An edition is immutable: publish a new one.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER edition_is_immutable BEFORE UPDATE ON characters_edition
    FOR EACH ROW EXECUTE FUNCTION refuse_edition_change();
"""
BACKWARDS = """
DROP TRIGGER edition_is_immutable ON characters_edition;
DROP FUNCTION refuse_edition_change();
"""


class Migration(migrations.Migration):
    dependencies = [("characters", "0002_initial")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
