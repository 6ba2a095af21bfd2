"""What the public finds: live editions by name, era and field, page by page."""

from dataclasses import dataclass

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection
from django.db.models import Count, F, Func, Q, QuerySet

from characters.editions import CharacterContent, folded
from characters.eras import Era, lifespan
from characters.models import Edition
from web.typography import curled

PAGE = 24
MAX_QUERY = 100
MAX_WORDS = 8
# Below this, what a misspelt name looks like is somebody else.
ALIKE = 0.45
CARD_COLUMNS = (
    "id", "number", "slug", "name", "sort_name", "tagline", "born", "died", "era", "fields", "portrait",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Card:
    """One character on a list. ``reason`` says why they stand there, where that needs saying.

    ``because`` says what brought them there, where a list is made of several things.
    """

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
    because: str = ""

    @property
    def known_for(self) -> str:
        return curled(", ".join(self.fields[:2]))


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
    # By the character's own column: it has an index.
    return live().filter(live_for__live_slug=slug).first()


def version(slug: str = "") -> str:
    """Changes whenever anything that the public reads does.

    With a slug also when there are others to show beside that character, or an editor rejects one of them.
    """
    sql = """SELECT count(*), max(live_edition_id), sum(live_edition_id),
            (SELECT count(*) FROM characters_collection),
            (SELECT extract(epoch FROM max(changed_at)) FROM characters_collection),
            (SELECT count(*) FROM characters_collectionmember),
            (SELECT concat_ws('-', count(*), count(*) FILTER (WHERE s.state = 'REJECTED'), sum(s.id),
                    sum((s.score * 10000)::bigint)) FROM characters_similaritysuggestion s
                JOIN characters_character c ON c.id = s.character_id WHERE c.live_slug = %s)
        FROM characters_character WHERE live_edition_id IS NOT NULL"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [slug])
        return "-".join(str(value or 0) for value in cursor.fetchone())


def _cards(editions: QuerySet, *extra) -> list[dict]:
    return list(
        editions.values(
            *CARD_COLUMNS,
            *extra,
            born_circa=F("content__born_circa"),
            died_circa=F("content__died_circa"),
        )
    )


def _card(row: dict, *, reason: str = "", by_editors: bool = False, because: str = "") -> Card:
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
        because=because,
        **kept,
    )


def card_of(edition: Edition, content: CharacterContent) -> Card:
    """The card of one edition, which need not be live nor even kept."""
    row = {name: getattr(edition, name) for name in CARD_COLUMNS}
    return _card(row | {"born_circa": content.born_circa, "died_circa": content.died_circa})


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
