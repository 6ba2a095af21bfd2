"""What the site adds to an engine's stream: time to the first piece, latency, CPU and memory.

    .venv/bin/python benchmarks/streaming.py [--quick] [--conversations 1,10,50,100,200] [--runs 3]

Starts everything on loopback in a temporary folder: PostgreSQL, two Valkeys, the processes of `make run`, and the
scripted server, which stamps each piece with its time. Prints tables in Markdown.
"""

import argparse
import asyncio
import gc
import os
import statistics
import time
from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import urlsplit

import bench_site
import conversations
import meters
import uvloop
import wire
from tables import median, milliseconds, number, percentile, table

from tests.engines.scripted_server import ScriptedServer

PRODUCT = ("web", "worker", "sweeper", "beat", "broker", "streams")
SPEAKER, SHORT_SPEAKER = "leon-trotsky", "rosa-luxemburg"
WARM_UP, NUM_SHORT_TURNS, SILENT_STREAMS = 10, 50, 200
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


def num_at_once(tolds) -> int:
    """How many replies were on their way at the same time, from first to last stamp."""
    changes = []
    for told in tolds:
        stamps = told.exchange.stamps()
        if stamps:
            changes += [(stamps[0][0], 1), (stamps[-1][0], -1)]
    running = most = 0
    for _, change in sorted(changes):
        running += change
        most = max(most, running)
    return most


def run_of(num, asked, tolds, whole, meter) -> Run:
    stamps = [told.exchange.stamps() for told in tolds]
    firsts = [told.exchange.first_stamp_at() - told.posted_at for told in tolds if told.exchange.first_stamp_at()]
    return Run(
        num, asked, whole, num_at_once(tolds), sum(map(len, stamps)), firsts,
        [late for each in stamps for _, late in each], meter.cpu, meter.peak,
    )  # fmt: skip


def num_whole(tolds, pieces: int) -> int:
    """Replies that are complete, and the same in the reader's hands, in the database and at their source."""
    from chat.models import Message

    ids = [told.reply_id for told in tolds]
    rows = dict(Message.objects.filter(pk__in=ids, generation__state="COMPLETE").values_list("pk", "text"))
    return sum(
        told.is_final and told.text().strip() == rows.get(told.reply_id, "").strip() and _is_undoubled(told, pieces)
        for told in tolds
    )


def _is_undoubled(told, pieces) -> bool:
    stamps = [stamp for stamp, _ in told.exchange.stamps()]
    return len(stamps) == pieces and stamps == sorted(set(stamps))


class Benchmark:
    def __init__(self, options, scripted, servers, site, users):
        self.options, self.users = options, users
        self.port, self.scripted_port = int(os.environ["PORT"]), urlsplit(scripted.origin).port
        self.scripted_pid = scripted.process.pid
        self.pids = {name: process.pid for name, process in site.items()}
        self.pids |= {server.name: server.process.pid for server in servers}
        self.pids |= {"scripted": scripted.process.pid, "reader": os.getpid()}

    @property
    def reply_seconds(self):
        return self.options.pieces * self.options.gap / 1000

    def speaker(self, slug):
        from characters.models import Character

        return Character.objects.select_related("live_edition").get(slug=slug)

    async def through_site(self, num, turns, *, slug=SPEAKER, pieces=None, seconds=None) -> Run:
        pieces, seconds = pieces or self.options.pieces, self.spread(num) if seconds is None else seconds
        ids = await asyncio.to_thread(conversations.begin, self.users[:num], self.speaker_of[slug])
        gc.collect()
        async with meters.Meter(self.pids) as meter:
            tolds = await self._bounded(
                conversations.spread(
                    num, turns, seconds, lambda at: conversations.take_turn(self.port, self.users[at][1], ids[at])
                ),
                turns,
            )
            await asyncio.sleep(0.2)  # what the worker still has to tidy up
        whole = await asyncio.to_thread(num_whole, tolds, pieces)
        return run_of(num, num * turns, tolds, whole, meter)

    async def bare(self, num, turns) -> Run:
        model = f"stamp-{self.options.pieces}-gap-{self.options.gap}"
        gc.collect()
        async with meters.Meter({"scripted": self.scripted_pid, "reader": os.getpid()}) as meter:
            tolds = await self._bounded(
                conversations.spread(
                    num, turns, self.spread(num), lambda at: conversations.ask_directly(self.scripted_port, model)
                ),
                turns,
            )
        whole = sum(_is_undoubled(told, self.options.pieces) for told in tolds)
        return run_of(num, num * turns, tolds, whole, meter)

    def spread(self, num) -> float:
        """Seconds over which conversations begin: a reply's own length, so that all run when the last begins."""
        return self.options.spread if self.options.spread is not None else self.reply_seconds * (num > 1)

    async def _bounded(self, talking, turns):
        async with asyncio.timeout(2 * turns * self.reply_seconds + 120):
            return await talking

    async def silent_streams(self, num) -> float:
        """Bytes that the web process grows by for each open stream whose reply waits."""
        replies = await asyncio.to_thread(conversations.queue_replies, self.users[:num], self.speaker_of[SPEAKER])
        before = meters.rss_bytes(self.pids["web"])
        streams = [
            await wire.opened(
                self.port, conversations.events_request(f"/chat/replies/{reply}/events", self.users[at][1])
            )
            for at, reply in enumerate(replies)
        ]
        await asyncio.sleep(2)
        is_open = [stream.raw.endswith(b"retry: 1000\n\n\r\n") for stream in streams]
        assert all(is_open), f"{is_open.count(False)} streams did not open"
        grown = meters.rss_bytes(self.pids["web"]) - before
        for stream in streams:
            stream.leave()
        await asyncio.sleep(0.5)
        return grown / num

    async def measure(self):
        self.speaker_of = {slug: await asyncio.to_thread(self.speaker, slug) for slug in (SPEAKER, SHORT_SPEAKER)}
        most = max(self.options.conversations)
        warm_up = min(WARM_UP, len(self.users))
        await self.through_site(warm_up, 1, slug=SHORT_SPEAKER, pieces=1, seconds=1)
        idle = {name: meters.pss_bytes(self.pids[name]) for name in PRODUCT}
        idle_rss = {name: meters.rss_bytes(self.pids[name]) for name in PRODUCT}
        stream_bytes = await self.silent_streams(min(SILENT_STREAMS, most)) if most > 1 else float("nan")
        short = await self.through_site(min(NUM_SHORT_TURNS, len(self.users)), 1, slug=SHORT_SPEAKER, pieces=1, seconds=5)
        runs, bare = defaultdict(list), defaultdict(list)
        for num in self.options.conversations:
            turns = self.options.turns if num > 1 else 5
            for at in range(self.options.runs):
                bare[num].append(await self.bare(num, turns))
                runs[num].append(await self.through_site(num, turns))
                print(f"{num} conversations, run {at + 1}: {runs[num][-1].whole} of {runs[num][-1].asked} whole", flush=True)
                if runs[num][-1].whole < runs[num][-1].asked:
                    await asyncio.sleep(5)
        return Result(self.options, idle, idle_rss, stream_bytes, short, runs, bare)


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
        return (
            f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores shared with reader and scripted server, load {load}; "
            f"{options.pieces} pieces, {options.gap} ms apart; {options.turns} turns a conversation (5 where it is one), "
            f"begun over {options.spread if options.spread is not None else options.pieces * options.gap / 1000:g} s; "
            f"medians of {options.runs} runs."
        )

    def _added(self):
        rows = []
        for num in self.runs:
            first = self.of(num, lambda run: median(run.first), bare=True)
            piece = self.of(num, lambda run: median(run.latency), bare=True)
            rows.append(
                [
                    num,
                    f"{sum(run.whole for run in self.runs[num])} of {sum(run.asked for run in self.runs[num])}",
                    number(self.of(num, lambda run: run.most_at_once)),
                    *(milliseconds(self.of(num, lambda run, p=p: percentile(run.first, p)) - first) for p in (50, 95)),
                    *(milliseconds(self.of(num, lambda run, p=p: percentile(run.latency, p)) - piece) for p in (50, 95)),
                    milliseconds(first),
                    f"{milliseconds(piece)} / {milliseconds(self.of(num, lambda run: percentile(run.latency, 95), bare=True))}",
                ]
            )
        heads = ("conversations", "whole", "most at once", "first piece p50, ms", "p95", "each piece p50, ms", "p95")
        return table([*heads, "bare: first p50", "bare: piece p50 / p95"], rows)

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
                *(number(self.of(num, lambda run, names=names: run.cpu_per_1000(*names))) for names in columns.values()),
                number(self.of(num, lambda run: run.cpu_per_1000("reader", "scripted"), bare=True)),
                number(self.of(num, self._without_turns)),
            ]
            for num in self.runs
        ]
        return table(["conversations", *columns, "bare: reader and server", "web, worker, Valkeys without the turns' own"], rows)

    def _without_turns(self, run) -> float:
        names = ("web", "worker", "broker", "streams")
        a_turn = sum(self.short.cpu[name] for name in names) / self.short.asked
        return (sum(run.cpu[name] for name in names) - a_turn * run.asked) * 1e6 / max(run.pieces, 1)

    def _turn(self):
        short = self.short
        names = ("web", "worker", "broker", "streams", "postgres")
        cpu = [number(short.cpu[name] * 1000 / short.asked) for name in names]
        heads = ["a turn of one piece", *(f"{name}, CPU ms" for name in names), "post to first piece p50, ms", "p95"]
        firsts = [milliseconds(percentile(short.first, p)) for p in (50, 95)]
        return table(heads, [[f"{short.whole} of {short.asked} whole", *cpu, *firsts]])

    def _memory(self):
        rows = [["after the first turns (PSS)", *(number(self.idle[name] / MB) for name in PRODUCT), number(sum(self.idle.values()) / MB), "", ""]]
        for num in self.runs:
            grown = {
                name: self.of(num, lambda run, name=name: run.peak[name]) - self.idle_rss[name] for name in PRODUCT
            }
            cells = [number((self.idle[name] + grown[name]) / MB) for name in PRODUCT]
            total = number((sum(self.idle.values()) + sum(grown.values())) / MB)
            rows.append([f"at most, {num} conversations", *cells, total, number(grown["worker"] / num / KB), number(grown["web"] / num / KB)])
        heads = ["", *PRODUCT, "**all**", "worker: kB a reply", "web: kB a conversation"]
        return (
            table(heads, rows)
            + f"\n\nAn open event stream whose reply waits: {number(self.stream_bytes / KB)} kB of the web process."
        )


def prepare(options):
    """The schema, two speakers (one whose replies are one piece long) and the users."""
    from characters import publishing
    from characters.models import Character

    bench_site.manage("migrate", "--verbosity=0")
    files = [f"content/characters/{slug}.md" for slug in (SPEAKER, SHORT_SPEAKER)]
    bench_site.manage("load_characters", *files)
    short = Character.objects.get(slug=SHORT_SPEAKER)
    short.engine = "openai_compatible:stamp-1"
    short.save()
    publishing.publish(short, embed_now=True)
    return conversations.sign_up(max(*options.conversations, WARM_UP))


def read_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--conversations", default="1,10,50,100,200", help="levels, with commas between")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--turns", type=int, default=2, help="turns a conversation, one after another")
    parser.add_argument("--pieces", type=int, default=120)
    parser.add_argument("--gap", type=int, default=25, help="milliseconds between pieces")
    parser.add_argument("--spread", type=float, help="seconds over which conversations begin; else a reply's length")
    parser.add_argument("--quick", action="store_true", help="10 and 50 conversations, one run")
    options = parser.parse_args()
    options.conversations = [int(num) for num in options.conversations.split(",")]
    if options.quick:
        options.conversations, options.runs = [10, 50], 1
    return options


def main():
    options = read_options()
    with ScriptedServer() as scripted:
        model = f"openai_compatible:stamp-{options.pieces}-gap-{options.gap}"
        settings = {"ENGINE": model, "OPENAI_BASE_URL": scripted.url, "OPENAI_API_KEY": "", "OPENAI_MODEL": "stamp-1"}
        settings |= {"MESSAGES_PER_HOUR": "1000000", "WORKER_CONCURRENCY": "250"}
        with bench_site.servers_in_a_temporary_folder(**settings) as (var, servers):
            users = prepare(options)
            with bench_site.running(var, **bench_site.site_commands(var)) as site:
                bench_site.wait_for_port(int(os.environ["PORT"]), site["web"])
                gc.freeze()
                uvloop.run(Benchmark(options, scripted, servers, site, users).measure()).print()


if __name__ == "__main__":
    main()
