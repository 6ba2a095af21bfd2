"""The part of a passage that a result shows, and a name, both with the words that were asked for marked."""

import re
from dataclasses import dataclass

from django.db import connection
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from characters.models import Passage
from characters.reading import voice_anchor
from characters.search.candidates import Asked
from characters.search.entries import config_of
from characters.search.letters import plain_letters
from characters.search.results import Extract
from web.typography import curled

# Of Unicode's private use, and taken out of the text before: only a headline of PostgreSQL's can hold them.
_OPEN, _CLOSE = "\ue000", "\ue001"
_OPTIONS = (
    f"StartSel={_OPEN}, StopSel={_CLOSE}, FragmentDelimiter=' … ', "
    "MaxFragments=2, MaxWords=20, MinWords=12, ShortWord=0"
)
_SQL = """
SELECT p.id, p.kind, p.anchor, p.heading, chosen.is_spoken, chosen.text,
    ts_headline(config::regconfig, translate(chosen.text, %(marks)s, ''), asked, %(options)s)
FROM unnest(%(ids)s::bigint[], %(configs)s::text[]) AS shown (id, config) JOIN characters_passage p USING (id)
CROSS JOIN LATERAL to_tsquery(config::regconfig, %(some)s) AS asked
CROSS JOIN LATERAL (
    SELECT text, is_spoken FROM (VALUES (p.text, false), (p.spoken, true)) AS either (text, is_spoken)
    WHERE text <> ''
    ORDER BY ts_rank(to_tsvector(config::regconfig, text), asked) DESC, is_spoken LIMIT 1
) AS chosen
"""
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Place:
    """The address of the page on which a passage stands, and the language of its text."""

    page: str
    language: str


def extracts(asked: Asked, passages: dict[int, Place]) -> dict[int, Extract]:
    """Of each of these passages, by their ids."""
    if not passages:
        return {}
    some = " | ".join(word for words in asked.likely for word in words)
    configs = [config_of(place.language) for place in passages.values()]
    values = {"marks": _OPEN + _CLOSE, "options": _OPTIONS, "some": some, "ids": list(passages)}
    with connection.cursor() as cursor:
        cursor.execute(_SQL, {**values, "configs": configs})
        return {pk: _extract(passages[pk].page, *row) for pk, *row in cursor.fetchall()}


def _extract(page, kind, anchor, heading, is_spoken, text, headline) -> Extract:
    if is_spoken and kind == Passage.Kind.ANSWER:
        anchor = voice_anchor(anchor)
    shown = _with_its_ends(" ".join(headline.split()), " ".join(text.split()))
    return Extract(curled(heading), _marked(curled(shown)), f"{page}#{anchor}")


def _with_its_ends(headline: str, text: str) -> str:
    """With the signs that PostgreSQL leaves out at both ends of the text, or dots where words are left out."""
    plain = headline.replace(_OPEN, "").replace(_CLOSE, "")
    before = text.partition(plain[:20])[0]
    after = text.rpartition(plain[-20:])[2]
    if any(map(str.isalnum, before)):
        before = "… "
    if any(map(str.isalnum, after)):
        after = " …"
    return f"{before}{headline}{after}"


def _marked(text: str) -> SafeString:
    """What is marked is escaped like all else."""
    return mark_safe(escape(text).replace(_OPEN, "<mark>").replace(_CLOSE, "</mark>"))


def marked_name(name: str, asked: Asked) -> SafeString:
    """A name in which the words that were typed, or probably meant, are marked."""

    def mark(match):
        word, plain = match[0], plain_letters(match[0])
        if any(plain in likely for likely in asked.likely):
            return f"{_OPEN}{word}{_CLOSE}"
        begun = max((len(typed) for typed in asked.words if plain.startswith(typed)), default=0)
        if not begun:
            return word
        end = begun if len(plain) == len(word) else len(word)
        return f"{_OPEN}{word[:end]}{_CLOSE}{word[end:]}"

    return _marked(_WORD.sub(mark, name.replace(_OPEN, "").replace(_CLOSE, "")))
