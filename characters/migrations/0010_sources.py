from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Sources of a page; and editions by when they went live, for feeds of what is new."""

    dependencies = [
        ('characters', '0009_orders_of_engines'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='character',
            name='sources',
            field=models.TextField(blank=True, help_text='What the page rests on, as a Markdown list, the best first, a line each: “- Author. *Title*. Year.” Name only works that you are sure of. They stand at the end of the page.'),
        ),
        migrations.AddIndex(
            model_name='edition',
            index=models.Index(fields=['-published_at', '-id'], name='edition_by_date'),
        ),
    ]
