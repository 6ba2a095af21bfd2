"""The Editors group, with exactly what an editor needs: characters, their parts, and publishing."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

PARTS = ("character", "starterquestion", "remark", "similaritylink")


def make_group(apps, schema_editor):
    # Permissions are made after migrating; the group needs them now.
    config = apps.get_app_config("characters")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="characters")
    names = {f"{verb}_{part}" for part in PARTS for verb in ("add", "change", "delete", "view")}
    names |= {"publish_character", "view_edition"}
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Editors")
    group.permissions.set(permissions.filter(codename__in=names))


class Migration(migrations.Migration):
    dependencies = [("characters", "0003_editions_are_immutable"), ("auth", "0012_alter_user_first_name_max_length")]
    operations = [migrations.RunPython(make_group, migrations.RunPython.noop)]
