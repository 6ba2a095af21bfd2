"""What a request costs."""

from decimal import Decimal

from engines.prices import UNKNOWN, Prices


def test_tokens_read_and_tokens_written_have_prices_of_their_own():
    prices = Prices(Decimal("0.15"), Decimal("0.60"))
    assert prices.cost_of(prompt_tokens=2_000, reply_tokens=500) == Decimal("0.000600")
    assert prices.cost_of(prompt_tokens=2_000, reply_tokens=None) == Decimal("0.000300")


def test_what_is_not_known_is_no_nought():
    assert UNKNOWN.cost_of(prompt_tokens=2_000, reply_tokens=500) is None
    assert Prices(Decimal(1), Decimal(1)).cost_of(prompt_tokens=None, reply_tokens=500) is None
