"""No two live pages share an address: a character repeats its live edition's slug, which is unique."""

from django.db import migrations, models
from django.db.models import Q

FILL = """
UPDATE characters_character SET live_slug = characters_edition.slug
FROM characters_edition WHERE characters_edition.id = characters_character.live_edition_id
"""


class Migration(migrations.Migration):
    dependencies = [("characters", "0004_editors")]
    operations = [
        migrations.AddField(
            model_name="character",
            name="live_slug",
            field=models.CharField(blank=True, editable=False, max_length=80, null=True, unique=True),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="character",
            constraint=models.CheckConstraint(
                condition=Q(live_edition=None, live_slug=None)
                | Q(live_edition__isnull=False, live_slug__isnull=False),
                name="character_live_with_an_address",
            ),
        ),
    ]
