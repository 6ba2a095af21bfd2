"""Who may be like a character at all: a few hundred out of all, by what PostgreSQL's indexes find."""

from collections import Counter
from dataclasses import dataclass, replace

from django.db import connection, transaction
from django.db.models import FloatField, Value
from pgvector.django import CosineDistance

from characters import catalog
from characters.likeness import Between, Profile, Rarity
from characters.models import Meaning, SimilarityLink, SimilaritySuggestion

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


def around(profile: Profile, vector, rarity: Rarity) -> list[Candidate]:
    """Everybody live who may be like this one. ``vector`` is None where nothing is known of the meaning."""
    linked_by = _linked_by(profile.id)
    found = {pk for pk, _ in Counter({pk: len(names) for pk, names in linked_by.items()}).most_common(OTHERS)}
    found |= _nearest(vector) if vector is not None else _in_the_same_fields(profile)
    found |= _naming(profile) | _with_rare_names(profile, rarity)
    found |= set(SimilaritySuggestion.objects.filter(similar=profile.id).values_list("character", flat=True))
    rows = _meanings(found - {profile.id}, vector)
    unclear = _unclear([profile, *(candidate.profile for candidate in rows)])
    return [
        Candidate(
            replace(row.profile, called=row.profile.called - unclear),
            replace(row.between, linked_by=tuple(linked_by.get(row.profile.id, ()))),
        )
        for row in rows
    ]


def clear(profile: Profile) -> Profile:
    """Without what several are called, such as a family name."""
    return replace(profile, called=profile.called - _unclear([profile]))


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


def _meanings(ids, vector) -> list[Candidate]:
    distance = Value(None, output_field=FloatField()) if vector is None else CosineDistance("vector", vector)
    rows = (
        Meaning.objects.filter(character__in=ids, character__live_edition__isnull=False)
        .select_related("edition")
        .only(
            "character_id", "names", "called", "edition__name", "edition__fields", "edition__born",
            "edition__died", "edition__era",
        )
        .annotate(distance=distance)
    )  # fmt: skip
    return [
        Candidate(profile_of(row), Between(cosine=None if row.distance is None else 1 - row.distance))
        for row in rows
    ]


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


def _naming(profile) -> set[int]:
    """Those whose page names this one, and those whom this one's page names."""
    named_here = Meaning.objects.filter(called__overlap=list(profile.names))
    naming = Meaning.objects.filter(names__overlap=list(profile.called))
    return {
        pk
        for found in (named_here, naming)
        for pk in found.order_by("character").values_list("character", flat=True)[:OTHERS]
    }


def _with_rare_names(profile, rarity) -> set[int]:
    rare = [name for name in profile.names if not name.isdecimal() and rarity.names.get(name, 0) <= RARE]
    sql = """SELECT character_id FROM characters_meaning, unnest(names) AS name
        WHERE names && %s AND name = ANY(%s) AND character_id <> %s
        GROUP BY character_id ORDER BY count(*) DESC, character_id LIMIT %s"""
    with transaction.atomic(), connection.cursor() as cursor:
        # PostgreSQL takes rare names for common ones, and would read all rows.
        cursor.execute("SELECT set_config('enable_seqscan', 'off', true)")
        cursor.execute(sql, (rare, rare, profile.id, OTHERS))
        found = {pk for (pk,) in cursor.fetchall()}
        cursor.execute("SELECT set_config('enable_seqscan', 'on', true)")
    return found


def _linked_by(character_id) -> dict[int, list[str]]:
    """Whom others link to beside this one: the names of those others, in alphabetical order."""
    others = SimilarityLink.objects.filter(
        character__similarity_links__similar=character_id, character__live_edition__isnull=False
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
    sql = """SELECT DISTINCT ON (m.character_id) m.character_id, mine.heading, theirs.heading
        FROM characters_meaning m
        JOIN characters_passage theirs ON theirs.edition_id = m.edition_id AND theirs.kind = 'ANSWER'
        JOIN characters_passage mine ON mine.edition_id = %s AND mine.kind = 'ANSWER'
        WHERE m.character_id = ANY(%s) AND mine.embedding <=> theirs.embedding < %s
        ORDER BY m.character_id, mine.embedding <=> theirs.embedding, mine.id, theirs.id"""
    return {pk: (mine, theirs) for pk, mine, theirs in _rows(sql, edition_id, list(other_ids), APART)}
