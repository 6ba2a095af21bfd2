"""What has to be known of a language to answer in it: sentences, and patterns of what visitors and editors write.

Patterns of what a visitor writes are matched against ``folded`` text; those of an account against the text as it is.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from engines.fact import Fact
from engines.talk import Talk

Variants = tuple[str, ...]


class Phrases(Protocol):
    """The set sentences of a language; a module that has them all. ``engines.tongues.en.phrases`` says what each is."""

    TRUTH: Variants
    DISTRESS: Variants
    GRIEF: Variants
    PLAINLY: Variants
    OUTSIDE: Variants
    JOKE: Variants
    REQUEST: Variants
    ASK_ONE_OF_THESE: Variants
    BEGIN_WITH_ONE: Variants
    UNSEEN: Variants
    NOTHING_MORE: Variants
    FULLER: Variants
    ALL_SAID: Variants
    SAID_BEFORE: Variants
    AGAIN: Variants
    NO_OTHER_WORDS: Variants
    MORE: Variants
    ANYTHING: Variants
    THE_PAGE_SAYS: Variants
    NO_CONTEXT: Variants
    BORN: Variants
    DIED: Variants
    LIVING: Variants
    AGE_AT_DEATH: Variants
    AGE: Variants
    FRAMED: Variants
    WHO_AGAIN: Variants
    ASKS_AGAIN: Variants
    TALK: Mapping[Talk, Variants]
    # One sentence each: a quotation, the heading of a biography, years before and after the common era.
    QUOTED: str
    WHO_IS: str
    BEFORE_ERA: str
    OF_ERA: str


@dataclass(frozen=True)
class Written:
    """How to know a text of this language: its letters, and its small words against those of others."""

    letters: re.Pattern[str]
    own: re.Pattern[str]
    others: re.Pattern[str]


@dataclass(frozen=True)
class Spelling:
    """``titles`` and ``honours`` address somebody, ``short`` spells out what is typed in short, ``babble`` is no word.

    ``max_consonants``: of Latin letters, more than so many on end are a hand laid on the keyboard. ``quotes`` turns
    double quotation marks into single ones, for a text that is quoted. ``asks_title``: a whole message that asks if
    somebody holds one of the titles.
    """

    titles: frozenset[str]
    honours: re.Pattern[str]
    short: Mapping[str, str] = field(default_factory=dict)
    babble: frozenset[str] = frozenset()
    max_consonants: int = 5
    quotes: Mapping[int, str] = field(default_factory=dict)
    asks_title: re.Pattern[str] | None = None


@dataclass(frozen=True)
class FollowUps:
    """``bare``: nothing but a wish for more; ``empty``: words without a matter of their own, ``pronouns`` and
    ``leading`` among them; ``you``: words that speak to the character.
    """

    bare: re.Pattern[str]
    pronouns: frozenset[str]
    leading: frozenset[str]
    empty: frozenset[str]
    you: frozenset[str]


@dataclass(frozen=True)
class Questions:
    """``facts``: a whole message that asks for a fact, without its ``lead``; ``who``: for somebody, named in group 1
    but for the words in ``no_names``; ``asks_who``: how such a question begins; ``of_children``: of one's own.
    """

    facts: Mapping[Fact, re.Pattern[str]]
    lead: re.Pattern[str]
    who: re.Pattern[str]
    asks_who: re.Pattern[str]
    no_names: frozenset[str]
    of_children: re.Pattern[str]


@dataclass(frozen=True)
class Accounts:
    """How editors tell of a life. ``ending``: what names may have at an end and lose; ``abbreviated``: a full stop that
    ends no sentence; ``own_question``: how an answer begins that answers no question but its own.
    """

    tells: Mapping[Fact, re.Pattern[str]]
    sentence_end: re.Pattern[str]
    abbreviated: re.Pattern[str]
    ending: re.Pattern[str]
    own_question: re.Pattern[str]


@dataclass(frozen=True)
class Later:
    """What came into the world in which year; words for the visitor's own time; years and centuries, in group 1."""

    first_years: tuple[tuple[int, re.Pattern[str]], ...]
    now: re.Pattern[str]
    year: re.Pattern[str]
    century: re.Pattern[str]


@dataclass(frozen=True)
class Matter:
    """For retrieval. ``wrapping``: stems, as PostgreSQL makes them, that a question is wrapped in; ``measure``: asks
    how much; ``themes``: the words for usual themes of remarks, and what retrieval calls them; ``asks``: how a plain
    question begins; ``oneself``: words of somebody who speaks of themselves, but for ``tell_me``.
    """

    wrapping: frozenset[str]
    measure: re.Pattern[str]
    themes: Mapping[str, str]
    asks: re.Pattern[str]
    oneself: re.Pattern[str]
    tell_me: re.Pattern[str]


@dataclass(frozen=True)
class Tongue:
    """A language that the curated engine speaks. ``code`` is that of BCP 47, without a region.

    ``words_are_in`` tells somebody who asks in another language in which one the editors' words are. ``beside`` is a
    language that many visitors use whatever they read: its patterns count too. ``is_borrowed``: these sentences
    stand in for those of a language that has none here.
    """

    code: str
    phrases: Phrases
    words_are_in: str
    talk: Mapping[Talk, re.Pattern[str]]
    written: Written
    spelling: Spelling
    follow_ups: FollowUps
    questions: Questions
    accounts: Accounts
    later: Later
    matter: Matter
    beside: "Tongue | None" = None
    is_borrowed: bool = False

    @property
    def read(self) -> tuple["Tongue", ...]:
        """The languages in which a visitor is understood, its own first."""
        return (self, self.beside) if self.beside else (self,)


def any_of(patterns) -> re.Pattern[str]:
    """One pattern out of several alternatives."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
