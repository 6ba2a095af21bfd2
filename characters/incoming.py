"""Contents that arrive in bulk: planned against the drafts that are there, then written, one harming no other."""

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, replace
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from characters import portraits, publishing
from characters.editions import CharacterContent, content_of, drafts_of, write_draft
from characters.field_names import heading_of
from characters.models import Character

BATCH = 100
# What the report shows of a text that changes.
SHOWN = 160
ADDRESS_MAX = 80
LABELS = {
    "also_known_as": gettext_lazy("Other names"),
    "similar": gettext_lazy("Similar characters"),
}


class Existing(StrEnum):
    """What to do about a character whose address is taken by another that is there."""

    LEAVE = "leave"
    CHANGE = "change"
    COPY = "copy"


class Deed(StrEnum):
    """What becomes, or became, of one that arrived."""

    ADD = "add"
    CHANGE = "change"
    SAME = "same"
    LEAVE = "leave"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


@dataclass(frozen=True)
class Incoming:
    """One content as it arrived. ``field`` and ``refusal`` say why there is none; ``portrait`` is a picture's WebP."""

    path: str
    content: CharacterContent | None = None
    portrait: bytes | None = None
    field: str = ""
    refusal: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Change:
    """One field of a draft, as it was and as it becomes: plain text, long ones cut."""

    field: str
    old: str
    new: str


@dataclass(frozen=True)
class Step:
    """What is to be done about one Incoming. ``content`` is what the draft will say, ``before`` what it says now."""

    path: str
    slug: str
    deed: Deed
    content: CharacterContent | None = None
    before: CharacterContent | None = None
    portrait: bytes | None = None
    changes: tuple[Change, ...] = ()
    field: str = ""
    reason: str = ""
    warnings: tuple[str, ...] = ()

    def to_json(self) -> dict:
        """For a job's report."""
        return {
            "path": self.path,
            "slug": self.slug,
            "deed": self.deed.value,
            "changes": [{"field": c.field, "old": c.old, "new": c.new} for c in self.changes],
            "field": self.field,
            "reason": self.reason,
            "warnings": list(self.warnings),
        }


def plan(incoming: list[Incoming], *, existing: Existing) -> Iterator[Step]:
    """What would be done about each, in the order in which they came. Writes nothing.

    Of two that would have the same address the second is refused, or gets an address of its own with ``COPY``.
    Links to characters that are neither here nor among them are left out, with a warning.
    """
    taken: set[str] = set()
    incoming = _linked(incoming)
    for batch in _batches(incoming):
        slugs = [one.content.slug for one in batch if one.content]
        there = {c.slug: c for c in Character.objects.filter(slug__in=slugs)}
        drafts = drafts_of(list(there.values()))
        for one in batch:
            step = _step(one, there, drafts, taken, existing)
            if step.deed not in (Deed.REFUSE, Deed.LEAVE):
                taken.add(step.slug)
            yield step


def _linked(incoming: list[Incoming]) -> list[Incoming]:
    contents = [one.content for one in incoming if one.content]
    named = {link.character for content in contents for link in content.similar}
    named |= {content.translation_of for content in contents} - {""}
    known = {content.slug for content in contents}
    known |= set(Character.objects.filter(slug__in=named - known).values_list("slug", flat=True))
    return [_without_original(_without_links(one, known), known) for one in incoming]


def _without_original(one: Incoming, known: set[str]) -> Incoming:
    original = one.content and one.content.translation_of
    if not original or original in known:
        return one
    warning = _("The original, “%(slug)s”, is not here: this becomes a character by itself.")
    warning %= {"slug": original}
    return replace(one, content=replace(one.content, translation_of=""), warnings=(*one.warnings, warning))


def _without_links(one: Incoming, known: set[str]) -> Incoming:
    unknown = (
        [link.character for link in one.content.similar if link.character not in known] if one.content else []
    )
    if not unknown:
        return one
    similar = tuple(link for link in one.content.similar if link.character in known)
    warning = _("Links to characters that are not here were left out: %(slugs)s.")
    warning %= {"slugs": ", ".join(unknown)}
    return replace(one, content=replace(one.content, similar=similar), warnings=(*one.warnings, warning))


def _batches(incoming):
    iterator = iter(incoming)
    while batch := list(itertools.islice(iterator, BATCH)):
        yield batch


def _step(one: Incoming, there, drafts, taken, existing) -> Step:
    if one.content is None:
        return Step(one.path, "", Deed.REFUSE, field=one.field, reason=one.refusal, warnings=one.warnings)
    content = _with_portrait(one)
    slug = content.slug
    known = {"path": one.path, "portrait": one.portrait, "warnings": one.warnings}
    if existing == Existing.COPY and (slug in there or slug in taken):
        slug = _free_address(slug, taken)
        return Step(slug=slug, deed=Deed.ADD, content=replace(content, slug=slug), **known)
    if slug in taken:
        return Step(
            slug=slug,
            deed=Deed.REFUSE,
            field="slug",
            reason=_("Another file before it has this address."),
            **known,
        )
    if slug not in there:
        return Step(slug=slug, deed=Deed.ADD, content=content, **known)
    if existing == Existing.LEAVE:
        return Step(slug=slug, deed=Deed.LEAVE, reason=_("A character has this address already."), **known)
    before = drafts[there[slug].pk]
    changes = tuple(changes_between(before, content))
    deed = Deed.CHANGE if changes else Deed.SAME
    return Step(slug=slug, deed=deed, content=content, before=before, changes=changes, **known)


def _with_portrait(one: Incoming) -> CharacterContent:
    """Under the name that the picture will be stored by, so that an unchanged one is seen to be unchanged."""
    return replace(one.content, portrait=portraits.name_of(one.portrait)) if one.portrait else one.content


def _free_address(slug: str, taken) -> str:
    candidates = (f"{slug[: ADDRESS_MAX - 5]}-{number}" for number in itertools.count(2))
    return next(c for c in candidates if c not in taken and not Character.objects.filter(slug=c).exists())


def changes_between(old: CharacterContent, new: CharacterContent) -> Iterator[Change]:
    """The fields in which two contents differ."""
    for each in fields(CharacterContent):
        before, after = getattr(old, each.name), getattr(new, each.name)
        if before != after:
            label = str(LABELS.get(each.name) or heading_of(each.name))
            yield Change(label, *shown(before, after))


def shown(before, after) -> tuple[str, str]:
    """Two values as texts. Of lists only what the other lacks."""
    if isinstance(before, tuple) and isinstance(after, tuple):
        gone, come = [x for x in before if x not in after], [x for x in after if x not in before]
        if not (gone or come):
            return "", _("another order")
        before, after = "; ".join(map(_words, gone)), "; ".join(map(_words, come))
    return _cut(_words(before)), _cut(_words(after))


def _words(value) -> str:
    for name in ("question", "theme", "character"):
        if hasattr(value, name):
            return getattr(value, name)
    return "" if value is None else str(value)


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1].rstrip()}…"


@dataclass(frozen=True)
class Publishing:
    """Whether what is written is published too, and the note that its edition gets."""

    wanted: bool = False
    note: str = ""


def carry_out(
    steps: Iterable[Step],
    *,
    by=None,
    publish: Publishing = Publishing(),
    count: Callable[[int], None] = lambda n: None,
) -> list[Step]:
    """Write the drafts that were planned, each in a transaction of its own; what became of each, in the same order.

    Links between characters that arrive together are made at the end, whatever their order. ``count`` is told how many
    are done, and may raise to break off: what is written by then stays, and may be written again without harm.
    """
    done, unlinked = [], []
    for number, step in enumerate(steps, 1):
        step, missing = _written(step, by)
        done.append(step)
        unlinked += [step] if missing else []
        count(number)
    for step in unlinked:
        with transaction.atomic():
            rows = Character.objects.select_for_update(of=("self",)).filter(slug=step.slug)
            # Somebody may have deleted it meanwhile.
            if character := rows.first():
                write_draft(step.content, character=character, by=by)
    if publish.wanted:
        live = _live_already(done)
        done = [step if step.slug in live else _published(step, by, publish.note) for step in done]
    return done


def _live_already(steps: list[Step]) -> set[str]:
    """Of those that changed nothing, whose live edition says the same."""
    same = {step.slug: step.content for step in steps if step.deed == Deed.SAME}
    found = set()
    for slugs in _batches(same):
        rows = Character.objects.live().filter(slug__in=slugs).select_related("live_edition")
        found |= {row.slug for row in rows if content_of(row.live_edition) == same[row.slug]}
    return found


def _written(step: Step, by) -> tuple[Step, bool]:
    """The step, refused after all where the database says so; and whether its links must be made anew at the end."""
    if step.deed not in (Deed.ADD, Deed.CHANGE):
        return step, False
    try:
        with transaction.atomic():
            if step.portrait:
                portraits.keep(step.portrait)
            character = Character.objects.select_for_update(of=("self",)).filter(slug=step.slug).first()
            if character and step.deed == Deed.ADD:
                return replace(
                    step, deed=Deed.LEAVE, reason=_("Somebody made a character at this address meanwhile.")
                ), False
            character = write_draft(step.content, character=character, by=by)
            missing = len(character.similarity_links.all()) < len(step.content.similar)
            missing |= bool(step.content.translation_of) and character.translation_of_id is None
    except (DatabaseError, ValidationError) as error:
        reason = _("It could not be written (%(error)s).") % {"error": type(error).__name__}
        return replace(step, deed=Deed.REFUSE, reason=reason), False
    return step, missing


def _published(step: Step, by, note) -> Step:
    if step.deed not in (Deed.ADD, Deed.CHANGE, Deed.SAME):
        return step
    character = Character.objects.filter(slug=step.slug).first()
    if character is None:
        return replace(step, warnings=(*step.warnings, _("Not published: somebody deleted it meanwhile.")))
    try:
        publishing.publish(character, by=by, note=note)
    except publishing.Incomplete as incomplete:
        warning = _("Not published: %(missing)s") % {"missing": incomplete}
        return replace(step, warnings=(*step.warnings, warning))
    return step
