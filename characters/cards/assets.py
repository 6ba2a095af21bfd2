"""A card's ``assets``: which of them is the portrait, and what is said of those that are not kept."""

import base64
import binascii

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from characters.cards.charx import is_name

EMBEDDED = ("embeded://", "embedded://")
# Where a picture of ours lies in a CHARX file whose card names no main picture inside.
OURS = "assets/icon/images/colloquy.webp"
FORMATS = {"png": "PNG", "webp": "WEBP", "jpg": "JPEG", "jpeg": "JPEG"}


def icons(data: dict) -> list[dict]:
    """The entries that are a portrait, the best first: ours, the main one, the others."""
    entries = [entry for entry in _entries(data) if entry.get("type") == "icon"]
    return sorted(entries, key=lambda e: (inside(e) != OURS, e.get("name") != "main"))


def inside(entry: dict) -> str:
    """The name that an entry gives of a file in the card's archive; empty when it names none, or no harmless one."""
    uri = entry.get("uri")
    for scheme in EMBEDDED:
        if isinstance(uri, str) and uri.startswith(scheme):
            name = uri.removeprefix(scheme)
            return name if is_name(name) else ""
    return ""


def written_out(entry: dict) -> bytes | None:
    """The picture that stands in the entry itself, as a ``data:`` address."""
    uri = entry.get("uri")
    if not isinstance(uri, str) or not uri.startswith("data:"):
        return None
    head, _comma, body = uri.partition(",")
    try:
        return base64.b64decode(body, validate=True) if head.endswith(";base64") else None
    except (binascii.Error, ValueError):
        return None


def without_ours(data: dict) -> dict:
    """The card's ``data`` without the entry that ``with_ours`` adds."""
    entries = data.get("assets")
    if not isinstance(entries, list):
        return data
    left = [entry for entry in entries if not isinstance(entry, dict) or inside(entry) != OURS]
    if len(left) == len(entries):
        return data
    return {**data, "assets": left} if left else {k: value for k, value in data.items() if k != "assets"}


def with_ours(data: dict) -> tuple[dict, str, str]:
    """``data`` that names a picture in the archive, that picture's name there, and its format as Pillow says it."""
    mains = [entry for entry in icons(data) if entry.get("name") == "main"]
    for entry in mains:
        name = inside(entry)
        if name and (format := FORMATS.get(name.rpartition(".")[2].lower())):
            return data, name, format
    ours = {"type": "icon", "uri": EMBEDDED[0] + OURS, "name": "colloquy" if mains else "main", "ext": "webp"}
    entries = data.get("assets")
    return {**data, "assets": [*(entries if isinstance(entries, list) else []), ours]}, OURS, "WEBP"


def warnings(data: dict, taken: dict | None) -> list[str]:
    """What an importer must know of the entries beside the one that became the portrait."""
    others = [entry for entry in _entries(data) if entry is not taken]
    kept = sum(1 for entry in others if isinstance(uri := entry.get("uri"), str) and uri.startswith(EMBEDDED))
    said = []
    if kept:
        said.append(
            ngettext(
                "assets: %(number)s files in the card are not kept here; exports go on naming them.",
                "assets: %(number)s files in the card are not kept here; exports go on naming them.",
                kept,
            )
            % {"number": kept}
        )
    if any(str(entry.get("uri")).lower().startswith(("http:", "https:")) for entry in others):
        said.append(_("assets: files at other addresses are not fetched; exports go on naming them."))
    return said


def _entries(data) -> list[dict]:
    entries = data.get("assets")
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
