"""What a reader asks the catalog for: words, filters, an order, and how far on. An address says all of it."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from characters.eras import Era
from characters.fields import field_name
from characters.languages import NAMES, name_of
from characters.search.lands import MAX_LAND, land_name
from characters.search.letters import words_of

MAX_QUERY = 200
MAX_WORDS = 12
MAX_FIELD, MAX_SLUG = 40, 80
FILTERS = ("era", "field", "place", "language")


class Order(TextChoices):
    """By what results are sorted. ``RELEVANCE`` is for words; without any, names come in alphabetical order."""

    RELEVANCE = "relevance", _("Best match")
    NAME = "name", _("Name")
    BORN = "born", _("Year of birth")
    NEWEST = "newest", _("Newest here")
    TALKED_TO = "talked-to", _("Most talked to")


@dataclass(frozen=True)
class Search:
    """Only what can exist gets in: the rest of an address is dropped.

    ``after`` is the slug of the last character read of a list; ``page`` counts from 1 where words are ranked.
    """

    q: str = ""
    era: str = ""
    field: str = ""
    place: str = ""
    language: str = ""
    order: str = ""
    after: str = ""
    page: int = 1

    @classmethod
    def read(cls, params) -> "Search":
        q = _line(params.get("q", ""), MAX_QUERY)
        order = params.get("sort", "")
        era, language = params.get("era", ""), params.get("language", "")
        return cls(
            q=q,
            era=era if era in Era.values else "",
            field=_line(params.get("field", ""), MAX_FIELD),
            place=_line(params.get("place", ""), MAX_LAND),
            language=language if language in NAMES else "",
            order=order if order in Order.values and order != _usual(q) else "",
            after=_line(params.get("after", ""), MAX_SLUG),
            page=_page(params.get("page", "")),
        )

    @property
    def words(self) -> list[str]:
        return words_of(self.q)[:MAX_WORDS]

    @property
    def is_filtered(self) -> bool:
        return bool(self.era or self.field or self.place or self.language)

    @property
    def is_narrow(self) -> bool:
        return bool(self.q) or self.is_filtered

    @property
    def sorted_by(self) -> Order:
        chosen = Order(self.order) if self.order else _usual(self.q)
        return Order.NAME if chosen == Order.RELEVANCE and not self.q else chosen

    @property
    def is_ranked(self) -> bool:
        return bool(self.q) and self.sorted_by == Order.RELEVANCE

    @property
    def era_label(self) -> str:
        return str(Era(self.era).label) if self.era else ""

    @property
    def field_label(self) -> str:
        return field_name(self.field)

    @property
    def place_label(self) -> str:
        return land_name(self.place)

    @property
    def address(self) -> str:
        """The catalog's address for this, without what is empty."""
        params = {
            "q": self.q,
            "era": self.era,
            "field": self.field,
            "place": self.place,
            "language": self.language,
            "sort": self.order,
            "after": self.after,
            "page": self.page if self.page != 1 else "",
        }
        query = urlencode({key: value for key, value in params.items() if value})
        return reverse("characters:catalog") + (f"?{query}" if query else "")

    def but(self, **changes) -> "Search":
        """The same but for this, from its first page on."""
        return replace(self, **{"after": "", "page": 1, **changes})

    @property
    def everywhere(self) -> "Search":
        return self.but(**dict.fromkeys(FILTERS, ""))

    @property
    def first_page(self) -> "Search":
        return self.but()

    @property
    def is_first_page(self) -> bool:
        return not self.after and self.page == 1

    @property
    def chosen(self) -> list[tuple[str, str]]:
        """Each filter in words, with the address of the same search without it."""
        labels = (
            self.era_label,
            self.field_label,
            self.place_label,
            self.language and name_of(self.language),
        )
        chosen = zip(FILTERS, labels, strict=True)
        return [(label, self.but(**{name: ""}).address) for name, label in chosen if label]

    @property
    def orders(self) -> list[tuple[str, str]]:
        """What the results may be sorted by, the usual order first and under no name of its own."""
        usual = _usual(self.q)
        others = [order for order in Order if order not in (usual, Order.RELEVANCE)]
        return [("", str(usual.label)), *((order.value, str(order.label)) for order in others)]

    def goes_on_from(self, earlier: "Search") -> bool:
        """Whether this is what an earlier search became while its words were being typed or taken back."""
        if not earlier.q or self.but(q="") != earlier.but(q=""):
            return False
        now, then = " ".join(self.words), " ".join(earlier.words)
        return now.startswith(then) or then.startswith(now)


def _usual(q) -> Order:
    return Order.RELEVANCE if q else Order.NAME


def _line(text: str, longest: int) -> str:
    """PostgreSQL takes no NUL, and nobody searches for control characters, nor for half of an emoji."""
    text = "".join(c if c.isprintable() else " " for c in text[: 4 * longest])
    return " ".join(text.split())[:longest].strip()


def _page(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and 1 <= len(text) <= 9 and int(text) else 1
