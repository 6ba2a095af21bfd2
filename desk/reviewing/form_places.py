"""Where a part of the draft stands on the admin's form: what a link to it says, and what it leads to."""

from django.conf import settings
from django.db.models import Model
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from characters.checks.finding import LINKS, QUESTIONS, REMARKS, Place
from characters.editions import CharacterContent
from characters.models import Character, Remark, SimilarityLink, StarterQuestion
from desk.reviewing.workflow import MAX_ABOUT, Step

# A row of a part with a field in it, and all of the part's rows.
ROWS: dict[str, tuple[type[Model], str, str]] = {
    QUESTIONS: (
        StarterQuestion,
        gettext_lazy("Starter question %(number)d: %(field)s"),
        gettext_lazy("Starter questions"),
    ),
    REMARKS: (Remark, gettext_lazy("Remark %(number)d: %(field)s"), gettext_lazy("Remarks")),
    LINKS: (
        SimilarityLink,
        gettext_lazy("Similar character %(number)d: %(field)s"),
        gettext_lazy("Similar characters"),
    ),
}
FIELDS = ("name", "tagline", "biography", "sources", "persona", "greeting", "example_dialogue", "portrait")


def target_of(place: Place) -> str:
    """The id of the field on the form, or of the list of rows; static/js/desk.js opens its tab."""
    if not place.part:
        return f"id_{place.field}"
    return f"{place.part}-group" if place.row is None else f"id_{place.part}-{place.row}-{place.field}"


def address_of(character: Character, place: Place) -> str:
    return f"{reverse('admin:characters_character_change', args=[character.pk])}#{target_of(place)}"


def label_of(place: Place) -> str:
    """“Tagline”, “Starter question 2: Answer”, “Similar characters”: as the form names it."""
    model, row, rows = ROWS.get(place.part, (Character, "", ""))
    if place.part and place.row is None:
        return str(rows)
    field = _capital(str(model._meta.get_field(place.field).verbose_name))
    return row % {"number": place.row + 1, "field": field} if place.part else field


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def parts_of(content: CharacterContent) -> dict[str, Place]:
    """What a note may be about, by what it is called: names that stay when rows change places.

    A note keeps its name in one language for all who read it; ``in_words`` says it in the reader's.
    """
    with translation.override(settings.LANGUAGE_CODE):
        found = {label: place for place, label in _labels()}
    for row, question in enumerate(content.starter_questions):
        found[f"{QUESTION}{question.question}"[:MAX_ABOUT]] = Place("question", QUESTIONS, row)
    for row, remark in enumerate(content.remarks):
        found[f"{REMARK}{remark.theme}"[:MAX_ABOUT]] = Place("text", REMARKS, row)
    return found | {"Similar characters": Place(part=LINKS)}


# How the names of questions and remarks begin where notes keep them.
QUESTION, REMARK = "Question: ", "Remark: "


def _labels() -> list[tuple[Place, str]]:
    labels = [(Place(field), label_of(Place(field))) for field in FIELDS]
    return [*labels, (Place("born"), _("Dates")), (Place("fields"), _("Fields"))]


def in_words(abouts: list[str]) -> list[str]:
    """What notes are about, as they keep it, in the language of the page."""
    with translation.override(settings.LANGUAGE_CODE):
        kept = [label for _place, label in _labels()]
    said = dict(zip(kept, (label for _place, label in _labels()), strict=True))
    said |= {"Similar characters": _("Similar characters")} | {step.value: str(step.label) for step in Step}
    return [said.get(about) or _named(about) for about in abouts]


def _named(about) -> str:
    if about.startswith(QUESTION):
        return _("Question: %(question)s") % {"question": about.removeprefix(QUESTION)}
    if about.startswith(REMARK):
        return _("Remark: %(theme)s") % {"theme": about.removeprefix(REMARK)}
    return about
