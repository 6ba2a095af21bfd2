"""The figures of a streaming benchmark, and the tables that show them."""

import argparse
import os
import time
from dataclasses import dataclass

from tables import median, milliseconds, number, percentile, table

PRODUCT = ("web", "worker", "sweeper", "beat", "broker", "streams")
MB, KB = 1_000_000, 1_000


@dataclass
class Run:
    """One level, once, through the site or (``bare``) from the engine's server."""

    num: int
    asked: int
    whole: int
    most_at_once: int
    pieces: int
    first: list[float]
    latency: list[float]
    cpu: dict[str, float]
    peak: dict[str, int]

    def cpu_per_1000(self, *names) -> float:
        """Milliseconds per 1,000 pieces."""
        return sum(self.cpu[name] for name in names) * 1e6 / max(self.pieces, 1)


@dataclass
class Result:
    options: argparse.Namespace
    idle: dict[str, int]
    idle_rss: dict[str, int]
    stream_bytes: float
    short: Run
    runs: dict[int, list[Run]]
    bare: dict[int, list[Run]]

    def of(self, num, figure, bare=False):
        """The median over the runs of one level."""
        return median([figure(run) for run in (self.bare if bare else self.runs)[num]])

    def print(self):
        print(f"\n{self._conditions()}\n")
        for title, print_table in (
            ("Added to the bare relay", self._added),
            ("CPU milliseconds per 1,000 pieces", self._cpu),
            ("What a turn costs beside its pieces", self._turn),
            ("Memory, MB", self._memory),
        ):
            print(f"**{title}**\n\n{print_table()}\n")

    def _conditions(self):
        options = self.options
        load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
        spread = options.pieces * options.gap / 1000 if options.spread is None else options.spread
        return (
            f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores shared with reader and scripted server, "
            f"load {load}; {options.pieces} pieces, {options.gap} ms apart; "
            f"{options.turns} turns a conversation (5 where it is one), "
            f"begun over {spread:g} s; medians of {options.runs} runs."
        )

    def _added(self):
        heads = ["conversations", "whole", "most at once", "first piece p50, ms", "p95", "each piece p50, ms"]
        heads += ["p95", "bare: first p50", "bare: piece p50", "p95"]
        return table(heads, [self._added_at(num) for num in self.runs])

    def _added_at(self, num):
        first = self.of(num, lambda run: median(run.first), bare=True)
        piece = self.of(num, lambda run: median(run.latency), bare=True)
        late = self.of(num, lambda run: percentile(run.latency, 95), bare=True)
        firsts = [self.of(num, lambda run, p=p: percentile(run.first, p)) - first for p in (50, 95)]
        pieces = [self.of(num, lambda run, p=p: percentile(run.latency, p)) - piece for p in (50, 95)]
        runs = self.runs[num]
        whole = f"{sum(run.whole for run in runs)} of {sum(run.asked for run in runs)}"
        at_once = number(self.of(num, lambda run: run.most_at_once))
        return [num, whole, at_once, *map(milliseconds, [*firsts, *pieces, first, piece, late])]

    def _cpu(self):
        columns = {
            "web": ("web",),
            "worker": ("worker",),
            "Valkeys": ("broker", "streams"),
            "sweeper, beat": ("sweeper", "beat"),
            "**web, worker, Valkeys**": ("web", "worker", "broker", "streams"),
            "PostgreSQL": ("postgres",),
            "reader": ("reader",),
            "scripted server": ("scripted",),
        }
        rows = [
            [
                num,
                *(
                    number(self.of(num, lambda run, names=names: run.cpu_per_1000(*names)))
                    for names in columns.values()
                ),
                number(self.of(num, lambda run: run.cpu_per_1000("reader", "scripted"), bare=True)),
                f"{self._times_bare(num):.1f}",
                number(self.of(num, self._without_turns)),
            ]
            for num in self.runs
        ]
        return table(
            ["conversations", *columns, "bare: reader and server", "times bare", "without the turns' own"],
            rows,
        )

    def _times_bare(self, num) -> float:
        """All that the site, the reader and the scripted server spend, against the last two alone."""
        everything = self.of(num, lambda run: run.cpu_per_1000(*run.cpu))
        return everything / self.of(num, lambda run: run.cpu_per_1000("reader", "scripted"), bare=True)

    def _without_turns(self, run) -> float:
        names = ("web", "worker", "broker", "streams")
        a_turn = sum(self.short.cpu[name] for name in names) / self.short.asked
        return (sum(run.cpu[name] for name in names) - a_turn * run.asked) * 1e6 / max(run.pieces, 1)

    def _turn(self):
        short = self.short
        names = ("web", "worker", "broker", "streams", "postgres")
        cpu = [number(short.cpu[name] * 1000 / short.asked) for name in names]
        heads = [
            "a turn of one piece",
            *(f"{name}, CPU ms" for name in names),
            "post to first piece p50, ms",
            "p95",
        ]
        firsts = [milliseconds(percentile(short.first, p)) for p in (50, 95)]
        return table(heads, [[f"{short.whole} of {short.asked} whole", *cpu, *firsts]])

    def _memory(self):
        rows = [
            [
                "after the first turns (PSS)",
                *(number(self.idle[name] / MB) for name in PRODUCT),
                number(sum(self.idle.values()) / MB),
                "",
                "",
            ]
        ]
        for num in self.runs:
            grown = {
                name: self.of(num, lambda run, name=name: run.peak[name]) - self.idle_rss[name]
                for name in PRODUCT
            }
            cells = [number((self.idle[name] + grown[name]) / MB) for name in PRODUCT]
            total = number((sum(self.idle.values()) + sum(grown.values())) / MB)
            # A few conversations say nothing: what a process loads at its first turns outweighs them.
            each = [number(grown[name] / num / KB) if num >= 50 else "" for name in ("worker", "web")]
            rows.append([f"at most, {num} conversations", *cells, total, *each])
        heads = ["", *PRODUCT, "**all**", "worker: kB a reply", "web: kB a conversation"]
        waiting = f"An open stream whose reply waits: {number(self.stream_bytes / KB)} kB of the web process."
        return f"{table(heads, rows)}\n\n{waiting}"
