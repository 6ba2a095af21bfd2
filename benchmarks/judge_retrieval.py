"""How often the right passage is found, and how often the curated engine should have kept silent, or should not.

`python benchmarks/judge_retrieval.py` asks the questions of benchmarks/judged_questions, through retrieval and the
engine's decision as a conversation does. `--wrong` lists what went wrong in the tune half (the held half stays unread);
`--fit` fits the weights of chat/grounded/relevance.py to the tune half and prints them.
"""

import argparse
import asyncio
import os
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402

django.setup()

import judged_catalog  # noqa: E402

from characters.editions import content_of  # noqa: E402
from characters.models import Edition  # noqa: E402
from chat.grounded import grounding, relevance  # noqa: E402
from chat.models import Message  # noqa: E402
from engines.base import Piece, Prompt, PromptMessage, PromptPassage  # noqa: E402
from engines.curated import CuratedEngine  # noqa: E402

JUDGED = ROOT / "benchmarks" / "judged_questions"
HALVES = ("tune", "held")


@dataclass
class Talk:
    """One conversation with one edition, through retrieval and the curated engine, kept in memory."""

    edition: Edition
    before: list[Message] = field(default_factory=list)
    said: set[int] = field(default_factory=set)

    def ask(self, text: str) -> tuple[grounding.Ground, str, set[str]]:
        """What was found, the reply, and the anchors of the passages that it cites."""
        ground = grounding.ground(self.edition, text, self.before, said=self.said)
        reply = asyncio.run(self._reply(text, ground))
        numbers = {int(number) for number in re.findall(r"\[(\d+)\]", reply)}
        cited = [found.passage for number, found in enumerate(ground.found, 1) if number in numbers]
        self.said |= {passage.pk for passage in cited}
        self.before += [Message(role="USER", text=text), Message(role="CHARACTER", text=reply)]
        return ground, reply, {passage.anchor for passage in cited}

    async def _reply(self, text, ground) -> str:
        content = content_of(self.edition)
        prompt = Prompt(
            character_name=content.name,
            persona=content.persona,
            greeting=content.greeting,
            message=text,
            born=content.born,
            died=content.died,
            messages_so_far=tuple(PromptMessage(m.role, m.text) for m in self.before),
            passages=tuple(
                PromptPassage(
                    number,
                    found.passage.kind,
                    found.passage.heading,
                    found.passage.text,
                    found.passage.spoken,
                    found.score,
                    found.is_question,
                    found.is_said,
                    found.passage.question,
                )
                for number, found in enumerate(ground.found, 1)
            ),
            offers=tuple(offer["question"] for offer in ground.offers),
            seed=len(self.before),
            language=content.language,
        )
        pieces = CuratedEngine(words_per_second=0).stream(prompt)
        return "".join([piece.text async for piece in pieces if isinstance(piece, Piece)])


@dataclass(frozen=True)
class Judged:
    """What came of one judged question; ``ranked`` maps a way of ranking to anchors, best first."""

    slug: str
    question: dict
    ranked: dict[str, list[str]]
    cited: set[str]

    @property
    def right(self) -> set[str]:
        return set(self.question["passages"])

    def is_found(self, way: str, within: int) -> bool:
        return bool(self.right & set(self.ranked[way][:within]))


def judge(slug: str, edition: Edition, question: dict) -> Judged:
    talk = Talk(edition)
    if question.get("after"):
        talk.ask(question["after"])
    before, said = list(talk.before), set(talk.said)
    ranked = rankings(edition, question["question"], before, said)
    ground, _, cited = talk.ask(question["question"])
    ranked["fused"] = [found.passage.anchor for found in ground.found if found.passage.pk not in said]
    return Judged(slug, question, ranked, cited)


def rankings(edition, text, before, said) -> dict[str, list[str]]:
    """Words alone and meaning alone, for comparison; what was said already does not count."""
    index = relevance.index_of(edition)
    asked = relevance.read(grounding.texts_to_match(edition.name, text, before))
    ways = {
        "words alone": np.max([relevance.word_shares(index, question) for question in asked], axis=0),
        "meaning alone": np.max([index.meanings @ question.vector for question in asked], axis=0),
    }
    unsaid = [at for at, passage in enumerate(index.passages) if passage.pk not in said]
    return {
        way: [index.passages[at].anchor for at in sorted(unsaid, key=lambda at: -scores[at])]
        for way, scores in ways.items()
    }


def percent(hits: int, of: int) -> str:
    return f"{hits:3d} ({100 * hits / max(of, 1):3.0f}%)"


def table(judged: list[Judged]) -> str:
    """Both halves side by side."""
    rows = {"questions": [], "answerable": []}
    for half in HALVES:
        mine = [one for one in judged if one.question["half"] == half]
        able, unable = [one for one in mine if one.right], [one for one in mine if not one.right]
        rows["questions"].append(f"{len(mine)}")
        rows["answerable"].append(f"{len(able)}")
        for way in ("fused", "words alone", "meaning alone"):
            for within, words in ((1, "right passage first"), (3, "right passage in three")):
                hits = sum(one.is_found(way, within) for one in able)
                rows.setdefault(f"{words}, {way}", []).append(percent(hits, len(able)))
        answered_right = sum(bool(one.right & one.cited) for one in able)
        declined = sum(not one.cited for one in able)
        rows.setdefault("answered with a right passage", []).append(percent(answered_right, len(able)))
        rows.setdefault("answered with another passage", []).append(
            percent(len(able) - answered_right - declined, len(able))
        )
        rows.setdefault("wrongly declined", []).append(percent(declined, len(able)))
        answered = sum(bool(one.cited) for one in unable)
        rows.setdefault("wrongly answered, of the unanswerable", []).append(percent(answered, len(unable)))
    lines = [f"{'':40}{'tune':>14}{'held out':>14}"]
    lines += [f"{name:40}{tune:>14}{held:>14}" for name, (tune, held) in rows.items()]
    return "\n".join(lines)


def wrong(judged: list[Judged]) -> str:
    """The tune half's mistakes, one a line."""
    lines = []
    for one in judged:
        is_right = one.right & one.cited if one.right else not one.cited
        if one.question["half"] == "tune" and not is_right:
            what = f"cited {', '.join(sorted(one.cited))}" if one.cited else "declined"
            lines.append(
                f"{one.slug}: {one.question['question']} → {what}; right: {', '.join(sorted(one.right)) or '–'}"
            )
    return "\n".join(lines)


def fit(pairs: list[tuple[Edition, dict]], *, rounds: int = 12) -> np.ndarray:
    """Weights that tell an answering best passage from one that only came first.

    Which passage is best depends on the weights themselves, so the fit is repeated, each time going half the way.
    """
    weights = relevance.WEIGHTS
    tables = []
    for edition, question in pairs:
        index = relevance.index_of(edition)
        (text,) = grounding.texts_to_match(edition.name, question["question"], [])
        is_right = [passage.anchor in question["passages"] for passage in index.passages]
        tables.append((relevance.features(index, relevance.read([text])[0]), is_right))
    for _ in range(rounds):
        best = [(columns, int(np.argmax(columns @ weights)), is_right) for columns, is_right in tables]
        x = np.array([columns[at] for columns, at, _ in best])
        y = np.array([is_right[at] for _, at, is_right in best], dtype=float)
        weights = (weights + logistic_regression(x, y)) / 2
    return weights


def logistic_regression(x: np.ndarray, y: np.ndarray, *, ridge: float = 3.0) -> np.ndarray:
    """Newton's method on standardised columns; the first column is the constant and is not held back."""
    middle, spread = x.mean(axis=0), x.std(axis=0) + 1e-9
    middle[0], spread[0] = 0, 1
    x = (x - middle) / spread
    penalty = np.diag([0.0] + [ridge] * (x.shape[1] - 1))
    weights = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ weights))
        weights -= np.linalg.solve(
            x.T @ (x * (p * (1 - p))[:, None]) + penalty, x.T @ (p - y) + penalty @ weights
        )
    weights /= spread
    weights[0] -= weights @ middle
    return weights


def editions(slugs: list[str]) -> dict[str, Edition]:
    """The live editions; into an empty database the catalog is loaded first."""
    judged_catalog.load_if_empty()
    found = {edition.slug: edition for edition in Edition.objects.filter(live_for__slug__in=slugs)}
    judged_catalog.demand(slugs, found)
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wrong", action="store_true", help="list the mistakes in the tune half")
    parser.add_argument("--fit", action="store_true", help="fit the weights to the tune half")
    options = parser.parse_args()
    asked = {path.stem: yaml.safe_load(path.read_text()) for path in sorted(JUDGED.glob("*.yaml"))}
    live = editions(list(asked))
    pairs = [(live[slug], question) for slug, questions in asked.items() for question in questions]
    if options.fit:
        tune = [
            pair
            for pair in pairs
            if pair[1]["half"] == "tune" and pair[1]["kind"] not in ("after-death", "follow-up")
        ]
        print(", ".join(f"{weight:.2f}" for weight in fit(tune)))
        return
    judged = [judge(edition.slug, edition, question) for edition, question in pairs]
    if options.wrong:
        print(wrong(judged), end="\n\n")
    print(table(judged))


if __name__ == "__main__":
    main()
