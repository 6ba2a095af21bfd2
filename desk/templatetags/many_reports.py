"""The report of a job on many characters, put in order for its page."""

from collections import Counter

from django import template

register = template.Library()
LOOKS = {"published": "desk-good", "withdrawn": "desk-good", "unchanged": "", "refused": "desk-bad"}
WORDS = {"refused": "not done"}


@register.simple_tag
def outcomes(rows: list[dict]) -> dict:
    """``summary``: how many of each kind; ``refused`` first, since they want doing; ``done``: all others."""
    counts = Counter(row["did"] for row in rows)
    return {
        "summary": [
            {"did": WORDS.get(did, did), "num": counts[did], "look": look}
            for did, look in LOOKS.items()
            if counts[did]
        ],
        "refused": [row for row in rows if row["did"] == "refused"],
        "done": [row for row in rows if row["did"] != "refused"],
    }
