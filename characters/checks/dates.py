"""Years that contradict each other: those of the fields, and what the biography's first paragraph says of them."""

import datetime as dt
import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from characters.checks.finding import Finding, warns
from characters.editions import CharacterContent
from characters.eras import year
from characters.passages import paragraphs

LONGEST_LIFE = 120
# How far “about” may reach, in years.
CIRCA = 15

# Where a field says nothing, and where it says another year.
_EMPTY = {
    "born": gettext_lazy("The biography gives %(year)s as the year of birth, and the field “Born” is empty."),
    "died": gettext_lazy("The biography gives %(year)s as the year of death, and the field “Died” is empty."),
}
_OTHERWISE = {
    "born": gettext_lazy(
        "The biography gives %(year)s as the year of birth, and the field “Born” says %(ours)s."
    ),
    "died": gettext_lazy(
        "The biography gives %(year)s as the year of death, and the field “Died” says %(ours)s."
    ),
}
_SENTENCE = re.compile(r"(?<=[a-z\d)”\"][.!?])\s+(?=[A-Z“\"])")
_YEAR = r"\b(?P<{0}>\d{{3,4}}|\d{{1,2}}(?=\s*(?:BCE|BC|CE|AD)\b))\b"
# What stands between “born” and its year names a day and places, and tells no other event.
_BORN = re.compile(rf"\bborn\b(?P<between>[^;:]{{0,120}}?){_YEAR.format('year')}")
_DIED = re.compile(rf"\bdied\b(?P<between>[^;:]{{0,80}}?){_YEAR.format('year')}")
_OTHER_EVENT = re.compile(r"\b(and|but|who|which|when|where|while|whose|after|before|until|since)\b")
_SOMEBODY_ELSE = re.compile(
    r"\b(father|mother|parents?|brothers?|sisters?|wife|husband|sons?|daughters?|child(ren)?|uncle|aunt|"
    r"grand\w+|cousins?|friends?|king|queen|emperor)\b",
    re.IGNORECASE,
)
# “Ada Lovelace (10 December 1815 – 27 November 1852) was …”
_LIFESPAN = re.compile(
    rf"^[^().]{{1,80}}\([^()]{{0,40}}?{_YEAR.format('born')}[^()\d]{{0,20}}?(?:–|-|—|\bto\b)[^()]{{0,40}}?"
    rf"{_YEAR.format('died')}[^()]{{0,40}}\)"
)


def of_life(content: CharacterContent) -> Iterator[Finding]:
    yield from _too_long(content)
    said = _said(content)
    for field in ("born", "died"):
        number = getattr(content, field)
        if field not in said or (number is not None and _agrees(said[field], number, content, field)):
            continue
        sentence = _EMPTY[field] if number is None else _OTHERWISE[field]
        values = {"year": said[field], "ours": "" if number is None else year(number)}
        yield warns(f"{field}-contradicted", sentence % values, field)


def _too_long(content):
    if content.born is None:
        return
    is_alive = content.died is None
    last = dt.datetime.now(dt.UTC).year if is_alive else content.died
    age = last - content.born - (content.born < 0 < last)
    if is_alive and age > LONGEST_LIFE:
        sentence = _("Born %(number)s years ago, and no year of death is given.")
        yield warns("life-too-long", sentence % {"number": age}, "died")
    elif age > LONGEST_LIFE:
        sentence = _("From birth to death are %(number)s years: check both.")
        yield warns("life-too-long", sentence % {"number": age}, "died")


def _said(content) -> dict[str, int]:
    """What the first paragraph plainly says of birth and death; nothing where it could speak of somebody else."""
    first = next(iter(paragraphs(content.biography)), "")
    sentences = _SENTENCE.split(" ".join(first.split()))
    if lifespan := _LIFESPAN.match(sentences[0]):
        return {"born": int(lifespan["born"]), "died": int(lifespan["died"])}
    said = {}
    for sentence in sentences:
        born = _plainly(_BORN, sentence)
        if born and "born" not in said:
            said["born"] = int(born["year"])
        died = _plainly(_DIED, sentence)
        if died and "died" not in said and (born or _begins_with_name(sentence, content)):
            said["died"] = int(died["year"])
    return said


def _plainly(pattern, sentence):
    found = pattern.search(sentence)
    is_plain = (
        found
        and not _OTHER_EVENT.search(found["between"])
        and not _SOMEBODY_ELSE.search(sentence[: found.start()])
    )
    return found if is_plain else None


def _begins_with_name(sentence, content) -> bool:
    return any(sentence.startswith(word) for word in content.name.split() if len(word) > 2)


def _agrees(said: int, number: int, content, field) -> bool:
    """Within what “about” may mean; beside ``said`` the paragraph may name the other year in dispute too."""
    if getattr(content, f"{field}_circa"):
        return abs(said - abs(number)) <= CIRCA
    first = next(iter(paragraphs(content.biography)), "")
    return said == abs(number) or re.search(rf"\b{abs(number)}\b", first) is not None
