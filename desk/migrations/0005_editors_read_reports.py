"""Editors may read what users report, and close it. Writers may not."""

from django.contrib.auth.management import create_permissions
from django.db import migrations


def let_editors_read(apps, schema_editor):
    # Permissions are made after migrating; the group needs these now.
    config = apps.get_app_config("chat")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    found = Permission.objects.filter(content_type__app_label="chat", codename__in=("view_report", "change_report"))
    assert found.count() == 2
    Group.objects.get(name="Editors").permissions.add(*found)


class Migration(migrations.Migration):
    dependencies = [("desk", "0004_audit_is_append_only"), ("chat", "0005_old_conversations_are_branches")]
    operations = [migrations.RunPython(let_editors_read, migrations.RunPython.noop)]
