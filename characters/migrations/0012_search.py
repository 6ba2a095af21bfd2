"""One row a live character that the catalog is listed and searched by, and the words that its texts use."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

from characters.search.lands import land_of

# Snowball's English, and no stemming at all, both after accents are dropped.
CONFIGURATIONS = """
CREATE TEXT SEARCH CONFIGURATION colloquy_english (COPY = english);
ALTER TEXT SEARCH CONFIGURATION colloquy_english ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;
CREATE TEXT SEARCH CONFIGURATION colloquy_names (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION colloquy_names ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple;
"""
NO_CONFIGURATIONS = """
DROP TEXT SEARCH CONFIGURATION colloquy_english;
DROP TEXT SEARCH CONFIGURATION colloquy_names;
"""
# Nearly what publishing writes, so that the catalog is whole at once; `manage.py renew_search` makes it quite the same.
FILL = """
INSERT INTO characters_searchentry (character_id, edition_id, sort_name, names, year, era, fields, land, first_live_at,
    num_conversations, title_words, words)
SELECT e.character_id, e.id, e.sort_name, lower(unaccent(e.names)), coalesce(e.born, e.died, 9999), e.era, e.fields, '',
    (SELECT min(published_at) FROM characters_edition p WHERE p.character_id = e.character_id), 0,
    setweight(to_tsvector('colloquy_names', e.name || ', ' || e.names), 'A')
    || setweight(to_tsvector('colloquy_english', e.tagline || ' . ' || array_to_string(e.fields, ' . ')), 'B')
    || setweight(to_tsvector('colloquy_english', coalesce(t.heads, '')), 'C'),
    setweight(to_tsvector('colloquy_english', coalesce(t.told, '')), 'A')
    || setweight(to_tsvector('colloquy_english', coalesce(t.said, '')), 'B')
FROM characters_character c JOIN characters_edition e ON e.id = c.live_edition_id
LEFT JOIN LATERAL (
    SELECT string_agg(heading || ' . ' || question, ' . ') AS heads,
        string_agg(text, ' . ') FILTER (WHERE kind <> 'REMARK') AS told, string_agg(spoken, ' . ') AS said
    FROM characters_passage WHERE edition_id = e.id
) AS t ON true
"""
FILL_WORDS = """
INSERT INTO characters_knownword (word, is_name)
SELECT word, bool_or(is_name) FROM (
    SELECT word, true AS is_name FROM ts_stat(
        'SELECT to_tsvector(''colloquy_names'', names) FROM characters_searchentry')
    UNION ALL
    SELECT word, false FROM ts_stat(
        'SELECT to_tsvector(''colloquy_names'', heading || '' '' || question || '' '' || text || '' '' || spoken)
        FROM characters_passage JOIN characters_searchentry USING (edition_id)')
) AS words
WHERE word ~ '^[[:alpha:]]{3,40}$' GROUP BY word
"""


def fill_lands(apps, schema_editor):
    entries = apps.get_model("characters", "SearchEntry").objects.select_related("edition")
    for entry in entries.only("edition__content").iterator(chunk_size=200):
        entries.filter(pk=entry.pk).update(land=land_of(entry.edition.content.get("place", "")))


class Migration(migrations.Migration):

    dependencies = [
        ('characters', '0011_collections'),
    ]

    operations = [
        migrations.RunSQL(CONFIGURATIONS, NO_CONFIGURATIONS),
        migrations.CreateModel(
            name='KnownWord',
            fields=[
                ('word', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('is_name', models.BooleanField(default=False)),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['word'], name='known_word_trigrams', opclasses=('gin_trgm_ops',))],
            },
        ),
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('character', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='search_entry', serialize=False, to='characters.character')),
                ('sort_name', models.CharField(max_length=120)),
                ('names', models.TextField()),
                ('year', models.SmallIntegerField(default=9999, help_text='Born, or died where only that is known.')),
                ('era', models.CharField(blank=True, choices=[('antiquity', 'Antiquity'), ('middle-ages', 'Middle Ages'), ('15th-16th-century', '15th and 16th centuries'), ('17th-18th-century', '17th and 18th centuries'), ('19th-century', '19th century'), ('20th-century', '20th century and after')], max_length=40)),
                ('fields', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                ('land', models.CharField(blank=True, help_text='The country of today that they were born in.', max_length=80)),
                ('first_live_at', models.DateTimeField(help_text='When the character first had a page.')),
                ('num_conversations', models.PositiveIntegerField(default=0, help_text='Counted by a clock, without trials.')),
                ('title_words', django.contrib.postgres.search.SearchVectorField()),
                ('words', django.contrib.postgres.search.SearchVectorField()),
                ('edition', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='characters.edition')),
            ],
            options={
                'indexes': [models.Index(fields=['sort_name', 'character'], name='entry_by_name'), models.Index(fields=['year', 'sort_name', 'character'], name='entry_by_year'), models.Index(fields=['-first_live_at', '-character'], name='entry_newest'), models.Index(fields=['-num_conversations', 'sort_name', 'character'], name='entry_most_talked_to'), models.Index(fields=['era', 'sort_name', 'character'], name='entry_by_era'), models.Index(fields=['land', 'sort_name', 'character'], name='entry_by_land'), django.contrib.postgres.indexes.GinIndex(fields=['fields'], name='entry_by_field'), django.contrib.postgres.indexes.GinIndex(fields=['names'], name='entry_names_trigrams', opclasses=('gin_trgm_ops',)), django.contrib.postgres.indexes.GinIndex(fields=['title_words'], name='entry_title_words'), django.contrib.postgres.indexes.GinIndex(fields=['words'], name='entry_words')],
            },
        ),
        migrations.AddIndex(
            model_name='edition',
            index=models.Index(fields=['slug', '-id'], name='edition_by_slug'),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(FILL_WORDS, migrations.RunSQL.noop),
        migrations.RunPython(fill_lands, migrations.RunPython.noop),
    ]
