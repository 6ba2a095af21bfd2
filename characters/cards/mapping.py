"""What a card's keys are called with us, and what of a card no field of ours says.

A card's name, description, personality, first_mes, mes_example and tags are our name, biography, persona, greeting,
example dialogue and fields. Everything else goes into ``CharacterContent.card`` and comes back from there:

- ``data``: the keys of the card's ``data`` that have no field here, and the very texts that ours were made of where
  those differ, be it by a carriage return. They go out again as long as our field is what was made of them.
- ``root``: keys beside ``data``, where some programs keep theirs; ``doubled``: the names of those that only repeat what
  ``data`` says, as V1 cards and those for V1's readers have them.
"""

import re

from django.utils.text import slugify

from characters.models import FIELDS, Character
from engines.text import clean

UNNAMED = "Unnamed character"
# Keys of a card and fields of ours that are texts.
TEXTS = {
    "description": "biography",
    "personality": "persona",
    "first_mes": "greeting",
    "mes_example": "example_dialogue",
}
V1_KEYS = ("name", "description", "personality", "scenario", "first_mes", "mes_example")
# What V2 and V3 demand of a card that says nothing of it.
DEFAULTS = {
    **dict.fromkeys(V1_KEYS, ""),
    "creator_notes": "",
    "system_prompt": "",
    "post_history_instructions": "",
    "alternate_greetings": [],
    "tags": [],
    "creator": "",
    "character_version": "",
    "extensions": {},
    "group_only_greetings": [],
}
OPTIONAL = (
    "character_book", "assets", "nickname", "creator_notes_multilingual", "source", "creation_date",
    "modification_date",
)  # fmt: skip
# As programs for Pygmalion's notebooks, and exporters from Character.AI, call V1's keys.
NOTEBOOK_KEYS = {
    "char_name": "name",
    "char_persona": "description",
    "world_scenario": "scenario",
    "char_greeting": "first_mes",
    "example_dialogue": "mes_example",
}
_NAME_MAX = Character._meta.get_field("name").max_length
_SLUG_MAX = Character._meta.get_field("slug").max_length
_LINE_ENDS = re.compile(r"\r\n?")


def data_of_v1(card: dict) -> dict:
    """What a card without ``data`` says that belongs there; the rest are keys of some program's own."""
    data = {key: card[key] for key in (*DEFAULTS, *OPTIONAL) if key in card}
    return data or {key: card[theirs] for theirs, key in NOTEBOOK_KEYS.items() if theirs in card}


def text_of(raw) -> str:
    """A card's text as our field has it: one kind of line end, no control characters, no blanks around it."""
    return clean(with_plain_ends(raw)).strip() if isinstance(raw, str) else ""


def with_plain_ends(text: str) -> str:
    """Lines that end as ours do."""
    return _LINE_ENDS.sub("\n", text)


def name_of(data: dict) -> str:
    """The card's name in one line, else its nickname; never empty, for a character needs one."""
    for raw in (data.get("name"), data.get("nickname")):
        raw = str(raw) if isinstance(raw, int | float) and not isinstance(raw, bool) else raw
        if name := " ".join(text_of(raw).split()):
            return name[:_NAME_MAX].strip()
    return UNNAMED


def fields_of(tags) -> tuple[str, ...]:
    """Those of a card's tags that are fields of ours, each once."""
    words = [tag.strip().lower() for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []
    return tuple(dict.fromkeys(word for word in words if word in FIELDS))


def slug_of(name: str, filename: str = "") -> str:
    """An address made of the name, else of the file's; one that is taken is for the caller to number."""
    stem = filename.replace("\\", "/").rpartition("/")[2].rpartition(".")[0]
    slug = (slugify(name) if name != UNNAMED else "") or slugify(stem) or "character"
    return re.sub(r"[-_]+", "-", slug)[:_SLUG_MAX].strip("-") or "character"


def read(data: dict) -> dict:
    """Our fields that a card's ``data`` has keys for, by our names."""
    ours = {field: text_of(data.get(key)) for key, field in TEXTS.items()}
    return {**ours, "name": name_of(data), "fields": fields_of(data.get("tags"))}


def told(ours: dict) -> dict:
    """The keys of ``data`` that these fields have, as they are said when nothing else is known of them."""
    texts = {key: ours[field] for key, field in TEXTS.items()}
    return {**texts, "name": ours["name"], "tags": list(ours["fields"])}


def left_over(data: dict, ours: dict) -> dict:
    """What of ``data`` would be lost if a card had to be put together from these fields alone."""
    said = {**DEFAULTS, **told(ours)}
    return {key: value for key, value in data.items() if key not in said or not same(value, said[key])}


def put_together(content) -> dict:
    """A card's ``data`` but for our extension: our fields, what is kept of an imported card, and the defaults."""
    kept = content.card.get("data", {})
    ours = {field: getattr(content, field) for field in ("name", "fields", *TEXTS.values())}
    data = {**DEFAULTS, **kept, **told(ours)}
    for key, field in TEXTS.items():
        if key in kept and text_of(kept[key]) == getattr(content, field):
            data[key] = kept[key]
    if "name" in kept and name_of(kept) == content.name:
        data["name"] = kept["name"]
    if "tags" in kept:
        data["tags"] = _tags(kept["tags"], content.fields)
    return data


def _tags(kept, fields):
    """The card's own tags, without those that stand for a field that was taken away, and with the new ones."""
    if fields_of(kept) == tuple(fields):
        return kept
    known = kept if isinstance(kept, list) else []
    stay = [tag for tag in known if not fields_of([tag]) or fields_of([tag])[0] in fields]
    return stay + [field for field in fields if field not in fields_of(known)]


def same(one, other) -> bool:
    """Equal as JSON: 1 is 1.0, and true is not 1."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and one == other or _numbers(one, other) and one == other


def _numbers(*values):
    return all(isinstance(value, int | float) for value in values)
