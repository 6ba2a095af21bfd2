"""`.env.example` lists every setting that the site reads, and none that it does not."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Read by `make` itself, before the site is.
OF_MAKE = {"PYTHON", "CHROMIUM"}


def listed() -> set[str]:
    return set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))


def read_by_settings() -> set[str]:
    return set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (ROOT / "platform/config/settings.py").read_text()))


def test_every_setting_is_listed():
    assert read_by_settings() - listed() == set()


def test_every_listed_setting_is_read_somewhere():
    code = "".join(path.read_text() for path in (ROOT / "platform").rglob("*.py"))
    assert {name for name in listed() - OF_MAKE if not re.search(rf"[\"']{name}[\"']", code)} == set()
