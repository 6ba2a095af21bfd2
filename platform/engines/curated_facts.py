"""Plain questions about birth, death and age: known by patterns, answered from the years and the biography."""

import re
from enum import Enum

from engines.normalised import folded


class Fact(Enum):
    BORN = "born"
    DIED = "died"
    AGE = "age"
    AGE_AT_DEATH = "age at death"


_WHEN = r"(when|where|what year|in what year|in which year|which year|what day|what date|on what day|in which (city|town|country|place)|what (city|town|country|place)|when and where|where and when)"
_PATTERNS = {
    Fact.BORN: rf"{_WHEN} (were|was|are|is|r) (you|u|your) (birth|born|birthday|birth ?day|birth ?place|birth ?date|date of birth)( in| exactly)?|"
    r"(what is|whats|when is|whens|where is|wheres|what was|when was|where was) (your|ur) (birth ?day|birth|birth ?place|birth ?date|date of birth|place of birth|year of birth)|"
    r"(your )?(birthday|birthplace|birth date|date of birth|place of birth)|(when|where|wann|wo) (born|you born)|"
    r"(cuando|donde) naciste|wann (bist du|sind sie|wurdest du|wurden sie) geboren|wo (bist du|sind sie|wurdest du|wurden sie) geboren|"
    r"(quand|ou) (es tu|etes vous|tu es|vous etes) nee?",
    Fact.DIED: r"(when|what year|in what year|in which year|on what day|what date) (did|was|were) (you|u|your) (die|died|dead|killed|death|pass away|life end)|"
    r"(when|what year) (you|u) (die|died|dead)|(when was|what was|whats|what is) (your )?(year of (your )?death|date of (your )?death|your death date|your death)|"
    r"(your )?(date of death|death date|year of death)|cuando moriste|wann (bist du|sind sie) gestorben|quand (es tu|etes vous) morte?",
    Fact.AGE_AT_DEATH: r"(how old|at what age|what age) (were|was|did|had) (you|u) (die|died|when (you|u) (died|were killed|passed away)|at (your )?death|become|get|live( to be)?|at the end|live to)|"
    r"(how long|how many years) did (you|u) live|at what age did (you|u) die",
    Fact.AGE: r"how old (are|r|is|were|was) (you|u)( now| exactly| today)?|(what is|whats) (your|ur) age|your age|what age are (you|u)|how old|"
    r"cuantos anos tienes|wie alt (bist du|sind sie)|quel age (as tu|avez vous)",
}
_COMPILED = {fact: re.compile(pattern) for fact, pattern in _PATTERNS.items()}
_SENTENCE_END = re.compile(r"(?<=[.!?])[”’\"]?\s+(?=[A-Z“‘\"0-9])")
_ABBREVIATED = re.compile(r"\b([A-Z]|c|ca|St|Mr|Mrs|Dr|Jr|Sr|vol|no)\.$")
_BIRTH, _DEATH = (
    re.compile(r"\bborn\b"),
    re.compile(r"\b(died|death|killed|executed|assassinated|murdered)\b"),
)


def fact_asked(message: str) -> Fact | None:
    """Which fact a whole message asks for, if it asks for nothing else."""
    words = re.sub(
        r"^((and|so|but|hello|hi|please|tell me|can you tell me|do you know) )+", "", folded(message)
    )
    for fact, pattern in _COMPILED.items():
        if pattern.fullmatch(words):
            return fact
    return None


def sentences(text: str) -> list[str]:
    """A plain text cut into its sentences; “C. L. R. James” stays whole."""
    found: list[str] = []
    for piece in _SENTENCE_END.split(text):
        if found and _ABBREVIATED.search(found[-1]):
            found[-1] += f" {piece}"
        else:
            found.append(piece)
    return found


def sentence_about(fact: Fact, text: str, *, year: int | None) -> str:
    """The sentence of a biography that tells of a birth or a death, best with its year; empty when none does."""
    pattern = _BIRTH if fact is Fact.BORN else _DEATH
    matching = [sentence for sentence in sentences(text) if pattern.search(sentence)]
    with_year = [sentence for sentence in matching if year is not None and str(abs(year)) in sentence]
    if with_year or fact is Fact.BORN:
        return next(iter(with_year or matching), "")
    return ""


def year_in_words(year: int) -> str:
    return f"{-year} BCE" if year < 0 else f"{year}" if year > 999 else f"{year} CE"


def years_between(born: int, died: int) -> int:
    """Years lived, give or take one; there was no year 0."""
    return died - born - (1 if born < 0 < died else 0)
