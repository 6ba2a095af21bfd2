#!/usr/bin/env python3
"""The way in: adds platform/ to the path, then hands over to Django."""

import os
import sys
from pathlib import Path

if __name__ == "__main__":
    # Appended, never put first: the standard library's own `platform` must win.
    sys.path.append(str(Path(__file__).resolve().parent / "platform"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
