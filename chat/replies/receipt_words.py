"""A reply's receipt in words, for whoever reads the reply: who wrote it, when, and who was asked before."""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby

from chat.models import Generation, Message
from engines import order

# Of an engine by its name, and of a server that has a name of its own.
WRITERS = {
    "curated": "The editors’ words, no language model",
    "openai_compatible": "A language model, told to keep to the editors’ texts",
    "scripted": "A script, for development",
}
NAMED_SERVER = "A language model, told to keep to the editors’ texts"
SHORT = {"curated": "the editors’ words", "openai_compatible": "the language model", "scripted": "the script"}
FAULTS = {
    "unreachable": "could not be reached",
    "busy": "was too busy",
    "failed": "had a fault",
    "refused": "refused",
    "overflow": "could not take in that much at once",
    "stalled": "did not answer in time",
    "broke_off": "broke off in the middle",
    "garbled": "could not be understood",
    "silent": "said nothing",
    "unknown": "is not known to this site",
    "resting": "had failed again and again, and was left alone for a while",
}
OTHER_FAULT = "failed"
PLACES = ("first", "second", "third", "fourth", "fifth")


@dataclass(frozen=True)
class ReceiptWords:
    """``writer`` and ``model_name`` of whoever wrote the text; ``tried`` are sentences, in the order of asking."""

    writer: str
    model_name: str
    is_replacement: bool
    tried: list[str]
    seconds: float | None
    first_words_seconds: float | None


def receipt_words(reply: Message) -> ReceiptWords:
    generation = reply.generation
    author = author_of(generation)
    name = order.name_of(author)
    return ReceiptWords(
        writer=WRITERS.get(name, NAMED_SERVER),
        model_name="" if name == "curated" else _model_name(generation, author),
        is_replacement=author in generation.engines[1:],
        tried=_tried(generation),
        seconds=_seconds(generation.started_at, generation.finished_at),
        first_words_seconds=_seconds(reply.created_at, generation.first_piece_at),
    )


def author_of(generation: Generation) -> str:
    """Whose text it is: of a reply that failed, perhaps that of an engine before the last."""
    for entry in generation.tried:
        if generation.text_attempt and entry.get("attempt") == generation.text_attempt:
            return entry["engine"]
    return generation.engine


def _model_name(generation: Generation, author: str) -> str:
    return generation.model_name if author == generation.engine else order.model_name_of(author)


def _tried(generation: Generation) -> list[str]:
    """“The first choice, the language model (llama3), could not be reached.”"""
    by_engine = groupby(generation.tried, key=lambda entry: entry["engine"])
    return [_sentence(generation, engine, list(entries)) for engine, entries in by_engine]


def _sentence(generation: Generation, engine: str, entries: list[dict]) -> str:
    what = FAULTS.get(entries[-1]["fault"], OTHER_FAULT)
    times = f" {len(entries)} times" if len(entries) > 1 else ""
    if len(generation.engines) < 2 or engine not in generation.engines:
        return f"Before, {_short(engine)} {what}{times}."
    place = generation.engines.index(engine)
    which = PLACES[place] if place < len(PLACES) else "next"
    return f"The {which} choice, {_short(engine)}, {what}{times}."


def _short(engine: str) -> str:
    name, model_name = order.name_of(engine), order.model_name_of(engine)
    short = SHORT.get(name, name)
    return f"{short} ({model_name})" if model_name else short


def _seconds(begun_at: dt.datetime | None, ended_at: dt.datetime | None) -> float | None:
    return max(0.0, (ended_at - begun_at).total_seconds()) if begun_at and ended_at else None
