"""Fuse all ways in which a character fits a query into one score, and leave out who only came along."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass

from characters.search.candidates import SHORTEST, Asked, Candidate
from characters.search.letters import words_in
from characters.search.passages_found import Spoken, speaking

# Each figure is in 0..1; see ``figures``. Fitted to one half of benchmarks/judged_searches.
WEIGHTS = {
    "named": 0.7,
    "name": 1.0,
    "title": 0.65,
    "text": 0.2,
    "meaning": 0.75,
    "passage": 0.5,
    "share": 0.25,
    "of_all": 0.5,
}


# Of so many the passages are read, and no more are shown: the rest is reached by more words or by filters.
MOST_READ = 72
# Whoever fits less than this part of how well the best fits, or so little by itself, only came along.
OF_THE_BEST, LEAST = 0.35, 0.45
# Of a name typed as well as this, or as like, no passage is shown: it is the character that was looked for.
IS_A_NAME, IS_LIKE_A_NAME = 0.5, 0.6


@dataclass(frozen=True, slots=True)
class Ranked:
    """One that was found. ``passage_id`` is that of the passage which speaks to the query; None for who is named."""

    candidate: Candidate
    score: float
    passage_id: int | None = None


def ranked(asked: Asked, candidates: list[Candidate], *, among: Callable[[Candidate], bool]) -> list[Ranked]:
    """The candidates that fit, the best first; those ``among`` which one looks are not crowded out by others.

    Where none of those fits well enough beside the best of all, they are measured by their own best.
    """
    by_score = [(score(figures(asked, each)), each) for each in candidates]
    read = _best(by_score) | _best([row for row in by_score if among(row[1])])
    spoken = speaking(asked, {each.edition_id: each.language for each in read.values()})
    found = [_ranked(asked, each, spoken.get(each.edition_id)) for each in read.values()]
    kept = _fitting(found)
    if not any(among(each.candidate) for each in kept):
        kept += _fitting([each for each in found if among(each.candidate)])
    return sorted(kept, key=lambda each: (-each.score, each.candidate.sort_name, each.candidate.id))


def _fitting(found: list[Ranked]) -> list[Ranked]:
    least = max(OF_THE_BEST * max((each.score for each in found), default=0), LEAST)
    return [each for each in found if each.score >= least]


def _best(by_score: list[tuple[float, Candidate]]) -> dict[int, Candidate]:
    """By what is known without their passages."""
    best = heapq.nlargest(MOST_READ, by_score, key=lambda row: (row[0], -row[1].id))
    return {each.id: each for _, each in best}


def _ranked(asked, candidate, spoken) -> Ranked:
    fits = figures(asked, candidate, spoken)
    is_named = fits["named"] >= IS_A_NAME or candidate.name_likeness >= IS_LIKE_A_NAME
    return Ranked(candidate, score(fits), None if is_named or spoken is None else spoken.passage_id)


# What a word within a name's word counts for, beside one that a name's word begins with.
WITHIN = 0.5


def figures(asked: Asked, candidate: Candidate, spoken: Spoken | None = None) -> dict[str, float]:
    """How well somebody fits, in each way by itself."""
    return {
        "named": named(asked, candidate.names),
        "name": _beyond(candidate.name_likeness, 0.3, 1),
        "title": candidate.title_rank / (candidate.title_rank + 0.15),
        "text": candidate.text_rank,
        "meaning": _beyond(candidate.cosine, 0.1, 0.5),
        "passage": _beyond(spoken.cosine, 0.2, 0.8) if spoken else 0,
        "share": spoken.share if spoken else 0,
        "of_all": spoken.of_all if spoken else 0,
    }


def named(asked: Asked, names: str) -> float:
    """How much of what is asked, by its letters, stands in the names."""
    in_names = words_in(names)
    found = 0.0
    for word in asked.words:
        if word not in names:
            continue
        begins = any(each.startswith(word) for each in in_names)
        if begins or len(word) >= SHORTEST:
            found += len(word) * (1 if begins else WITHIN)
    # Squared: of a sentence, some small word begins a name of nearly everybody.
    return (found / sum(map(len, asked.words))) ** 2


def _beyond(value, least, most) -> float:
    """Where a figure lies between what strangers have too and what only the same has."""
    return min(max((value - least) / (most - least), 0), 1)


def score(figures: dict[str, float]) -> float:
    return sum(WEIGHTS[name] * value for name, value in figures.items())
