"""Make the catalog say what a folder of starter files says, for catalogs that are kept in git."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from characters import incoming, publishing
from characters.editions import content_of, draft_of
from characters.incoming import Deed, Existing, Incoming, Step
from characters.models import Character

# A folder that lacks more than this part of the live pages is more likely the wrong folder.
MOST_WITHDRAWN = 0.5


class TooManyGone(Exception):
    """The folder lacks so many of the live characters that it is probably the wrong one: ``slugs``."""

    def __init__(self, slugs: list[str], num_live: int):
        super().__init__(f"The folder lacks {len(slugs)} of the {num_live} characters that are live.")
        self.slugs = slugs


@dataclass(frozen=True)
class Sync:
    """What a folder asks for: steps for its files, withdrawals, and slugs whose drafts hold words of no edition."""

    steps: list[Step]
    gone: list[str]
    overwritten: list[str]


def plan(arrived: list[Incoming], *, force: bool = False) -> Sync:
    """What is to be done so that exactly these are live and say exactly this. Writes nothing.

    :raises TooManyGone: unless ``force``, when more than half of the live pages would go.
    """
    steps = [_whole(step) for step in incoming.plan(arrived, existing=Existing.CHANGE)]
    there = {one.content.slug for one in arrived if one.content}
    # Of a file that cannot be read we know no more than its name: its character is not gone.
    there |= {one.path.rpartition("/")[2].removesuffix(".md") for one in arrived if one.content is None}
    live = set(Character.objects.live().values_list("slug", flat=True))
    gone = sorted(live - there)
    if gone and len(gone) > len(live) * MOST_WITHDRAWN and not force:
        raise TooManyGone(gone, len(live))
    return Sync(steps, gone, _unkept([step.slug for step in steps if step.deed == Deed.CHANGE]))


def _whole(step: Step) -> Step:
    """What lacks something that a page needs is refused before anything of it is written."""
    if step.content is None:
        return step
    if missing := publishing.missing_from(step.content):
        return replace(step, deed=Deed.REFUSE, content=None, reason=" ".join(missing))
    return step


def _unkept(slugs: list[str]) -> list[str]:
    """Of these, whose draft says what no edition of theirs says: editors' words that would be gone."""
    rows = Character.objects.filter(slug__in=slugs).prefetch_related("editions")
    return [
        row.slug
        for row in rows
        if draft_of(row) not in [content_of(edition) for edition in row.editions.all()]
    ]


def carry_out(
    sync: Sync, *, by=None, note: str = "", count: Callable[[int], None] = lambda n: None
) -> tuple[list[Step], list[Step]]:
    """Write and publish what was planned, and withdraw what is gone; what became of the files, and of the gone."""
    wanted = incoming.Publishing(wanted=True, note=note)
    done = incoming.carry_out(sync.steps, by=by, publish=wanted, count=count)
    withdrawn = []
    for character in Character.objects.live().filter(slug__in=sync.gone).order_by("slug"):
        publishing.withdraw(character, by=by)
        withdrawn.append(Step("", character.slug, Deed.WITHDRAW))
    return done, withdrawn
