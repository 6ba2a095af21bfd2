"""What is kept of the writing of a reply or a note beside its words: what the engine was told, and what it cost."""

from dataclasses import dataclass, field
from decimal import Decimal

from engines.base import Told
from engines.prices import UNKNOWN, Prices
from engines.tokens import estimate_tokens


@dataclass(frozen=True)
class Receipt:
    """One attempt's. ``is_told`` says that an engine was asked at all; without that the row keeps what it has.

    ``first_piece_at`` counts seconds since 1970. ``cost`` is of this attempt alone; the row adds them up.
    """

    is_told: bool = False
    model_name: str = ""
    parameters: dict = field(default_factory=dict)
    prompt_hash: str = ""
    prompt_tokens: int | None = None
    context_tokens: int | None = None
    reply_tokens: int | None = None
    num_pieces: int = 0
    first_piece_at: float | None = None
    cost: Decimal | None = None


NOTHING = Receipt()
# More tokens than any server can mean: what it says beyond is no figure, and must not keep a reply from its end.
MOST_TOKENS = 100_000_000


def receipt(
    told: Told | None,
    *,
    text: str,
    usage: dict[str, int] | None = None,
    model_name: str = "",
    num_pieces: int = 0,
    first_piece_at: float | None = None,
    prices: Prices = UNKNOWN,
) -> Receipt:
    """What there is to keep of an attempt. The server's own figures (``usage``) go before our estimate."""
    if told is None:
        return Receipt(num_pieces=num_pieces, first_piece_at=first_piece_at, model_name=model_name)
    usage = {name: number for name, number in (usage or {}).items() if 0 <= number <= MOST_TOKENS}
    prompt_tokens = usage.get("prompt_tokens", told.prompt_tokens)
    reply_tokens = usage.get("completion_tokens")
    return Receipt(
        is_told=True,
        model_name=model_name or told.model_name,
        parameters=told.parameters,
        prompt_hash=told.hash,
        prompt_tokens=prompt_tokens,
        context_tokens=told.context_tokens,
        reply_tokens=reply_tokens,
        num_pieces=num_pieces,
        first_piece_at=first_piece_at,
        cost=_cost(prices, prompt_tokens, reply_tokens, text) if num_pieces else None,
    )


def _cost(prices, prompt_tokens, reply_tokens, text):
    """Of a reply that was stopped or broke off the server says nothing, and charges for what it wrote."""
    written = estimate_tokens(text) if reply_tokens is None else reply_tokens
    return prices.cost_of(prompt_tokens=prompt_tokens, reply_tokens=written)
