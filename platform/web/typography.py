"""Quotation marks as a printer sets them, for lines that are not Markdown: names, headings, taglines."""

import re

_OPENS = r"(^|[\s(\[{\u2013\u2014\u201c\u2018/-])"


def curled(text: str) -> str:
    """Straight marks as “curled” ones: Trotsky's as Trotsky’s. Plain text in, plain text out."""
    text = re.sub(_OPENS + '"', "\\1\u201c", text).replace('"', "\u201d")
    return re.sub(_OPENS + "'(?!s\\b|\\d)", "\\1\u2018", text).replace("'", "\u2019")
