"""What the editors' pages cost with 10,000 characters and 100,000 links: server time, queries, bytes.

    .venv/bin/python benchmarks/desk.py [--characters 10000] [--conversations 200000] [--times 15]

Starts everything on loopback in a temporary folder. Prints a table in Markdown.
"""

import argparse
import gc
import os
import time

import bench_site
import large_catalog
import large_desk
from tables import median, milliseconds, percentile, table
from timed_pages import timed

LIST = "/admin/characters/character/"
# The goals of every list and form.
MOST_MILLISECONDS, MOST_QUERIES = 300, 15


def is_within(page) -> bool:
    return page.num_queries <= MOST_QUERIES and median(page.seconds) * 1000 <= MOST_MILLISECONDS


def addresses() -> dict[str, str]:
    """What is measured, by what it is called."""
    from django.urls import reverse

    from characters.models import Character

    character = Character.objects.live().order_by("sort_name")[5_000 % Character.objects.live().count()]
    edited = [character.pk]
    return {
        "first page of the desk": "/admin/",
        "list, first page": LIST,
        "list, its middle": f"{LIST}?p={Character.objects.count() // 100}",
        "list, searched": f"{LIST}?q=adela",
        "list, one status, field and tag": f"{LIST}?status=published&field=politics&tag=check+dates",
        "list, in review": f"{LIST}?status=in-review",
        "list, weak pages": f"{LIST}?weak=any",
        "form of a character": reverse("admin:characters_character_change", args=edited),
        "form of a new one": reverse("admin:characters_character_add"),
        "choosing a similar character": reverse("admin:autocomplete")
        + "?app_label=characters&model_name=similaritylink&field_name=similar&term=adel",
        "preview": reverse("desk:preview", args=edited),
        "review": reverse("desk:review", args=edited),
        "similar": reverse("desk:similar", args=edited),
        "similar, searched": reverse("desk:similar", args=edited) + "?q=adela",
        "history": reverse("desk:history", args=edited),
        "comparison, draft and live": reverse("desk:compare", args=edited) + "?from=live&to=draft",
        "the graph of links": reverse("desk:graph"),
        "editions": "/admin/characters/edition/",
        "schedule": "/admin/characters/schedule/",
        "redirects": "/admin/characters/redirect/",
        "audit": "/admin/desk/auditentry/",
        "audit of one character": f"/admin/desk/auditentry/?character={character.pk}",
        "import": reverse("desk:import"),
        "export": reverse("desk:export"),
    }


def editor_client():
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group
    from django.test import Client

    editor = get_user_model().objects.create_user("editor@example.org", is_staff=True)
    editor.groups.add(Group.objects.get(name="Editors"))
    client = Client(SERVER_NAME="localhost")
    client.force_login(editor)
    return client


def prepare(options):
    from django.db import connection
    from django.utils import timezone

    from characters import graph
    from desk.models import Job

    large_catalog.load_starters()
    large_desk.fill(num_characters=options.characters, num_conversations=options.conversations)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    # As the job leaves it that rebuilds suggestions; there is nothing to rebuild.
    report = {**graph.measure().to_json(), "num_renewed": 0, "num_suggested": 0}
    Job.objects.create(
        kind="rebuild_suggestions", state=Job.State.DONE, report=report, ended_at=timezone.now()
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--characters", type=int, default=10_000)
    parser.add_argument("--conversations", type=int, default=200_000)
    parser.add_argument("--times", type=int, default=15)
    options = parser.parse_args()
    with bench_site.servers_in_a_temporary_folder():
        prepare(options)
        # What filling left behind is not looked through again while pages are timed.
        gc.collect()
        gc.freeze()
        client = editor_client()
        rows = []
        for label, path in addresses().items():
            found = timed(client, label, [path], options.times)
            times = [milliseconds(median(found.seconds)), milliseconds(percentile(found.seconds, 95))]
            size = f"{found.num_bytes / 1000:,.0f}"
            rows.append([label, found.num_queries, *times, size, "yes" if is_within(found) else "no"])
        load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
        print(
            f"\n{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores, load {load}; {options.characters:,} characters, "
            f"{large_catalog.LINKS * options.characters:,} links, {options.conversations:,} conversations; "
            f"medians of {options.times}, in one process without a network.\n"
        )
        print(table(["page", "queries", "ms p50", "ms p95", "kB", "within the goals"], rows))


if __name__ == "__main__":
    main()
