"""What a page costs: requests a second, queries and bytes, against a bare Django view.

    .venv/bin/python benchmarks/pages.py [--quick] [--seconds 2] [--runs 3] [--characters 120]

Starts everything on loopback in a temporary folder. Prints tables in Markdown.
"""

import argparse
import asyncio
import gc
import gzip
import os
import re
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import bench_site
import large_catalog
import uvloop
import wire
from tables import median, number, table

from embedded import ports

LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
CONNECTIONS = 8
# How pages are served: alone over WSGI, as in production, and beside the event streams, as `make run` does.
SERVERS = {"granian, WSGI": "wsgi", "uvicorn, as `make run`": "asgi"}
THREADS = "10"


@dataclass
class Page:
    label: str
    path: str
    status: int = 200
    num_queries: int = 0
    num_bytes: int = 0
    num_gzipped: int = 0
    num_queries_again: int | None = None
    etag: str = ""


class Reader(asyncio.Protocol):
    """One keep-alive connection that asks for the same page again and again."""

    def __init__(self, request: bytes, status: int):
        self._request, self._begins = request, f"HTTP/1.1 {status} ".encode()
        self._left, self._buffer = 0, b""
        self.num_answers = 0
        self.fault = ""

    def connection_made(self, transport):
        self._transport = transport
        transport.write(self._request)

    def data_received(self, data):
        if self._left:
            self._left -= len(data)
        elif not self._begin_answer(data):
            return
        if self._left <= 0:
            self.num_answers += 1
            self._transport.write(self._request)

    def _begin_answer(self, data) -> bool:
        self._buffer += data
        head, end, body = self._buffer.partition(b"\r\n\r\n")
        if not end:
            return False
        self._buffer = b""
        length = LENGTH.search(head)
        if not head.startswith(self._begins) or not (length or b" 304 " in self._begins):
            self.fault = head.decode("latin-1")
            self._transport.abort()
            return False
        self._left = (int(length[1]) if length and b" 304 " not in self._begins else 0) - len(body)
        return True

    def leave(self):
        self._transport.abort()


async def requests_a_second(port, page, seconds, *, etag="") -> float:
    headers = {"if_none_match": etag} if etag else {}
    request = wire.request("GET", page.path, keep_alive=True, **headers)
    status = 304 if etag else page.status
    loop = asyncio.get_running_loop()
    readers = [
        (await loop.create_connection(lambda: Reader(request, status), wire.HOST, port))[1]
        for _ in range(CONNECTIONS)
    ]
    await asyncio.sleep(min(0.5, seconds / 4))  # warm up
    before, began_at = sum(reader.num_answers for reader in readers), time.monotonic()
    await asyncio.sleep(seconds)
    rate = (sum(reader.num_answers for reader in readers) - before) / (time.monotonic() - began_at)
    for reader in readers:
        reader.leave()
    if faults := [reader.fault for reader in readers if reader.fault]:
        raise RuntimeError(f"{page.path} answered {faults[0]}")
    return rate


def pages_to_measure() -> list[Page]:
    from characters.search.asked import Search
    from characters.search.finding import find

    after = find(find(Search()).next).next.after
    return [
        Page("robots.txt (middleware alone)", "/robots.txt"),
        Page("home", "/"),
        Page("catalog, first page", "/characters/"),
        Page("catalog, third page", f"/characters/?after={after}"),
        Page("catalog, one era and field", "/characters/?era=20th-century&field=politics"),
        Page("catalog, searched by name", "/characters/?q=leon"),
        Page("catalog, searched by theme", "/characters/?q=women+who+wrote+about+revolution"),
        Page("character (Leon Trotsky)", "/characters/leon-trotsky/"),
        Page("similar characters", "/characters/leon-trotsky/similar/"),
        Page("unknown character", "/characters/nobody/", status=404),
        Page("sign-in page", "/accounts/login/"),
    ]


def look_at(page):
    """Count its queries and bytes, once warm, in this process; and the queries that find nothing changed."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(SERVER_NAME="localhost")
    client.get(page.path)
    with CaptureQueriesContext(connection) as queries:
        answer = Client(SERVER_NAME="localhost").get(page.path)
    assert answer.status_code == page.status, f"{page.path} answered {answer.status_code}"
    page.num_queries, page.num_bytes = len(queries), len(answer.content)
    page.num_gzipped = len(gzip.compress(answer.content, 6))
    page.etag = answer.headers.get("ETag", "")
    if page.etag:
        with CaptureQueriesContext(connection) as queries:
            again = Client(SERVER_NAME="localhost").get(page.path, headers={"If-None-Match": page.etag})
        assert again.status_code == 304, f"{page.path} answered {again.status_code} to its own ETag"
        page.num_queries_again = len(queries)


@contextmanager
def serving(var, kind, module):
    """One process that serves `<module>:application` (or the bare site's) this way; its port."""
    port = str(ports.free_port())
    name = {"wsgi": "wsgi", "asgi": "asgi"}[kind] if module == "bare" else "application"
    module = "bare_site" if module == "bare" else f"config.{kind}"
    commands = {
        "wsgi": ["-m", "granian", "--interface", "wsgi", "--blocking-threads", THREADS, "--no-access-log"]
        + ["--log-level", "warning", "--host", wire.HOST, "--port", port, f"{module}:{name}"],
        "asgi": ["-m", "uvicorn", f"{module}:{name}", "--host", wire.HOST, "--port", port]
        + [
            "--log-level",
            "warning",
            "--no-access-log",
            "--no-proxy-headers",
            "--timeout-graceful-shutdown",
            "1",
        ],
    }
    with bench_site.running(var, **{f"{kind}-{module}": commands[kind]}) as started:
        bench_site.wait_for_port(int(port), *started.values())
        yield int(port)


def measure(var, pages, options):
    """Median requests a second: {(server, label): rate}, the bare view under the label ``bare``."""
    rates = {}
    for server, kind in SERVERS.items():
        with serving(var, kind, "bare") as bare, serving(var, kind, "site") as site:
            rates |= uvloop.run(_rates(server, bare, site, pages, options))
    return rates


async def _rates(server, bare, site, pages, options):
    found = {}
    for _ in range(options.runs):
        # In turn, so that a busy minute of the machine falls on all alike.
        await _add(found, (server, "bare"), bare, Page("bare", "/"), options)
        for page in pages:
            await _add(found, (server, page.label), site, page, options)
            if page.etag:
                await _add(found, (server, page.label, "again"), site, page, options, etag=page.etag)
    return {key: median(rates) for key, rates in found.items()}


async def _add(found, key, port, page, options, etag=""):
    found.setdefault(key, []).append(await requests_a_second(port, page, options.seconds, etag=etag))


def print_result(pages, rates, options):
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    print(
        f"\n{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores shared with the reader, "
        f"load {load}; one process a server, {THREADS} threads; {CONNECTIONS} connections; "
        f"{options.characters} characters; "
        f"medians of {options.runs} runs of {options.seconds:g} s.\n"
    )
    rows = [["bare Django view", 0, "0.0", "0.0", *_cells(rates, "bare"), "", "", ""]]
    for page in pages:
        again = [rates.get((server, page.label, "again")) for server in SERVERS]
        rows.append(
            [
                page.label,
                page.num_queries,
                f"{page.num_bytes / 1000:.1f}",
                f"{page.num_gzipped / 1000:.1f}",
                *_cells(rates, page.label),
                "" if page.num_queries_again is None else page.num_queries_again,
                *("" if rate is None else number(rate) for rate in again),
            ]
        )
    heads = ["page", "queries", "kB", "kB gzipped"]
    for server in SERVERS:
        heads += [f"{server}: requests/s", "of bare"]
    print(table([*heads, "not changed: queries", *(f"{server}: 304/s" for server in SERVERS)], rows))


def _cells(rates, label):
    cells = []
    for server in SERVERS:
        rate = rates[server, label]
        cells += [number(rate), f"{rate / rates[server, 'bare'] * 100:.1f} %"]
    return cells


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--characters", type=int, default=120, help="in the catalog: see large_catalog.py")
    parser.add_argument("--quick", action="store_true", help="one run of half a second a page")
    options = parser.parse_args()
    if options.quick:
        options.seconds, options.runs = 0.5, 1
    here = str(Path(__file__).parent.resolve())  # where bare_site is
    with bench_site.servers_in_a_temporary_folder(PYTHONPATH=here) as (var, _):
        large_catalog.load_starters()
        large_catalog.fill_up(options.characters)
        pages = pages_to_measure()
        for page in pages:
            look_at(page)
        gc.freeze()
        print_result(pages, measure(var, pages, options), options)


if __name__ == "__main__":
    main()
