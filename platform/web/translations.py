"""Gather what pages say in English into gettext catalogs, and make them ready for use.

``python -m web.translations compile`` makes every ``.mo`` that is older than its ``.po``; `make` and a release run it.
``python -m web.translations update`` reads the code and the templates, and leaves what is new to be translated.
Babel reads and writes the files, so no gettext needs to be installed.
"""

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("de",)
# Whose words each catalog holds. A folder is read with all below it.
READ = {
    "characters": ("characters", "templates/characters", "templates/discovery"),
    "chat": ("chat", "templates/chat"),
    "desk": ("desk", "templates/desk", "templates/admin", "templates/unfold"),
    "platform/users": ("platform/users", "templates/account", "templates/mfa", "templates/allauth"),
    "platform/web": ("platform/web", "platform/config", "templates/*.html"),
}
# Of pages, and of the scripts in them.
DOMAINS = ("django", "djangojs")
SCRIPTS = {"platform/web": ("static/js",)}
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}


def catalog_files() -> list[Path]:
    return sorted(
        path
        for owner in READ
        for domain in DOMAINS
        for language in LANGUAGES
        if (path := catalog_file(owner, domain, language)).exists()
    )


def catalog_file(owner: str, domain: str, language: str) -> Path:
    return ROOT / owner / "locale" / language / "LC_MESSAGES" / f"{domain}.po"


def compile_stale() -> list[Path]:
    """What was made anew; the rest is as new as the catalog that it was made from."""
    made = []
    for path in catalog_files():
        ready = path.with_suffix(".mo")
        if ready.exists() and ready.stat().st_mtime >= path.stat().st_mtime:
            continue
        # Several processes may do it at once, and one may read what another writes.
        beside = ready.with_suffix(f".{os.getpid()}")
        with beside.open("wb") as file:
            write_mo(file, read(path))
        beside.replace(ready)
        made.append(ready)
    return made


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name, abort_invalid=True)


def said_in_code(owner: str, domain: str = "django") -> Catalog:
    """Every text that this part of the project marks as one to translate."""
    catalog = Catalog(project="Colloquy", copyright_holder="Colloquy", charset="utf-8")
    for path in _sources(owner, domain):
        for _, message, comments, context in extract(*_readable(path), keywords=KEYWORDS):
            place = [(path.relative_to(ROOT).as_posix(), None)]
            catalog.add(message, locations=place, auto_comments=comments, context=context)
    return catalog


def _sources(owner, domain) -> Iterator[Path]:
    endings = {".js"} if domain == "djangojs" else {".py", ".html", ".txt"}
    for name in SCRIPTS.get(owner, ()) if domain == "djangojs" else READ[owner]:
        found = ROOT.glob(name) if "*" in name else (ROOT / name).rglob("*")
        yield from sorted(each for each in found if each.suffix in endings and "migrations" not in each.parts)


def _readable(path: Path):
    """How Babel shall read the file, and the file: of a template, what Django makes of it for xgettext."""
    if path.suffix in (".py", ".js"):
        return {".py": "python", ".js": "javascript"}[path.suffix], io.BytesIO(path.read_bytes())
    from django.utils.translation.template import templatize

    return "javascript", io.BytesIO(templatize(path.read_text()).encode())


def update():
    for owner in READ:
        for domain in DOMAINS:
            said = said_in_code(owner, domain)
            for language in LANGUAGES:
                _write(catalog_file(owner, domain, language), said, language)


def _write(path, said, language):
    if not path.exists() and not len(said):
        return
    catalog = read(path) if path.exists() else _empty(language)
    catalog.update(said, no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=110, sort_output=True, include_lineno=False, omit_header=False)
    missing = sum(not (message.id == "" or is_translated(message)) for message in catalog)
    print(f"{path.relative_to(ROOT)}: {len(catalog)} texts, {missing} of them to be translated")


def _empty(language) -> Catalog:
    catalog = Catalog(locale=language, project="Colloquy", charset="utf-8", fuzzy=False)
    catalog.header_comment = f"# What Colloquy says, in {catalog.locale.english_name}."
    return catalog


def is_translated(message) -> bool:
    return all(message.string) if isinstance(message.string, tuple) else bool(message.string)


if __name__ == "__main__":
    {"compile": compile_stale, "update": update}[sys.argv[1]]()
