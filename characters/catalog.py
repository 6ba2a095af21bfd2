"""What the public reads: live editions as cards, and in which fields they are."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.db.models import Count, F, Func, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import translation

from characters.editions import CharacterContent
from characters.eras import lifespan
from characters.fields import field_name
from characters.languages import direction_of, name_of, of_interface, of_reader
from characters.models import Edition
from web.typography import curled

CARD_COLUMNS = (
    "id", "number", "slug", "name", "sort_name", "tagline", "born", "died", "era", "fields", "portrait", "language",
)  # fmt: skip
# What a card says in the words of a translation; the rest is the original's.
TRANSLATED = ("name", "tagline", "language")


@dataclass(frozen=True, slots=True)
class Card:
    """One character on a list. ``reason`` says why they stand there, where that needs saying.

    ``because`` says what brought them there, where a list is made of several things. ``slug`` is the original's, by
    which a character is known in any language; ``page`` is the slug of the page that the card leads to.
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
    language: str
    page: str
    reason: str = ""
    by_editors: bool = False
    because: str = ""

    @property
    def known_for(self) -> str:
        return curled(", ".join(field_name(field) for field in self.fields[:2]))

    @property
    def url(self) -> str:
        return reverse("characters:detail", args=[self.page])

    @property
    def direction(self) -> str:
        return direction_of(self.language)

    @property
    def is_foreign(self) -> bool:
        """Whether it is told in another language than the page that it stands on."""
        return self.language != of_reader()


@dataclass(frozen=True)
class Page:
    """Some cards of a list, and the slug to go on after; empty at the end."""

    cards: list[Card]
    next: str = ""


def live() -> QuerySet[Edition]:
    """The editions that lists are made of, in the order of their names: one a character, in whatever languages."""
    return pages().filter(translation_of=None)


def pages() -> QuerySet[Edition]:
    """All that the public reads, translations too."""
    return Edition.objects.filter(live_for__isnull=False).order_by("sort_name", "id")


def live_edition(slug: str) -> Edition | None:
    # By the character's own column: it has an index.
    return pages().filter(live_for__live_slug=slug).first()


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
                JOIN characters_character c ON coalesce(c.translation_of_id, c.id) = s.character_id
                WHERE c.live_slug = %s)
        FROM characters_character WHERE live_edition_id IS NOT NULL"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [slug])
        return "-".join(str(value or 0) for value in cursor.fetchone())


def card_rows(editions: QuerySet, *extra, language: str = "") -> list[dict]:
    """What cards are made of: in the reader's language, or in this one, as far as there are translations."""
    told = pages().filter(translation_of=OuterRef("character"), language=language or of_reader())
    said = JSONObject(**{name: name for name in (*TRANSLATED, "slug")})
    return list(
        editions.values(
            *CARD_COLUMNS,
            *extra,
            born_circa=F("content__born_circa"),
            died_circa=F("content__died_circa"),
            translation=Subquery(told.order_by("id").values(said=said)[:1]),
        )
    )


def card_from(row: dict, *, reason: str = "", by_editors: bool = False, because: str = "") -> Card:
    years = lifespan(
        row["born"], row["died"], born_circa=bool(row["born_circa"]), died_circa=bool(row["died_circa"])
    )
    kept = {name: row[name] for name in CARD_COLUMNS if name not in ("born", "died", "fields")}
    told = row.get("translation") or {}
    kept |= {name: told[name] for name in TRANSLATED if name in told}
    kept["tagline"] = curled(kept["tagline"])
    return Card(
        years=years,
        page=told.get("slug", row["slug"]),
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


def cards_of(edition_ids: Iterable[int], *, language: str = "") -> dict[int, Card]:
    """The cards of these editions, by their id, in ``language`` as of ``card_rows``."""
    editions = Edition.objects.filter(pk__in=edition_ids)
    return {row["id"]: card_from(row) for row in card_rows(editions, language=language)}


@dataclass(frozen=True)
class Telling:
    """One language in which a character is told, and the slug of that page."""

    language: str
    slug: str

    @property
    def name(self) -> str:
        return name_of(self.language)

    @property
    def is_readers(self) -> bool:
        return self.language == of_reader()

    @property
    def url(self) -> str:
        """In the interface's own language where pages speak it, so that it is the best page to read it on."""
        return address_in(self.slug, of_interface(self.language))


def address_in(slug: str, language: str | None) -> str:
    """The address of a character's page with the interface in that language; None: in the site's first one."""
    with translation.override(language or settings.LANGUAGE_CODE):
        return reverse("characters:detail", args=[slug])


def tellings(edition: Edition) -> list[Telling]:
    """All languages in which this character has a page, by their codes."""
    original = edition.original_id
    found = pages().filter(Q(translation_of=original) | Q(character=original)).order_by("language", "id")
    return [
        Telling(language, slug) for language, slug in found.values_list("language", "live_for__live_slug")
    ]


def num_by_field() -> list[tuple[str, int]]:
    """Every field with someone in it, in alphabetical order, with how many."""
    fields = live().order_by().annotate(field=Func(F("fields"), function="unnest"))
    return list(fields.values_list("field").annotate(num=Count("id")).order_by("field"))
