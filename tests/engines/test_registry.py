"""Engines are got by name."""

from decimal import Decimal

import pytest

from engines.registry import ENGINE_NAMES, UnknownEngine, engine_names, get_engine, order_for
from tests.engines.reading import a_prompt


@pytest.mark.parametrize("name", ENGINE_NAMES)
def test_every_named_engine_can_be_got(name):
    assert get_engine(name).name == name


def test_no_name_means_the_engine_of_the_settings(settings):
    settings.ENGINE = "scripted"
    assert get_engine("").name == "scripted"


def test_an_unknown_name_is_refused_with_the_names_there_are():
    with pytest.raises(UnknownEngine, match="curated, openai_compatible, scripted"):
        get_engine("oracle")


SPARE = {
    "base_url": "http://127.0.0.1:9/v1",
    "api_key": "",
    "model_name": "small",
    "context_tokens": 2048,
    "max_tokens": 100,
    "temperature": 0.2,
    "price_in": Decimal(1),
    "price_out": Decimal(2),
}


def test_a_named_server_is_an_engine_with_its_own_model_and_prices(settings):
    settings.ENGINE_SERVERS = {"spare": SPARE}
    engine = get_engine("spare")
    told = engine.tell(a_prompt())
    assert (engine.name, told.model_name, told.context_tokens) == ("spare", "small", 2048)
    assert told.parameters == {"max_tokens": 100, "temperature": 0.2}
    assert engine.prices.tokens_out == 2
    assert engine_names()[-1] == "spare"


def test_without_an_order_of_its_own_the_settings_count(settings):
    settings.ENGINE = "spare:a, curated"
    assert order_for("") == order_for(" , ") == ["spare:a", "curated"]
    assert order_for("scripted") == ["scripted"]
    settings.ENGINE = ""
    assert order_for("") == ["curated"]


def test_no_name_means_the_first_of_the_settings(settings):
    settings.ENGINE = "scripted:say-3, curated"
    assert get_engine("").name == "scripted"
