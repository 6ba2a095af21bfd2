"""Where a part of the draft stands on the admin's form: what a link to it says, and what it leads to."""

from django.db.models import Model
from django.urls import reverse

from characters.checks.finding import LINKS, QUESTIONS, REMARKS, Place
from characters.editions import CharacterContent
from characters.models import Character, Remark, SimilarityLink, StarterQuestion
from desk.reviewing.workflow import MAX_ABOUT

ROWS: dict[str, tuple[type[Model], str]] = {
    QUESTIONS: (StarterQuestion, "Starter question"),
    REMARKS: (Remark, "Remark"),
    LINKS: (SimilarityLink, "Similar character"),
}


def target_of(place: Place) -> str:
    """The id of the field on the form, or of the list of rows; static/js/desk.js opens its tab."""
    if not place.part:
        return f"id_{place.field}"
    return f"{place.part}-group" if place.row is None else f"id_{place.part}-{place.row}-{place.field}"


def address_of(character: Character, place: Place) -> str:
    return f"{reverse('admin:characters_character_change', args=[character.pk])}#{target_of(place)}"


def label_of(place: Place) -> str:
    """“Tagline”, “Starter question 2: Answer”, “Similar characters”: as the form names it."""
    model, name = ROWS.get(place.part, (Character, ""))
    if place.part and place.row is None:
        return f"{name}s"
    field = _capital(model._meta.get_field(place.field).verbose_name)
    return f"{name} {place.row + 1}: {field}" if place.part else field


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def parts_of(content: CharacterContent) -> dict[str, Place]:
    """What a note may be about, by what it is called: names that stay when rows change places."""
    fields = (
        "name",
        "tagline",
        "biography",
        "sources",
        "persona",
        "greeting",
        "example_dialogue",
        "portrait",
    )
    found = {label_of(Place(field)): Place(field) for field in fields}
    found |= {"Dates": Place("born"), "Fields": Place("fields")}
    for row, question in enumerate(content.starter_questions):
        found[f"Question: {question.question}"[:MAX_ABOUT]] = Place("question", QUESTIONS, row)
    for row, remark in enumerate(content.remarks):
        found[f"Remark: {remark.theme}"[:MAX_ABOUT]] = Place("text", REMARKS, row)
    return found | {"Similar characters": Place(part=LINKS)}
