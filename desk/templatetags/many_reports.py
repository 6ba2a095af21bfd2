"""The report of a job on many characters, put in order for its page."""

from collections import Counter

from django import template
from django.utils.translation import gettext_lazy as _

register = template.Library()
LOOKS = {"published": "desk-good", "withdrawn": "desk-good", "unchanged": "", "refused": "desk-bad"}
WORDS = {
    "published": _("published"),
    "withdrawn": _("withdrawn"),
    "unchanged": _("unchanged"),
    "refused": _("not done"),
}


@register.simple_tag
def outcomes(rows: list[dict]) -> dict:
    """``summary``: how many of each kind; ``refused`` first, since they want doing; ``done``: all others."""
    counts = Counter(row["did"] for row in rows)
    return {
        "summary": [
            {"did": WORDS[did], "num": counts[did], "look": look}
            for did, look in LOOKS.items()
            if counts[did]
        ],
        "refused": [row for row in rows if row["did"] == "refused"],
        "done": [row for row in rows if row["did"] != "refused"],
    }
