"""What a character is, as one plain value: the draft, an edition and a file all go through it."""

import json
import unicodedata
from dataclasses import asdict, dataclass, field, fields
from threading import Lock

from cachetools import LRUCache, cached
from django.db import transaction
from django.db.models import Prefetch, prefetch_related_objects
from django.dispatch import Signal

from characters.languages import ENGLISH
from characters.models import Character, Edition, SimilarityLink

# Sent in the transaction that wrote a draft, with ``character``: the checklist stands above and counts anew.
draft_written = Signal()


@dataclass(frozen=True)
class QuestionContent:
    question: str
    anchor: str
    heading: str = ""
    spoken: str = ""
    answer: str = ""

    @property
    def title(self) -> str:
        """What the page's section is headed with."""
        return self.heading or self.question


@dataclass(frozen=True)
class RemarkContent:
    theme: str
    text: str


@dataclass(frozen=True)
class SimilarContent:
    """``character`` is a slug, which may name someone who is not (yet) in the catalog."""

    character: str
    reason: str


@dataclass(frozen=True)
class CharacterContent:
    """Everything that editors write about one character. Texts are Markdown unless they are one line.

    ``born`` and ``died`` are years, negative before the common era. ``portrait`` is the name of a stored, re-encoded
    file; ``portrait_crop`` (left, top, width, height) and ``portrait_focus`` (across, down) are in thousandths of it,
    or empty. ``language`` is a code as of characters.languages, ``translation_of`` the slug of whom this tells in
    another language. ``card`` is what an imported character card says that no other field holds: see
    characters.cards.mapping.
    The order of questions, remarks and links is the editors'.
    """

    slug: str
    name: str
    sort_name: str = ""
    also_known_as: tuple[str, ...] = ()
    born: int | None = None
    born_circa: bool = False
    died: int | None = None
    died_circa: bool = False
    place: str = ""
    fields: tuple[str, ...] = ()
    tagline: str = ""
    biography: str = ""
    sources: str = ""
    persona: str = ""
    greeting: str = ""
    example_dialogue: str = ""
    engine: str = ""
    portrait: str = ""
    portrait_alt: str = ""
    portrait_credit: str = ""
    portrait_licence: str = ""
    portrait_crop: tuple[int, ...] = ()
    portrait_focus: tuple[int, ...] = ()
    language: str = ENGLISH
    translation_of: str = ""
    card: dict = field(default_factory=dict)
    starter_questions: tuple[QuestionContent, ...] = ()
    remarks: tuple[RemarkContent, ...] = ()
    similar: tuple[SimilarContent, ...] = ()

    def to_json(self) -> dict:
        """A dict of what JSON knows, all keys present, that ``from_json`` turns back into an equal content."""
        return json.loads(json.dumps(asdict(self)))

    @classmethod
    def from_json(cls, data: dict) -> "CharacterContent":
        """:raises TypeError: on a key that no content has."""
        data = dict(data)
        for name in LISTS:
            data[name] = tuple(data.get(name, ()))
        for name, kind in (
            ("starter_questions", QuestionContent),
            ("remarks", RemarkContent),
            ("similar", SimilarContent),
        ):
            data[name] = tuple(kind(**row) for row in data.get(name, ()))
        return cls(**data)

    @property
    def searchable_names(self) -> str:
        """Every name, lower case and without accents, as ``folded`` makes a query too."""
        return folded(" ".join((self.name, self.sort_name, *self.also_known_as)))


EDITIONS_IN_MEMORY = 64
# Fields that are lists in JSON and in the draft's row, tuples in a content.
LISTS = ("also_known_as", "fields", "portrait_crop", "portrait_focus")
# What the draft's own row holds as it is: every field of a content that names no other row.
ROW_FIELDS = tuple(
    each.name
    for each in fields(CharacterContent)
    if each.name not in ("starter_questions", "remarks", "similar", "translation_of")
)


def folded(text: str) -> str:
    """Lower case, without accents and doubled spaces: “Simón  Bolívar” as “simon bolivar”."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(plain.casefold().split())


def draft_of(character: Character) -> CharacterContent:
    """What the rows that editors change say now."""
    return _draft(character, character.similarity_links.select_related("similar"))


def drafts_of(characters: list[Character]) -> dict[int, CharacterContent]:
    """The drafts of many characters by their id, in four queries; the rows stay with the characters given."""
    links = SimilarityLink.objects.select_related("similar").only(
        "character", "reason", "position", "similar__slug"
    )
    originals = Prefetch("translation_of", Character.objects.only("slug"))
    prefetch_related_objects(
        characters, "starter_questions", "remarks", Prefetch("similarity_links", links), originals
    )
    return {character.pk: _draft(character, character.similarity_links.all()) for character in characters}


def _draft(character, links) -> CharacterContent:
    row = {name: getattr(character, name) for name in ROW_FIELDS}
    row |= {name: tuple(row[name]) for name in LISTS}
    row["portrait"] = character.portrait.name or ""
    return CharacterContent(
        **row,
        translation_of=character.translation_of.slug if character.translation_of_id else "",
        starter_questions=tuple(
            QuestionContent(q.question, q.anchor, q.heading, q.spoken, q.answer)
            for q in character.starter_questions.all()
        ),
        remarks=tuple(RemarkContent(r.theme, r.text) for r in character.remarks.all()),
        similar=tuple(SimilarContent(link.similar.slug, link.reason) for link in links),
    )


@transaction.atomic
def write_draft(content: CharacterContent, *, character: Character | None = None, by=None) -> Character:
    """Make the draft say exactly this, as a change of ``by``; a new character where none is given.

    Links to slugs that no character has are left out, and so is an original that is not there: write the characters
    first, then call again.
    """
    character = character or Character()
    character.translation_of = _original(content)
    for name in ROW_FIELDS:
        value = getattr(content, name)
        setattr(character, name, list(value) if isinstance(value, tuple) else value)
    character.changed_by = by
    character.save()
    _write_questions(character, content)
    _write_remarks(character, content)
    _write_links(character, content)
    draft_written.send(Character, character=character)
    return character


def _original(content) -> Character | None:
    """Of a translation, the character that is told in another language. A translation has no translations."""
    if not content.translation_of:
        return None
    originals = Character.objects.exclude(slug=content.slug).filter(translation_of=None)
    return originals.filter(slug=content.translation_of).first()


def _write_questions(character, content):
    _write_rows(
        character.starter_questions,
        "anchor",
        {
            q.anchor: {"question": q.question, "heading": q.heading, "spoken": q.spoken, "answer": q.answer}
            for q in content.starter_questions
        },
    )


def _write_remarks(character, content):
    _write_rows(character.remarks, "theme", {r.theme: {"text": r.text} for r in content.remarks})


def _write_links(character, content):
    slugs = [link.character for link in content.similar]
    similar = dict(Character.objects.filter(slug__in=slugs).values_list("slug", "pk")) if slugs else {}
    _write_rows(
        character.similarity_links,
        "similar_id",
        {
            similar[link.character]: {"reason": link.reason}
            for link in content.similar
            if link.character in similar
        },
    )


def _write_rows(rows, key, wanted: dict[str, dict]):
    """Make the rows of a character say ``wanted``, by their key and in its order.

    Rows that keep their key keep their id, so that what points at them goes on pointing. Unchanged ones stay unwritten.
    """
    there = {getattr(row, key): row for row in rows.all()}
    if gone := [row.pk for value, row in there.items() if value not in wanted]:
        rows.filter(pk__in=gone).delete()
    new, changed = [], []
    for position, (value, says) in enumerate(wanted.items()):
        says = {**says, "position": position}
        row = there.get(value)
        if row is None:
            new.append(rows.model(character=rows.instance, **{key: value}, **says))
        elif any(getattr(row, name) != now for name, now in says.items()):
            for name, now in says.items():
                setattr(row, name, now)
            changed.append(row)
    if new:
        rows.bulk_create(new)
    if changed:
        rows.bulk_update(changed, list(says))


@cached(LRUCache(EDITIONS_IN_MEMORY), key=lambda edition: (edition.pk, edition.made_at), lock=Lock())
def remembered(edition: Edition) -> Edition:
    """This edition with its content at hand, read once per process: editions never change. Only to be read.

    ``edition`` may have been fetched without its long texts. The HTML is fetched by whoever asks for it.
    """
    return Edition.objects.defer("html").get(pk=edition.pk)


def content_of(edition: Edition) -> CharacterContent:
    """What this edition says, as it was frozen."""
    return CharacterContent.from_json(edition.content)
