"""Editors keep the collections; Writers may look at them."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

KEEPING = {f"{verb}_{model}" for verb in ("add", "change", "delete", "view") for model in ("collection", "collectionmember")}
LOOKING = {"view_collection", "view_collectionmember"}


def let_editors_keep(apps, schema_editor):
    # Permissions are made after migrating; the groups need these now.
    config = apps.get_app_config("characters")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for name, wanted in (("Editors", KEEPING), ("Writers", LOOKING)):
        found = Permission.objects.filter(content_type__app_label="characters", codename__in=wanted)
        assert found.count() == len(wanted)
        Group.objects.get(name=name).permissions.add(*found)


class Migration(migrations.Migration):
    dependencies = [("desk", "0005_editors_read_reports"), ("characters", "0011_collections")]
    operations = [migrations.RunPython(let_editors_keep, migrations.RunPython.noop)]
