"""How alike two characters are, and why in sentences: what both texts share, weighed by how rare it is."""

from dataclasses import dataclass, field
from math import exp, fsum, log

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from characters.eras import Era, year
from characters.mentions import in_words
from web.sentences import listed
from web.typography import curled

# Where only one year is known, a life is taken to be this long.
A_LIFE = 70
THIS_YEAR = 2026
# How much each kind of likeness can do by itself: 1 would make any two the same.
WEIGHTS = {"meaning": 0.6, "naming": 0.45, "fields": 0.35, "names": 0.3, "links": 0.1, "lives": 0.1}
# Two strangers' texts are this near in any case (cosine), and two of a kind this near.
FAR, NEAR = 0.4, 0.8
# What is shared by names of this weight in all is half of what can be.
ENOUGH_NAMES = 9.0
A_YEAR_WEIGHS = 0.25
MAX_REASONS = 6
DEGREES = ((0.7, _("very alike")), (0.5, _("alike")), (0.3, _("somewhat alike")), (0, _("a little alike")))


@dataclass(frozen=True)
class Profile:
    """What of one character is compared. ``names`` and ``called`` as in characters.mentions."""

    id: int
    name: str
    fields: frozenset[str] = frozenset()
    born: int | None = None
    died: int | None = None
    era: str = ""
    names: frozenset[str] = frozenset()
    called: frozenset[str] = frozenset()

    @property
    def life(self) -> tuple[int, int] | None:
        if self.born is None and self.died is None:
            return None
        first = self.died - A_LIFE if self.born is None else self.born
        return first, min(first + A_LIFE, THIS_YEAR) if self.died is None else self.died


@dataclass(frozen=True)
class Rarity:
    """How many characters there are, in how many texts a name stands, and how many work in a field.

    Names that are missing stand in one or two texts.
    """

    num_all: int = 1
    names: dict[str, int] = field(default_factory=dict)
    fields: dict[str, int] = field(default_factory=dict)
    _weights: dict[str, float] = field(default_factory=dict, init=False, repr=False, compare=False)

    def of_name(self, name: str) -> float:
        weight = self._weights.get(name)
        if weight is None:
            weight = self._weights[name] = self._weighed(name)
        return weight

    def _weighed(self, name):
        weight = log((self.num_all + 1) / (self.names.get(name, 2) + 0.5))
        return max(weight, 0) * (A_YEAR_WEIGHS if name.isdecimal() else 1)

    def of_field(self, name: str) -> float:
        num = self.fields.get(name, 1)
        # More may be live than have been compared so far.
        return log((max(self.num_all, num) + 2) / (num + 0.5))


@dataclass(frozen=True)
class Between:
    """What the database knows of two: the cosine of their meanings, and the names of who links to both.

    ``headings`` are those of the two passages nearest in meaning, one of each, where they are near.
    """

    cosine: float | None = None
    linked_by: tuple[str, ...] = ()
    headings: tuple[str, str] | None = None


@dataclass(frozen=True)
class Likeness:
    """``score`` in 0..1 and the same both ways; ``reasons`` are sentences, the weightiest first."""

    score: float
    reasons: list[str]

    @property
    def in_words(self) -> str:
        return degree(self.score)


def degree(score: float) -> str:
    """A score as an editor reads it."""
    return str(next(words for least, words in DEGREES if score >= least))


def compare(one: Profile, other: Profile, between: Between, rarity: Rarity) -> Likeness:
    """How alike two are, with the reasons: in English, whoever asks, for they are kept. See discovery.reasons."""
    strengths = _strengths(one, other, between, rarity)
    with override(settings.LANGUAGE_CODE):
        sentences = {
            "naming": _naming_in_words(one, other),
            "meaning": _meaning_in_words(between, strengths["meaning"]),
            "names": _names_in_words(one, other, rarity),
            "fields": _fields_in_words(one, other, rarity),
            "links": _links_in_words(between),
            "lives": _lives_in_words(one, other),
        }
    weighed = sorted(sentences, key=lambda kind: -WEIGHTS[kind] * strengths[kind])
    reasons = [sentence for kind in weighed for sentence in sentences[kind]]
    return Likeness(_score(strengths), reasons[:MAX_REASONS])


def score(one: Profile, other: Profile, between: Between, rarity: Rarity) -> float:
    """The score that ``compare`` gives, without the sentences: those take most of its time."""
    return _score(_strengths(one, other, between, rarity))


def _score(strengths: dict[str, float]) -> float:
    """Each kind of likeness takes away a part of what is left of the distance between the two."""
    distance = 1.0
    for kind, strength in strengths.items():
        distance *= 1 - WEIGHTS[kind] * strength
    return round(1 - distance, 4)


def _strengths(one, other, between, rarity) -> dict[str, float]:
    return {
        "naming": _naming(one, other),
        "meaning": _meaning(between),
        "names": _names(one, other, rarity),
        "fields": _fields(one, other, rarity),
        "links": 1 - 0.5 ** len(between.linked_by),
        "lives": _lives(one, other),
    }


# --- How strong each kind is, in 0..1 -------------------------------------------------------------------


def _naming(one, other):
    num_naming = (not one.names.isdisjoint(other.called)) + (not other.names.isdisjoint(one.called))
    return (0, 0.8, 1)[num_naming]


def _meaning(between):
    return 0 if between.cosine is None else min(max((between.cosine - FAR) / (NEAR - FAR), 0), 1)


def _shared_names(one, other) -> frozenset[str]:
    return (one.names & other.names).difference(one.called, other.called)


def _names(one, other, rarity):
    # Exact whatever the order: a set has none.
    weight = fsum(map(rarity.of_name, _shared_names(one, other)))
    return 1 - exp(-weight * 0.7 / ENOUGH_NAMES)


def _fields(one, other, rarity):
    shared = one.fields & other.fields
    if not shared:
        return 0
    in_all = sum(rarity.of_field(name) for name in one.fields | other.fields)
    return (sum(rarity.of_field(name) for name in shared) / in_all) ** 0.7


def _together(one, other) -> tuple[int, int] | None:
    """From when until when both lived, the second year first when they did not; None where one's is not known."""
    if one.life is None or other.life is None:
        return None
    return max(one.life[0], other.life[0]), min(one.life[1], other.life[1])


def _lives(one, other):
    together = _together(one, other)
    if together is None:
        return 0
    first, last = together
    if last <= first:
        return 0.5 * exp((last - first) / 80)
    shorter = min(life[1] - life[0] for life in (one.life, other.life)) or 1
    return 0.5 + 0.5 * (last - first) / shorter


# --- The same in sentences ------------------------------------------------------------------------------


def _naming_in_words(one, other):
    return [
        f"The page of {a.name} names {b.name}." for a, b in ((one, other), (other, one)) if a.names & b.called
    ]


def _meaning_in_words(between, strength):
    if between.headings is None or strength < 0.2:
        return []
    first, second = map(curled, between.headings)
    return [f"Near in meaning: “{first}” and “{second}”."]


def _names_in_words(one, other, rarity):
    weighty = [name for name in _shared_names(one, other) if rarity.of_name(name) > 0]
    words = in_words(sorted(weighty, key=lambda name: (-rarity.of_name(name), name)))
    return [f"Both texts name {words}."] if words else []


def _fields_in_words(one, other, rarity):
    ranked = sorted(one.fields & other.fields, key=lambda name: (-rarity.of_field(name), name))
    return [f"Both worked in {listed(ranked)}."] if ranked else []


def _links_in_words(between):
    if not between.linked_by:
        return []
    verb = "links" if len(between.linked_by) == 1 else "link"
    return [f"{listed(list(between.linked_by[:3]))} {verb} to both."]


def _lives_in_words(one, other):
    together = _together(one, other)
    if together is None:
        return []
    if together[1] > together[0]:
        return [_lived(*together)]
    return [f"Both are of one era: {Era(one.era).label}."] if one.era and one.era == other.era else []


def _lived(first, last):
    centuries = sorted({_century(first), _century(last)})
    words = " and ".join(_ordinal(abs(each)) for each in centuries)
    noun = "centuries" if len(centuries) > 1 else "century"
    before = " BCE" if centuries[-1] < 0 else ""
    return (
        f"Both lived in the {words} {noun}{before} (their lives overlap, "
        f"{year(first).removesuffix(' BCE') if last < 0 else year(first)}–{year(last)})."
    )


def _century(number: int) -> int:
    """1879 is of the 19th, -551 of the 6th before the common era, as -6."""
    return (number - 1) // 100 + 1 if number > 0 else -((-number - 1) // 100 + 1)


def _ordinal(number: int) -> str:
    ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
