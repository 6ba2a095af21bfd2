"""Character cards V1, V2 and V3, read from and written to JSON, PNG, APNG and CHARX files without loss.

Specifications: malfoyslastname/character-card-spec-v2 and kwaroran/character-card-spec-v3. What of a card no field of
ours says is kept in ``CharacterContent.card`` (see ``mapping``) and what of ours no key of a card says goes into
``extensions["colloquy"]`` (see ``extension``), so that nothing is lost either way. ``{{char}}`` and ``{{user}}`` stay
as they are, no regular expression is run, and no address is ever fetched.
"""

from characters.cards.bad_card import BadCard
from characters.cards.opening import MAX_BYTES
from characters.cards.reading import Card, read_card
from characters.cards.writing import card_json, written_charx, written_json, written_png

__all__ = [
    "MAX_BYTES",
    "BadCard",
    "Card",
    "card_json",
    "read_card",
    "written_charx",
    "written_json",
    "written_png",
]
