"""Several things in one sentence, in the language of the page."""

from collections.abc import Sequence

from django.utils.translation import gettext as _


def listed(words: Sequence[str]) -> str:
    """“a”, “a and b”, “a, b and c”."""
    if not words:
        return ""
    *most, last = words
    # Translators: the end of a list, such as “Lenin, Iskra and London”; first is “Lenin, Iskra”.
    return _("%(first)s and %(last)s") % {"first": ", ".join(most), "last": last} if most else str(last)
