"""What it takes to make the suggestions of a whole catalog anew: seconds a character, memory, a worker killed midway.

    .venv/bin/python benchmarks/suggestions.py [--characters 10000]

Starts everything on loopback in a temporary folder, and a worker as `make run` starts it. Prints tables in Markdown.
"""

import argparse
import os
import time
from dataclasses import dataclass, field
from pathlib import Path

import bench_site
import large_catalog
import meters
from tables import number, table


def fill(num: int):
    """A catalog with passages and their vectors, for which nothing was ever suggested."""
    from characters.models import Meaning

    large_catalog.load_starters()
    large_catalog.fill_up(num)
    Meaning.objects.all().delete()


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
        fill(options.characters)
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


if __name__ == "__main__":
    main()
