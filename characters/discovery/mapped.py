"""A map of who stands around a character: the editors' links and the nearest, each with the reason."""

from dataclasses import dataclass

from characters import neighbourhood
from characters.catalog import Card
from characters.discovery import feed
from characters.editions import CharacterContent
from characters.models import Edition
from characters.neighbourhood import Neighbour, Node, Picture

# As many as fit around the middle with their names to be read.
NEIGHBOURS = 12


@dataclass(frozen=True)
class Place:
    """A name on the map, and the same in the list below it. ``links_here``: their own page links back."""

    node: Node
    card: Card
    links_here: bool


@dataclass(frozen=True)
class Map:
    picture: Picture
    places: list[Place]

    @property
    def middle(self) -> Node:
        return self.picture.nodes[0]


def around(edition: Edition, content: CharacterContent) -> Map:
    """The character in the middle; around, from the top and with the clock, who comes first in the feed."""
    cards, here = feed.around(edition, content, NEIGHBOURS)
    neighbours = [
        Neighbour(card.id, card.name, leads_there=card.by_editors, leads_here=card.slug in here)
        for card in cards
    ]
    picture = neighbourhood.drawn(Neighbour(edition.pk, edition.name), neighbours)
    nodes = picture.nodes[1:]
    places = [Place(node, card, card.slug in here) for node, card in zip(nodes, cards, strict=True)]
    return Map(picture, places)
