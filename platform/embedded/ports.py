"""Loopback ports: find a free one, refuse a taken one."""

import random
import socket

from embedded import CannotStart

LOOPBACK = "127.0.0.1"
# Below what systems hand out to outgoing connections: a server that restarts finds its port still free.
CHOICE = range(20000, 32000)


class PortTaken(CannotStart):
    pass


def is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def free_port():
    return next(port for port in random.sample(CHOICE, 200) if is_free(port))


def accepts_connections(port):
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((LOOPBACK, port)) == 0


def refuse_taken(port, *, setting):
    """:raises PortTaken: if another program listens on it"""
    if not is_free(port):
        raise PortTaken(
            f"Port {port} is taken by another program: stop that one, "
            f"or choose another port with {setting}={port + 1} make run."
        )
