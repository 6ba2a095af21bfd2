"""What the forms of a character and of its rows say: as they are shown, and as somebody has typed into them."""

from dataclasses import fields, replace

from django.core.files.uploadedfile import UploadedFile

from characters.editions import (
    LISTS,
    ROW_FIELDS,
    CharacterContent,
    QuestionContent,
    RemarkContent,
    SimilarContent,
)
from characters.models import Character, Remark, SimilarityLink, StarterQuestion

LAST = 1 << 15  # the place of a row that has none yet
# What the rows of a model are in a content.
PARTS = {
    StarterQuestion: ("starter_questions", QuestionContent),
    Remark: ("remarks", RemarkContent),
    SimilarityLink: ("similar", SimilarContent),
}


def parts_of(formsets) -> dict:
    """The formsets that editors write in, by what they are in a content."""
    return {PARTS[formset.model][0]: formset for formset in formsets if formset.model in PARTS}


def shown(character: Character, formsets, over: CharacterContent | None = None) -> CharacterContent:
    """What forms say that nobody has typed into, without a query. ``over`` gives the parts that they do not show."""
    values = {name: getattr(character, name) for name in ROW_FIELDS}
    values |= {name: tuple(values[name]) for name in LISTS}
    values["portrait"] = character.portrait.name or ""
    values["card"] = character.card
    for name, formset in parts_of(formsets).items():
        kind = PARTS[formset.model][1]
        values[name] = tuple(_row(kind, form.instance) for form in formset.initial_forms)
    return replace(over, **values) if over else CharacterContent(**values)


def _row(kind, row):
    names = [field.name for field in fields(kind)]
    values = {name: getattr(row, name) for name in names if name != "character"}
    if kind is SimilarContent:
        values["character"] = row.similar.slug
    return kind(**values)


def typed(form, formsets, over: CharacterContent) -> CharacterContent:
    """What somebody typed, also where it is not valid; ``over`` says the rest.

    The forms have been validated, whatever came of it. A new picture has no name yet: the old one stands for it.
    """
    values = {name: _typed(form, name, getattr(over, name)) for name in ROW_FIELDS}
    for name, formset in parts_of(formsets).items():
        values[name] = tuple(row for _, row in typed_rows(formset))
    return replace(over, **values)


def has_upload(form) -> bool:
    return any(isinstance(file, UploadedFile) for file in form.files.values())


def _typed(form, name, otherwise):
    if name not in form.fields:
        return otherwise
    value = form.cleaned_data.get(name)
    if name == "portrait":
        return (
            otherwise
            if value is None or isinstance(value, UploadedFile)
            else getattr(value, "name", "") or ""
        )
    if name in form.errors:
        value = form[name].data
    if isinstance(otherwise, tuple):
        return tuple(value) if isinstance(value, (list, tuple)) else otherwise
    if isinstance(otherwise, str):
        return str(value or "")
    return otherwise if name in form.errors else value


def typed_rows(formset) -> list[tuple[int, object]]:
    """The rows that are to stay, in their order, each with its number among the forms."""
    kind = PARTS[formset.model][1]
    found = []
    for number, form in enumerate(formset.forms):
        if form.cleaned_data.get("DELETE") or not (form.instance.pk or form.has_changed()):
            continue
        if (row := _typed_row(kind, form)) is not None:
            position = form.cleaned_data.get("position")
            found.append((LAST if position is None else position, number, row))
    found.sort(key=lambda it: it[:2])
    return [(number, row) for _, number, row in found]


def _typed_row(kind, form):
    def value(name):
        return str(form.cleaned_data.get(name) or form[name].data or "")

    if kind is SimilarContent:
        similar = form.cleaned_data.get("similar")
        return similar and SimilarContent(similar.slug, value("reason"))
    return kind(**{field.name: value(field.name) for field in fields(kind)})
