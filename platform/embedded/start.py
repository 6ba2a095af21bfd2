"""Start the whole site on this machine and keep it running: what `make run` calls."""

import hashlib
import os
import sys
from pathlib import Path

from embedded import CannotStart, folder, leftovers, ports, servers, site_processes
from embedded.log import LOG, open_log
from embedded.supervisor import Process, StopSignals, Supervisor, run_to_end

CATALOG, COLLECTIONS = "content/characters", "content/collections"
LOADED = "loaded_catalog"
EDITOR, EDITOR_PASSWORD = "editor@localhost.localdomain", "editor_password"
# What make_editor says when the password in the file no longer opens the account.
CHANGED = "password changed on the site"


class SetUpFailed(CannotStart):
    pass


class StopAsked(Exception):
    """Ctrl-C before the site ran."""


def main():
    """Run until Ctrl-C. Returns the exit code: 0 after a stop that was asked for, 1 after anything else."""
    stop = StopSignals()
    try:
        Start(dict(os.environ), stop).run()
    except CannotStart as reason:
        print(f"\n{reason}", file=sys.stderr, flush=True)
        return 1
    except StopAsked:
        pass
    return 0


class Start:
    """One start of the site: prepare, start the servers, set up, run the processes, stop."""

    def __init__(self, environ, stop):
        self.stop = stop
        self.environ = environ
        self.given = servers.settings_given(environ)
        self.var = folder.var_folder(self.given)
        self.port = int(self.given.get("PORT", 8000))

    def run(self):
        folder.prepare(self.var)
        lock = folder.lock(self.var)
        with lock:
            ports.refuse_taken(self.port, setting="PORT")
            leftovers.end_recorded(self.var)
            self.log = open_log(self.var)
            self._run_above_servers(servers.missing(self.given))

    def _run_above_servers(self, embedded):
        self.say("starting " + (", ".join(server.name for server in embedded) or "on the given servers"))
        chosen = site_processes.settings_for_all(self.given, self.var)
        servers.start(embedded)
        try:
            told = {**chosen, **servers.addresses(embedded)}
            servers.write_addresses(self.var, told)
            self.environ |= {**told, "PYTHONUNBUFFERED": "1"}
            self.given |= told
            self._set_up()
            self._supervise(embedded)
        finally:
            servers.forget_addresses(self.var)
            servers.stop(embedded)
            self.say("stopped")

    def _set_up(self):
        self._manage("migrate", "--verbosity=1")
        self._load_catalog()
        self._make_editor()

    def _make_editor(self):
        password = folder.secret(self.var, EDITOR_PASSWORD, 12)
        said = self._manage(
            "make_editor", "--email", EDITOR, "--password-file", str(self.var / EDITOR_PASSWORD)
        )
        self.editor = f"{EDITOR}  {CHANGED if CHANGED in said else f'password {password}'}"

    def _load_catalog(self):
        state, loaded = self._catalog_state(), self.var / LOADED
        if loaded.exists() and loaded.read_text() == state:
            return
        # Collections after those who stand in them. What was refused is tried again at the next start.
        if all([self._load("characters", CATALOG), self._load("collections", COLLECTIONS)]):
            loaded.write_text(state)

    def _load(self, what, path) -> bool:
        """Whether all files were taken, as none are where there is no such folder."""
        if not (folder.ROOT / path).is_dir():
            return True
        try:
            self._manage(f"load_{what}", path)
        except SetUpFailed:
            self.say(f"some {what} were refused, see above: the site starts with the others")
            return False
        return True

    def _catalog_state(self):
        """Changes when a file of the catalog does, or the database is another one."""
        digest = hashlib.sha256(self.given["DATABASE_URL"].encode())
        files = [path for name in (CATALOG, COLLECTIONS) for path in (folder.ROOT / name).rglob("*")]
        for path in sorted(files):
            if path.is_file():
                digest.update(f"{path.name} {path.stat().st_size} ".encode() + path.read_bytes())
        return digest.hexdigest()

    def _manage(self, *arguments):
        """What the command said last.

        :raises SetUpFailed: with the same
        """
        command = Process("set-up", [sys.executable, "manage.py", *arguments], self.environ, cwd=folder.ROOT)
        code = run_to_end(command, log=self.log, stop=self.stop)
        if self.stop.count:
            raise StopAsked
        if code:
            raise SetUpFailed(
                f"'manage.py {arguments[0]}' failed, so the site was not started. Its last lines:\n"
                f"{command.last_lines()}"
            )
        return command.last_lines()

    def _supervise(self, embedded):
        site = site_processes.all_of(self.given, self.environ, self.var)
        Supervisor(self.var, site, embedded, log=self.log, stop=self.stop).run(
            is_ready=lambda: ports.accepts_connections(self.port), announce=self._announce
        )

    def _announce(self):
        address = f"http://localhost:{self.port}"
        rows = {
            "Open": f"{address}/",
            "Admin": f"{address}/admin/",
            "Editor": self.editor,
            "Mail": "through EMAIL_URL" if "EMAIL_URL" in self.given else _short(self.var / "mail"),
            "Log": _short(self.var / LOG),
            "Stop": "Ctrl-C stops everything",
        }
        line = "-" * 72
        print(line, *(f"  {name:<7} {value}" for name, value in rows.items()), line, sep="\n", flush=True)

    def say(self, line):
        self.log.info("%s", line, extra={"who": "site"})


def _short(path):
    return os.path.relpath(path) if Path(path).is_relative_to(Path.cwd()) else str(path)
