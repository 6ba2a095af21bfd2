"""Servers that have names in the environment."""

from decimal import Decimal

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.engine_servers import named_servers


def test_a_named_server_is_read_from_the_environment(monkeypatch):
    monkeypatch.setenv("ENGINE_SPARE_BASE_URL", "http://spare:8000/v1")
    monkeypatch.setenv("ENGINE_SPARE_PRICE_OUT", "0.60")
    servers = named_servers([" spare ", ""])
    assert list(servers) == ["spare"]
    assert servers["spare"]["base_url"] == "http://spare:8000/v1"
    assert (servers["spare"]["price_in"], servers["spare"]["price_out"]) == (Decimal(0), Decimal("0.60"))


@pytest.mark.parametrize("name", ["curated", "Spare", "a-b", "9th", "a" * 40, "a:b"])
def test_a_name_that_cannot_be_one_is_refused_at_the_start(name):
    with pytest.raises(ImproperlyConfigured, match="cannot be a server's name"):
        named_servers([name])


def test_a_server_without_an_address_is_refused_at_the_start():
    with pytest.raises(ImproperlyConfigured, match="ENGINE_NOWHERE_BASE_URL is not set"):
        named_servers(["nowhere"])
