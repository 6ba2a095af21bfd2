"""Old addresses of pages: kept when a page moves, followed by who comes to them, given back with their page."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from characters.models import Character, Edition, Redirect


@dataclass(frozen=True)
class Moved:
    """Where an old address leads: the live page at ``slug``.

    ``is_own`` says that the same character was published there, so that its editions are found at the new address.
    """

    slug: str
    is_own: bool


def followed(slug: str) -> Moved | None:
    """Where this address leads when no page is live at it: one step, to a character's page as it is now."""
    own = Edition.objects.public().filter(character=OuterRef("character"), slug=slug)
    found = Redirect.objects.filter(slug=slug, character__live_edition__isnull=False)
    row = found.values_list("character__live_slug", Exists(own)).first()
    return Moved(*row) if row else None


def slugs_now(slugs: list[str]) -> dict[str, str]:
    """Of these old addresses those that lead to a live page, with its address."""
    found = Redirect.objects.filter(slug__in=slugs, character__live_edition__isnull=False)
    return dict(found.values_list("slug", "character__live_slug"))


def drafts_now(slugs: list[str]) -> dict[str, str]:
    """Of these old addresses those that belong to a character, with the address that its draft has."""
    return dict(Redirect.objects.filter(slug__in=slugs).values_list("slug", "character__slug"))


def past(character: Character) -> list[str]:
    """Every address that this character was ever published at, in order."""
    slugs = (
        Edition.objects.public().filter(character=character).order_by("number").values_list("slug", flat=True)
    )
    return list(dict.fromkeys(slugs))


def kept_for_another(character: Character, slug: str) -> Character | None:
    """Who is still reached at this address, so that this character may not go live there without an editor's word.

    Not those into whom this character was merged: they never had a page there, and publishing undoes the merge.
    """
    if character.live_slug == slug:
        return None
    redirect = (
        Redirect.objects.exclude(character=character).filter(slug=slug).select_related("character").first()
    )
    if redirect is None:
        return None
    is_theirs = Edition.objects.public().filter(character=redirect.character_id, slug=slug).exists()
    return redirect.character if is_theirs or slug not in past(character) else None


def keep(character: Character, slug: str):
    """After this character went live at ``slug``: all its earlier addresses lead there.

    That undoes a merge, whose redirects lead elsewhere. Addresses at which others are live, or were, stay theirs.
    """
    Redirect.objects.filter(slug=slug).delete()
    earlier = [old for old in past(character) if old != slug]
    lead(earlier, to=character)


def lead(slugs: list[str], *, to: Character):
    """Make these addresses lead to this character, but for those where others are live or that are others' old ones."""
    taken = set(Character.objects.filter(live_slug__in=slugs).values_list("live_slug", flat=True))
    for redirect in Redirect.objects.filter(slug__in=slugs).exclude(character=to):
        if redirect.slug in past(redirect.character):
            taken.add(redirect.slug)
    for slug in slugs:
        if slug not in taken:
            Redirect.objects.update_or_create(slug=slug, defaults={"character": to})


def merged_into(character: Character) -> Character | None:
    """Whose page a withdrawn character's addresses lead to; None if it was not merged."""
    if character.live_edition_id:
        return None
    found = Redirect.objects.filter(slug__in=past(character)).exclude(character=character)
    found = found.select_related("character").order_by("-made_at", "-id")
    return next(
        (redirect.character for redirect in found if redirect.slug not in past(redirect.character)), None
    )
