"""What the public reads: live editions as cards, and in which fields they are."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, F, Func, QuerySet
from django.urls import reverse

from characters.editions import CharacterContent
from characters.eras import lifespan
from characters.fields import field_name
from characters.models import Edition
from web.typography import curled

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
        return curled(", ".join(field_name(field) for field in self.fields[:2]))

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


def card_rows(editions: QuerySet, *extra) -> list[dict]:
    return list(
        editions.values(
            *CARD_COLUMNS,
            *extra,
            born_circa=F("content__born_circa"),
            died_circa=F("content__died_circa"),
        )
    )


def card_from(row: dict, *, reason: str = "", by_editors: bool = False, because: str = "") -> Card:
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
    return card_from(row | {"born_circa": content.born_circa, "died_circa": content.died_circa})


def cards_of(edition_ids: Iterable[int]) -> dict[int, Card]:
    """The cards of these editions, by their id."""
    return {row["id"]: card_from(row) for row in card_rows(Edition.objects.filter(pk__in=edition_ids))}


def num_by_field() -> list[tuple[str, int]]:
    """Every field with someone in it, in alphabetical order, with how many."""
    fields = live().order_by().annotate(field=Func(F("fields"), function="unnest"))
    return list(fields.values_list("field").annotate(num=Count("id")).order_by("field"))
