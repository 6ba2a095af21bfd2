"""A catalog of any size, always the same: the starter characters, and as many more as are missing, varied from them.

Each of those has the texts of one, a name, a life, fields and a place of its own or of others, and one more paragraph
that names people; its questions, remarks and passages, ten links, its row of what is searched and its vector. One in
ten is a draft.
"""

import contextlib
import random

import bench_site
import numpy as np
from django.db import connection, transaction

SEED = 20261126
LINKS = 10
# The tag of those who were made here: nobody is varied from them.
VARIED = "varied"
# How far two vectors that began as the same one are apart: copies of a character come to a cosine of about 0.7.
NOISE = 0.65
# Sums of two of so many directions each: more than there are characters, and no two of them alike.
DIRECTIONS = (1009, 997)
FIRST = (
    "Adela", "Bruno", "Clara", "Dario", "Edda", "Felix", "Greta", "Hugo", "Irma", "Jonas", "Klara", "Livia",
)  # fmt: skip
SYLLABLES = ("ba", "ren", "to", "vel", "mi", "dor", "sa", "kun", "li", "gar", "pe", "nov")
# Whom the paragraphs name.
NUM_KNOWN = 9_000

TABLES = (
    "characters_character", "characters_starterquestion", "characters_remark", "characters_similaritylink",
    "characters_edition", "characters_passage", "characters_searchentry", "characters_meaning",
)  # fmt: skip
# Here rows are built once, and their indexes after them; nobody else is there, and no row refers to what is not there.
QUICKLY = (
    "SET LOCAL session_replication_role = replica",
    "SET LOCAL maintenance_work_mem = '2GB'",
    "SET LOCAL work_mem = '256MB'",
)


def _near(vector: str, at: str) -> str:
    """A vector at some distance from the given one, another for every number."""
    first, second = (
        f"(SELECT vector FROM direction WHERE half = {half} AND at = mod({at}, {num}))"
        for half, num in enumerate(DIRECTIONS)
    )
    return f"l2_normalize({vector} + {first} + {second})"


# ``model`` and its ``edition`` are whom a copy is varied from, ``elsewhere`` is the edition of whose place it has.
COPIES = """
CREATE TEMPORARY TABLE copy (
    id bigint PRIMARY KEY, edition_id bigint, number int, is_live boolean,
    model bigint, edition bigint, elsewhere bigint,
    slug text, name text, sort_name text, names text, born smallint, died smallint, era text, fields text[],
    known text[], paragraph text
) ON COMMIT DROP
"""
# What differs from the model's row, by column; whatever is not named is the model's.
CHARACTER = {
    "id": "copy.id",
    "slug": "copy.slug",
    "name": "copy.name",
    "sort_name": "copy.sort_name",
    "also_known_as": "'{}'",
    "born": "copy.born",
    "died": "copy.died",
    "fields": "copy.fields",
    "place": "elsewhere.content ->> 'place'",
    "tags": f"ARRAY['{VARIED}', (ARRAY['check dates', 'needs sources', 'school'])[mod(copy.number, 3) + 1]]",
    "biography": "model.biography || E'\\n\\n' || copy.paragraph",
    "live_edition_id": "CASE WHEN copy.is_live THEN copy.edition_id END",
    "live_slug": "CASE WHEN copy.is_live THEN copy.slug END",
}
OF_CHARACTER = {"id": None, "character_id": "copy.id"}
EDITION = {
    "id": "copy.edition_id",
    "character_id": "copy.id",
    "number": "1",
    "slug": "copy.slug",
    "name": "copy.name",
    "sort_name": "copy.sort_name",
    "names": "copy.names",
    "born": "copy.born",
    "died": "copy.died",
    "era": "copy.era",
    "fields": "copy.fields",
    "content": """model.content || jsonb_build_object('slug', copy.slug, 'name', copy.name, 'sort_name', copy.sort_name,
        'also_known_as', '[]'::jsonb, 'born', copy.born, 'died', copy.died, 'fields', copy.fields, 'place',
        elsewhere.content ->> 'place', 'biography', (model.content ->> 'biography') || E'\\n\\n' || copy.paragraph)""",
    "html": """model.html || jsonb_build_object('biography',
        (model.html ->> 'biography') || '<p>' || copy.paragraph || '</p>')""",
    "published_at": "now() - copy.number * interval '1 minute'",
}
PASSAGE = {
    "id": None,
    "edition_id": "copy.edition_id",
    "embedding": _near("model.embedding", "copy.number + 31 * model.position"),
}
ENTRY = {
    "character_id": "copy.id",
    "edition_id": "copy.edition_id",
    "sort_name": "copy.sort_name",
    "names": "copy.names",
    "year": "copy.born",
    "era": "copy.era",
    "fields": "copy.fields",
    "land": "elsewhere.land",
    "languages": "ARRAY['en']",
    "title_words": """setweight(to_tsvector('colloquy_names', copy.name), 'A')
        || ts_delete(model.title_words, tsvector_to_array(to_tsvector('colloquy_names', model.names)))""",
    "words": "model.words || setweight(to_tsvector('colloquy_english', copy.paragraph), 'A')",
    "first_live_at": "now() - copy.number * interval '1 minute'",
    "num_conversations": "mod(copy.number * 7919, 101)",
}
MEANING = {
    "character_id": "copy.id",
    "edition_id": "copy.edition_id",
    "names": "model.names || copy.known",
    "vector": _near("model.vector", "copy.number"),
    "called": "ARRAY[copy.name]",
    "is_suggested": "true",
}
# Half of them to neighbours, so that there are two-way links, islands and those whom nobody names.
SIMILAR = """
INSERT INTO characters_similaritylink (character_id, similar_id, position, reason)
SELECT copy.id, other.id, k, 'Both asked what nobody had asked.'
FROM copy CROSS JOIN generate_series(0, %(links)s - 1) AS k
JOIN everybody AS other ON other.at = CASE
    WHEN k < 5 THEN (copy.number + (ARRAY[1, 2, 3, -1, -2])[k + 1] + %(all)s) %% %(all)s
    ELSE (hashint8(copy.number * %(links)s + k)::bigint & 2147483647) %% %(all)s END
WHERE other.id <> copy.id
ON CONFLICT DO NOTHING
"""
EVERYBODY = """
CREATE TEMPORARY TABLE everybody ON COMMIT DROP AS
SELECT id, row_number() OVER (ORDER BY id) - 1 AS at FROM characters_character WHERE translation_of_id IS NULL
"""
WORDS = """
INSERT INTO characters_knownword (word, is_name)
SELECT word, bool_or(is_name) FROM unnest(%s::text[], %s::boolean[]) AS new (word, is_name) GROUP BY word
ON CONFLICT (word) DO NOTHING
"""
OF_MODEL = "model.character_id = copy.model"
OF_EDITION = "model.edition_id = copy.edition AND copy.is_live"
IN_EDITION = "JOIN characters_edition AS elsewhere ON elsewhere.id = copy.elsewhere"
IN_ENTRY = "JOIN characters_searchentry AS elsewhere ON elsewhere.edition_id = copy.elsewhere"


def load_starters():
    """The starter catalog, in a database that holds nothing yet."""
    bench_site.manage("migrate", "--verbosity=0")
    bench_site.manage("load_characters", "content/characters")
    bench_site.manage("load_collections", "content/collections")


def fill_up(num_characters: int):
    """As many copies of the live originals that somebody wrote as there are missing."""
    from characters.models import Character

    there = Character.objects.filter(translation_of=None).count()
    with transaction.atomic(), connection.cursor() as cursor:
        for each in QUICKLY:
            cursor.execute(each)
        with _indexes_afterwards(cursor):
            _copies(cursor, range(there, num_characters))
            _rows(cursor)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        # Nothing is left to be written while something is measured.
        cursor.execute("CHECKPOINT")


def _rows(cursor):
    from characters.models import Character, Edition, Meaning, Passage, Remark, SearchEntry, StarterQuestion

    _copy(cursor, Character, CHARACTER, "model.id = copy.model", IN_EDITION)
    _copy(cursor, StarterQuestion, OF_CHARACTER, OF_MODEL)
    _copy(cursor, Remark, OF_CHARACTER, OF_MODEL)
    _copy(cursor, Edition, EDITION, "model.id = copy.edition AND copy.is_live", IN_EDITION)
    _copy(cursor, Passage, PASSAGE, OF_EDITION)
    _copy(cursor, SearchEntry, ENTRY, OF_EDITION, IN_ENTRY)
    _copy(cursor, Meaning, MEANING, OF_EDITION)
    cursor.execute(EVERYBODY)
    cursor.execute("CREATE INDEX ON everybody (at)")
    cursor.execute("SELECT count(*) FROM everybody")
    cursor.execute(SIMILAR, {"links": LINKS, "all": cursor.fetchone()[0]})


def _copy(cursor, model, changed: dict, condition: str, more=""):
    """A row of each copy for each row of its model that the condition finds; a column of None fills itself."""
    columns = [each.column for each in model._meta.concrete_fields]
    values = {name: changed.get(name, f"model.{name}") for name in columns}
    values = {name: value for name, value in values.items() if value}
    cursor.execute(
        f"INSERT INTO {model._meta.db_table} ({', '.join(values)}) SELECT {', '.join(values.values())} "
        f"FROM copy JOIN {model._meta.db_table} AS model ON {condition} {more} ORDER BY copy.id"
    )


@contextlib.contextmanager
def _indexes_afterwards(cursor):
    """Without the indexes that keep nothing unique: to build them once is quicker than to grow them row by row."""
    cursor.execute(
        """SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
        WHERE indrelid = ANY(%s::regclass[]) AND NOT indisunique""",
        [list(TABLES)],
    )
    indexes = cursor.fetchall()
    for name, _ in indexes:
        cursor.execute(f"DROP INDEX {name}")
    yield
    for _, definition in indexes:
        cursor.execute(definition)


# --- How a copy differs ---------------------------------------------------------------------------------


def _copies(cursor, numbers: range):
    """The temporary tables that the rows are made from, and the words that a copy's own sentences bring."""
    from characters.models import Character, Edition

    models = (
        Character.objects.live().filter(translation_of=None).exclude(tags__contains=[VARIED]).order_by("pk")
    )
    models = list(models.values_list("pk", "live_edition"))
    first_ids = [_next_ids(cursor, model, len(numbers)) for model in (Character, Edition)]
    cursor.execute(COPIES)
    with cursor.copy("COPY copy FROM STDIN") as copying:
        for at, number in enumerate(numbers):
            copying.write_row([*(first + at for first in first_ids), *_recipe(number, models)])
    _directions(cursor)
    is_name = {invented(at): False for at in range(NUM_KNOWN)} | {invented(at): True for at in numbers}
    cursor.execute(WORDS, [[word.lower() for word in is_name], list(is_name.values())])


def _recipe(number, models):
    from characters.eras import era_of
    from characters.fields import FIELDS

    chance = random.Random(f"{SEED}-{number}")
    first, family = FIRST[number % len(FIRST)], invented(number)
    born = chance.randrange(-400, 1930)
    born, died = born or 1, born + chance.randrange(30, 90)
    died = died or 1
    # A few are named in many texts and most in few, as in any encyclopaedia.
    known = [invented(int(chance.paretovariate(0.6)) % NUM_KNOWN) for _ in range(6)]
    years = sorted(chance.randrange(born, died) for _ in range(2))
    letters = f"Letters to {', '.join(known[:-1])} and {known[-1]} were kept"
    paragraph = f"{letters}, the first of {years[0]}, the last of {years[1]}."
    model, (_, elsewhere) = models[number % len(models)], chance.choice(models)
    names = f"{first} {family}".lower()
    return [
        number, number % 10 != 0, *model, elsewhere, family.lower(), f"{first} {family}", f"{family}, {first}",
        f"{names} {family.lower()} {first.lower()}", born, died, str(era_of(born, died)),
        chance.sample(sorted(FIELDS), k=chance.randrange(1, 4)), known, paragraph,
    ]  # fmt: skip


def invented(at: int) -> str:
    """A family name of its own for each of the first 248,832."""
    word = ""
    for _ in range(5):
        at, digit = divmod(at, len(SYLLABLES))
        word += SYLLABLES[digit]
    return word.capitalize()


def _next_ids(cursor, model, num: int) -> int:
    """The first of so many ids in a row, which nobody gets later."""
    table = model._meta.db_table
    cursor.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {table}")
    (first,) = cursor.fetchone()
    cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, first + num])
    return first


def _directions(cursor):
    from characters.models import EMBEDDING_FLOATS

    chance = np.random.default_rng(SEED)
    cursor.execute(
        f"CREATE TEMPORARY TABLE direction (half int, at int, vector vector({EMBEDDING_FLOATS})) ON COMMIT DROP"
    )
    with cursor.copy("COPY direction FROM STDIN") as copying:
        for half, num in enumerate(DIRECTIONS):
            vectors = chance.standard_normal((num, EMBEDDING_FLOATS), dtype=np.float32)
            vectors *= NOISE / np.sqrt(2) / np.linalg.norm(vectors, axis=1, keepdims=True)
            for at, vector in enumerate(vectors):
                copying.write_row([half, at, str(vector.tolist())])
    cursor.execute("CREATE UNIQUE INDEX ON direction (half, at)")
