"""Know small talk when it is all that was said: patterns over short clauses."""

from engines.normalised import folded, parts, unaddressed
from engines.talk import Talk
from engines.tongues import ENGLISH, TONGUES
from engines.tongues.knowing import understood
from engines.tongues.tongue import Tongue

# Longer clauses are never small talk, whatever they begin with; requests and doubts may run on.
MAX_WORDS = 9
MAX_WORDS_OF = {Talk.DISTRESS: 400, Talk.GRIEF: 60, Talk.REQUEST: 400, Talk.IS_IT_REAL: 16, Talk.INSULT: 14}


def talk_of(message: str, *, name: str, tongue: Tongue = ENGLISH) -> tuple[Talk | None, str]:
    """The most important small talk in a message, and the rest of it: what is no small talk.

    “Hello! How are you?” is HOW_ARE_YOU and nothing else; “Hi, why did you leave?” is GREETING and its question.
    """
    if (talk := _talk_of_clause(message, name, tongue)) is not None:
        return talk, ""
    clauses = parts(message)
    kinds = [_talk_of_clause(clause, name, tongue) for clause in clauses]
    found = [kind for kind in kinds if kind is not None]
    rest = ", ".join(
        clause.strip()
        for clause, kind in zip(clauses, kinds, strict=True)
        if kind is None and unaddressed(folded(clause), name, tongue)
    )
    return min(found, key=list(Talk).index, default=None), rest


def _talk_of_clause(clause: str, name: str, tongue: Tongue) -> Talk | None:
    words = folded(clause)
    addressed = unaddressed(words, name, tongue)
    read = understood(clause, tongue)
    for talk in Talk:
        # Somebody in distress is understood in any language that is known here.
        patterns = [each.talk[talk] for each in (TONGUES.values() if talk is Talk.DISTRESS else read)]
        for said in (addressed, words):
            if (
                said
                and len(said.split()) <= MAX_WORDS_OF.get(talk, MAX_WORDS)
                and any(pattern.fullmatch(said) for pattern in patterns)
            ):
                return talk
    return None
