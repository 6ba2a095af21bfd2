"""What an engine's server asks for its work: so much for a million tokens read, so much for a million written."""

from dataclasses import dataclass
from decimal import Decimal

MILLION = 1_000_000


@dataclass(frozen=True)
class Prices:
    """In the currency of the site, for a million tokens; 0 for both when they are not known."""

    tokens_in: Decimal = Decimal(0)
    tokens_out: Decimal = Decimal(0)

    def cost_of(self, *, prompt_tokens: int | None, reply_tokens: int | None) -> Decimal | None:
        """Return what one request costs, to a millionth; None when the prices or the tokens are not known."""
        if not (self.tokens_in or self.tokens_out) or prompt_tokens is None:
            return None
        cost = self.tokens_in * prompt_tokens + self.tokens_out * (reply_tokens or 0)
        return (cost / MILLION).quantize(Decimal("0.000001"))


UNKNOWN = Prices()
