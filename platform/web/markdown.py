"""Markdown to safe HTML: the one sanitizer of the site, for editors' texts and model output alike."""

import re

import nh3
from markdown_it import MarkdownIt

# 100 kB of "[" takes seconds to parse; nothing that anybody writes here is longer than this.
MAX_SOURCE = 32_000

# js-default has raw HTML off and tables on; `commonmark` and `gfm-like` would let raw HTML through.
_markdown = MarkdownIt("js-default", {"linkify": False, "breaks": True}).disable("image")
# What is shown has a printer's quotation marks; what is searched keeps those that people type.
_printed = MarkdownIt("js-default", {"linkify": False, "breaks": True, "typographer": True})
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
    html = _HEADING.sub(r"<\1h4>", _printed.render(source[:MAX_SOURCE]))
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer",
    )


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
