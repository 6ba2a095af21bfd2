"""A reply's receipt in words, for whoever reads the reply: who wrote it, when, and who was asked before."""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy as ngettext

from chat.models import Generation, Message
from engines import order

# Of an engine by its name, and of a server that has a name of its own.
WRITERS = {
    "curated": gettext_noop("The editors’ words, no language model"),
    "openai_compatible": gettext_noop("A language model, told to keep to the editors’ texts"),
    "scripted": gettext_noop("A script, for development"),
}
NAMED_SERVER = gettext_noop("A language model, told to keep to the editors’ texts")
SHORT = {
    "curated": _("the editors’ words"),
    "openai_compatible": _("the language model"),
    "scripted": _("the script"),
}
# Where it stands in no order: what begins the sentence on what became of it.
BEFORE = {
    "curated": _("Before, the editors’ words"),
    "openai_compatible": _("Before, the language model"),
    "scripted": _("Before, the script"),
}
BEFORE_BY_NAME = _("Before, %(name)s")
PLACES = (
    _("The first choice, %(engine)s,"),
    _("The second choice, %(engine)s,"),
    _("The third choice, %(engine)s,"),
    _("The fourth choice, %(engine)s,"),
    _("The fifth choice, %(engine)s,"),
)
NEXT_PLACE = _("The next choice, %(engine)s,")
# What became of it, once or several times.
FAULTS = {
    "unreachable": ngettext(
        "%(who)s could not be reached.", "%(who)s could not be reached %(num)s times.", "num"
    ),
    "busy": ngettext("%(who)s was too busy.", "%(who)s was too busy %(num)s times.", "num"),
    "failed": ngettext("%(who)s had a fault.", "%(who)s had a fault %(num)s times.", "num"),
    "refused": ngettext("%(who)s refused.", "%(who)s refused %(num)s times.", "num"),
    "overflow": ngettext(
        "%(who)s could not take in that much at once.",
        "%(who)s could not take in that much at once %(num)s times.",
        "num",
    ),
    "stalled": ngettext(
        "%(who)s did not answer in time.", "%(who)s did not answer in time %(num)s times.", "num"
    ),
    "broke_off": ngettext(
        "%(who)s broke off in the middle.", "%(who)s broke off in the middle %(num)s times.", "num"
    ),
    "garbled": ngettext(
        "%(who)s could not be understood.", "%(who)s could not be understood %(num)s times.", "num"
    ),
    "silent": ngettext("%(who)s said nothing.", "%(who)s said nothing %(num)s times.", "num"),
    "unknown": ngettext(
        "%(who)s is not known to this site.", "%(who)s is not known to this site %(num)s times.", "num"
    ),
    "resting": ngettext(
        "%(who)s had failed again and again, and was left alone for a while.",
        "%(who)s had failed again and again, and was left alone for a while %(num)s times.",
        "num",
    ),
}
OTHER_FAULT = ngettext("%(who)s failed.", "%(who)s failed %(num)s times.", "num")


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
        writer=gettext(WRITERS.get(name, NAMED_SERVER)),
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
    return what % {"who": _who(generation.engines, engine), "num": len(entries)}


def _who(engines: list[str], engine: str) -> str:
    name = order.name_of(engine)
    if len(engines) < 2 or engine not in engines:
        return _with_model(BEFORE.get(name, BEFORE_BY_NAME % {"name": name}), engine)
    place = engines.index(engine)
    which = PLACES[place] if place < len(PLACES) else NEXT_PLACE
    return which % {"engine": _with_model(SHORT.get(name, name), engine)}


def _with_model(words: str, engine: str) -> str:
    model_name = order.model_name_of(engine)
    return f"{words} ({model_name})" if model_name else str(words)


def _seconds(begun_at: dt.datetime | None, ended_at: dt.datetime | None) -> float | None:
    return max(0.0, (ended_at - begun_at).total_seconds()) if begun_at and ended_at else None
