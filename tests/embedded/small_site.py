"""A site of small scripts under the real supervisor: `python small_site.py <var> <name>=<Python code> …`."""

import os
import sys
from pathlib import Path

from embedded import CannotStart, folder, leftovers
from embedded.log import open_log
from embedded.supervisor import Process, StopSignals, Supervisor


def main(var, *scripts):
    stop = StopSignals()
    site = [
        Process(name, [sys.executable, "-u", "-c", code], dict(os.environ))
        for name, code in (script.split("=", 1) for script in scripts)
    ]
    with folder.lock(var):
        leftovers.end_recorded(var)
        Supervisor(var, site, [], log=open_log(var), stop=stop).run()


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), *sys.argv[2:])
    except CannotStart as reason:
        sys.exit(str(reason))
