"""What it costs to find somebody among 60, 10,000 and 100,000 characters: time, queries, bytes, requests a second.

    .venv/bin/python benchmarks/finding.py [--characters 60 10000 100000] [--times 15] [--seconds 1] [--runs 3]

The starter catalog, and as many more as are missing, varied from it by a fixed seed: see large_catalog.py. PostgreSQL
with its defaults. Times, queries and bytes are those of Django's test client in one process without a network, none of
whose pages is kept; requests a second are those of one granian process beside a bare Django view, with pages made anew,
and with pages kept. Prints tables in Markdown.
"""

import argparse
import os
import time
from dataclasses import dataclass, replace
from pathlib import Path

import bench_site
import large_catalog
import uvloop
from pages import Page, requests_a_second, serving
from tables import median, milliseconds, number, percentile, table
from timed_pages import Timed, timed

# The goal of every page.
MOST_QUERIES = 8
FEED_PAGE, CATALOG_PAGE = 10, 1_000
PAGE_1, PAGE_LAST = "catalog, page 1", f"catalog, page {CATALOG_PAGE:,} or the last"
KEPT_PAGES_BYTES = str(64 * 1024 * 1024)
COLD, WARM = "searched, cold", "searched, warm"
SEARCHES = (
    "trotzky", "rosa luxembourg", "women who wrote about revolution", "who measured the sky", "I think with my hands",
    "Сталин", "slavery", "queen who fought the portuguese", "music for the piano", "a machine that thinks",
)  # fmt: skip


@dataclass(frozen=True)
class Found:
    """One page at one size: its times, and requests a second where it was asked for over the network."""

    timed: Timed
    rate: float = 0.0
    kept_rate: float = 0.0

    @property
    def p50(self) -> float:
        return median(self.timed.seconds)

    @property
    def p95(self) -> float:
        return percentile(self.timed.seconds, 95)


# What should not come through these doors: each is to be answered with 200 or 4xx, within so many milliseconds.
HOSTILE_MS = 200
HOSTILE = {
    "a megabyte of letters": "q=" + "x" * 1_000_000,
    "a megabyte of combining marks": "q=" + "%CC%81" * 166_000,
    "60,000 letters": "q=" + "x" * 60_000,
    "10,000 filters": "&".join(["era=20th-century"] * 10_000)[:60_000],
    "NUL": "q=%00&after=%00&era=%00",
    "SQL": "q='%20OR%201=1;%20DROP%20TABLE%20characters_character;%20--&field=%25s",
    "page -1": "q=women&page=-1",
    "page 10^9": "q=women&page=1000000000",
    "half a character": "q=%ED%A0%80",
    "a forged place": "after=" + "A" * 3_990,
    "12 words of one letter": "q=" + "+".join("abcdefghijkl"),
}
DOORS = ("/characters/", "/characters/leon-trotsky/similar/", "/explore/", "/timeline/")


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
        PAGE_1: "/characters/",
        PAGE_LAST: f"/characters/?after={behind}",
        "catalog, an era and a field": "/characters/?era=20th-century&field=politics",
        "character": "/characters/leon-trotsky/",
        "feed, page 1": "/characters/leon-trotsky/similar/",
        "explore": "/explore/?seen=leon-trotsky,ada-lovelace",
        "timeline": "/timeline/",
        "map": "/characters/leon-trotsky/map/",
        "sitemap index": "/sitemap.xml",
    }


def measure(options) -> tuple[float, dict[str, Found]]:
    """The bare view's requests a second, and what was found of each page by its label."""
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    pages = {**addresses(), **_behind_in_the_feed()}
    found = {label: Found(timed(client, label, [path], options.times)) for label, path in pages.items()}
    searched = [f"/characters/?q={query}" for query in SEARCHES]
    some = max(options.times // 5, 3)
    found[COLD] = Found(timed(client, COLD, searched, some, before=_forget))
    found[WARM] = Found(timed(client, WARM, searched, some))
    pages[WARM] = searched[2].replace(" ", "+")
    return uvloop.run(_with_rates(found, pages, options))


def _forget():
    """What this process remembers of what was searched and counted."""
    from characters.search import browsing, candidates

    candidates._encoded.cache_clear()
    browsing.facets.cache_clear()


async def _with_rates(found, pages, options):
    """Medians of some runs, the bare view's among them: a busy moment of the machine falls on all alike."""
    rates = {}
    for kept in ("0", KEPT_PAGES_BYTES):
        os.environ["KEPT_PAGES_BYTES"] = kept
        var = Path(os.environ["VAR_DIR"])
        with serving(var, "wsgi", "bare") as bare, serving(var, "wsgi", "site") as site:
            for _ in range(options.runs):
                for port, label, path in [(bare, "bare", "/"), *((site, *page) for page in pages.items())]:
                    rate = await requests_a_second(port, Page(label, path), options.seconds)
                    rates.setdefault((kept, label), []).append(rate)
    os.environ["KEPT_PAGES_BYTES"] = "0"
    bare = median([*rates["0", "bare"], *rates[KEPT_PAGES_BYTES, "bare"]])
    return bare, {
        label: replace(
            each,
            rate=_median(rates.get(("0", label))),
            kept_rate=_median(rates.get((KEPT_PAGES_BYTES, label))),
        )
        for label, each in found.items()
    }


def _median(rates):
    return median(rates) if rates else 0.0


def print_hostile():
    """Each of those at each door, the slowest of three times."""
    from django.test import Client

    client, rows = Client(SERVER_NAME="localhost"), []
    client.get("/characters/?q=somebody")  # the encoder loads its model
    for label, query in HOSTILE.items():
        seconds, codes = [], set()
        for door in DOORS:
            for _ in range(3):
                began_at = time.perf_counter()
                codes.add(client.get(f"{door}?{query}", follow=True).status_code)
                seconds.append(time.perf_counter() - began_at)
        assert codes <= {200, *range(400, 500)}, f"{label} was answered with {codes}"
        is_quick = "yes" if max(seconds) * 1000 <= HOSTILE_MS else "no"
        rows.append([label, ", ".join(map(str, sorted(codes))), milliseconds(max(seconds)), is_quick])
    print("\n" + table(["what should not come", "answered", "slowest, ms", f"within {HOSTILE_MS} ms"], rows))


def _behind_in_the_feed() -> dict[str, str]:
    from characters import catalog
    from characters.discovery import feed
    from characters.editions import content_of

    edition = catalog.live_edition("leon-trotsky")
    after = ""
    for _ in range(FEED_PAGE - 1):
        after = feed.similar_to(edition, content_of(edition), after, feed.PAGE).next or after
    return {f"feed, page {FEED_PAGE} or the last": f"/characters/leon-trotsky/similar/?after={after}"}


def print_size(num_characters, bare, found, options):
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    print(
        f"\n{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores, load {load}; {num_characters:,} characters; "
        f"medians of {options.times} times and {options.runs} runs of {options.seconds:g} s; "
        f"a bare view {number(bare)} requests/s.\n"
    )
    rows = []
    for label, each in found.items():
        rates = [_rate(each.rate, bare), _rate(each.kept_rate, bare)]
        times = [milliseconds(each.p50), milliseconds(each.p95)]
        rows.append([label, each.timed.num_queries, *times, f"{each.timed.num_bytes / 1000:,.0f}", *rates])
    print(table(["page", "queries", "ms p50", "ms p95", "kB", "requests/s", "kept, requests/s"], rows))


def _rate(rate, bare) -> str:
    return f"{number(rate)} ({rate / bare * 100:.0f} % of bare)" if rate else ""


def print_growth(sizes: dict[int, dict[str, Found]]):
    """How each page grows from size to size, and what the issue of it is held to."""
    steps = list(zip(sizes, list(sizes)[1:], strict=False))
    heads = [f"{one:,} → {other:,}: p50" for one, other in steps]
    heads += [f"{one:,} → {other:,}: p95" for one, other in steps]
    rows = []
    for label in next(iter(sizes.values())):
        pairs = [(sizes[one][label], sizes[other][label]) for one, other in steps]
        grown = [other.p50 / one.p50 for one, other in pairs] + [other.p95 / one.p95 for one, other in pairs]
        rows.append([label, *(f"{each:.2f}" for each in grown)])
    if steps:
        print("\n" + table(["page, how many times as long", *heads], rows))
    for size, found in sizes.items():
        last, first = found[PAGE_LAST].p50, found[PAGE_1].p50
        print(f"\n{size:,}: page {CATALOG_PAGE:,} or the last takes {last / first:.2f} times page 1", end="")
        most = max(each.timed.num_queries for each in found.values())
        print(f"; at most {most} queries (goal {MOST_QUERIES}).")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--characters", type=int, nargs="+", default=[60, 10_000, 100_000])
    parser.add_argument("--times", type=int, default=15)
    parser.add_argument("--seconds", type=float, default=1)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    here = str(Path(__file__).parent.resolve())  # where bare_site is
    with bench_site.servers_in_a_temporary_folder(KEPT_PAGES_BYTES="0", PYTHONPATH=here):
        large_catalog.load_starters()
        sizes = {}
        for num in sorted(options.characters):
            large_catalog.fill_up(num)
            bare, sizes[num] = measure(options)
            print_size(num, bare, sizes[num], options)
            print_hostile()
        print_growth(sizes)


if __name__ == "__main__":
    main()
