"""How an edition is cited: as a line, as BibTeX and as CSL-JSON, always at its lasting address."""

import json
import re
from datetime import date
from html import unescape

import pytest
from hypothesis import example, given

from characters import publishing
from characters.outward.how_to_cite import HowToCite
from tests.characters.contents import lines
from tests.factories import CharacterFactory, published_character

ADDRESS = "https://colloquy.example/characters/leon-trotsky/editions/2/"
# How TeX shows what stands escaped.
SHOWN = {
    r"\textbackslash{}": "\\",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
    **{f"\\{letter}": letter for letter in "&%$#_"},
}
HOSTILE = ("nobody", "leon-trotsky%00", "a" * 300, "..%2f..%2fetc", "%3Cscript%3E", "leon%20trotsky", "Ω")


def how(**said):
    fields = {
        "author": "Colloquy",
        "title": "Talk with Leon Trotsky",
        "edition": 2,
        "published_on": date(2026, 5, 3),
        "address": ADDRESS,
        "key": "colloquy-leon-trotsky-2",
        "language": "en",
    }
    return HowToCite(**fields | said)


def read_bibtex(text) -> dict[str, str]:
    """As BibTeX reads: a value ends where its braces do, whatever stands before them."""
    head, _, rest = text.partition("\n")
    assert re.fullmatch(r"@misc\{[a-z0-9-]+,", head)
    fields = {"month": re.search(r"^  month = ([a-z]{3}),$", rest, re.MULTILINE)[1]}
    for name in ("author", "title", "year", "day", "note", "url"):
        start = rest.index(f"  {name} = {{") + len(f"  {name} = {{")
        depth, end = 1, start
        while depth:
            depth += {"{": 1, "}": -1}.get(rest[end], 0)
            end += 1
        fields[name] = rest[start : end - 1]
        assert rest[end : end + 2] in (",\n", "\n}")
    assert text.count("{") == text.count("}")
    return fields


def shown(tex: str) -> str:
    return re.sub(r"\\(?:text[a-z]+\{\}|.)", lambda found: SHOWN[found[0]], tex)


def test_a_citation_reads_as_apa_wants_it():
    assert how().apa == f"Colloquy. (2026, May 3). Talk with Leon Trotsky (Edition 2). {ADDRESS}"
    assert how(author="Voices Ltd.").apa.startswith("Voices Ltd. (2026")


def test_bibtex_says_who_what_when_and_where():
    assert read_bibtex(how().bibtex) == {
        "author": "{Colloquy}",
        "title": "{Talk with Leon Trotsky}",
        "year": "2026",
        "month": "may",
        "day": "3",
        "note": "Edition 2",
        "url": ADDRESS,
    }


@given(lines(120))
@example("}, note = {x")
@example("{{{")
@example("\\")
@example("100% of $1 & #2 ~ ^ _ \\textbf{a}")
@example("Sor Juana Inés de la Cruz, 王安石, الخوارزمي")
def test_any_name_comes_out_of_bibtex_as_it_went_in(name):
    fields = read_bibtex(how(title=name, author=name).bibtex)
    for field in ("author", "title"):
        assert shown(fields[field][1:-1]) == " ".join(name.split())


def test_an_address_cannot_end_its_field():
    assert read_bibtex(how(address="https://x.example/}{\\").bibtex)["url"] == "https://x.example/%7D%7B%5C"


@given(lines(120))
def test_csl_json_says_the_same(name):
    (item,) = json.loads(how(title=name).csl_json)
    assert item["title"] == name
    assert item["type"] == "webpage"
    assert item["author"] == [{"literal": "Colloquy"}]
    assert item["issued"] == {"date-parts": [[2026, 5, 3]]}
    assert (item["URL"], item["language"]) == (ADDRESS, "en")


# --- On the page and as files ---


@pytest.fixture
def trotsky(db, settings):
    settings.SITE_URL = "https://colloquy.example"
    trotsky = published_character(slug="leon-trotsky", name="Leon Trotsky")
    trotsky.tagline = "Another tagline."
    trotsky.save()
    publishing.publish(trotsky)
    return trotsky


def test_the_page_shows_how_to_cite_its_edition_and_offers_files(client, trotsky):
    page = unescape(client.get("/characters/leon-trotsky/").content.decode())
    assert "<cite>Talk with Leon Trotsky</cite> (Edition 2). " + ADDRESS in page
    for ending in ("bib", "json"):
        path = f"/characters/leon-trotsky/cite.{ending}"
        assert f'href="{path}"' in page
        assert client.get(path).content.decode() in page


def test_an_older_edition_is_cited_as_itself(client, trotsky):
    page = unescape(client.get("/characters/leon-trotsky/editions/1/").content.decode())
    assert "(Edition 1). https://colloquy.example/characters/leon-trotsky/editions/1/" in page
    path = "/characters/leon-trotsky/editions/1/cite.json"
    assert f'href="{path}"' in page
    assert json.loads(client.get(path).content)[0]["URL"].endswith("/editions/1/")


def test_a_file_is_named_and_typed_and_gives_no_cookie(client, trotsky):
    response = client.get("/characters/leon-trotsky/cite.bib")
    assert response["Content-Type"].startswith("application/x-bibtex")
    assert response["Content-Disposition"] == 'attachment; filename="colloquy-leon-trotsky-2.bib"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert not response.cookies
    again = client.get("/characters/leon-trotsky/cite.bib", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_a_file_costs_two_queries(client, trotsky, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        client.get("/characters/leon-trotsky/cite.bib")
    with django_assert_max_num_queries(3):
        client.get("/characters/leon-trotsky/editions/1/cite.bib")


@pytest.mark.parametrize("slug", HOSTILE)
def test_no_address_breaks_a_citation(client, trotsky, slug):
    for path in (f"/characters/{slug}/cite.bib", f"/characters/{slug}/editions/1/cite.json"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "path", ["cite.ris", "cite.", "editions/3/cite.bib", "editions/0/cite.bib", f"editions/{9**40}/cite.bib"]
)
def test_what_is_not_there_cannot_be_cited(client, trotsky, path):
    assert client.get(f"/characters/leon-trotsky/{path}").status_code == 404


def test_drafts_and_withdrawn_characters_are_not_cited(client, trotsky):
    CharacterFactory(slug="draft")
    publishing.withdraw(trotsky)
    for slug in ("draft", "leon-trotsky"):
        assert client.get(f"/characters/{slug}/cite.bib").status_code == 404
        assert client.get(f"/characters/{slug}/editions/1/cite.bib").status_code == 404


def test_the_citation_moves_with_the_page(client, trotsky):
    trotsky.slug = "lev-trotsky"
    trotsky.save()
    publishing.publish(trotsky)
    for path, to in (("cite.bib", "cite.bib"), ("editions/1/cite.json", "editions/1/cite.json")):
        response = client.get(f"/characters/leon-trotsky/{path}")
        assert response.status_code == 301
        assert response["Location"] == f"/characters/lev-trotsky/{to}"
        assert client.get(response["Location"]).status_code == 200
