"""Find the passages of an edition that speak to a message, and the curated questions to go on with."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

import numpy as np

from characters.models import Edition, Passage
from chat.grounded.relevance import Index, index_of, likelihoods, read
from chat.models import Message
from engines.curated_facts import Fact, fact_asked, is_named, name_asked, sentence_about
from engines.follow_ups import is_bare_follow_up, leans_on_before, question_before
from engines.normalised import folded, gist, name_words, spelled_out, unaddressed
from engines.small_talk import talk_of
from engines.tongues import ENGLISH
from engines.tongues.tongue import Tongue

NUM_PASSAGES = 5
NUM_OFFERS = 3
# How alike a message and a curated question must be written to be the same.
NEARLY_THE_SAME = 0.93
# How much the reading together with the question before counts, of a follow-up that has a matter of its own.
SHARE_OF_BEFORE = 0.4
# The score of a paragraph of the biography that tells of the birth or death that was asked for.
TELLS_THE_FACT = 0.9
# Of “Who was Emma?”: what passages that name her score at least, and all others at most.
NAMES_WHO_IS_ASKED, NAMES_OTHERS = 0.6, 0.3


@dataclass(frozen=True)
class Found:
    """``score`` in 0..1; ``is_question``: the message is (nearly) this passage's question."""

    passage: Passage
    score: float
    is_question: bool = False
    is_said: bool = False


@dataclass(frozen=True)
class Ground:
    """Passages best first, and the nearest curated questions as ``{"question", "anchor"}``."""

    found: tuple[Found, ...]
    offers: list[dict] = field(default_factory=list)


def ground(
    edition: Edition,
    message: str,
    before: Sequence[Message],
    *,
    said: Collection[int],
    offered: Collection[str] = (),
) -> Ground:
    """The best passages of the edition for a message and what was said before it.

    ``said``: passages that were cited before; ``offered``: anchors of questions not to be offered again so soon.
    The first paragraph of the biography, which says who this is, always comes along, at least as the last.
    """
    index = index_of(edition)
    if not index.passages:
        return Ground(())
    message = gist(message)
    tongue = index.tongue
    asked = _question_asked(index, edition.name, message)
    found_scores = _scores(index, edition, message, before)
    if asked is not None:
        found_scores[asked] = 1.0
    elif fact := fact_asked(message, tongue):
        for at in _telling(index, edition, fact):
            found_scores[at] = max(found_scores[at], TELLS_THE_FACT)
    elif name := name_asked(message, tongue):
        _weigh_names(index, name, found_scores)
    order = [int(at) for at in np.argsort(-found_scores, kind="stable")]
    kept = order[:NUM_PASSAGES]
    kept += [at for at in _first_of_biography(index) if at not in kept]
    found = tuple(
        Found(
            index.passages[at],
            float(found_scores[at]),
            is_question=at == asked,
            is_said=index.passages[at].pk in said,
        )
        for at in kept
    )
    questions = [index.passages[at] for at in order if at != asked]
    questions = [p for p in questions if p.kind == Passage.Kind.ANSWER and p.pk not in said]
    questions.sort(key=lambda passage: passage.anchor in offered)
    return Ground(found, [{"question": p.question, "anchor": p.anchor} for p in questions[:NUM_OFFERS]])


def _scores(index: Index, edition: Edition, message: str, before: Sequence[Message]) -> np.ndarray:
    """A follow-up counts mostly for itself; with the question before it, it would find the same passage again."""
    texts = texts_to_match(edition.name, message, before, index.tongue)
    own, *together = [likelihoods(index, question) for question in read(texts, index.language)]
    return (1 - SHARE_OF_BEFORE) * own + SHARE_OF_BEFORE * together[0] if together else own


def texts_to_match(name: str, message: str, before: Sequence[Message], tongue: Tongue = ENGLISH) -> list[str]:
    """The message without greetings and names; for a follow-up the question before it, or both in one."""
    _, rest = talk_of(message, name=name, tongue=tongue)
    own = spelled_out(_without_name(rest or message, name), tongue)
    asked_before = [m.text for m in before if m.role == Message.Role.USER]
    earlier = question_before(asked_before, name=name, tongue=tongue)
    if not earlier:
        return [own]
    earlier = spelled_out(_without_name(earlier, name), tongue)
    if is_bare_follow_up(rest or message, name=name, tongue=tongue):
        return [earlier]
    if leans_on_before(rest or message, name=name, tongue=tongue):
        return [own, f"{earlier} {own}"]
    return [own]


def _without_name(text: str, name: str) -> str:
    """A character's name stands in every passage and would draw the question to any of them."""
    dropped = name_words(name)
    kept = [word for word in text.split() if not set(folded(word).removesuffix(" s").split()) & dropped]
    return " ".join(kept) or text


def _question_asked(index: Index, name: str, message: str) -> int | None:
    """Which passage's question or heading the message repeats, but for case, signs, names and a letter or two."""
    said = _bare(message, name, index.tongue)
    best, at_best = NEARLY_THE_SAME, None
    for at, passage in enumerate(index.passages):
        if passage.kind != Passage.Kind.ANSWER:
            continue
        for written in (passage.question, passage.heading):
            matcher = SequenceMatcher(None, said, _bare(written, name, index.tongue), autojunk=False)
            # The quick one only compares lengths: long messages are no questions of ours.
            if matcher.real_quick_ratio() > best and (likeness := matcher.ratio()) > best:
                best, at_best = likeness, at
    return at_best


def _bare(text: str, name: str, tongue: Tongue) -> str:
    return unaddressed(folded(text), name, tongue)


def _weigh_names(index: Index, name: tuple[str, ...], scores: np.ndarray):
    """Who is asked for must be named: in a heading best, then where the page tells of lives, then anywhere."""
    for at, passage in enumerate(index.passages):
        if is_named(name, passage.heading, passage.question, tongue=index.tongue):
            scores[at] = max(scores[at], NAMES_WHO_IS_ASKED + 0.2)
        elif is_named(name, passage.text, passage.spoken, tongue=index.tongue):
            is_life = passage.kind == Passage.Kind.BIOGRAPHY
            scores[at] = NAMES_WHO_IS_ASKED + (0.1 if is_life else 0.05 * scores[at])
        else:
            scores[at] = min(scores[at], NAMES_OTHERS)


def _telling(index: Index, edition: Edition, fact: Fact) -> list[int]:
    return [
        at
        for at, passage in enumerate(index.passages)
        if passage.kind == Passage.Kind.BIOGRAPHY
        and sentence_about(fact, passage.text, born=edition.born, died=edition.died, tongue=index.tongue)
    ]


def _first_of_biography(index: Index) -> list[int]:
    return [at for at, passage in enumerate(index.passages) if passage.kind == Passage.Kind.BIOGRAPHY][:1]
