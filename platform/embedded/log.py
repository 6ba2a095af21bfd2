"""One readable log of all processes: time, name, line; on the terminal and in var/log/colloquy.log."""

import logging
import sys
from collections import deque
from logging.handlers import RotatingFileHandler
from threading import Thread

LOG = "log/colloquy.log"
LARGE = 5_000_000
LONGEST_LINE = 4_000
KEPT_LINES = 15
COLOURS = (36, 33, 32, 35, 34, 31)
FORMAT = "%(asctime)s %(who)-11s | %(message)s"


class _Coloured(logging.Formatter):
    """Each name in a colour of its own, given in the order of appearance."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.given = {}

    def format(self, record):
        colour = self.given.setdefault(record.who, COLOURS[len(self.given) % len(COLOURS)])
        head, line = super().format(record).split("|", 1)
        return f"\033[{colour}m{head}|\033[0m{line}"


def open_log(var):
    """The logger that takes every line, as `log.info(line, extra={"who": name})`."""
    logging.raiseExceptions = False  # a closed terminal must not stop the site
    log = logging.getLogger("embedded.site")
    log.setLevel(logging.INFO)
    log.propagate = False
    kind = _Coloured if sys.stdout.isatty() else logging.Formatter
    handlers = {
        logging.StreamHandler(sys.stdout): kind(FORMAT, "%H:%M:%S"),
        RotatingFileHandler(var / LOG, maxBytes=LARGE, backupCount=3): logging.Formatter(FORMAT),
    }
    for handler, formatter in handlers.items():
        handler.setFormatter(formatter)
    log.handlers = list(handlers)
    return log


class Relay(Thread):
    """Hands each line that a process writes to the log, and remembers the last ones."""

    def __init__(self, name, stream, log):
        super().__init__(name=f"relay of {name}", daemon=True)
        self.who, self.stream, self.log = name, stream, log
        self.last_lines = deque(maxlen=KEPT_LINES)

    def run(self):
        with self.stream:
            for line in iter(lambda: self.stream.readline(LONGEST_LINE), b""):
                self._take(line.decode(errors="replace").rstrip())

    def _take(self, line):
        if line:
            self.last_lines.append(line)
            self.log.info("%s", line, extra={"who": self.who})
