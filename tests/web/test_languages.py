"""The language of a page is in its address, and everything that pages say is translated."""

import re
from pathlib import Path

import pytest
from babel.messages.checkers import checkers

from web import languages, translations
from web.translations import READ, ROOT, catalog_files

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# What nobody reads as a sentence: comments, translated blocks, tags of templates, scripts, icons, tags of HTML.
MARKED = re.compile(
    r"{#.*?#}|{%\s*comment.*?endcomment\s*%}|{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}"
    r"|{%.*?%}|{{.*?}}|<(script|style)\b.*?</\1>|<!--.*?-->|<span class=\"material-symbols-outlined[^>]*>\w+</span>",
    re.DOTALL,
)
# What these blocks of templates hold are names of classes.
CLASSES = re.compile(r"{%\s*block (?:main_class|page_kind)\s*%}[^{]*")
TAGS = re.compile(r"<[^<>]*>", re.DOTALL)
SPOKEN_ATTRIBUTES = re.compile(r'\b(?:aria-label|placeholder|title|alt|data-said-\w+)="([^"]*)"')
LETTERS = re.compile(r"[A-Za-z]{2}")
# Names, and what is the same in every language.
NOT_WORDS = re.compile(
    r"&\w+;|\b(?:JSON|CSV|XLSX|CHARX|PNG|BibTeX|CSL-JSON|APA|Markdown|Atom|Colloquy|WebP|CC|BY)\b"
)


def test_an_address_without_a_language_is_in_english(client, db):
    response = client.get("/", headers={"accept-language": "de"})
    assert response.headers["Content-Language"] == "en-gb"
    assert "Accept-Language" not in response.headers.get("Vary", "")
    assert '<html lang="en-gb"' in response.content.decode()


def test_a_prefix_says_the_language(client, db):
    page = client.get("/de/characters/?q=ada").content.decode()
    assert '<html lang="de"' in page
    assert 'href="/characters/?q=ada" lang="en-gb" hreflang="en-gb">English</a>' in page
    assert 'action="/de/characters/"' in page


@pytest.mark.parametrize("path", ["/en-gb/characters/", "/xx/characters/", "/de/de/characters/", "/fr/"])
def test_no_other_prefix_leads_anywhere(client, db, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("path", "in_german", "in_english"),
    [
        ("/characters/?q=/x", "/de/characters/?q=/x", "/characters/?q=/x"),
        ("/de/characters/", "/de/characters/", "/characters/"),
        ("/de", "/de/", "/"),
        ("/de?next=/chat/", "/de/?next=/chat/", "/?next=/chat/"),
        ("/", "/de/", "/"),
    ],
)
def test_a_page_has_an_address_in_each_language(path, in_german, in_english):
    assert languages.in_language(path, "de") == in_german
    assert languages.in_language(path, "en-gb") == in_english


def test_a_language_without_a_page_leads_to_its_first(client, db):
    assert client.get("/de").headers["Location"] == "/de/"
    assert client.get("/de/nothing").status_code == 404


def test_who_signs_out_stays_in_the_language(client, user):
    client.force_login(user)
    assert client.post("/de/accounts/logout/").headers["Location"] == "/de/"


def test_what_scripts_say_is_kept_by_browsers_until_it_changes(client, db):
    page = client.get("/de/characters/").content.decode()
    address = re.search(r'src="(/de/words.js[^"]*)"', page)[1]
    response = client.get(address)
    assert "Kopiert" in response.content.decode()
    assert "max-age=31536000" in response.headers["Cache-Control"]
    assert "max-age=60" in client.get("/de/words.js?v=earlier").headers["Cache-Control"]
    assert not response.cookies


@pytest.mark.parametrize("domain", ["django", "djangojs"])
@pytest.mark.parametrize("owner", READ)
def test_everything_that_is_said_is_translated(owner, domain):
    said = _texts(translations.said_in_code(owner, domain))
    for language in translations.LANGUAGES:
        path = translations.catalog_file(owner, domain, language)
        translated = _texts(translations.read(path), translations.is_translated) if path.exists() else set()
        assert said - translated == set()
        assert translated - said == set(), "translated, and said nowhere any more"


def _texts(catalog, of=bool):
    return {(message.context, message.id) for message in catalog if message.id and of(message)}


@pytest.mark.parametrize("path", catalog_files(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_translations_keep_what_is_filled_in(path):
    catalog = translations.read(path)
    for message in catalog:
        for check in checkers:
            check(catalog, message)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_templates_say_nothing_that_is_not_marked(path: Path):
    html = MARKED.sub(" ", CLASSES.sub("", path.read_text()))
    said = [*SPOKEN_ATTRIBUTES.findall(html), *TAGS.sub("\n", html).splitlines()]
    assert [words.strip() for words in said if LETTERS.search(NOT_WORDS.sub("", words))] == []


def test_a_link_to_the_same_page_stays_on_this_site():
    assert languages.in_language("/de//evil.example/x", "en-gb") == "/evil.example/x"
    assert languages.in_language("/de/characters/?q=/de//x", "en-gb") == "/characters/?q=/de//x"
    assert languages.in_language("/characters/", "de") == "/de/characters/"
