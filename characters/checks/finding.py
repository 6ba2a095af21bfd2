"""One thing that the checklist found, and where in the draft it is."""

from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from characters.editions import CharacterContent

# Parts of a draft that are lists of rows; their other fields are the character's own.
PARTS = QUESTIONS, REMARKS, LINKS = "starter_questions", "remarks", "similarity_links"


@dataclass(frozen=True)
class Place:
    """A field of the draft: of the character, or of the row ``row`` (from 0) of the list ``part``.

    ``anchor`` is the id of its element on the page, where it has one.
    """

    field: str = ""
    part: str = ""
    row: int | None = None
    anchor: str = ""


@dataclass(frozen=True)
class Finding:
    """``key`` names the kind, ``sentence`` says what is wrong and what to do; what ``blocks`` keeps from publishing."""

    key: str
    sentence: str
    place: Place
    blocks: bool = False


def blocks(key: str, sentence: str, field="", **place) -> Finding:
    return Finding(key, sentence, Place(field, **place), blocks=True)


def warns(key: str, sentence: str, field="", **place) -> Finding:
    return Finding(key, sentence, Place(field, **place))


@dataclass(frozen=True)
class Text:
    """One of a content's texts: ``label`` is how a sentence calls it, as its subject; ``is_spoken`` whether the
    character says it.
    """

    label: str
    source: str
    place: Place
    is_spoken: bool = False

    def warns(self, key: str, sentence: str, **values) -> Finding:
        """A sentence about this text, which begins with ``%(text)s``; ``values`` are filled in too."""
        return Finding(key, sentence % {"text": capfirst(self.label), **values}, self.place)


def texts_of(content: CharacterContent) -> list[Text]:
    """All texts of a content that are more than a name, in the order of the form."""
    found = [
        Text(_("the tagline"), content.tagline, Place("tagline")),
        Text(_("the biography"), content.biography, Place("biography", anchor="who_is")),
        Text(_("the list of sources"), content.sources, Place("sources", anchor="the_sources")),
        Text(_("the persona"), content.persona, Place("persona"), is_spoken=True),
        Text(_("the greeting"), content.greeting, Place("greeting"), is_spoken=True),
        Text(_("the example dialogue"), content.example_dialogue, Place("example_dialogue")),
        Text(_("the portrait's description"), content.portrait_alt, Place("portrait_alt")),
        Text(_("the portrait's credit"), content.portrait_credit, Place("portrait_credit")),
    ]
    for row, question in enumerate(content.starter_questions):
        here, about = (QUESTIONS, row, question.anchor), {"question": question.question}
        spoken = _("the spoken answer to “%(question)s”") % about
        found += [
            Text(_("the question “%(question)s”") % about, question.question, Place("question", *here)),
            Text(_("the heading of “%(question)s”") % about, question.heading, Place("heading", *here)),
            Text(spoken, question.spoken, Place("spoken", *here), is_spoken=True),
            Text(_("the answer to “%(question)s”") % about, question.answer, Place("answer", *here)),
        ]
    for row, remark in enumerate(content.remarks):
        place = Place("text", REMARKS, row)
        label = _("the remark “%(theme)s”") % {"theme": remark.theme}
        found.append(Text(label, remark.text, place, is_spoken=True))
    for row, link in enumerate(content.similar):
        place = Place("reason", LINKS, row)
        label = _("the reason for the link to “%(character)s”") % {"character": link.character}
        found.append(Text(label, link.reason, place))
    return [text for text in found if text.source.strip()]
