"""The audit is appended to only: the database refuses changes and deletions. Editors may read it, Writers may not."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

# An account that is deleted leaves its entries, without the link to it. `manage.py prune_audit` says with
# colloquy.prune_audit, for its own transaction only, that old entries may go.
FORWARDS = """
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF current_setting('colloquy.prune_audit', true) = 'on' THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION 'Audit entries stay: old ones are removed by prune_audit only.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.actor_id IS NULL AND to_jsonb(NEW) - 'actor_id' = to_jsonb(OLD) - 'actor_id' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'Audit entries are never changed.' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON desk_auditentry
    FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
"""
BACKWARDS = """
DROP TRIGGER audit_is_append_only ON desk_auditentry;
DROP FUNCTION refuse_audit_change();
"""


def let_editors_read(apps, schema_editor):
    # Permissions are made after migrating; the group needs this one now.
    config = apps.get_app_config("desk")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    may_read = Permission.objects.get(content_type__app_label="desk", codename="view_auditentry")
    Group.objects.get(name="Editors").permissions.add(may_read)


class Migration(migrations.Migration):
    dependencies = [("desk", "0003_audit_entries")]
    operations = [
        migrations.RunSQL(FORWARDS, BACKWARDS),
        migrations.RunPython(let_editors_read, migrations.RunPython.noop),
    ]
