"""How many of the editors' own links a feed without them finds again: by fields, words, meaning, and as readers get it.

    .venv/bin/python benchmarks/judge_similarity.py [--catalog content/characters] [--wrong]

Starts what it needs on loopback in a temporary folder. Of one character after the other all links, and those back, are
held out; each way then ranks everybody else. `--wrong` lists which links the feed does not find in its first ten.
"""

import argparse
import os
import time
from collections import Counter, defaultdict
from dataclasses import replace

import bench_site
import numpy as np
from tables import table

FIRST = 10


class Catalog:
    """Everybody live, by slug, and what each way of ranking needs of them."""

    def __init__(self):
        from characters.editions import content_of
        from characters.models import Character, Meaning

        rows = (
            Character.objects.live().filter(translation_of=None).select_related("live_edition").order_by("pk")
        )
        self.characters = {row.live_slug: row for row in rows}
        self.slugs = list(self.characters)
        self.contents = {slug: content_of(row.live_edition) for slug, row in self.characters.items()}
        self.links = {
            slug: [link.character for link in content.similar if link.character in self.characters]
            for slug, content in self.contents.items()
        }
        vectors = dict(Meaning.objects.values_list("character__live_slug", "vector"))
        self.meaning = np.array([vectors[slug] for slug in self.slugs])
        self.words = _word_vectors(self)
        self.fields = _field_vectors(self)

    def ranked(self, vectors, slug) -> list[str]:
        """The others by cosine; of equals, in the order in which they came into the catalog."""
        at = self.slugs.index(slug)
        near = vectors @ vectors[at]
        order = sorted(range(len(self.slugs)), key=lambda other: (-round(float(near[other]), 9), other))
        return [self.slugs[other] for other in order if other != at]

    def as_in_the_feed(self, slug) -> list[str]:
        """The pages of the feed, without the character's links: suggestions are renewed as a worker does it."""
        from django.db import transaction

        from characters import similarity
        from characters.discovery import feed
        from characters.models import SimilarityLink, SimilaritySuggestion

        character = self.characters[slug]
        with transaction.atomic():
            SimilarityLink.objects.filter(character=character).delete()
            SimilarityLink.objects.filter(similar=character).delete()
            SimilaritySuggestion.objects.filter(character=character).delete()
            similarity.renew_suggestions(character.pk)
            bare = replace(self.contents[slug], similar=())
            page = feed.similar_to(character.live_edition, bare, num=feed.MOST)
            transaction.set_rollback(True)
        return [card.slug for card in page.cards]


def _normal(vectors):
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / np.where(lengths == 0, 1, lengths)


def _word_vectors(catalog):
    """Stems as PostgreSQL cuts them, weighed by how rare they are (tf-idf)."""
    from django.db import connection

    sql = """SELECT c.live_slug, w.lexeme, sum(cardinality(w.positions)) FROM characters_character c
        JOIN characters_passage p ON p.edition_id = c.live_edition_id, unnest(p.words) AS w GROUP BY 1, 2"""
    counts = defaultdict(Counter)
    with connection.cursor() as cursor:
        cursor.execute(sql)
        for slug, stem, num in cursor:
            counts[slug][stem] = int(num)
    spread = Counter(stem for words in counts.values() for stem in words)
    places = {stem: at for at, stem in enumerate(sorted(spread))}
    found = np.zeros((len(catalog.slugs), len(places)))
    for row, slug in enumerate(catalog.slugs):
        for stem, num in counts[slug].items():
            found[row, places[stem]] = (1 + np.log(num)) * np.log(len(catalog.slugs) / spread[stem])
    return _normal(found)


def _field_vectors(catalog):
    spread = Counter(field for content in catalog.contents.values() for field in content.fields)
    places = {field: at for at, field in enumerate(sorted(spread))}
    found = np.zeros((len(catalog.slugs), len(places)))
    for row, slug in enumerate(catalog.slugs):
        for field in catalog.contents[slug].fields:
            found[row, places[field]] = np.log((len(catalog.slugs) + 1) / spread[field])
    return _normal(found)


def judged(catalog, rank) -> tuple[list[int], list[tuple[str, str]]]:
    """At what place each link stands, from 1; and which are not among the first ten."""
    places, missed = [], []
    for slug, linked in catalog.links.items():
        found = rank(slug)
        for other in linked:
            place = found.index(other) + 1 if other in found else len(catalog.slugs)
            places.append(place)
            if place > FIRST:
                missed.append((slug, other))
    return places, missed


def row(name, places):
    places = np.array(places)
    return [
        name,
        f"{(places <= FIRST).mean():.2f}",
        f"{(places <= 5).mean():.2f}",
        f"{(1 / places).mean():.2f}",
        f"{np.median(places):.0f}",
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--catalog", default="content/characters", help="a folder of starter files")
    parser.add_argument("--wrong", action="store_true", help="list the links that the feed does not find")
    options = parser.parse_args()
    with bench_site.servers_in_a_temporary_folder():
        bench_site.manage("migrate", "--verbosity=0")
        bench_site.manage("load_characters", options.catalog)
        catalog = Catalog()
        ways = {
            "fields (tags) alone": lambda slug: catalog.ranked(catalog.fields, slug),
            "words alone (stems, tf-idf)": lambda slug: catalog.ranked(catalog.words, slug),
            "meaning alone (cosine)": lambda slug: catalog.ranked(catalog.meaning, slug),
            "what the feed uses": catalog.as_in_the_feed,
        }
        rows = []
        for name, rank in ways.items():
            places, missed = judged(catalog, rank)
            rows.append(row(name, places))
        chance = FIRST / (len(catalog.slugs) - 1)
        print(
            f"\n{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores; {len(catalog.slugs)} characters, "
            f"{len(places)} links of the editors, all of a character's held out in turn; by chance {chance:.2f} "
            "of them stand among the first ten.\n"
        )
        print(table(["ranked by", "recall@10", "recall@5", "reciprocal rank", "median place"], rows))
        if options.wrong:
            print("\n" + "\n".join(f"{one} → {other}" for one, other in missed))


if __name__ == "__main__":
    main()
