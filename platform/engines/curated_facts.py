"""Plain questions about birth, death and age: known by patterns, answered from the biography and the years."""

import re

from engines.fact import Fact
from engines.normalised import folded
from engines.tongues.en import ENGLISH
from engines.tongues.knowing import understood
from engines.tongues.tongue import Tongue

# Asked for, they are answered with whatever sentences of the biography tell of them.
TOLD_IN_SENTENCES = (Fact.CHILDREN, Fact.SPOUSE, Fact.LANGUAGES)


def fact_asked(message: str, tongue: Tongue = ENGLISH) -> Fact | None:
    """Which fact a whole message asks for, if it asks for nothing else."""
    for questions in (each.questions for each in understood(message, tongue)):
        words = questions.lead.sub("", folded(message))
        for fact, pattern in questions.facts.items():
            if pattern.fullmatch(words):
                return fact
    return None


def name_asked(message: str, tongue: Tongue = ENGLISH) -> tuple[str, ...]:
    """The words of the name in “Who was Emma?”, folded; nothing for other questions, or for “your wife”."""
    for questions in (each.questions for each in understood(message, tongue)):
        match = questions.who.match(folded(message))
        words = match.group(1).split() if match else []
        if words and not set(words) & questions.no_names:
            return tuple(words)
    return ()


def is_named(name: tuple[str, ...], *texts: str, tongue: Tongue = ENGLISH) -> bool:
    """Whether all words of a name stand in one of the texts."""
    return any(set(name) <= _with_bare_forms(text, tongue) for text in texts)


def _with_bare_forms(text: str, tongue: Tongue) -> set[str]:
    """The words of a text, and each without what a name may have at its ends in this language."""
    return set(folded(text).split()) | set(folded(tongue.accounts.ending.sub("", text)).split())


def sentences(text: str, tongue: Tongue = ENGLISH) -> list[str]:
    """A plain text cut into its sentences; “C. L. R. James” stays whole."""
    found: list[str] = []
    for piece in tongue.accounts.sentence_end.split(text):
        if found and tongue.accounts.abbreviated.search(found[-1]):
            found[-1] += f" {piece}"
        else:
            found.append(piece)
    return found


def sentence_about(
    fact: Fact, text: str, *, born: int | None, died: int | None, tongue: Tongue = ENGLISH
) -> str:
    """The sentence of a biography that tells of the birth or the death, with its year if any has; or nothing."""
    if fact in (Fact.AGE, Fact.AGE_AT_DEATH):
        return ""
    telling = [each for each in sentences(text, tongue) if tongue.accounts.tells[fact].search(each)]
    if fact in TOLD_IN_SENTENCES:
        return " ".join(telling)
    year = born if fact is Fact.BORN else died
    with_year = [s for s in telling if year is not None and re.search(rf"\b{abs(year)}\b", folded(s))]
    if fact is Fact.BORN:
        return next(iter(with_year or telling), "")
    # Others die in a biography too; the last death that has the year is the character's own.
    return with_year[-1] if with_year else ""


def year_in_words(year: int, tongue: Tongue = ENGLISH) -> str:
    phrases = tongue.phrases
    if year > 999:
        return f"{year}"
    return (phrases.BEFORE_ERA if year < 0 else phrases.OF_ERA).format(year=abs(year))


def years_between(born: int, died: int) -> int:
    """Years lived, give or take one; there was no year 0."""
    return died - born - (1 if born < 0 < died else 0)
