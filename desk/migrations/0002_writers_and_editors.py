"""Who works at the desk: Writers write and submit, Editors publish, import and export too."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

PARTS = ("starterquestion", "remark", "similaritylink")
# By app and code name.
WRITERS = {
    "characters": {
        "add_character", "change_character", "view_character", "view_edition", "view_schedule", "view_redirect",
        *(f"{verb}_{part}" for part in PARTS for verb in ("add", "change", "delete", "view")),
    },
    "desk": {"view_job", *(f"{verb}_savedfilter" for verb in ("add", "change", "delete", "view"))},
}  # fmt: skip
EDITORS = {
    "characters": {
        *WRITERS["characters"], "delete_character", "publish_character",
        *(f"{verb}_redirect" for verb in ("add", "change", "delete")),
    },
    "desk": {*WRITERS["desk"], "import_characters"},
}  # fmt: skip


def make_groups(apps, schema_editor):
    # Permissions are made after migrating; the groups need them now.
    for label in WRITERS:
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0)
        config.models_module = None
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for name, wanted in (("Writers", WRITERS), ("Editors", EDITORS)):
        group, _ = Group.objects.get_or_create(name=name)
        for label, codenames in wanted.items():
            found = Permission.objects.filter(content_type__app_label=label, codename__in=codenames)
            assert found.count() == len(codenames), (label, codenames - set(found.values_list("codename", flat=True)))
            group.permissions.add(*found)


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0001_initial"),
        ("characters", "0006_editorial_work"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
