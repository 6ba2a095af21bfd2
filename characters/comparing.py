"""What has changed between two states of a character: texts word by word as readers see them, the rest by field."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import escape
from django.utils.translation import gettext as _

from characters.editions import CharacterContent, QuestionContent
from characters.eras import year
from characters.fields import field_name
from characters.languages import name_of
from characters.models import LICENCES
from characters.word_by_word import Row, Run, compare_html, runs
from web.markdown import render

# Of a value in an imported card; what is longer is cut.
MAX_VALUE = 300


class State(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Text:
    """One text beside what it became. ``label`` is empty where the part's own says it all."""

    label: str
    rows: tuple[Row, ...]
    is_same: bool

    @property
    def runs(self) -> list[Run]:
        return runs(self.rows)

    @property
    def reads_the_same(self) -> bool:
        """Written differently, to no effect: other blanks, other Markdown marks, or beyond what is shown."""
        return not self.is_same and all(row.is_same for row in self.rows)


@dataclass(frozen=True)
class Picture:
    """Where the portraits are, empty for none, and what each shows in words."""

    before: str
    before_alt: str
    after: str
    after_alt: str


@dataclass(frozen=True)
class Part:
    """A field, a text, a question, a remark or a link. ``moved`` is a sentence, empty if it stayed in its place."""

    label: str
    state: State
    texts: tuple[Text, ...] = ()
    moved: str = ""
    picture: Picture | None = None

    @property
    def is_same(self) -> bool:
        return self.state == State.SAME and not self.moved

    @property
    def changed_texts(self) -> list[Text]:
        return [text for text in self.texts if not text.is_same]

    @property
    def same_texts(self) -> list[Text]:
        """Those that say something: two empty fields are nothing to show."""
        return [text for text in self.texts if text.is_same and text.rows]


@dataclass(frozen=True)
class Section:
    title: str
    parts: tuple[Part, ...]

    @property
    def changed(self) -> list[Part]:
        return [part for part in self.parts if not part.is_same]

    @property
    def same(self) -> list[Part]:
        return [part for part in self.parts if part.is_same]


@dataclass(frozen=True)
class Comparison:
    sections: tuple[Section, ...]

    @property
    def changed_sections(self) -> list[Section]:
        return [section for section in self.sections if section.changed]

    @property
    def same_sections(self) -> list[Section]:
        return [section for section in self.sections if not section.changed]

    @property
    def parts(self) -> list[Part]:
        return [part for section in self.sections for part in section.parts]

    @property
    def changed(self) -> list[Part]:
        return [part for part in self.parts if not part.is_same]

    @property
    def is_same(self) -> bool:
        return not self.changed


def compare(before: CharacterContent, after: CharacterContent) -> Comparison:
    """Everything that both states say, in the order of the page, with what differs between them marked.

    Questions are known by their anchor, remarks by their theme, links by whom they name.
    """
    sections = (
        Section(_("Who, when and where"), _facts(before, after)),
        Section(_("On the page"), _page_texts(before, after)),
        Section(_("Starter questions"), _questions(before, after)),
        Section(_("Remarks"), _remarks(before, after)),
        Section(_("In conversation"), _voice(before, after)),
        Section(_("Portrait"), _portrait(before, after)),
        Section(_("Similar characters"), _links(before, after)),
        Section(_("From an imported card"), _card(before, after)),
    )
    return Comparison(tuple(section for section in sections if section.parts))


# --- Parts that both states have by name ---


def _facts(before, after):
    return _fields(
        (_("Name"), before.name, after.name),
        (_("Name in lists"), before.sort_name, after.sort_name),
        (_("Address"), before.slug, after.slug),
        (_("Language"), name_of(before.language), name_of(after.language)),
        (_("Translation of"), before.translation_of, after.translation_of),
        (_("Also known as"), ", ".join(before.also_known_as), ", ".join(after.also_known_as)),
        (_("Born"), _year(before.born, before.born_circa), _year(after.born, after.born_circa)),
        (_("Died"), _year(before.died, before.died_circa), _year(after.died, after.died_circa)),
        (_("Place"), before.place, after.place),
        (_("Fields"), ", ".join(map(field_name, before.fields)), ", ".join(map(field_name, after.fields))),
    )


def _year(number: int | None, is_circa: bool) -> str:
    return "" if number is None else year(number, circa=is_circa)


def _page_texts(before, after):
    return _fields((_("Tagline"), before.tagline, after.tagline)) + _texts(
        (_("Biography"), before.biography, after.biography),
        (_("Sources"), before.sources, after.sources),
    )


def _voice(before, after):
    return _texts(
        (_("Persona"), before.persona, after.persona),
        (_("Greeting"), before.greeting, after.greeting),
        (_("Example dialogue"), before.example_dialogue, after.example_dialogue),
    ) + _fields((_("Engine"), before.engine, after.engine))


def _fields(*rows: tuple[str, str, str]) -> tuple[Part, ...]:
    """Of plain lines; those empty in both are left out."""
    return tuple(_part(label, [_line("", old, new)]) for label, old, new in rows if old or new)


def _texts(*rows: tuple[str, str, str]) -> tuple[Part, ...]:
    return tuple(_part(label, [_markdown("", old, new)]) for label, old, new in rows if old or new)


def _part(label, texts: Sequence[Text], *, state: State | None = None, moved="") -> Part:
    if state is None:
        state = State.SAME if all(text.is_same for text in texts) else State.CHANGED
    return Part(label, state, tuple(texts), moved)


def _line(label: str, old: str, new: str) -> Text:
    return Text(label, compare_html(escape(old), escape(new)), old == new)


def _markdown(label: str, old: str, new: str) -> Text:
    html = render(old)
    return Text(label, compare_html(html, html if old == new else render(new)), old == new)


# --- Lists of the editors' own: known by a key, in an order that counts ---


def _questions(before, after):
    def texts(old: QuestionContent, new: QuestionContent):
        return (
            _line(_("Question"), old.question, new.question),
            _line(_("Heading"), old.heading, new.heading),
            _markdown(_("Answer"), old.answer, new.answer),
            _markdown(_("Spoken answer"), old.spoken, new.spoken),
        )

    return _listed(
        {q.anchor: q for q in before.starter_questions},
        {q.anchor: q for q in after.starter_questions},
        label=lambda question: question.title,
        texts=texts,
        nothing=lambda question: QuestionContent("", question.anchor),
    )


def _remarks(before, after):
    return _listed(
        {remark.theme: remark.text for remark in before.remarks},
        {remark.theme: remark.text for remark in after.remarks},
        texts=lambda old, new: (_markdown("", old, new),),
    )


def _links(before, after):
    return _listed(
        {link.character: link.reason for link in before.similar},
        {link.character: link.reason for link in after.similar},
        texts=lambda old, new: (_line("", old, new),),
    )


def _listed(before: dict, after: dict, *, texts, label=None, nothing=lambda row: "") -> tuple[Part, ...]:
    """In the later order, each thing that went behind the one that it followed."""
    places = {key: place for place, key in enumerate(before, 1)}
    still = _still(list(before), list(after))
    found = {}
    for place, (key, new) in enumerate(after.items(), 1):
        head = label(new) if label else key
        if key not in before:
            found[key] = _part(head, texts(nothing(new), new), state=State.ADDED)
        else:
            said = _("Moved from place %(old)s to place %(new)s.")
            moved = "" if key in still else said % {"old": places[key], "new": place}
            found[key] = _part(head, texts(before[key], new), moved=moved)
    order, last = list(after), None
    for key, old in before.items():
        if key not in after:
            head = label(old) if label else key
            found[key] = _part(head, texts(old, nothing(old)), state=State.REMOVED)
            order.insert(order.index(last) + 1 if last is not None else 0, key)
        last = key
    return tuple(found[key] for key in order)


def _still(before: list, after: list) -> set:
    """Those that need not be said to have moved: as many as can be left where they were, one behind another."""
    places = {key: place for place, key in enumerate(before)}
    chains: dict = {}
    for key in (key for key in after if key in places):
        behind = [chain for chain in chains.values() if places[chain[-1]] < places[key]]
        chains[key] = [*max(behind, key=len, default=[]), key]
    return set(max(chains.values(), key=len, default=[]))


# --- Pictures and cards ---


def _portrait(before, after):
    parts = _fields(
        (_("Description"), before.portrait_alt, after.portrait_alt),
        (_("Credit"), before.portrait_credit, after.portrait_credit),
        (_("Licence"), _licence(before), _licence(after)),
        (_("Crop"), _thousandths(before.portrait_crop), _thousandths(after.portrait_crop)),
        (_("Focal point"), _thousandths(before.portrait_focus), _thousandths(after.portrait_focus)),
    )
    if not before.portrait and not after.portrait:
        return parts
    picture = Picture(_address(before), before.portrait_alt, _address(after), after.portrait_alt)
    state = State.SAME if before.portrait == after.portrait else State.CHANGED
    return (Part(_("Picture"), state, picture=picture), *parts)


def _address(content) -> str:
    name = content.portrait.rpartition("/")[2]
    return reverse("characters:portrait", args=[name]) if name else ""


def _licence(content) -> str:
    return str(dict(LICENCES).get(content.portrait_licence, content.portrait_licence))


def _thousandths(numbers: tuple[int, ...]) -> str:
    """Such as “left 25 %, top 0 %, width 50 %, height 62.5 %”; of two numbers “across 50 %, down 33.3 %”."""
    told = [number_format(Decimal(f"{number / 10:g}")) for number in numbers]
    match len(told):
        case 4:
            return _("left {0} %, top {1} %, width {2} %, height {3} %").format(*told)
        case 2:
            return _("across {0} %, down {1} %").format(*told)
    # What an old edition or a card may hold.
    return ", ".join(told)


def _card(before, after):
    old, new = _flat(before.card), _flat(after.card)
    return _fields(*((path, old.get(path, ""), new.get(path, "")) for path in {**old, **new}))


def _flat(value, path="") -> dict[str, str]:
    """What a tree of JSON says, by paths such as “data.character_book.entries.0.keys”."""
    match value:
        case dict():
            rows = value.items()
        case list():
            rows = enumerate(value)
        case _:
            text = str(value)
            return {path: text if len(text) <= MAX_VALUE else f"{text[:MAX_VALUE]}…"}
    found = {}
    for key, child in rows:
        found |= _flat(child, f"{path}.{key}" if path else str(key))
    return found
