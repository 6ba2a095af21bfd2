"""No template of ours has inline script or style: the policy of our pages would not let it work."""

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
OURS = sorted(
    path
    for path in TEMPLATES.rglob("*.html")
    if path.relative_to(TEMPLATES).parts[0] not in ("admin", "unfold")
)
INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "a style element": re.compile(r"<style\b", re.I),
    "a handler": re.compile(r"<[^>{]*\son[a-z]+\s*=", re.I),
    "htmx's own handler": re.compile(r"\shx-on[:-]", re.I),
    "a javascript address": re.compile(r"javascript:", re.I),
}
SCRIPT = re.compile(r"<script\b([^>]*)>", re.I)


@pytest.mark.parametrize("path", OURS, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_template_has_nothing_inline(path):
    text = re.sub(r"{#.*?#}", "", path.read_text())
    for what, pattern in INLINE.items():
        assert not pattern.search(text), f"{what} in {path.name}"
    for script in SCRIPT.findall(text):
        is_data = "application/ld+json" in script or "application/json" in script
        assert "src=" in script or is_data, f"an inline script in {path.name}"


def test_there_are_templates_to_look_at():
    assert len(OURS) > 30
