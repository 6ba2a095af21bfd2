"""What it takes to make the suggestions of a whole catalog anew: seconds a character, memory, a worker killed midway.

    .venv/bin/python benchmarks/suggestions.py [--characters 10000]

Starts everything on loopback in a temporary folder, and a worker as `make run` starts it. Prints tables in Markdown.
"""

import argparse
import random
from dataclasses import replace

import large_desk
import numpy as np

SEED = 20261126
# How far passages that began as the same one are apart: copies of a character come to a cosine of about 0.7.
NOISE = 0.65
BATCH = 500
FIRST = ("Adela", "Bruno", "Clara", "Dario", "Edda", "Felix", "Greta", "Hugo", "Irma", "Jonas", "Klara", "Livia")
SYLLABLES = ("ba", "ren", "to", "vel", "mi", "dor", "sa", "kun", "li", "gar", "pe", "nov")


def invented(at: int) -> str:
    """A family name of its own for each of the first 20,736."""
    word = ""
    for _ in range(4):
        at, digit = divmod(at, len(SYLLABLES))
        word += SYLLABLES[digit]
    return word.capitalize()


def varied(models, num: int):
    """So many contents: a starter file's text, another's name, life and fields, and one more paragraph with names.

    A few of those names stand in many texts and most in few, as in any encyclopaedia.
    """
    chance = random.Random(SEED)
    fields = sorted({each for model in models for each in model.fields})
    for at in range(num):
        model, family = models[at % len(models)], invented(at)
        years = [chance.randrange(1400, 1950) for _ in range(3)]
        read = [invented(chance.randrange(num)) for _ in range(2)]
        known = [f"Count {invented(20_000 - int(chance.paretovariate(0.6)) % 9_000)}" for _ in range(6)]
        born = chance.randrange(1300, 1930)
        yield replace(
            model,
            slug=family.lower(),
            name=f"{FIRST[at % len(FIRST)]} {family}",
            sort_name=f"{family}, {FIRST[at % len(FIRST)]}",
            born=born,
            died=born + chance.randrange(30, 90),
            fields=tuple(chance.sample(fields, k=chance.randrange(1, 4))),
            biography=f"{model.biography}\n\nLetters to {', '.join(known)} were kept, of {years[0]}, {years[1]} and "
            f"{years[2]}, beside what was read of {read[0]} and of {read[1]}.",
        )


def fill(num: int):
    """A catalog with passages and their vectors, for which nothing was ever suggested."""
    from characters.content_files import read_file
    from embedded import folder

    models = [read_file(path) for path in sorted((folder.ROOT / "content/characters").glob("*.md"))]
    contents = list(varied(models, num))
    large_desk.fill_characters(contents, num, random.Random(SEED))
    _passages(models, contents)


def _passages(models, contents):
    """What a publication keeps, without its words for full text; each starter file is encoded once."""
    from characters.models import Edition, Passage

    chance = np.random.default_rng(SEED)
    templates = [_cut(model) for model in models]
    live = Edition.objects.order_by("id").values_list("id", "slug", "name")
    rows = []
    for pk, slug, name in live:
        at = int(slug.rsplit("-", 1)[1])
        for position, (fields, vector) in enumerate(templates[at % len(models)]):
            is_last = fields["kind"] == "BIOGRAPHY" and fields["text"] == ""
            text = contents[at].biography.rsplit("\n\n", 1)[1] if is_last else fields["text"]
            heading = f"Who is {name}?" if fields["kind"] == "BIOGRAPHY" else fields["heading"]
            vector = vector + NOISE * _direction(chance)
            vector /= np.linalg.norm(vector)
            rows.append(
                Passage(edition_id=pk, position=position, embedding=vector)
            )
            for field, value in {**fields, "text": text, "heading": heading}.items():
                setattr(rows[-1], field, value)
        if len(rows) >= BATCH:
            Passage.objects.bulk_create(rows)
            rows = []
    Passage.objects.bulk_create(rows)


def _direction(chance):
    vector = chance.standard_normal(512, dtype=np.float32)
    return vector / np.linalg.norm(vector)


def _cut(model):
    """Of one starter file: what its passages hold, each with its vector, and a last one of the biography."""
    from characters import passages
    from embeddings import encode

    model = replace(
        model,
        starter_questions=model.starter_questions[: large_desk.QUESTIONS],
        remarks=model.remarks[: large_desk.REMARKS],
    )
    cut = passages.cut(model)
    vectors = encode([f"{each.heading}\n{each.text}" for each in cut])
    names = ("kind", "anchor", "heading", "question", "text", "spoken")
    found = [({n: getattr(each, n) for n in names}, v) for each, v in zip(cut, vectors, strict=True)]
    last = {"kind": "BIOGRAPHY", "anchor": "biography-last", "heading": "", "question": "", "text": "", "spoken": ""}
    return [*found, (last, vectors[0])]
