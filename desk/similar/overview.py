"""All that the page of a character's similar ones shows: links, suggestions, warnings, and the picture."""

from dataclasses import dataclass, field

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from characters import neighbourhood, similarity
from characters.discovery.reasons import for_editors
from characters.editions import folded
from characters.likeness import degree
from characters.models import Character, SimilarityLink, SimilaritySuggestion
from desk.similar.forms import LinkForm, ReasonForm, reason_from, why
from desk.similar.rebuilding import is_cut_off

# How many of those who link here without being linked are named, and drawn.
NAMED = 10
DRAWN_SUGGESTIONS = 5
State = SimilaritySuggestion.State


@dataclass
class Offer:
    """Somebody whom the character might be linked to, with the form to do it.

    ``place`` is the list it stands in: offers, found, linking, links or graph; ``outcome`` what was decided just now.
    """

    character: Character
    similar: Character
    score: float | None = None
    reasons: list[str] = field(default_factory=list)
    form: LinkForm | None = None
    outcome: str = ""
    place: str = "offers"

    @property
    def told(self) -> list[str]:
        """The reasons in the language of the page; those that the form begins with are kept in English."""
        return for_editors(self.reasons)

    def __post_init__(self):
        if self.form is None:
            self.form = self.form_for()

    def form_for(self, data=None) -> LinkForm:
        return LinkForm(
            data,
            key=self.key,
            one=self.character.name,
            other=self.similar.name,
            initial={"reason": reason_from(self.reasons)},
        )

    @property
    def key(self) -> str:
        return f"{self.place}-{self.character.pk}-{self.similar.pk}"

    @property
    def in_words(self) -> str:
        return degree(self.score) if self.score else ""


@dataclass
class LinkRow:
    """A link of the draft, whether the other links back and can be read, and the forms to change it."""

    link: SimilarityLink
    links_back: bool
    form: ReasonForm
    form_back: ReasonForm

    @property
    def similar(self) -> Character:
        return self.link.similar

    @property
    def is_live(self) -> bool:
        return self.similar.live_edition_id is not None


@dataclass
class Overview:
    character: Character
    rows: list[LinkRow]
    linking: list[Offer]
    num_linking: int
    num_incoming: int
    offers: list[Offer]
    rejected: list[SimilaritySuggestion]
    picture: neighbourhood.Picture
    neighbours: list[neighbourhood.Neighbour]
    is_cut_off: bool

    def put(self, offer: Offer):
        """In the place of the one of the same key: with what was typed."""
        for offers in (self.offers, self.linking):
            offers[:] = [offer if each.key == offer.key else each for each in offers]

    @property
    def one_way(self) -> list[LinkRow]:
        return [row for row in self.rows if not row.links_back]

    @property
    def unseen(self) -> list[LinkRow]:
        return [row for row in self.rows if not row.is_live]

    @property
    def one_way_names(self) -> SafeString:
        """Each leads to its row on the page."""
        return _links_to((f"#link-{row.link.pk}", row.similar.name) for row in self.one_way)

    @property
    def unseen_names(self) -> SafeString:
        return _links_to(
            (reverse("desk:similar", args=[row.similar.pk]), row.similar.name) for row in self.unseen
        )


def _links_to(places) -> SafeString:
    return format_html_join(", ", '<a href="{}">{}</a>', places)


def overview(character: Character) -> Overview:
    """In eight queries."""
    links = list(
        character.similarity_links.select_related("similar").only(
            "character", "reason", "position", "similar__name", "similar__live_edition"
        )
    )
    incoming = SimilarityLink.objects.filter(similar=character, character__translation_of=None).order_by(
        "character__sort_name", "id"
    )
    back = set(incoming.values_list("character", flat=True))
    linked = {link.similar_id for link in links}
    only_here = incoming.exclude(character__in=linked).select_related("character")
    offers = offers_of(character)
    linking = [
        _linking(character, link.character, offers)
        for link in only_here.only("similar", "character__name", "character__live_edition")[:NAMED]
    ]
    offers = [offer for offer in offers if offer.similar.pk not in {each.similar.pk for each in linking}]
    around = _around(links, back, linking, offers)
    middle = neighbourhood.Neighbour(character.pk, character.name, character.live_edition_id is not None)
    return Overview(
        character=character,
        rows=[_row(character, link, back) for link in links],
        linking=linking,
        num_linking=len(back - linked),
        num_incoming=len(back),
        offers=offers,
        rejected=_rejected(character),
        picture=neighbourhood.drawn(middle, around, _among([each.id for each in around])),
        neighbours=around,
        is_cut_off=character.live_edition_id is not None and is_cut_off(character.pk),
    )


def _linking(character, other, offers) -> Offer:
    """Somebody who links here, with the reasons for the way back where they are suggested too."""
    offer = next((offer for offer in offers if offer.similar.pk == other.pk), Offer(character, other))
    return Offer(character, other, offer.score, offer.reasons, place="linking")


def _row(character, link, back):
    key = f"link-{link.pk}"
    return LinkRow(
        link=link,
        links_back=link.similar_id in back,
        form=ReasonForm(key=key, initial={"reason": link.reason}),
        form_back=ReasonForm(key=f"{key}-back", label=why(link.similar.name, character.name)),
    )


def offers_of(character: Character) -> list[Offer]:
    """The best of what is kept; whether of a live character or of a draft that somebody had looked at."""
    rows = (
        character.suggestions.waiting()
        .select_related("similar")
        .only("score", "reasons", "character", "similar__name", "similar__live_edition")
    )
    return [Offer(character, row.similar, row.score, row.reasons) for row in rows[: similarity.SHOWN]]


def _rejected(character):
    rows = character.suggestions.filter(state=State.REJECTED).select_related("similar", "decided_by")
    return list(
        rows.only("decided_at", "character", "similar__name", "decided_by__email").order_by("-decided_at")
    )


def _around(links, back, linking, offers):
    def neighbour(similar, **how):
        return neighbourhood.Neighbour(similar.pk, similar.name, similar.live_edition_id is not None, **how)

    around = [neighbour(link.similar, leads_there=True, leads_here=link.similar_id in back) for link in links]
    around += [neighbour(offer.similar, leads_here=True) for offer in linking]
    here = {each.id for each in around}
    suggested = [offer for offer in offers if offer.similar.pk not in here]
    return around + [neighbour(offer.similar) for offer in suggested[:DRAWN_SUGGESTIONS]]


def _among(ids) -> set[tuple[int, int]]:
    links = SimilarityLink.objects.filter(character__in=ids, similar__in=ids).order_by()
    return set(links.values_list("character", "similar"))


def search(character: Character, words: str, limit: int = 8) -> list[Offer]:
    """Characters whose names contain every word and who are not linked yet; accents do not matter for the live."""
    found = Character.objects.filter(translation_of=None).exclude(pk=character.pk)
    found = found.exclude(similarity_links_to__character=character)
    for word in words.split()[:8]:
        found = found.filter(
            Q(name__icontains=word)
            | Q(sort_name__icontains=word)
            | Q(live_edition__names__contains=folded(word))
        )
    found = found.only("name", "live_edition").order_by("sort_name", "id")[:limit]
    return [Offer(character, similar, place="found") for similar in found]
