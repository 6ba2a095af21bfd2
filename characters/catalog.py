"""What the public reads: live editions as cards, the index of eras and fields, and who is like whom."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import (
    Case,
    Count,
    F,
    Func,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.urls import reverse

from characters import addresses
from characters.editions import CharacterContent
from characters.eras import Era, lifespan
from characters.models import Character, Edition, SimilarityLink
from web.typography import curled

SIMILAR_PAGE = 6
CARD_COLUMNS = (
    "id", "number", "slug", "name", "sort_name", "tagline", "born", "died", "era", "fields", "portrait",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Card:
    """One character on a list. ``reason`` says why they stand there, where that needs saying."""

    id: int
    number: int
    slug: str
    name: str
    sort_name: str
    tagline: str
    years: str
    era: str
    fields: tuple[str, ...]
    portrait: str
    reason: str = ""
    by_editors: bool = False

    @property
    def url(self) -> str:
        return reverse("characters:detail", args=[self.slug])


@dataclass(frozen=True)
class Page:
    """Some cards of a list, and the slug to go on after; empty at the end."""

    cards: list[Card]
    next: str = ""


def live() -> QuerySet[Edition]:
    """The editions that the public reads, in the order of their names."""
    return Edition.objects.filter(live_for__isnull=False).order_by("sort_name", "id")


def live_edition(slug: str) -> Edition | None:
    return live().filter(slug=slug).first()


def version() -> str:
    """Changes whenever anything that the public reads does."""
    # Of one column, which PostgreSQL reads from its index alone.
    row = Character.objects.live().aggregate(Count("live_edition"), Max("live_edition"), Sum("live_edition"))
    return "-".join(str(value or 0) for value in row.values())


def _cards(editions: QuerySet, *extra) -> list[dict]:
    return list(
        editions.values(
            *CARD_COLUMNS,
            *extra,
            born_circa=F("content__born_circa"),
            died_circa=F("content__died_circa"),
        )
    )


def _card(row: dict, *, reason: str = "", by_editors: bool = False) -> Card:
    years = lifespan(
        row["born"], row["died"], born_circa=bool(row["born_circa"]), died_circa=bool(row["died_circa"])
    )
    kept = {name: row[name] for name in CARD_COLUMNS if name not in ("born", "died", "fields", "tagline")}
    return Card(
        years=years,
        tagline=curled(row["tagline"]),
        fields=tuple(row["fields"]),
        reason=curled(reason),
        by_editors=by_editors,
        **kept,
    )


def card_of(edition: Edition, content: CharacterContent) -> Card:
    """The card of one edition, which need not be live nor even kept."""
    row = {name: getattr(edition, name) for name in CARD_COLUMNS}
    return _card(row | {"born_circa": content.born_circa, "died_circa": content.died_circa})


def cards_of(edition_ids: Iterable[int]) -> dict[int, Card]:
    """The cards of these editions, by their id."""
    return {row["id"]: _card(row) for row in _cards(Edition.objects.filter(pk__in=edition_ids))}


# --- The index ------------------------------------------------------------------------------------------


def num_by_era() -> list[tuple[Era, int]]:
    """Every era with someone in it, from the oldest, with how many."""
    nums = dict(live().order_by().values_list("era").annotate(num=Count("id")))
    return [(era, nums[era.value]) for era in Era if era.value in nums]


def num_by_field() -> list[tuple[str, int]]:
    """Every field with someone in it, in alphabetical order, with how many."""
    fields = live().order_by().annotate(field=Func(F("fields"), function="unnest"))
    return list(fields.values_list("field").annotate(num=Count("id")).order_by("field"))


def featured(limit: int = 6) -> list[Card]:
    """A few to begin with, one era after another, so that the choice is wide. The same for everybody.

    Within an era, whom the editors' links of others name most often comes first.
    """
    return [_card(row) for row in _one_era_after_another(_most_linked())[:limit]]


def _most_linked():
    """A few dozen, most linked first. The links are counted apart: a join takes ten times as long."""
    links = (
        SimilarityLink.objects.filter(similar=OuterRef("character"), character__live_edition__isnull=False)
        .order_by()
        .values("similar")
        .annotate(num=Count("id"))
        .values("num")
    )
    rows = live().annotate(num_links=Coalesce(Subquery(links), 0))
    return _cards(rows.order_by("-num_links", "sort_name", "id")[:60])


def _one_era_after_another(rows):
    chosen, waiting = [], rows
    while waiting:
        seen, rest = set(), []
        for row in waiting:
            (rest if row["era"] in seen else chosen).append(row)
            seen.add(row["era"])
        waiting = rest
    return chosen


# --- Who is like whom -----------------------------------------------------------------------------------


def similar_to(edition: Edition, content: CharacterContent, after: str = "") -> Page:
    """The editors' links in their order, then those who share fields or the era; nobody stands twice."""
    reasons = {link.character: link.reason for link in content.similar}
    chosen = _by_slug(reasons)
    # Who has moved since this edition was frozen is still named by the old address.
    if missing := [slug for slug in reasons if slug not in chosen]:
        moved = addresses.slugs_now(missing)
        reasons = {moved.get(slug, slug): reason for slug, reason in reasons.items()}
        chosen |= _by_slug(moved.values())
    reasons.pop(edition.slug, None)
    place = list(reasons)
    if after in reasons:
        place = place[place.index(after) + 1 :]
    elif after:
        place = []
    cards = [_card(chosen[slug], reason=reasons[slug], by_editors=True) for slug in place if slug in chosen]
    if len(cards) <= SIMILAR_PAGE:
        others = _sharing(edition).exclude(slug__in=[edition.slug, *reasons])
        # A draft may have another address than its own live page.
        others = others.exclude(character=edition.character_id)
        if after and after not in reasons:
            others = _after_alike(others, after)
        rows = _cards(others[: SIMILAR_PAGE + 1 - len(cards)], "shared")
        cards += [_card(row, reason=_shared_words(edition, row)) for row in rows]
    return Page(cards[:SIMILAR_PAGE], cards[SIMILAR_PAGE - 1].slug if len(cards) > SIMILAR_PAGE else "")


def _by_slug(slugs) -> dict[str, dict]:
    return {row["slug"]: row for row in _cards(live().filter(slug__in=slugs))} if slugs else {}


def _sharing(edition: Edition) -> QuerySet[Edition]:
    """Others by how much they share: two for a field, one for the era."""
    shared = sum(
        (_worth(2, fields__contains=[field]) for field in edition.fields),
        start=_worth(1, era=edition.era) if edition.era else Value(0, output_field=IntegerField()),
    )
    return live().annotate(shared=shared).filter(shared__gt=0).order_by("-shared", "sort_name", "id")


def _worth(points: int, **condition):
    return Case(When(**condition, then=Value(points)), default=Value(0), output_field=IntegerField())


def _after_alike(others: QuerySet, slug: str) -> QuerySet:
    last = others.filter(slug=slug).values_list("shared", "sort_name", "id").first()
    if last is None:
        return others.none()
    shared, name, pk = last
    behind = Q(sort_name__gt=name) | Q(sort_name=name, id__gt=pk)
    return others.filter(Q(shared__lt=shared) | Q(shared=shared) & behind)


def _shared_words(edition: Edition, row: dict) -> str:
    fields = [field for field in edition.fields if field in row["fields"]]
    if fields:
        *most, last = fields
        return f"Also known for {', '.join(most)} and {last}." if most else f"Also known for {last}."
    return f"Of the same era: {Era(edition.era).label}."
