"""Why two characters stand beside each other, in the language of the page: for readers, and for editors.

What was found is kept as the English sentences of ``characters.likeness``. They are taken apart here and said anew.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from characters.fields import field_name
from characters.search.lands import land_name
from web.sentences import listed

# Two sentences, as long as they stand well on a card.
MOST_LETTERS = 180


@dataclass(frozen=True)
class _Kind:
    """One kind of sentence: how it is kept, and as what it is said to readers and to editors, from its parts.

    ``to_readers`` is None where the sentence is the editors' alone.
    """

    kept: re.Pattern
    to_readers: Callable[[dict], str] | None
    to_editors: Callable[[dict], str]
    is_of_passages: bool = False


def for_readers(sentences: list[str]) -> str:
    """The weightiest one or two; nothing where none can be told. Passages come after something plainer."""
    told = [(said, kind) for sentence in sentences for said, kind in [_to_readers(sentence)] if said]
    if len(told) > 1 and told[0][1] and told[0][1].is_of_passages:
        told[:2] = told[1], told[0]
    said = [each for each, _kind in told[:2]]
    if len(said) > 1 and sum(map(len, said)) < MOST_LETTERS:
        return " ".join(said)
    return said[0] if said else ""


def for_editors(sentences: list[str]) -> list[str]:
    """Each of them."""
    return [
        kind.to_editors(parts) if kind else sentence
        for sentence in sentences
        for kind, parts in [_read(sentence)]
    ]


def _to_readers(sentence: str) -> tuple[str, _Kind | None]:
    kind, parts = _read(sentence)
    if kind is None:
        return sentence, None
    return kind.to_readers(parts) if kind.to_readers else "", kind


def _read(sentence: str) -> tuple[_Kind | None, dict]:
    """Its kind and parts; a sentence of no kind that is known stays as it is."""
    for kind in _KINDS:
        if match := kind.kept.fullmatch(sentence):
            return kind, match.groupdict()
    return None, {}


# --- Each kind in words ---------------------------------------------------------------------------------


def _naming(parts):
    return _("The page of %(one)s names %(other)s.") % parts


def _worth_reading(parts):
    return _("Worth reading side by side: “%(one)s” and “%(other)s”.") % parts


def _near_in_meaning(parts):
    return _("Near in meaning: “%(one)s” and “%(other)s”.") % parts


def _pages_name(parts):
    """Years that two texts share by chance say little to who reads neither: they stand where nothing else does."""
    if parts["names"]:
        return _("Both pages name %(names)s.") % {"names": listed(_names(parts))}
    years = _years(parts)
    return ngettext(
        "Both pages name the year %(years)s.", "Both pages name the years %(years)s.", len(years)
    ) % {"years": listed(years)}


def _texts_name(parts):
    years = _years(parts)
    in_words = ngettext("the year %(years)s", "the years %(years)s", len(years)) % {"years": listed(years)}
    names = listed([*_names(parts), *([in_words] if years else [])])
    return _("Both texts name %(names)s.") % {"names": names}


def _names(parts) -> list[str]:
    return [_named(name) for name in _several(parts["names"])] if parts["names"] else []


def _named(name):
    """English says “the Second International”; other languages may have no article for an English name.

    Of names only those of countries are known in other languages.
    """
    bare = name.removeprefix("the ")
    called = land_name(bare)
    # Translators: a name that English says with an article, such as “the Second International”. It stays in English.
    return _("the %(name)s") % {"name": called} if bare != name else called


def _several(kept: str) -> list[str]:
    """The things of “a, b and c”; only the last “and” stands between two, for a name may hold one too."""
    *most, last = kept.split(", ")
    one, _and, other = last.rpartition(" and ")
    return [*most, one, other] if one else [*most, other]


def _years(parts) -> list[str]:
    return _several(parts["years"]) if parts["years"] else []


def _fields(parts):
    fields = [field_name(field) for field in _several(parts["fields"])]
    return _("Both worked in %(fields)s.") % {"fields": listed(fields)}


def _lives(parts):
    """The centuries in English only: an ordinal is written otherwise in each language, and the years say as much."""
    values = {"centuries": parts["centuries"], "years": _counted(parts["lives"])}
    num = len(_several(parts["centuries"]))
    if parts["before"]:
        return (
            ngettext(
                "Both lived in the %(centuries)s century BCE (their lives overlap, %(years)s).",
                "Both lived in the %(centuries)s centuries BCE (their lives overlap, %(years)s).",
                num,
            )
            % values
        )
    return (
        ngettext(
            "Both lived in the %(centuries)s century (their lives overlap, %(years)s).",
            "Both lived in the %(centuries)s centuries (their lives overlap, %(years)s).",
            num,
        )
        % values
    )


def _counted(years: str) -> str:
    """“551–479 BCE” as the language of the page has it."""
    ways = {"BCE": _("%(year)s BCE"), "CE": _("%(year)s CE")}
    return re.sub(r"(\d+) (BCE|CE)", lambda match: ways[match[2]] % {"year": match[1]}, years)


def _era(parts):
    # An era's English name is what its name is marked by in characters.eras.
    return _("Both are of one era: %(era)s.") % {"era": _(parts["era"])}


def _linked(parts):
    others = _several(parts["others"])
    return ngettext("%(names)s links to both.", "%(names)s link to both.", len(others)) % {
        "names": listed(others)
    }


# Names, years, or names and then years.
_SHARED = re.compile(
    r"Both texts name (?:(?P<names>(?!the years? \d).+?)(?: and (?=the years? \d)|(?=\.$)))?"
    r"(?:the years? (?P<years>\d+(?: and \d+)?))?\."
)
_KINDS = (
    _Kind(re.compile(r"The page of (?P<one>.+) names (?P<other>.+)\."), _naming, _naming),
    _Kind(
        re.compile(r"Near in meaning: “(?P<one>.+)” and “(?P<other>.+)”\."),
        _worth_reading,
        _near_in_meaning,
        is_of_passages=True,
    ),
    _Kind(_SHARED, _pages_name, _texts_name),
    _Kind(re.compile(r"Both worked in (?P<fields>.+)\."), _fields, _fields),
    _Kind(
        re.compile(
            r"Both lived in the (?P<centuries>.+) centur(?:y|ies)(?P<before> BCE)? "
            r"\(their lives overlap, (?P<lives>.+)\)\."
        ),
        _lives,
        _lives,
    ),
    _Kind(re.compile(r"Both are of one era: (?P<era>.+)\."), _era, _era),
    _Kind(re.compile(r"(?P<others>.+) links? to both\."), None, _linked),
)
