"""What a process that runs beside the tests is told: their servers, and the database that they fill."""

import os
from urllib.parse import urlsplit

from django.db import connection

from embedded import folder


def environ(**settings) -> dict[str, str]:
    """Only what a test has committed is seen there: mark it with ``transaction=True``."""
    server = urlsplit(os.environ["DATABASE_URL"])
    return {
        **os.environ,
        "DATABASE_URL": server._replace(path=f"/{connection.settings_dict['NAME']}").geturl(),
        "DATABASE_POOL": "0",
        "PYTHONPATH": os.pathsep.join([str(folder.ROOT), str(folder.ROOT / "platform")]),
        **settings,
    }
