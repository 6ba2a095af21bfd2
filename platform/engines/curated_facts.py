"""Plain questions about birth, death and age: known by patterns, answered from the biography and the years."""

import re
from enum import Enum

from engines.normalised import folded


class Fact(Enum):
    BORN = "born"
    DIED = "died"
    HOW_DIED = "how died"
    AGE = "age"
    AGE_AT_DEATH = "age at death"
    CHILDREN = "children"
    SPOUSE = "spouse"
    LANGUAGES = "languages"


_WHEN = (
    r"(when|where|when and where|where and when|(in |on )?(what|which) (exact |precise )?"
    r"(year|day|date|month|city|town|village|country|place))"
)
_BIRTH = r"(birth ?day|birth|birth ?place|place of birth|birth ?date|date of birth|year of birth|home ?(town|country))"
_IS = r"(is|was|s|are|were|r)"
_DEATH = r"(die|died|dead|killed|murdered|executed|assassinated|death|pass away|passed away|life end|perish)"
_COMPILED = {
    fact: re.compile(pattern)
    for fact, pattern in {
        Fact.BORN: rf"{_WHEN} (exactly )?(were|was|are|is|r|did) (you|u|your life) (born|begin|start|come from)( "
        rf"in| at| exactly)?|"
        rf"(what|when|where)( {_IS}|s) (the )?(your|ur) (exact )?{_BIRTH}|(your |what )?{_BIRTH}|"
        r"where (are|do|did|r) (you|u) (from|come from)( originally)?|(when|where) (you |u )?born|"
        r"(cuando|donde) (naciste|nacio usted)|(wann|wo) (bist du|sind sie|wurdest du|wurden sie) geboren|"
        r"(quand|ou) (es tu|etes vous|tu es|vous etes) nee?|(quando|dove) sei nat[oa]",
        Fact.HOW_DIED: r"(when and )?(how|of what|from what|why|in what way) (did|have) (you|u) (die|died|perish|"
        r"pass away|meet your end)|"
        r"(when and )?what did (you|u) die (of|from)|(what|whats)( was| is)? (the )?(cause of your "
        r"death|your "
        r"cause of death)|"
        r"how did your life (come to an )?end|how (were|was) (you|u) (killed|murdered|executed|assassinated)|"
        r"what (killed|kill) (you|u)|how (you|u) (die|died)|(tell me |talk )?about your death|your "
        r"death|how did "
        r"it end for you|"
        r"como moriste|wie (bist du|sind sie) gestorben|comment (es tu|etes vous) morte?",
        Fact.DIED: rf"{_WHEN} (did|was|were) (you|u|your) {_DEATH}|(when|where) (you|u) {_DEATH}|"
        r"(when|what|where)( was| is|s) (your )?(year of (your )?death|date of (your )?death|death "
        r"date|death|"
        r"place of death)|"
        r"(date|year|place) of death|death date|cuando moriste|wann (bist du|sind sie) gestorben|"
        r"quand (es tu|etes vous) morte?",
        Fact.AGE_AT_DEATH: r"(how old|at what age|what age) (were|was|did|had) (you|u) (die|died|get|become|live( "
        r"to be| to)?|at the end"
        rf"|at (your )?death|(when|as) (you|u) (were |got )?{_DEATH})|(how long|how many years) did "
        r"(you|u) live|"
        rf"at what age did (you|u) die",
        Fact.CHILDREN: r"how many (children|kids|sons|daughters|sons and daughters|offspring|babies)( "
        r"(did|do|have|had) (you|u)( ever)?( have| had| got| get| raise)?)?( in (all|total))?|"
        r"(did|do|have|had) (you|u) (ever )?(have |had |got |get )?(any |a )?(children|kids|child|"
        r"sons?|daughters?|family "
        r"of your own|sons or daughters|offspring)( of your own| too| as well)?|"
        r"(were|are) (you|u) a (mother|father|mum|mom|dad|parent)|cuantos hijos (tuviste|tuvo)|tuviste hijos|"
        r"hattest du kinder|hatten sie kinder|avez vous eu des enfants",
        Fact.SPOUSE: r"(who|whom) did (you|u) marry|(were|are) (you|u) (ever )?married( to (someone|anyone|anybody))?|"
        r"(did|have) (you|u) (ever )?(marry|married|get married|have a (wife|husband))|(who|what) (is|"
        r"was) your "
        r"(wife|husband|wifes name|husbands name)|what did your (wife|husband) do( for a living)?|"
        r"(what|whats) (is |was )?the name of your (wife|husband)",
        Fact.LANGUAGES: r"(what|which|how many) (other |foreign )?(languages?|tongues) (did|do|can|could) (you|u) "
        r"(speak|know|talk|understand)|(did|do) (you|u) (speak|know) (many|other|several|foreign|any "
        r"other) languages",
        Fact.AGE: r"how old (are|r|is|were|was) (you|u)( now| exactly| today)?|(what|whats)( is)? (your|ur) age|"
        r"your age|what age are (you|u)|"
        r"how old|cuantos anos tienes|wie alt (bist du|sind sie)|quel age (as tu|avez vous)",
    }.items()
}  # fmt: skip
# Asked for, they are answered with whatever sentences of the biography tell of them.
TOLD_IN_SENTENCES = (Fact.CHILDREN, Fact.SPOUSE, Fact.LANGUAGES)
_LEAD = re.compile(
    r"^((and|so|but|ok|well|hello|hi|please|tell me|can you tell me|could you tell me|do you know) )+"
)
_SENTENCE_END = re.compile(r"(?<=[.!?])[”’\"]?\s+(?=[A-Z“‘\"0-9])")
_ABBREVIATED = re.compile(r"\b([A-Z]|c|ca|St|Mr|Mrs|Dr|Jr|Sr|vol|no)\.$")
_TELLS_OF_BIRTH = re.compile(r"\bborn\b")
_TELLS_OF_CHILDREN = re.compile(
    r"\b(had|bore)\b(?! (been|to)\b)[^.;]*\b(children|sons?|daughters?)\b|\bwith (her|his) (\w+ "
    r")?(daughter|son)s?\b|"
    r"\b(had|bore) no (children|child)\b|\bnever (married|had)[^.;]*\bchild(ren)?\b"
)
_TELLS_OF_SPOUSE = re.compile(r"\b[Mm]arried\b (his |her |the |a )?(?:[a-z]+ ){0,2}[A-Z]")
_TELLS_OF_LANGUAGES = re.compile(
    r"\b(spoke|speaks?|learn(ed|t)?|knew|fluent|wrote in)\b[^.;]*\b(languages?|tongues|Greek|Latin|"
    r"French|German|Italian)\b"
)
_TOLD = {
    Fact.CHILDREN: _TELLS_OF_CHILDREN,
    Fact.SPOUSE: _TELLS_OF_SPOUSE,
    Fact.LANGUAGES: _TELLS_OF_LANGUAGES,
}
_WHO_ASKED = re.compile(
    r"^(?:(?:and|so|but|please|ok|well|hello|hi|hey) )*"
    r"(?:whos|who (?:is|was|were|are))(?: exactly| really)? (?!(?:you|u|i|he|she|it|they|this|that|"
    r"these|those|your|ur|my|"
    r"the|a|an|in|on|at|to|for|with|by|there|more|most|better|really|am|did|do)\b)((?:\w+ "
    r"?){1,4}?)(?: to you| again)?$"
)
_NOT_IN_NAMES = {"for", "your", "you", "in", "behind", "to", "at", "on", "with", "by", "responsible", "right", "wrong",
                 "worse", "better", "best", "worst", "guilty", "involved", "against"}  # fmt: skip
_TELLS_OF_DEATH = re.compile(
    r"\b(died|dies|death|killed|executed|assassinated|murdered|hanged|took (his|her) own life)\b"
)


def fact_asked(message: str) -> Fact | None:
    """Which fact a whole message asks for, if it asks for nothing else."""
    words = _LEAD.sub("", folded(message))
    return next((fact for fact, pattern in _COMPILED.items() if pattern.fullmatch(words)), None)


def name_asked(message: str) -> tuple[str, ...]:
    """The words of the name in “Who was Emma?”, folded; nothing for other questions, or for “your wife”."""
    match = _WHO_ASKED.match(folded(message))
    words = match.group(1).split() if match else []
    return () if set(words) & _NOT_IN_NAMES else tuple(words)


def is_named(name: tuple[str, ...], *texts: str) -> bool:
    """Whether all words of a name stand in one of the texts."""
    return any(set(name) <= set(folded(re.sub(r"[’']s\b", "", text)).split()) for text in texts)


def sentences(text: str) -> list[str]:
    """A plain text cut into its sentences; “C. L. R. James” stays whole."""
    found: list[str] = []
    for piece in _SENTENCE_END.split(text):
        if found and _ABBREVIATED.search(found[-1]):
            found[-1] += f" {piece}"
        else:
            found.append(piece)
    return found


def sentence_about(fact: Fact, text: str, *, born: int | None, died: int | None) -> str:
    """The sentence of a biography that tells of the birth or the death, with its year if any has; "
    "or nothing."""
    if fact in (Fact.AGE, Fact.AGE_AT_DEATH):
        return ""
    if fact in _TOLD:
        return " ".join(sentence for sentence in sentences(text) if _TOLD[fact].search(sentence))
    pattern, year = (_TELLS_OF_BIRTH, born) if fact is Fact.BORN else (_TELLS_OF_DEATH, died)
    telling = [sentence for sentence in sentences(text) if pattern.search(sentence)]
    with_year = [s for s in telling if year is not None and re.search(rf"\b{abs(year)}\b", s)]
    if fact is Fact.BORN:
        return next(iter(with_year or telling), "")
    # Others die in a biography too; the last death that has the year is the character's own.
    return with_year[-1] if with_year else ""


def year_in_words(year: int) -> str:
    return f"{-year} BCE" if year < 0 else f"{year}" if year > 999 else f"{year} CE"


def years_between(born: int, died: int) -> int:
    """Years lived, give or take one; there was no year 0."""
    return died - born - (1 if born < 0 < died else 0)
