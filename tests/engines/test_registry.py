"""Engines are got by name."""

import pytest

from engines.registry import ENGINE_NAMES, UnknownEngine, get_engine


@pytest.mark.parametrize("name", ENGINE_NAMES)
def test_every_named_engine_can_be_got(name):
    assert get_engine(name).name == name


def test_no_name_means_the_engine_of_the_settings(settings):
    settings.ENGINE = "scripted"
    assert get_engine("").name == "scripted"


def test_an_unknown_name_is_refused_with_the_names_there_are():
    with pytest.raises(UnknownEngine, match="curated, openai_compatible, scripted"):
        get_engine("oracle")
