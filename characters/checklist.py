"""What a draft lacks or could do better: what keeps it from being published, and what only warns."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from characters.checks import dates, missing, surroundings, telling, wording
from characters.checks.finding import PARTS, Finding
from characters.editions import CharacterContent, draft_of, draft_written, drafts_of
from characters.models import Character

BATCH = 50


@dataclass(frozen=True)
class Checklist:
    """All findings, those that block first, each half in the order of the form's parts."""

    findings: tuple[Finding, ...]

    @property
    def blocking(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.blocks]

    @property
    def warnings(self) -> list[Finding]:
        return [finding for finding in self.findings if not finding.blocks]

    @property
    def missing(self) -> list[str]:
        """What keeps the draft from being published, a sentence each."""
        return [finding.sentence for finding in self.blocking]


def check(character: Character, content: CharacterContent | None = None) -> Checklist:
    """Look at this content, else at the draft as it is in the database now; in six queries, eight of translations."""
    content = draft_of(character) if content is None else content
    around = surroundings.around([(character.pk, content)])
    return _checked(character.pk, content, around, character.changed_at)


def check_many(characters: list[Character]) -> dict[int, Checklist]:
    """The drafts of many by their id, in six queries; the rows stay with the characters given."""
    drafts = drafts_of(characters)
    around = surroundings.around(drafts.items())
    changed_at = {character.pk: character.changed_at for character in characters}
    return {pk: _checked(pk, content, around, changed_at[pk]) for pk, content in drafts.items()}


def _checked(pk, content, around, changed_at) -> Checklist:
    found = [
        *missing.of_page(content),
        *surroundings.of_address(pk, content, around),
        *dates.of_life(content),
        *wording.of_texts(content),
        *surroundings.of_similar(pk, content, around),
        *surroundings.of_texts(pk, content, around),
        *telling.of_translation(
            content, around.originals, changed_at, has_translations=pk in around.translated
        ),
    ]
    return Checklist(tuple(sorted(found, key=_order)))


def _order(finding):
    """What blocks comes first; then as the parts follow each other on the form."""
    place = finding.place
    return not finding.blocks, ("", *PARTS).index(place.part), -1 if place.row is None else place.row


def missing_from(content: CharacterContent) -> list[str]:
    """What keeps this content from being published wherever it stands, a sentence each; asks no database."""
    return [finding.sentence for finding in missing.of_page(content)]


def missing_to_publish(character: Character, content: CharacterContent) -> list[str]:
    """The same and whether its address is free: all that keeps this character from being published."""
    around = surroundings.around([(character.pk, content)])
    found = [
        *surroundings.of_address(character.pk, content, around),
        *telling.of_translation(
            content,
            around.originals,
            character.changed_at,
            has_translations=character.pk in around.translated,
        ),
    ]
    return missing_from(content) + [finding.sentence for finding in found if finding.blocks]


# --- Kept in the rows, for lists: ``checked_at`` is empty while the counts may be out of date ---


def remember(characters: Iterable[Character]):
    """Keep what the checklist counts of these drafts, as they are now; after the commit, mark who is linked with them.

    Called when a draft was written; the rows given know the counts too.
    """
    by_pk = {character.pk: character for character in characters}
    for pk, checklist in _remember(by_pk).items():
        by_pk[pk].num_blocking, by_pk[pk].num_warnings = len(checklist.blocking), len(checklist.warnings)
    transaction.on_commit(lambda: mark_neighbours(by_pk))


def _remember(pks) -> dict[int, Checklist]:
    # Read anew: a form's instance keeps what it had prefetched.
    rows = list(Character.objects.filter(pk__in=pks).order_by("pk"))
    found = check_many(rows)
    for pk, checklist in found.items():
        Character.objects.filter(pk=pk).update(
            num_blocking=len(checklist.blocking), num_warnings=len(checklist.warnings), checked_at=Now()
        )
    return found


def mark_neighbours(pks: Iterable[int]):
    """Note that who links to these characters, is linked from them or tells the same is to be looked at again."""
    pks = list(pks)
    near = Q(similarity_links__similar__in=pks) | Q(similarity_links_to__character__in=pks)
    near |= Q(translation_of__in=pks) | Q(translations__in=pks)
    _mark(lambda: Character.objects.filter(near).exclude(pk__in=pks))


@transaction.atomic
def _mark(select: Callable):
    # Locked in one order, so that two who mark the same rows wait for each other and do not lock each other out.
    near = set(select().filter(checked_at__isnull=False).values_list("pk", flat=True))
    rows = Character.objects.filter(pk__in=near).order_by("pk").select_for_update(no_key=True)
    Character.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).update(checked_at=None)


def refresh(limit: int = 2_000) -> int:
    """Count again for up to ``limit`` of those that are marked, or new; how many. May run twice at once."""
    num = 0
    while num < limit and (done := _refresh_batch()):
        num += done
    return num


@transaction.atomic
def _refresh_batch() -> int:
    """Rows that somebody is saving are left for the next time; what marks these meanwhile waits for the commit."""
    marked = Character.objects.filter(checked_at=None).order_by("pk")
    pks = list(
        marked.select_for_update(skip_locked=True, no_key=True, of=("self",)).values_list("pk", flat=True)[
            :BATCH
        ]
    )
    _remember(pks)
    return len(pks)


def _after_writing(sender, character, **kwargs):
    remember([character])


draft_written.connect(_after_writing, dispatch_uid="checklist")
