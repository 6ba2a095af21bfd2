"""Know small talk when it is all that was said: patterns over short clauses."""

from typing import NamedTuple

from engines.normalised import folded, parts, unaddressed
from engines.talk import Talk
from engines.tongues import ENGLISH, TONGUES
from engines.tongues.knowing import understood
from engines.tongues.tongue import Tongue

# Longer clauses are never small talk, whatever they begin with; requests and doubts may run on.
MAX_WORDS = 9
MAX_WORDS_OF = {Talk.DISTRESS: 400, Talk.GRIEF: 60, Talk.REQUEST: 400, Talk.IS_IT_REAL: 16, Talk.INSULT: 14}


class Heard(NamedTuple):
    """The most important small talk in a message, what in it is none, and the tongue in which it was understood."""

    talk: Talk | None
    rest: str
    tongue: Tongue


def talk_of(message: str, *, name: str, tongue: Tongue = ENGLISH) -> tuple[Talk | None, str]:
    """The most important small talk in a message, and the rest of it: what is no small talk.

    “Hello! How are you?” is HOW_ARE_YOU and nothing else; “Hi, why did you leave?” is GREETING and its question.
    """
    heard = hear(message, name=name, tongue=tongue)
    return heard.talk, heard.rest


def hear(message: str, *, name: str, tongue: Tongue = ENGLISH) -> Heard:
    """As ``talk_of``, and in which tongue, so that who is in need is answered in a language that they write."""
    if whole := _talk_of_clause(message, name, tongue):
        return Heard(whole[0], "", whole[1])
    clauses = parts(message)
    kinds = [_talk_of_clause(clause, name, tongue) for clause in clauses]
    rest = ", ".join(
        clause.strip()
        for clause, kind in zip(clauses, kinds, strict=True)
        if kind is None and unaddressed(folded(clause), name, tongue)
    )
    talk, understood_in = min(
        filter(None, kinds), key=lambda kind: list(Talk).index(kind[0]), default=(None, tongue)
    )
    return Heard(talk, rest, understood_in)


def _talk_of_clause(clause: str, name: str, tongue: Tongue) -> tuple[Talk, Tongue] | None:
    words = folded(clause)
    addressed = unaddressed(words, name, tongue)
    read = understood(clause, tongue)
    for talk in Talk:
        # Somebody in distress is understood in any language that is known here.
        tongues = (*read, *TONGUES.values()) if talk is Talk.DISTRESS else read
        for said in (addressed, words):
            if not said or len(said.split()) > MAX_WORDS_OF.get(talk, MAX_WORDS):
                continue
            if found := next((each for each in tongues if each.talk[talk].fullmatch(said)), None):
                return talk, found
    return None
