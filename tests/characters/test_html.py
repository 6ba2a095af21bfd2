"""Every public page of the starter catalog is HTML that a validator has nothing to say against.

The parser is strict, as the standard has it. What it lets pass and the standard does not is looked for by hand: ids
that stand twice, references to none, headings that skip a level, elements where none may be, links that say nothing.
"""

import re
from collections import Counter

import pytest
from django.conf import settings as site
from justhtml import JustHTML

from characters import publishing
from characters.content_files import read_file
from characters.editions import write_draft
from tests.characters.structured_data import blocks_of, complaints

STARTERS = site.BASE_DIR / "content/characters"
REFERENCES = ("aria-labelledby", "aria-describedby", "aria-controls", "for")
# Only these may stand in a paragraph, a heading, a summary or a label.
PHRASING = {
    "a", "abbr", "b", "bdi", "br", "button", "cite", "code", "em", "i", "img", "input", "label", "s", "span", "strong",
    "svg", "path", "time", "select", "option", "textarea",
}  # fmt: skip
HOLD_PHRASES = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "button", "label", "cite", "time"}
HEADINGS = re.compile(r"h([1-6])")
# A day, perhaps with a time of it; three digits of a second at most.
MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?")
INTERACTIVE = {"a", "button", "input", "select", "textarea", "summary"}


def found_in(html: str) -> list[str]:
    """What is wrong with a page, a line each."""
    document = JustHTML(html, collect_errors=True, sanitize=False)
    found = [f"{error.line}: {error.code}" for error in document.errors]
    elements = list(_elements(document.root))
    ids = Counter(each.attrs["id"] for each, _ in elements if each.attrs.get("id"))
    found += [f"the id {name!r} stands {times} times" for name, times in ids.items() if times > 1]
    for each, above in elements:
        found += _about(each, above, ids)
    return found + list(_about_headings([each.name for each, _ in elements if HEADINGS.fullmatch(each.name)]))


def _elements(node, above=()):
    for child in node.children or ():
        if child.name.startswith(("#", "!")):
            continue
        yield child, above
        yield from _elements(child, (*above, child.name))


def _about(each, above, ids):
    attrs = each.attrs
    if "id" in attrs and not re.fullmatch(r"\S+", attrs["id"] or ""):
        yield f"an id that is empty or has blanks: {attrs['id']!r}"
    for name in REFERENCES:
        for target in (attrs.get(name) or "").split():
            if target not in ids:
                yield f"{name} names {target!r}, which is not there"
    if (attrs.get("href") or "").startswith("#") and attrs["href"][1:] not in ids:
        yield f"a link to {attrs['href']!r}, which is not there"
    for name in attrs:
        if name.startswith("hx-"):
            yield f"{name} is no attribute of HTML: write data-{name}"
    if each.name == "time" and not MOMENT.fullmatch(attrs.get("datetime") or ""):
        yield f"a time that is no moment: {attrs.get('datetime')!r}"
    if each.name == "img" and "alt" not in attrs:
        yield f"a picture without words for it: {attrs.get('src')}"
    if above and above[-1] in HOLD_PHRASES and each.name not in PHRASING:
        yield f"<{each.name}> inside <{above[-1]}>"
    if each.name in INTERACTIVE and {"a", "button"} & set(above):
        yield f"<{each.name}> inside a link or button"
    if each.name == "li" and above[-1] not in ("ul", "ol"):
        yield "<li> outside a list"
    if above and above[-1] in ("ul", "ol") and each.name != "li":
        yield f"<{each.name}> right inside a list"
    if each.name in ("a", "button", "summary", "h1", "h2", "h3") and not _says_something(each):
        yield f"<{each.name}> that says nothing: {attrs}"


def _says_something(each) -> bool:
    has_name = each.attrs.get("aria-label") or each.attrs.get("aria-labelledby")
    return bool(has_name or each.to_text().strip() or 'alt="' in each.to_html())


def _about_headings(names):
    levels = [int(name[1]) for name in names]
    if levels.count(1) != 1:
        yield f"{levels.count(1)} headings of level 1"
    for before, after in zip(levels, levels[1:], strict=False):
        if after > before + 1:
            yield f"a heading of level {after} below one of level {before}"


@pytest.mark.parametrize(
    ("html", "wrong"),
    [
        ("<p>A<div>b</div></p>", "unexpected"),
        ('<p id="a"></p><p id="a"></p>', "stands 2 times"),
        ('<a href="#nothing">x</a>', "which is not there"),
        ('<p aria-labelledby="nothing">x</p>', "which is not there"),
        ("<h3>x</h3>", "below one of level 1"),
        ("<h1>x</h1>", "2 headings of level 1"),
        ("<ul><p>x</p></ul>", "right inside a list"),
        ("<button><a href='/'>x</a></button>", "inside a link or button"),
        ("<a href='/'></a>", "says nothing"),
        ('<img src="x.png">', "without words"),
        ("<h2><p>x</p></h2>", "<p> inside <h2>"),
        ("<em><b>x</em></b>", "unexpected-end-tag"),
        ('<a hx-get="/" href="/">x</a>', "no attribute of HTML"),
        ('<time datetime="2026-11-27T04:00:02.141870+00:00">x</time>', "no moment"),
    ],
)
def test_what_is_wrong_is_found(html, wrong):
    page = f'<!doctype html><html lang="en"><head><title>x</title></head><body><h1>x</h1>{html}</body></html>'
    assert any(wrong in complaint for complaint in found_in(page)), found_in(page)


@pytest.mark.django_db
def test_every_page_of_the_starter_catalog_is_valid(client):
    contents = [read_file(path) for path in sorted(STARTERS.glob("*.md"))]
    drafts = [write_draft(content) for content in contents]
    for content, draft in zip(contents, drafts, strict=True):
        write_draft(content, character=draft)
        publishing.publish(draft)
    pages = [
        "/",
        "/characters/",
        "/characters/?q=a",
        "/characters/?q=zzzz",
        "/characters/nobody/",
        "/accounts/login/",
    ]
    for content in contents:
        own = f"/characters/{content.slug}/"
        pages += [own, f"{own}editions/1/", f"{own}similar/"]
    wrong = {}
    for path in pages:
        html = client.get(path).content.decode()
        found = found_in(html)
        for block in blocks_of(html):
            found += complaints(block)
        if found:
            wrong[path] = found
    assert wrong == {}
