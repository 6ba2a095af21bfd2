"""How English biographies tell of birth, death and family."""

import re

from engines.fact import Fact
from engines.tongues.tongue import Accounts

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
_TELLS_OF_DEATH = re.compile(
    r"\b(died|dies|death|killed|executed|assassinated|murdered|hanged|took (his|her) own life)\b"
)

ACCOUNTS = Accounts(
    tells={
        Fact.BORN: _TELLS_OF_BIRTH,
        Fact.DIED: _TELLS_OF_DEATH,
        Fact.HOW_DIED: _TELLS_OF_DEATH,
        Fact.CHILDREN: _TELLS_OF_CHILDREN,
        Fact.SPOUSE: _TELLS_OF_SPOUSE,
        Fact.LANGUAGES: _TELLS_OF_LANGUAGES,
    },
    sentence_end=_SENTENCE_END,
    abbreviated=_ABBREVIATED,
    ending=re.compile(r"[’']s\b"),
    own_question=re.compile(
        r"(yes|no|neither|both|never|because|hardly|certainly|of course|partly|not|none|nobody|once|twice)\b",
        re.IGNORECASE,
    ),
)
