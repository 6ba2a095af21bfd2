"""Find whom and what a text names: people, events, places and years, by how they are written. No model, no network."""

import re

from characters.editions import CharacterContent
from web.markdown import plain
from web.sentences import listed

# Capitalised as a matter of course, whoever the text is about.
_EVERYDAY_WORDS = """
    January February March April May June July August September October November December Monday Tuesday Wednesday
    Thursday Friday Saturday Sunday I He She It They We You His Her Its Their Our My Who What Why How When Where
    Which The A An This That These Those In On At By For From Of To With Without As After Before During Under Over
    Between Through Against Among About Into Until Since While Once Though Although Because But And Or Nor Yet So
    If Then Than Not No Both Each Every Some Many Most Few All Any Other Others Only Even Still Also Later Soon Now
    There Here Such Did Does Do Was Were Is Are Had Has Have Be Been Being Would Could Should May Might Will Can
    One Two Three Four Historians Scholars Critics Like Unlike Instead Despite Perhaps Whether Near Back Out Up
    Down Off Again Today English French German Russian Italian Spanish Latin Greek American British European
    African Asian Chinese Indian Dutch Polish Jewish Christian Roman Arabic Muslim Catholic Protestant Mexican
    Japanese Persian Turkish Irish Scottish Austrian Hungarian Swedish Danish Portuguese God Sir Lady Lord King
    Queen Mr Mrs Miss Dr Professor Elsewhere
"""
# Names only together with others, as in “Republic of Venice”.
_COMMON_WORDS = """
    Church Revolution Republic Empire Terror Parliament Congress Senate Assembly State States Union Party Army War
    North South East West Earth Sun Moon Life Results Letters Works Essays BCE CE AD BC Bible Africans Christians
    Muslims Jews Americans Greeks Romans Academy Society University College
"""
_EVERYDAY, _COMMON = frozenset(_EVERYDAY_WORDS.split()), frozenset(_COMMON_WORDS.split())
_CAPITALISED = r"[^\W\d_a-z][\w'’.-]*"
# “Treaty of Versailles”, “Simone de Beauvoir”, “Wars of the Roses”.
_JOINS = r"(?:of the|of|de la|de|del|della|du|von|van|der|den|al|ibn|bint|el)"
_NAME = re.compile(rf"{_CAPITALISED}(?:\s+(?:{_JOINS}\s+)?{_CAPITALISED})*")
_YEAR = re.compile(r"(?<![\d.,])(1[0-9]{3}|20[0-9]{2})(?!\d|[.,]\d)")
_SENTENCE = re.compile(r"(?<=[.!?:])[”’\"')]*\s+|\n+")
_OWNING = re.compile(r"['’]s?$")
_LONGEST = 60
# Things that are spoken of with an article: “the Second International”.
_WITH_ARTICLE = re.compile(
    r"\b(?:International|Revolution|War|Wars|Party|Army|Union|Empire|Republic|Congress|Convention|Academy|Institution|"
    r"Society|Church|Bible|Assembly|Parliament|Senate|Court|Navy|Sea|Ocean|River|Enlightenment|Renaissance|"
    r"Reformation|Inquisition|Movement|Commune|Prize|Manifesto|Treaty|Declaration|League|States|Nations|Act|"
    r"Museum|Observatory)\b"
)


def named_in(content: CharacterContent) -> list[str]:
    """What the biography and the answers name, apart from the character, in alphabetical order."""
    answers = (question.answer for question in content.starter_questions)
    return named_in_texts([plain(text) for text in (content.biography, *answers)], content)


def named_in_texts(texts: list[str], content: CharacterContent) -> list[str]:
    """The same of the biography and the answers as plain texts: passages hold them, and parsing takes longest."""
    own = _own_words(content)
    return sorted(set().union(*(_names(text, own) for text in texts)))


def called(content: CharacterContent) -> list[str]:
    """What other texts call the character: the names of two words or more, and a family name that stands alone."""
    names = {name for name in (content.name, *content.also_known_as) if " " in name}
    names |= {content.name} if len(content.name) > 3 else set()
    family, comma, _ = content.sort_name.partition(",")
    if comma and family in content.name and len(family) > 3:
        names.add(family)
    return sorted(names)


def _own_words(content) -> set[str]:
    names = " ".join((content.name, *content.also_known_as))
    return {word for word in re.findall(r"[\w'’.-]+", names) if word[0].isupper()}


def _names(text: str, own: set[str]) -> set[str]:
    """Names and years. A word that begins a sentence counts only as the first of several, as in “Karl Marx wrote”."""
    lower = set(re.findall(r"\b[a-zà-ÿ]+\b", text))
    found = set(_YEAR.findall(text))
    for sentence in _SENTENCE.split(text):
        for match in _NAME.finditer(sentence):
            words = _bare(match.group()).split()
            begins = not re.search(r"\w", sentence[: match.start()])
            if begins and len(words) == 1:
                continue
            if begins and words[0].lower() in lower:
                words = words[1:]
            found |= _kept(words, own)
    return found


def _bare(name: str) -> str:
    return _OWNING.sub("", name.rstrip(".,;:-")).rstrip(".")


def _kept(words: list[str], own: set[str]) -> set[str]:
    while words and (words[0] in _EVERYDAY or not words[0][0].isupper()):
        words = words[1:]
    while words and not words[-1][0].isupper():
        words = words[:-1]
    name = " ".join(_OWNING.sub("", word) if word is words[-1] else word for word in words)
    is_no_name = len(name) < 3 or len(name) > _LONGEST or name in _COMMON
    if is_no_name or all(word in own or not word[0].isupper() for word in name.split()):
        return set()
    return {name}


def in_words(names: list[str], at_most: int = 4) -> str:
    """“Lenin, Iskra, the Second International and the year 1905”: the longest way of writing each; years come last."""
    together = "\n".join(names)
    whole = [name for name in names if together.count(name) == 1]
    words = [name for name in whole if not name.isdecimal()][:at_most]
    written = [f"the {name}" if _WITH_ARTICLE.search(name) else name for name in words]
    years = sorted([name for name in whole if name.isdecimal()][:2])
    if years:
        written.append(f"the year{'s'[: len(years) - 1]} {listed(years)}")
    return listed(written)
