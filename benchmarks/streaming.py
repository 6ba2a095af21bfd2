"""What the site adds to an engine's stream: time to the first piece, latency, CPU and memory.

    .venv/bin/python benchmarks/streaming.py [--quick] [--conversations 1,10,50,100,200] [--runs 3]

Starts everything on loopback in a temporary folder: PostgreSQL, two Valkeys, the processes of `make run`, and
the scripted server, which stamps each piece with its time. Prints tables in Markdown.
"""

import argparse
import asyncio
import gc
import os
from collections import defaultdict
from urllib.parse import urlsplit

import bench_site
import conversations
import meters
import uvloop
import wire
from streaming_tables import PRODUCT, Result, Run

from tests.engines.scripted_server import ScriptedServer

SPEAKER, SHORT_SPEAKER = "leon-trotsky", "rosa-luxemburg"
# A worker's threads, beside one for each reply of the highest level.
THREADS_BEYOND = 50
WARM_UP, NUM_SHORT_TURNS, SILENT_STREAMS = 10, 50, 200


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
    firsts = [
        told.exchange.first_stamp_at() - told.posted_at for told in tolds if told.exchange.first_stamp_at()
    ]
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
        told.is_final
        and told.text().strip() == rows.get(told.reply_id, "").strip()
        and _is_undoubled(told, pieces)
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
                    num,
                    turns,
                    seconds,
                    lambda at: conversations.take_turn(self.port, self.users[at][1], ids[at]),
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
                    num,
                    turns,
                    self.spread(num),
                    lambda at: conversations.ask_directly(self.scripted_port, model),
                ),
                turns,
            )
        whole = sum(_is_undoubled(told, self.options.pieces) for told in tolds)
        return run_of(num, num * turns, tolds, whole, meter)

    def spread(self, num) -> float:
        """Seconds over which conversations begin: a reply's length, so that all run once the last began."""
        return self.options.spread if self.options.spread is not None else self.reply_seconds * (num > 1)

    async def _bounded(self, talking, turns):
        async with asyncio.timeout(2 * turns * self.reply_seconds + 120):
            return await talking

    async def silent_streams(self, num) -> float:
        """Bytes that the web process grows by for each open stream whose reply waits."""
        replies = await asyncio.to_thread(
            conversations.queue_replies, self.users[:num], self.speaker_of[SPEAKER]
        )
        before = meters.rss_bytes(self.pids["web"])
        streams = [
            await wire.opened(
                self.port, conversations.events_request(f"/chat/replies/{reply}/events", self.users[at][1])
            )
            for at, reply in enumerate(replies)
        ]
        async with asyncio.timeout(60):
            while not all(b"retry: 1000" in stream.raw for stream in streams):
                await asyncio.sleep(0.1)
        await asyncio.sleep(1)  # until the followers have looked into the database and wait
        grown = meters.rss_bytes(self.pids["web"]) - before
        for stream in streams:
            stream.leave()
        await asyncio.sleep(0.5)
        return grown / num

    async def measure(self):
        self.speaker_of = {
            slug: await asyncio.to_thread(self.speaker, slug) for slug in (SPEAKER, SHORT_SPEAKER)
        }
        most = max(self.options.conversations)
        warm_up = min(WARM_UP, len(self.users))
        await self.through_site(warm_up, 1, slug=SHORT_SPEAKER, pieces=1, seconds=1)
        idle = {name: meters.pss_bytes(self.pids[name]) for name in PRODUCT}
        idle_rss = {name: meters.rss_bytes(self.pids[name]) for name in PRODUCT}
        stream_bytes = await self.silent_streams(min(SILENT_STREAMS, most)) if most >= 50 else float("nan")
        short = await self.through_site(
            min(NUM_SHORT_TURNS, len(self.users)), 1, slug=SHORT_SPEAKER, pieces=1, seconds=5
        )
        runs, bare = defaultdict(list), defaultdict(list)
        for num in self.options.conversations:
            turns = self.options.turns if num > 1 else 5
            for at in range(self.options.runs):
                bare[num].append(await self.bare(num, turns))
                runs[num].append(await self.through_site(num, turns))
                last = runs[num][-1]
                print(f"{num} conversations, run {at + 1}: {last.whole} of {last.asked} whole", flush=True)
                if last.whole < last.asked:
                    await asyncio.sleep(5)
        return Result(self.options, idle, idle_rss, stream_bytes, short, runs, bare)


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
    parser.add_argument(
        "--spread", type=float, help="seconds over which conversations begin; else a reply's length"
    )
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
        settings = {
            "ENGINE": model,
            "OPENAI_BASE_URL": scripted.url,
            "OPENAI_API_KEY": "",
            "OPENAI_MODEL": "stamp-1",
        }
        settings |= {
            "MESSAGES_PER_HOUR": "1000000",
            "PIECES_PER_HOUR": "0",
            "WORKER_CONCURRENCY": str(THREADS_BEYOND + max(options.conversations)),
        }
        with bench_site.servers_in_a_temporary_folder(**settings) as (var, servers):
            users = prepare(options)
            with bench_site.running(var, **bench_site.site_commands(var)) as site:
                bench_site.wait_for_port(int(os.environ["PORT"]), site["web"])
                gc.freeze()
                uvloop.run(Benchmark(options, scripted, servers, site, users).measure()).print()


if __name__ == "__main__":
    main()
