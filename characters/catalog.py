"""What the public finds: live editions by name, era and field, page by page, and who is like whom."""

from dataclasses import dataclass

from django.contrib.postgres.search import TrigramWordSimilarity
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

from characters import addresses
from characters.editions import CharacterContent, folded
from characters.eras import Era, lifespan
from characters.models import Character, Edition, SimilarityLink
from web.typography import curled

PAGE = 24
SIMILAR_PAGE = 6
MAX_QUERY = 100
MAX_WORDS = 8
# Below this, what a misspelt name looks like is somebody else.
ALIKE = 0.45
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


@dataclass(frozen=True)
class Page:
    """Some cards of a list, and the slug to go on after; empty at the end."""

    cards: list[Card]
    next: str = ""


@dataclass(frozen=True)
class Search:
    """What a reader looks for. Only what exists gets in: the rest of an address is dropped."""

    q: str = ""
    era: str = ""
    field: str = ""
    after: str = ""

    @classmethod
    def read(cls, params) -> "Search":
        era = params.get("era", "")
        return cls(
            q=_clean(params.get("q", ""))[:MAX_QUERY].strip(),
            era=era if era in Era.values else "",
            field=_clean(params.get("field", ""))[:40],
            after=_clean(params.get("after", ""))[:80],
        )

    @property
    def is_filtered(self) -> bool:
        return bool(self.era or self.field)

    @property
    def is_narrow(self) -> bool:
        return bool(self.q) or self.is_filtered

    @property
    def era_label(self) -> str:
        return str(Era(self.era).label) if self.era else ""


def _clean(text: str) -> str:
    """PostgreSQL takes no NUL, and nobody searches for control characters."""
    return "".join(c if c.isprintable() else " " for c in text)


def live() -> QuerySet[Edition]:
    """The editions that the public reads, in the order of their names."""
    return Edition.objects.filter(live_for__isnull=False).order_by("sort_name", "id")


def live_edition(slug: str) -> Edition | None:
    return live().filter(slug=slug).first()


def version() -> str:
    """Changes whenever anything that the public reads does."""
    row = Character.objects.live().aggregate(Count("id"), Max("live_edition"), Sum("live_edition"))
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


# --- The catalog ----------------------------------------------------------------------------------------


def matching(search: Search) -> QuerySet[Edition]:
    """Live editions that fit: every word of the query is contained in one of the names."""
    found = live()
    if search.era:
        found = found.filter(era=search.era)
    if search.field:
        found = found.filter(fields__contains=[search.field])
    for word in folded(search.q).split()[:MAX_WORDS]:
        found = found.filter(names__contains=word)
    return found


def browse(search: Search) -> Page:
    """A page of what fits, from after the named slug on."""
    found = matching(search)
    if search.after:
        found = _after(found, search.after)
    rows = _cards(found[: PAGE + 1])
    cards = [_card(row) for row in rows[:PAGE]]
    return Page(cards, cards[-1].slug if len(rows) > PAGE else "")


def _after(found: QuerySet, slug: str) -> QuerySet:
    """Those behind any edition of that slug: one withdrawn meanwhile still holds the reader's place."""
    last = Edition.objects.public().filter(slug=slug).order_by("-id").values_list("sort_name", "id").first()
    if last is None:
        return found
    return found.filter(Q(sort_name__gt=last[0]) | Q(sort_name=last[0], id__gt=last[1]))


def alike(search: Search, limit: int = 6) -> list[Card]:
    """Whose names look like a misspelt query, the likest first."""
    query = folded(search.q)
    if len(query) < 3:
        return []
    found = live().annotate(likeness=TrigramWordSimilarity(query, "names")).filter(likeness__gte=ALIKE)
    return [_card(row) for row in _cards(found.order_by("-likeness", "sort_name", "id")[:limit])]


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
