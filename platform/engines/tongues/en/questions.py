"""How birth, death and what else is a plain fact are asked for in English."""

import re

from engines.fact import Fact
from engines.tongues.tongue import Questions

_WHEN = (
    r"(when|where|when and where|where and when|(in |on )?(what|which) (exact |precise )?"
    r"(year|day|date|month|city|town|village|country|place))"
)
_BIRTH = r"(birth ?day|birth|birth ?place|place of birth|birth ?date|date of birth|year of birth|home ?(town|country))"
_IS = r"(is|was|s|are|were|r)"
_DEATH = r"(die|died|dead|killed|murdered|executed|assassinated|death|pass away|passed away|life end|perish)"
FACTS = {
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
LEAD = re.compile(
    r"^((and|so|but|ok|well|hello|hi|please|tell me|can you tell me|could you tell me|do you know) )+"
)
WHO = re.compile(
    r"^(?:(?:and|so|but|please|ok|well|hello|hi|hey) )*"
    r"(?:whos|who (?:is|was|were|are))(?: exactly| really)? (?!(?:you|u|i|he|she|it|they|this|that|"
    r"these|those|your|ur|my|"
    r"the|a|an|in|on|at|to|for|with|by|there|more|most|better|really|am|did|do)\b)((?:\w+ "
    r"?){1,4}?)(?: to you| again)?$"
)
NO_NAMES = frozenset((
    "for", "your", "you", "in", "behind", "to", "at", "on", "with", "by", "responsible", "right", "wrong", "worse",
    "better", "best", "worst", "guilty", "involved", "against",
))  # fmt: skip

QUESTIONS = Questions(
    facts=FACTS,
    lead=LEAD,
    who=WHO,
    asks_who=re.compile(r"who"),
    no_names=NO_NAMES,
    of_children=re.compile(r"\byour (\w+ )?(child|children|sons?|daughters?)\b"),
)
