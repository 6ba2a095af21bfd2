"""Start the servers whose address is not given, say where they are, and stop them."""

from pathlib import Path

from dotenv import dotenv_values

from embedded import folder
from embedded.postgres import Postgres
from embedded.valkey import Broker, Streams

ADDRESSES = "run/addresses.env"


def settings_given(environ):
    """What the environment and the .env file say; the environment wins, and an empty value is not given."""
    given = {**dotenv_values(folder.ROOT / ".env"), **environ}
    return {name: value for name, value in given.items() if value}


def missing(given, *, durable=True):
    """The embedded servers that stand in for addresses not given, not yet started."""
    var = folder.var_folder(given)
    kinds = [kind for kind in (Postgres, Broker, Streams) if kind.setting not in given]
    return [kind(var, port=_port(given, kind), durable=durable) for kind in kinds]


def _port(given, kind):
    return int(given.get(f"EMBEDDED_{kind.name.upper()}_PORT", 0))


def start(servers):
    """Start all, or none: what started is stopped when one does not."""
    try:
        for server in servers:
            server.start()
    except BaseException:
        stop(servers)
        raise


def stop(servers):
    for server in reversed(servers):
        server.stop()


def addresses(servers):
    return {server.setting: server.url for server in servers}


def write_addresses(var, settings):
    """For manage.py by hand: what the running site was told, in a file that only this user can read."""
    lines = "".join(f"{name}={value}\n" for name, value in settings.items())
    folder.write_private(Path(var) / ADDRESSES, lines)


def forget_addresses(var):
    (Path(var) / ADDRESSES).unlink(missing_ok=True)
