"""Change what a browser posted for a character's form, so that it fits the rows that are there by now."""

import re
from dataclasses import asdict

from django.forms import model_to_dict
from django.http import QueryDict

from characters.combining import KEYS
from characters.editions import ROW_FIELDS, CharacterContent
from characters.models import Character
from desk.editing.typed import parts_of, typed_rows

# The prefix of a part's rows, and the field that tells them apart.
PREFIXES = {"starter_questions": "anchor", "remarks": "theme", "similarity_links": "similar"}
MAX_ROWS = 1000


def rebase(posted: QueryDict, character: Character):
    """Fit the posted rows to those that others have added and removed meanwhile.

    Those that others removed come back as new ones, those that others added are added here too. Nothing that was typed
    is lost.
    """
    for prefix, key in PREFIXES.items():
        if f"{prefix}-TOTAL_FORMS" in posted:
            _rebase_rows(posted, prefix, key, getattr(character, prefix).all())


def _rebase_rows(posted, prefix, key, rows):
    now = {
        str(row.pk): {name: _as_posted(value) for name, value in model_to_dict(row).items()} for row in rows
    }
    there, new = [], []
    for row in _taken_out(posted, prefix):
        pk = row.get("id", [""])[0] or _twin(row, key, now)
        if pk in now:
            del now[pk]
            there.append(row | {"id": [pk]})
        elif "DELETE" not in row or not pk:
            new.append(row | {"id": [""]})
    there += [{**values, "id": [pk]} for pk, values in now.items()]
    for number, row in enumerate(there + new):
        for name, values in row.items():
            posted.setlist(f"{prefix}-{number}-{name}", values)
    posted[f"{prefix}-TOTAL_FORMS"] = str(len(there) + len(new))
    posted[f"{prefix}-INITIAL_FORMS"] = str(len(there))


def _taken_out(posted, prefix) -> list[dict]:
    """The posted rows in their order, each its values by name; they are in ``posted`` no more."""
    pattern = re.compile(rf"{prefix}-(\d+)-(\w+)", re.ASCII)
    found = {}
    for full_name in list(posted):
        if match := pattern.fullmatch(full_name):
            found.setdefault(int(match[1]), {})[match[2]] = posted.pop(full_name)
    return [found[number] for number in sorted(found)[:MAX_ROWS]]


def _twin(row, key, now) -> str:
    """The row that somebody else added meanwhile and that is about the same."""
    value = row.get(key)
    return next((pk for pk, values in now.items() if value and values[key] == value), "")


def _as_posted(value) -> list[str]:
    if isinstance(value, bool):
        return ["on"] if value else []
    return ["" if value is None else str(value)]


def write(
    posted: QueryDict,
    form,
    formsets,
    *,
    character: Character,
    mine: CharacterContent,
    wanted: CharacterContent,
):
    """Make what was posted, which says ``mine``, say ``wanted``."""
    for name in ROW_FIELDS:
        value = getattr(wanted, name)
        # A picture cannot be posted for somebody: the one that is there stays.
        if value != getattr(mine, name) and name in form.fields and name != "portrait":
            _set(
                posted,
                name,
                form.fields[name].prepare_value(list(value) if isinstance(value, tuple) else value),
            )
    for name, formset in parts_of(formsets).items():
        key = KEYS[name]
        by_pk = {row.pk: _key(row, key) for row in getattr(character, formset.prefix).all()}
        forms = {by_pk[it.instance.pk]: n for n, it in enumerate(formset.forms) if it.instance.pk in by_pk}
        _write_rows(posted, formset, forms, key, getattr(wanted, name))


def _key(row, key):
    return row.similar.slug if key == "character" else getattr(row, key)


def _write_rows(posted, formset, forms, key, wanted):
    mine = {getattr(row, key): (number, row) for number, row in typed_rows(formset)}
    for position, row in enumerate(wanted, 1):
        value = getattr(row, key)
        number, typed = mine.pop(value, (forms.get(value), None))
        if number is None:
            continue
        row_prefix = f"{formset.prefix}-{number}"
        for name, text in asdict(row).items():
            if name != key and text != getattr(typed, name, None):
                posted[f"{row_prefix}-{name}"] = text
        posted[f"{row_prefix}-position"] = str(position)
        posted.pop(f"{row_prefix}-DELETE", None)
    for number, _ in mine.values():
        posted[f"{formset.prefix}-{number}-DELETE"] = "on"


def _set(posted, name, value):
    if isinstance(value, list):
        posted.setlist(name, [str(each) for each in value])
    elif value is False:
        posted.pop(name, None)
    else:
        posted[name] = "on" if value is True else "" if value is None else str(value)
