"""What it takes to make the suggestions of a whole catalog anew: seconds a character, memory, a worker killed midway.

    .venv/bin/python benchmarks/suggestions.py [--characters 10000]

Starts everything on loopback in a temporary folder, and a worker as `make run` starts it. Prints tables in Markdown.
"""

import argparse
import os
import random
import time
from dataclasses import dataclass, field, replace
from pathlib import Path

import bench_site
import large_desk
import meters
import numpy as np
from tables import number, table

SEED = 20261126
# How far passages that began as the same one are apart: copies of a character come to a cosine of about 0.7.
NOISE = 0.65
BATCH = 500
FIRST = (
    "Adela",
    "Bruno",
    "Clara",
    "Dario",
    "Edda",
    "Felix",
    "Greta",
    "Hugo",
    "Irma",
    "Jonas",
    "Klara",
    "Livia",
)
SYLLABLES = ("ba", "ren", "to", "vel", "mi", "dor", "sa", "kun", "li", "gar", "pe", "nov")


def invented(at: int) -> str:
    """A family name of its own for each of the first 20,736."""
    word = ""
    for _ in range(4):
        at, digit = divmod(at, len(SYLLABLES))
        word += SYLLABLES[digit]
    return word.capitalize()


def varied(models, num: int):
    """So many contents: a starter file's text, another's name, life and fields, and one more paragraph with names.

    A few of those names stand in many texts and most in few, as in any encyclopaedia.
    """
    chance = random.Random(SEED)
    fields = sorted({each for model in models for each in model.fields})
    for at in range(num):
        model, family = models[at % len(models)], invented(at)
        years = [chance.randrange(1400, 1950) for _ in range(3)]
        read = [invented(chance.randrange(num)) for _ in range(2)]
        known = [f"Count {invented(20_000 - int(chance.paretovariate(0.6)) % 9_000)}" for _ in range(6)]
        born = chance.randrange(1300, 1930)
        yield replace(
            model,
            slug=family.lower(),
            name=f"{FIRST[at % len(FIRST)]} {family}",
            sort_name=f"{family}, {FIRST[at % len(FIRST)]}",
            born=born,
            died=born + chance.randrange(30, 90),
            fields=tuple(chance.sample(fields, k=chance.randrange(1, 4))),
            biography=f"{model.biography}\n\nLetters to {', '.join(known)} were kept, of {years[0]}, {years[1]} and "
            f"{years[2]}, beside what was read of {read[0]} and of {read[1]}.",
        )


def fill(num: int):
    """A catalog with passages and their vectors, for which nothing was ever suggested."""
    from characters.content_files import read_file
    from embedded import folder

    models = [read_file(path) for path in sorted((folder.ROOT / "content/characters").glob("*.md"))]
    contents = list(varied(models, num))
    large_desk.fill_characters(contents, num, random.Random(SEED))
    _passages(models, contents)


def _passages(models, contents):
    """What a publication keeps, without its words for full text; each starter file is encoded once."""
    from characters.models import Edition, Passage

    chance = np.random.default_rng(SEED)
    templates = [_cut(model) for model in models]
    live = Edition.objects.order_by("id").values_list("id", "slug", "name")
    rows = []
    for pk, slug, name in live:
        at = int(slug.rsplit("-", 1)[1])
        for position, (fields, vector) in enumerate(templates[at % len(models)]):
            is_last = fields["kind"] == "BIOGRAPHY" and fields["text"] == ""
            text = contents[at].biography.rsplit("\n\n", 1)[1] if is_last else fields["text"]
            heading = f"Who is {name}?" if fields["kind"] == "BIOGRAPHY" else fields["heading"]
            vector = vector + NOISE * _direction(chance)
            vector /= np.linalg.norm(vector)
            fields = {**fields, "text": text, "heading": heading}
            rows.append(Passage(edition_id=pk, position=position, embedding=vector, **fields))
        if len(rows) >= BATCH:
            Passage.objects.bulk_create(rows)
            rows = []
    Passage.objects.bulk_create(rows)


def _direction(chance):
    vector = chance.standard_normal(512, dtype=np.float32)
    return vector / np.linalg.norm(vector)


def _cut(model):
    """Of one starter file: what its passages hold, each with its vector, and a last one of the biography."""
    from characters import passages
    from embeddings import encode

    model = replace(
        model,
        starter_questions=model.starter_questions[: large_desk.QUESTIONS],
        remarks=model.remarks[: large_desk.REMARKS],
    )
    cut = passages.cut(model)
    vectors = encode([f"{each.heading}\n{each.text}" for each in cut])
    names = ("kind", "anchor", "heading", "question", "text", "spoken")
    found = [({n: getattr(each, n) for n in names}, v) for each, v in zip(cut, vectors, strict=True)]
    last = dict.fromkeys(names, "") | {"kind": "BIOGRAPHY", "anchor": "biography-last"}
    return [*found, (last, vectors[0])]


# --- The job --------------------------------------------------------------------------------------------


@dataclass
class Watched:
    """What was seen of one job: ``told`` are moments (seconds) with how many steps were done of how many."""

    seconds: float = 0
    told: list[tuple[float, int, int]] = field(default_factory=list)
    most_megabytes: float = 0
    cpu: dict[int, float] = field(default_factory=dict)
    num_kept_at_kill: int = 0
    seconds_to_resume: float = 0
    state: str = ""
    attempt: int = 0
    report: dict = field(default_factory=dict)


def watch(var, kill_after: int | None) -> Watched:
    """Ask for the job as the desk does; end the worker as ``kill -9`` does once so many characters are renewed."""
    from characters.models import Meaning
    from desk import jobs
    from embedded import processes

    commands = {name: bench_site.site_commands(var)[name] for name in ("worker", "beat")}
    seen, done = Watched(), Meaning.objects.filter(is_suggested=True)
    with bench_site.running(var, **commands) as started:
        job = jobs.start("rebuild_suggestions")
        began_at, killed_at = time.monotonic(), None
        while not job.is_over:
            time.sleep(0.5)
            job.refresh_from_db()
            seen.seconds = time.monotonic() - began_at
            if not seen.told or seen.told[-1][1:] != (job.num_done, job.num_all):
                seen.told.append((seen.seconds, job.num_done, job.num_all))
            seen.cpu[started["worker"].pid] = meters.cpu_seconds(started["worker"].pid)
            seen.most_megabytes = max(seen.most_megabytes, _peak_megabytes(started["worker"].pid))
            if kill_after is not None and killed_at is None and done.count() >= kill_after:
                processes.end(started["worker"])
                seen.num_kept_at_kill, killed_at = done.count(), time.monotonic()
                started["worker"] = bench_site.start(var, "worker", commands["worker"])
            if killed_at and not seen.seconds_to_resume and job.attempt > 1:
                seen.seconds_to_resume = time.monotonic() - killed_at
    seen.state, seen.attempt, seen.report = job.state, job.attempt, job.report
    return seen


def _peak_megabytes(pid) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1000


def row(label, num, seen: Watched):
    each = number(seen.seconds * 1000 / num) if num else ""
    return [
        label,
        num,
        number(seen.seconds),
        each,
        number(sum(seen.cpu.values())),
        number(seen.most_megabytes),
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--characters", type=int, default=10_000)
    options = parser.parse_args()
    with bench_site.servers_in_a_temporary_folder() as (var, _):
        bench_site.manage("migrate", "--verbosity=0")
        fill(options.characters)
        _execute("VACUUM ANALYZE")
        report(var)


def report(var):
    """Rebuild all, with a kill midway; then with nothing to do; then after a few were withdrawn."""
    from characters import publishing
    from characters.models import Character, SimilaritySuggestion

    live = Character.objects.live()
    num = live.count()
    rows, whole = [], watch(var, kill_after=num // 3)
    rows.append(row("all, the worker killed once", num, whole))
    rows.append(row("again: nothing to do", 0, watch(var, kill_after=None)))
    for character in live.order_by("id")[:5]:
        publishing.withdraw(character)
    after = watch(var, kill_after=None)
    rows.append(row("after five were withdrawn", after.report["num_renewed"], after))
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    print(
        f"\n{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores, load {load}; {num:,} live characters, "
        f"{SimilaritySuggestion.objects.count():,} suggestions kept; {len(whole.told):,} different states of progress "
        f"seen, twice a second.\n"
    )
    print(
        table(
            ["suggestions made anew", "characters", "seconds", "ms each", "worker, CPU s", "worker, peak MB"],
            rows,
        )
    )
    print(
        f"\nKilled with {whole.num_kept_at_kill:,} done; another attempt began {whole.seconds_to_resume:.0f} s later "
        f"(its lease had to run out) and had {whole.report['num_renewed']:,} to do. "
        f"It ended {whole.state} in attempt {whole.attempt}."
    )


def _execute(sql):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql)


if __name__ == "__main__":
    main()
