"""Turns through the real site while its processes are killed at random: none lost, none doubled, all terminal.

    .venv/bin/python benchmarks/chaos.py [--turns 1000] [--seed 1] [--short]

Starts everything on loopback in a temporary folder, with several workers, and kills workers, web, sweeper, the
Valkeys (which come back empty) and PostgreSQL. Prints tables in Markdown; ends with 1 when a turn is not whole in
the reader's hands and in the database, and names those turns.
"""

import argparse
import asyncio
import os
import sys
import threading
import time

import bench_site
import chaos_tables
import conversations
from storm import Storm

from embedded import processes
from tests.engines.scripted_server import ScriptedServer

# Who speaks, and in how many pieces, 25 ms apart: 1, 3 and 7 seconds.
SPEAKERS = {"rosa-luxemburg": 40, "leon-trotsky": 120, "ada-lovelace": 280}
SHORT_SPEAKERS = {"rosa-luxemburg": 60}
# What the tests' clocks are, so that what takes half a minute in life takes seconds.
SHORT_CLOCKS = {"REPLY_LEASE_SECONDS": "3", "REPLY_CHECKPOINT_SECONDS": "0.4", "SWEEP_SECONDS": "0.4"}


def prepare(options):
    """The schema, the speakers, and a user in a conversation with one of them each."""
    from characters import publishing
    from characters.models import Character

    bench_site.manage("migrate", "--verbosity=0")
    speakers = SHORT_SPEAKERS if options.short else SPEAKERS
    bench_site.manage("load_characters", *(f"content/characters/{slug}.md" for slug in speakers))
    users = conversations.sign_up(options.users)
    rows = [None] * len(users)
    for at, (slug, pieces) in enumerate(speakers.items()):
        character = Character.objects.get(slug=slug)
        character.engine = f"openai_compatible:say-{pieces}-gap-25"
        character.save()
        publishing.publish(character, embed_now=True)
        own = range(at, len(users), len(speakers))
        begun = conversations.begin([users[number] for number in own], character)
        for number, pk in zip(own, begun, strict=True):
            rows[number] = (pk, pieces)
    return users, rows


def commands_of(var, num_workers):
    commands = bench_site.site_commands(var)
    worker = commands.pop("worker")
    named = {f"worker-{at}": [*worker, "-n", f"worker{at}@localhost"] for at in range(1, num_workers + 1)}
    return {**commands, **named}


def stormy(options, var, servers, users, rows):
    """The turns, as their users saw them, and the kills."""
    # Needs Django, which is set up by now.
    from talkers import Talkers

    commands = commands_of(var, options.workers)
    with bench_site.running(var, **commands) as site:
        port = int(os.environ["PORT"])
        bench_site.wait_for_port(port, site["web"])
        wait_for_workers(var, options.workers)
        talkers = Talkers(
            port, users, rows, turns=options.turns, seed=options.seed, patience=options.patience
        )
        storm = Storm(var, site, commands, servers, seed=options.seed, pause=options.pause, down=options.down)
        talking = threading.Thread(target=asyncio.run, args=[talkers.talk()], daemon=True)
        talking.start()
        storm.rage(
            lambda: not talking.is_alive() or len(talkers.turns) >= options.turns and not options.rounds,
            rounds=options.rounds or 1_000_000,
        )
        if not processes.wait_for(lambda: not talking.is_alive(), options.seconds):
            print("Not all have ended in time.", file=sys.stderr)
        return talkers, storm


def wait_for_workers(var, num):
    """Until every worker has said that it is ready: at LOG_LEVEL WARNING Celery does not, so its queue tells."""
    from redis import Redis

    with Redis.from_url(os.environ["BROKER_URL"]) as broker:

        def num_waiting():
            return sum("brpop" in (client.get("cmd") or "").lower() for client in broker.client_list())

        if not processes.wait_for(lambda: num_waiting() >= num, bench_site.SECONDS_TO_START):
            raise RuntimeError("the workers did not start: see the logs")


def read_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--turns", type=int, default=1_000)
    parser.add_argument("--users", type=int, default=30)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pause", type=float, default=8, help="seconds between two kills, on average")
    parser.add_argument(
        "--down", type=float, default=3, help="seconds for which what was killed stays away, at most"
    )
    parser.add_argument(
        "--rounds", type=int, default=0, help="so many kills of each kind; else as long as turns last"
    )
    parser.add_argument(
        "--patience", type=float, default=150, help="seconds after which a user gives a turn up"
    )
    parser.add_argument("--seconds", type=float, default=1_200, help="after the last kill, at most")
    parser.add_argument(
        "--short", action="store_true", help="40 turns, each kind once, with shortened clocks"
    )
    options = parser.parse_args()
    if options.short:
        options.turns, options.users, options.workers, options.rounds = 40, 8, 2, 1
        options.pause, options.down, options.patience, options.seconds = 0.8, 0.3, 45, 45
    return options


def main() -> int:
    options = read_options()
    with ScriptedServer() as scripted:
        settings = {
            "OPENAI_BASE_URL": scripted.url,
            "OPENAI_API_KEY": "",
            "OPENAI_MODEL": "say-1",
            "MESSAGES_PER_HOUR": "1000000",
            "PIECES_PER_HOUR": "0",
            **(SHORT_CLOCKS if options.short else {}),
        }
        with bench_site.servers_in_a_temporary_folder(**settings) as (var, servers):
            users, rows = prepare(options)
            began_at = time.monotonic()
            talkers, storm = stormy(options, var, servers, users, rows)
            seconds = time.monotonic() - began_at
            return told(options, talkers, storm, seconds)


def told(options, talkers, storm, seconds) -> int:
    from django.db import connection

    # The last kill may have been PostgreSQL's.
    connection.close()
    fates = chaos_tables.fates_of(talkers.turns, storm.kills)
    print(chaos_tables.report(options, fates, storm.kills, seconds), flush=True)
    for fate in fates:
        if problems := fate.problems():
            print(f"{fate.turn.reply_id}: {', '.join(problems)}; {fate.state} {fate.fault} in attempt {fate.attempt}, "
                  f"{len(fate.text)} of {len(fate.expected)} code points; {fate.turn.error}", flush=True)  # fmt: skip
    too_many = chaos_tables.num_rows_too_many(talkers.turns)
    found = chaos_tables.summary(fates)
    is_well = (
        found["turns"] == found["whole"] == found["page as database"] == options.turns
        and not (too_many or found["lost"] or found["doubled"] or found["not terminal"])
    )  # fmt: skip
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main())
