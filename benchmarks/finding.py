"""What it costs to find somebody among 60, 10,000 or 100,000 characters: server time, queries, bytes.

    .venv/bin/python benchmarks/finding.py [--characters 10000] [--times 15]

The starter catalog, and as many more as are missing, varied from its texts by a fixed seed; those have a vector and
what the search reads, and no passages of their own. PostgreSQL with its defaults. Pages are asked for by Django's test
client in one process without a network, and none is kept. Prints a table in Markdown.
"""

import argparse
import os
import random
import time

import bench_site
import large_desk
from tables import median, milliseconds, percentile, table
from timed_pages import Timed, timed

# The goal of every page.
MOST_QUERIES = 8
FEED_PAGE, CATALOG_PAGE = 10, 1_000
SEARCHES = (
    "trotzky", "rosa luxembourg", "women who wrote about revolution", "who measured the sky", "I think with my hands",
    "Сталин", "slavery", "queen who fought the portuguese", "music for the piano", "a machine that thinks",
)  # fmt: skip


def fill(num_characters):
    """The starter catalog, then copies up to so many live characters, one in ten of them a draft."""
    from django.db import connection

    from characters.content_files import read_file
    from characters.search import entries, vocabulary
    from embedded import folder

    bench_site.manage("migrate", "--verbosity=0")
    bench_site.manage("load_characters", "content/characters")
    bench_site.manage("load_collections", "content/collections")
    contents = [read_file(path) for path in sorted((folder.ROOT / "content/characters").glob("*.md"))]
    if more := num_characters - len(contents):
        chance = random.Random(large_desk.SEED)
        characters = large_desk.fill_characters(contents, more, chance)
        large_desk.fill_meanings(characters)
    entries.keep_missing()
    vocabulary.renew()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def addresses() -> dict[str, str]:
    """What is measured, by what it is called."""
    from characters.models import Edition

    names = (
        Edition.objects.filter(live_for__isnull=False)
        .order_by("sort_name", "id")
        .values_list("slug", flat=True)
    )
    behind = names[min(24 * (CATALOG_PAGE - 1), max(names.count() - 25, 1)) - 1]
    return {
        "home": "/",
        "catalog, page 1": "/characters/",
        f"catalog, page {CATALOG_PAGE:,} or the last": f"/characters/?after={behind}",
        "catalog, an era and a field": "/characters/?era=20th-century&field=politics",
        "character": "/characters/leon-trotsky/",
        "feed, page 1": "/characters/leon-trotsky/similar/",
        "explore": "/explore/?seen=leon-trotsky,ada-lovelace",
        "timeline": "/timeline/",
        "map": "/characters/leon-trotsky/map/",
        "sitemap index": "/sitemap.xml",
    }


def measure(times) -> list[Timed]:
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    pages = {**addresses(), **_behind_in_the_feed()}
    found = [timed(client, label, [path], times) for label, path in pages.items()]
    searched = [f"/characters/?q={query}" for query in SEARCHES]
    return [*found, timed(client, "searched", searched, max(times // 5, 3))]


def _behind_in_the_feed() -> dict[str, str]:
    from characters import catalog
    from characters.discovery import feed
    from characters.editions import content_of

    edition = catalog.live_edition("leon-trotsky")
    after = ""
    for _ in range(FEED_PAGE - 1):
        after = feed.similar_to(edition, content_of(edition), after, feed.PAGE).next or after
    return {f"feed, page {FEED_PAGE} or the last": f"/characters/leon-trotsky/similar/?after={after}"}


def row(found: Timed):
    times = [milliseconds(median(found.seconds)), milliseconds(percentile(found.seconds, 95))]
    is_within = "yes" if found.num_queries <= MOST_QUERIES else "no"
    return [found.label, found.num_queries, *times, f"{found.num_bytes / 1000:,.0f}", is_within]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--characters", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=15)
    options = parser.parse_args()
    with bench_site.servers_in_a_temporary_folder(KEPT_PAGES_BYTES="0"):
        fill(options.characters)
        rows = [row(found) for found in measure(options.times)]
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    print(
        f"\n{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores, load {load}; {options.characters:,} characters; "
        f"medians of {options.times}, in one process without a network.\n"
    )
    print(table(["page", "queries", "ms p50", "ms p95", "kB", f"at most {MOST_QUERIES} queries"], rows))


if __name__ == "__main__":
    main()
