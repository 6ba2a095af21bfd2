"""Markdown to safe HTML: the one sanitizer of the site, for editors' texts and model output alike."""

import re
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt

# Nothing that anybody writes here is longer than this.
MAX_SOURCE = 32_000
# Every "[" is looked at again from each level: at 100, the preset's, 24,000 of them take two seconds, here a quarter.
MAX_NESTING = 32
# The pages of a conversation show the same replies again and again. Of the longest that is kept, 1,000 with all their
# HTML take 25 MB at worst; as people and characters write, some 5 MB.
KEPT, LONGEST_KEPT = 1_000, 4_000

# js-default has raw HTML off and tables on; `commonmark` and `gfm-like` would let raw HTML through.
_OPTIONS = {"linkify": False, "breaks": True, "maxNesting": MAX_NESTING}
_markdown = MarkdownIt("js-default", _OPTIONS).disable("image")
# What is shown has a printer's quotation marks; what is searched keeps those that people type.
_printed = MarkdownIt("js-default", {**_OPTIONS, "typographer": True})
_printed.disable(["image", "replacements"])
_TAGS = {
    "p", "br", "strong", "em", "s", "ul", "ol", "li", "blockquote", "code", "pre", "hr",
    "h4", "h5", "h6", "a", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_HEADING = re.compile(r"<(/?)h[1-3]>")


def render(source: str) -> str:
    """Sanitized HTML of a Markdown text; headings begin at level 4, below those of the page.

    Longer sources are cut at 32,000 characters.
    """
    return _kept(source) if len(source) <= LONGEST_KEPT else _rendered(source[:MAX_SOURCE])


def _rendered(source: str) -> str:
    html = _HEADING.sub(r"<\1h4>", _printed.render(source))
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer",
    )


_kept = lru_cache(maxsize=KEPT)(_rendered)


def plain(source: str) -> str:
    """The text of a Markdown text without its marks, a line a block: for passages and descriptions."""
    lines = []
    for token in _markdown.parse(source[:MAX_SOURCE]):
        if token.type == "inline":
            words = "".join(
                "\n" if child.type in ("softbreak", "hardbreak") else child.content
                for child in token.children
            )
            lines.append(words)
        elif token.type in ("fence", "code_block"):
            lines.append(token.content.rstrip("\n"))
    return "\n".join(lines)


def links(source: str) -> list[str]:
    """Where the links of a Markdown text lead, in their order, as ``render`` would take them."""
    if "](" not in source and "]:" not in source and "<" not in source:
        return []
    return [
        child.attrGet("href")
        for token in _markdown.parse(source[:MAX_SOURCE])
        for child in token.children or ()
        if child.type == "link_open"
    ]
