"""How well a search finds whom somebody means: full text, trigrams and meaning, each alone, and all fused.

`python benchmarks/judge_search.py` asks the queries of benchmarks/judged_searches (names, typos, themes, quotes), each
with the characters that are right, among the characters of judged_among.txt. The weights of
characters/search/ranking.py were fitted to the tune half.

`--wrong` lists what went wrong in the tune half (the held half stays unread); `--fit` fits the weights to it and prints
them; `--cut` tells how many results are shown and how many right ones are left out.
"""

import argparse
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from tables import table

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402

django.setup()

import judged_catalog  # noqa: E402

from characters.models import SearchEntry  # noqa: E402
from characters.search import candidates, ranking, vocabulary  # noqa: E402
from characters.search.asked import Search  # noqa: E402
from characters.search.passages_found import speaking  # noqa: E402

JUDGED = ROOT / "benchmarks" / "judged_searches"
KINDS, HALVES, WITHIN = ("names", "typos", "themes", "quotes"), ("tune", "held"), 10


@dataclass(frozen=True)
class Fit:
    """How one character fits one query: ``figures`` fused, and the figure of each way alone."""

    slug: str
    figures: dict[str, float]
    alone: dict[str, float]


@dataclass(frozen=True)
class Judged:
    """A judged query with everybody who was found in any way."""

    kind: str
    query: str
    right: frozenset[str]
    half: str
    fits: list[Fit]

    def ranked(self, score: Callable[[Fit], float]) -> list[str]:
        found = [(score(fit), fit.slug) for fit in self.fits]
        return [slug for value, slug in sorted(found, key=lambda row: (-row[0], row[1])) if value > 0]

    def reciprocal_rank(self, score) -> float:
        return next((1 / at for at, slug in enumerate(self.ranked(score), 1) if slug in self.right), 0)

    def recall(self, score) -> float:
        return len(self.right & set(self.ranked(score)[:WITHIN])) / min(len(self.right), WITHIN)


def fused(fit: Fit) -> float:
    return ranking.score(fit.figures)


# No way alone is put right by another: what was meant by a misspelt word is known by trigrams.
WAYS = {
    "full text alone": lambda fit: fit.alone["words"],
    "trigrams alone": lambda fit: fit.alone["letters"],
    "meaning alone": lambda fit: fit.alone["meaning"],
    "fused": fused,
}


def judge(kind: str, row: dict, slugs: dict[int, str]) -> Judged:
    search = Search.read({"q": row["query"]})
    fused_fits = _fits(search, vocabulary.meant_by(search.words), slugs)
    plain_fits = _fits(search, {}, slugs)
    fits = []
    for slug in fused_fits.keys() | plain_fits.keys():
        figures = fused_fits[slug][0] if slug in fused_fits else dict.fromkeys(ranking.WEIGHTS, 0.0)
        alone = (
            plain_fits[slug][1] if slug in plain_fits else dict.fromkeys(("words", "letters", "meaning"), 0.0)
        )
        fits.append(Fit(slug, figures, alone))
    return Judged(kind, row["query"], frozenset(row["right"]), row["half"], fits)


def _fits(search, meant, slugs) -> dict[str, tuple[dict, dict]]:
    asked = candidates.asked_of(search, meant)
    found = [each for each in candidates.candidates(asked, search) if each.id in slugs]
    spoken = speaking(asked, {each.edition_id: each.language for each in found})
    fits = {}
    for each in found:
        passages = spoken.get(each.edition_id)
        alone = {
            "words": each.title_rank + each.text_rank,
            "letters": each.name_likeness,
            # The middle of all passages and the nearest one: together they are better than either.
            "meaning": each.cosine + (passages.cosine if passages else 0),
        }
        fits[slugs[each.id]] = ranking.figures(asked, each, passages), alone
    return fits


def result(judged: list[Judged], kinds=KINDS) -> str:
    rows = []
    for way, score in WAYS.items():
        for half in HALVES:
            cells = []
            for kind in (*kinds, None):
                mine = [one for one in judged if one.half == half and kind in (None, one.kind)]
                cells.append(f"{_mean(one.reciprocal_rank(score) for one in mine):.3f}")
                cells.append(f"{_mean(one.recall(score) for one in mine):.3f}")
            rows.append([f"{way}, {half}", *cells])
    heads = [words for kind in (*kinds, "all") for words in (f"{kind}: RR", f"recall@{WITHIN}")]
    nums = {half: sum(one.half == half for one in judged) for half in HALVES}
    said = f"{nums['tune']} queries to tune on, {nums['held']} held out. RR: reciprocal rank of the first right one."
    return f"{said}\n\n" + table(["", *heads], rows)


def _mean(values) -> float:
    values = list(values)
    return sum(values) / max(len(values), 1)


def wrong(judged: list[Judged]) -> str:
    """The tune half's queries whose first result is not right, or that miss somebody."""
    lines = []
    for one in judged:
        if one.half == "tune" and (one.reciprocal_rank(fused) < 1 or one.recall(fused) < 1):
            lines.append(
                f"{one.kind}: {one.query} → {', '.join(one.ranked(fused)[:4])}; right: {', '.join(one.right)}"
            )
    return "\n".join(lines)


def cut(judged: list[Judged]) -> str:
    """In the tune half: how many are shown with the floor that ranking has, and what part of the right ones is not."""
    rows = []
    for kind in KINDS:
        shown, lost = [], []
        for one in judged:
            if one.half != "tune" or one.kind != kind:
                continue
            scores = {fit.slug: fused(fit) for fit in one.fits}
            least = max(ranking.OF_THE_BEST * max(scores.values(), default=0), ranking.LEAST)
            kept = {slug for slug, value in scores.items() if value >= least}
            shown.append(len(kept))
            lost.append(len(one.right - kept) / len(one.right))
        rows.append([kind, f"{_mean(shown):.1f}", f"{100 * _mean(lost):.0f} %"])
    return table(["", "shown", "right ones left out"], rows)


def fit(judged: list[Judged], *, pull: float = 0.1, rounds: int = 4_000) -> dict[str, float]:
    """Weights that put each right character before each other one (logistic loss on pairs), pulled to what they are."""
    names = list(ranking.WEIGHTS)
    now = 3 * np.array(list(ranking.WEIGHTS.values()))
    ahead, counts = [], []
    for one in judged:
        figures = {fit.slug: np.array([fit.figures[name] for name in names]) for fit in one.fits}
        pairs = [
            (figures[a], figures[b]) for a in one.right & figures.keys() for b in figures.keys() - one.right
        ]
        ahead += [a - b for a, b in pairs]
        counts += [1 / len(pairs)] * len(pairs)
    ahead, counts, weights = np.array(ahead), np.array(counts), now.copy()
    for _ in range(rounds):
        doubt = counts / (1 + np.exp(ahead @ weights))
        weights = np.maximum(weights + 0.02 * (doubt @ ahead - pull * (weights - now)), 0)
    return dict(zip(names, np.round(weights / weights.max(), 2).tolist(), strict=True))


def slugs_judged() -> dict[int, str]:
    """The judged characters by their id; into an empty database the catalog is loaded first."""
    wanted = (JUDGED / "judged_among.txt").read_text().split()
    judged_catalog.load_if_empty()
    found = dict(
        SearchEntry.objects.filter(edition__slug__in=wanted).values_list("character", "edition__slug")
    )
    judged_catalog.demand(wanted, found.values())
    return found


def slugs_of_everybody() -> dict[int, str]:
    judged_catalog.load_if_empty()
    originals = SearchEntry.objects.filter(translation_of=None)
    return dict(originals.values_list("character", "edition__slug"))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wrong", action="store_true", help="list the mistakes in the tune half")
    parser.add_argument("--cut", action="store_true", help="tell how many results are shown")
    parser.add_argument("--fit", action="store_true", help="fit the weights to the tune half")
    parser.add_argument(
        "--everybody",
        action="store_true",
        help="names, typos and quotes among all who are live; whom a theme means has been judged of some only",
    )
    options = parser.parse_args()
    slugs = slugs_of_everybody() if options.everybody else slugs_judged()
    kinds = [kind for kind in KINDS if kind != "themes" or not options.everybody]
    judged = [
        judge(kind, row, slugs)
        for kind in kinds
        for row in yaml.safe_load((JUDGED / f"{kind}.yaml").read_text())
    ]
    if options.fit:
        print(fit([one for one in judged if one.half == "tune"]))
        return
    if options.wrong:
        print(wrong(judged), end="\n\n")
    if options.cut:
        print(cut(judged), end="\n\n")
    print(result(judged, kinds))


if __name__ == "__main__":
    main()
