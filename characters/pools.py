"""Who may be like a character at all: a few hundred out of all, by what PostgreSQL's indexes find."""

from collections import Counter
from dataclasses import dataclass, replace

from django.db import connection, transaction
from pgvector.django import CosineDistance

from characters import catalog
from characters.likeness import Between, Profile, Rarity
from characters.models import EMBEDDING_FLOATS, Meaning, SimilarityLink, SimilaritySuggestion

# How many are looked at: nearest in meaning, and by each other kind of likeness.
NEAREST, OTHERS = 80, 60
# So many texts at least are read to learn how rare a name is.
SAMPLE = 1_000
# A name in more texts than these finds nobody, it only adds to the likeness of those who were found.
RARE = 50
# Two passages this far apart (cosine distance) are about different things.
APART = 0.45


@dataclass(frozen=True)
class Candidate:
    profile: Profile
    between: Between


@dataclass(frozen=True)
class Shared:
    """What is the same for all rankings of a catalog, read once for many: ``unclear`` words name several characters."""

    rarity: Rarity
    unclear: frozenset[str] | None = None

    @classmethod
    def for_one(cls) -> "Shared":
        return cls(rarity())

    @classmethod
    def for_many(cls) -> "Shared":
        sql = """SELECT name FROM characters_meaning, unnest(called) AS name
            WHERE position(' ' in name) = 0 GROUP BY name HAVING count(*) > 1"""
        return cls(rarity(), frozenset(name for (name,) in _rows(sql)))

    def cleared(self, profiles: list[Profile]) -> list[Profile]:
        """Without what several are called, such as a family name."""
        unclear = _unclear(profiles) if self.unclear is None else self.unclear
        return [replace(each, called=each.called - unclear) for each in profiles]


def rarity() -> Rarity:
    """How rare names and fields are: of all texts, or of a sample of a large catalog's."""
    num_all = Meaning.objects.count()
    each = max(1, num_all // SAMPLE)
    sql = """SELECT name, count(*) * %s FROM characters_meaning, unnest(names) AS name
        WHERE character_id %% %s = 0 GROUP BY name HAVING count(*) > 1"""
    return Rarity(num_all, dict(_rows(sql, each, each)), dict(catalog.num_by_field()))


def _rows(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def around(profile: Profile, vector, shared: Shared) -> list[Candidate]:
    """Everybody live who may be like this one. ``vector`` is None where nothing is known of the meaning."""
    linked_by = _linked_by(profile.id)
    found = {pk for pk, _ in Counter({pk: len(names) for pk, names in linked_by.items()}).most_common(OTHERS)}
    found |= _nearest(vector) if vector is not None else _in_the_same_fields(profile)
    found |= _by_names(profile, shared.rarity)
    found |= set(SimilaritySuggestion.objects.filter(similar=profile.id).values_list("character", flat=True))
    profiles, cosines = _profiles(found - {profile.id}, vector)
    return [
        Candidate(each, Between(cosine=cosines.get(each.id), linked_by=tuple(linked_by.get(each.id, ()))))
        for each in shared.cleared(profiles)
    ]


def profile_of(meaning: Meaning) -> Profile:
    edition = meaning.edition
    return Profile(
        id=meaning.character_id,
        name=edition.name,
        fields=frozenset(edition.fields),
        born=edition.born,
        died=edition.died,
        era=edition.era,
        names=frozenset(meaning.names),
        called=frozenset(meaning.called),
    )


def _profiles(ids, vector) -> tuple[list[Profile], dict[int, float]]:
    """Of the live ones, and how near in meaning each is (the cosine)."""
    rows = Meaning.objects.filter(character__in=ids, character__live_edition__isnull=False).values_list(
        "character", "edition__name", "edition__fields", "edition__born", "edition__died", "edition__era",
        "names", "called",
    )  # fmt: skip
    if vector is not None:
        rows = rows.annotate(distance=CosineDistance("vector", vector))
    profiles, cosines = [], {}
    for pk, name, fields, born, died, era, names, called, *distance in rows:
        profiles.append(
            Profile(pk, name, frozenset(fields), born, died, era, frozenset(names), frozenset(called))
        )
        if distance:
            cosines[pk] = 1 - distance[0]
    return profiles, cosines


def _nearest(vector) -> set[int]:
    """By the index, which looks at no more than ``ef_search``."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('hnsw.ef_search', %s, true)", [str(NEAREST + 20)])
        near = Meaning.objects.order_by(CosineDistance("vector", vector))
        return set(near.values_list("character", flat=True)[:NEAREST])


def _in_the_same_fields(profile) -> set[int]:
    shared = catalog.live().filter(fields__overlap=list(profile.fields))
    if profile.era:
        shared = shared.filter(era=profile.era)
    return set(shared.order_by("id").values_list("character", flat=True)[: NEAREST + OTHERS])


def _by_names(profile, rarity) -> set[int]:
    """Those whose page names this one, those whom this one's page names, and whose pages share rare names with it."""
    names, called = list(profile.names), list(profile.called)
    rare = [name for name in names if not name.isdecimal() and rarity.names.get(name, 0) <= RARE]
    # Materialized: in the order of the ids PostgreSQL would read all rows until it has enough.
    naming = """WITH found AS MATERIALIZED (SELECT character_id FROM characters_meaning WHERE {} && %s)
        SELECT character_id FROM found ORDER BY character_id LIMIT %s"""
    sharing = """SELECT character_id FROM characters_meaning, unnest(names) AS name
        WHERE names && %s AND name = ANY(%s) AND character_id <> %s
        GROUP BY character_id ORDER BY count(*) DESC, character_id LIMIT %s"""
    with transaction.atomic(), connection.cursor() as cursor:
        # PostgreSQL takes rare names for common ones, and would read all rows, one way or the other.
        _let_read_all(cursor, "off")
        cursor.execute(
            f"({naming.format('called')}) UNION ({naming.format('names')}) UNION (SELECT * FROM ({sharing}) AS s(id))",
            (names, OTHERS, called, OTHERS, rare, rare, profile.id, OTHERS),
        )
        found = {pk for (pk,) in cursor.fetchall()}
        _let_read_all(cursor, "on")
    return found


def _let_read_all(cursor, value):
    """For the rest of the transaction. What is left when it is off are bitmaps of the indexes of arrays."""
    cursor.execute(
        "SELECT set_config('enable_seqscan', %s, true), set_config('enable_indexscan', %s, true)",
        (value, value),
    )


def _linked_by(character_id) -> dict[int, list[str]]:
    """Whom others link to beside this one: the names of those others, in alphabetical order."""
    others = SimilarityLink.objects.filter(
        character__similarity_links__similar=character_id,
        character__live_edition__isnull=False,
        # A translation repeats the links of its original.
        character__translation_of=None,
    ).exclude(similar=character_id)
    found = {}
    for pk, name in others.order_by("character__sort_name", "pk").values_list("similar", "character__name"):
        found.setdefault(pk, []).append(name)
    return found


def _unclear(profiles) -> set[str]:
    """Single words by which more than one character is called: “Curie” may be Marie or Pierre."""
    words = {name for profile in profiles for name in profile.called if " " not in name}
    sql = """SELECT name FROM characters_meaning, unnest(called) AS name
        WHERE called && %s AND name = ANY(%s) GROUP BY name HAVING count(*) > 1"""
    return {name for (name,) in _rows(sql, list(words), list(words))}


def headings(edition_id: int, other_ids: list[int]) -> dict[int, tuple[str, str]]:
    """For each other character: the headings of two answers, one of each, that are nearest in meaning."""
    # Copied by subvector, each vector is fetched from its storage once and not for each pair.
    answers = f"""SELECT {{}}, p.id, p.heading, subvector(p.embedding, 1, {EMBEDDING_FLOATS}) AS embedding
        FROM characters_passage p {{}} p.kind = 'ANSWER'"""
    sql = f"""WITH mine AS MATERIALIZED ({answers.format("p.edition_id", "WHERE p.edition_id = %s AND")}),
        theirs AS MATERIALIZED ({
        answers.format(
            "m.character_id",
            "JOIN characters_meaning m ON m.edition_id = p.edition_id WHERE m.character_id = ANY(%s) AND",
        )
    })
        SELECT DISTINCT ON (theirs.character_id) theirs.character_id, mine.heading, theirs.heading
        FROM theirs, mine WHERE mine.embedding <=> theirs.embedding < %s
        ORDER BY theirs.character_id, mine.embedding <=> theirs.embedding, mine.id, theirs.id"""
    return {pk: (mine, theirs) for pk, mine, theirs in _rows(sql, edition_id, list(other_ids), APART)}
