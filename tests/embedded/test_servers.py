"""The embedded servers: which are started, what they keep, who may enter, what a stop leaves."""

import os
import signal
import socket
import stat
import subprocess
import sys

import psutil
import psycopg
import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from embedded import CannotStart, ports, processes, servers
from embedded.postgres import Postgres
from embedded.valkey import Broker, Streams


@pytest.fixture
def started(var):
    """Start a server that is stopped at the end of the test."""
    all_started = []

    def start(kind, **options):
        all_started.append(kind(var, durable=False, **options))
        all_started[-1].start()
        return all_started[-1]

    yield start
    servers.stop(all_started)


def working_in(folder):
    """Processes that work in the folder or below it."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.status() != psutil.STATUS_ZOMBIE and process.cwd().startswith(str(folder)):
                found.append(process)
        except psutil.Error:
            continue
    return found


def query(server, statement):
    with psycopg.connect(server.url, autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else None


def test_a_server_is_started_only_if_its_address_is_not_given(var):
    given = {"VAR_DIR": str(var), "BROKER_URL": "redis://elsewhere/0"}
    assert [server.name for server in servers.missing(given)] == ["postgres", "streams"]


def test_an_empty_address_counts_as_not_given():
    given = servers.settings_given({"DATABASE_URL": "", "STREAM_URL": "redis://elsewhere/0"})
    assert "DATABASE_URL" not in given
    assert given["STREAM_URL"] == "redis://elsewhere/0"


def test_the_database_brings_what_the_site_needs(started):
    postgres = started(Postgres)
    for extension in ("vector", "pg_trgm", "unaccent"):
        query(postgres, f"CREATE EXTENSION {extension}")
    assert query(postgres, "SHOW max_connections") == [("200",)]
    assert query(postgres, "SELECT lower('ÉMILE')") == [("émile",)]


def test_a_stop_and_a_start_keep_the_database_and_the_broker_and_forget_the_streams(var):
    kept = []
    for first in (True, False):
        all_three = servers.missing({"VAR_DIR": str(var)})
        servers.start(all_three)
        postgres, broker, streams = all_three
        clients = [redis.from_url(server.url) for server in (broker, streams)]
        if first:
            query(postgres, "CREATE TABLE kept AS SELECT 1 AS one")
            assert all(client.set("kept", "1") for client in clients)
        else:
            kept = [query(postgres, "SELECT one FROM kept"), *(client.get("kept") for client in clients)]
        servers.stop(all_three)
    assert kept == [[(1,)], b"1", None]


def test_a_stop_leaves_no_process_behind(var):
    all_three = servers.missing({"VAR_DIR": str(var)}, durable=False)
    servers.start(all_three)
    assert len(working_in(var)) >= 3
    servers.stop(all_three)
    assert working_in(var) == []


def test_the_broker_refuses_writes_rather_than_forget_and_the_streams_forget(started):
    assert redis.from_url(started(Broker).url).config_get("maxmemory-policy", "appendonly") == {
        "maxmemory-policy": "noeviction",
        "appendonly": "yes",
    }
    assert redis.from_url(started(Streams).url).config_get("maxmemory-policy", "maxmemory") == {
        "maxmemory-policy": "allkeys-lru",
        "maxmemory": str(256 * 1024 * 1024),
    }


def test_no_other_user_of_the_machine_gets_in(var, started):
    broker, postgres = started(Broker), started(Postgres)
    with pytest.raises(redis.AuthenticationError):
        redis.Redis(port=broker.port, retry=Retry(NoBackoff(), 0)).ping()
    assert stat.S_IMODE(postgres.sockets.stat().st_mode) == 0o700
    for secret in ("valkey_password", "postgres_password", "run/broker.conf"):
        assert stat.S_IMODE((var / secret).stat().st_mode) == 0o600
    assert broker.password not in " ".join(psutil.Process(broker.process.pid).cmdline())


def test_on_a_port_the_database_asks_for_its_password(started):
    postgres = started(Postgres, port=ports.free_port())
    assert query(postgres, "SELECT 1") == [(1,)]
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(f"postgresql://colloquy@127.0.0.1:{postgres.port}/colloquy")


@pytest.mark.parametrize("kind", [Postgres, Broker, Streams])
def test_a_killed_server_comes_back_at_the_same_address(started, kind):
    server = started(kind)
    address = server.url
    server.kill()
    assert server.has_ended()
    server.start()
    assert server.url == address
    assert server.answers()


@pytest.mark.parametrize("kind", [Postgres, Broker])
def test_a_server_that_a_killed_run_left_is_ended_before_the_next_starts(var, started, kind):
    left = started(kind)
    started(kind)
    assert left.has_ended()


def test_a_stale_pid_file_does_not_keep_the_database_from_starting(var, started):
    postgres = started(Postgres)
    postgres.stop()
    # As after a restart of the machine: the file names a living process that has nothing to do with it.
    (postgres.data / "postmaster.pid").write_text(
        f"{os.getpid()}\n{postgres.data}\n1\n5432\n\n\n0 0\nready\n"
    )
    postgres.start()
    assert postgres.answers()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the next start ends them")
def test_the_servers_end_when_the_process_that_started_them_is_killed(var):
    code = "import sys; from embedded import servers as all; s = all.missing({'VAR_DIR': sys.argv[1]})"
    code += "; all.start(s); print('started', flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", code, str(var)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as run:
        assert run.stdout.readline() == b"started\n"
        run.send_signal(signal.SIGKILL)
    assert processes.wait_for(lambda: not working_in(var), 10)


def test_when_one_server_cannot_start_none_stays(var):
    with socket.create_server((ports.LOOPBACK, 0)) as taken:
        all_three = servers.missing({"VAR_DIR": str(var), "EMBEDDED_STREAMS_PORT": taken.getsockname()[1]})
        with pytest.raises(CannotStart, match=r"streams did not start(.|\n)*in use"):
            servers.start(all_three)
    assert working_in(var) == []


def test_the_addresses_are_private_and_vanish_at_the_stop(var):
    servers.write_addresses(var, {"DATABASE_URL": "postgresql://here", "SECRET_KEY": "hidden"})
    file = var / servers.ADDRESSES
    assert file.read_text() == "DATABASE_URL=postgresql://here\nSECRET_KEY=hidden\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    servers.forget_addresses(var)
    assert not file.exists()
