"""No two live pages share an address: a character repeats its live edition's slug, which is unique."""

from django.db import migrations, models
from django.db.models import OuterRef, Q, Subquery


def fill(apps, schema_editor):
    Character, Edition = (apps.get_model("characters", name) for name in ("Character", "Edition"))
    slug = Edition.objects.filter(pk=OuterRef("live_edition")).values("slug")
    Character.objects.filter(live_edition__isnull=False).update(live_slug=Subquery(slug))


class Migration(migrations.Migration):
    dependencies = [("characters", "0004_editors")]
    operations = [
        migrations.AddField(
            model_name="character",
            name="live_slug",
            field=models.CharField(blank=True, editable=False, max_length=80, null=True, unique=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="character",
            constraint=models.CheckConstraint(
                condition=Q(live_edition=None, live_slug=None)
                | Q(live_edition__isnull=False, live_slug__isnull=False),
                name="character_live_with_an_address",
            ),
        ),
    ]
