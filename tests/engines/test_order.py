"""In which order engines are asked."""

import pytest

from engines import order


@pytest.mark.parametrize(
    ("text", "engines"),
    [
        ("", []),
        (" , ,", []),
        ("curated", ["curated"]),
        ("openai_compatible:llama3:8b, curated", ["openai_compatible:llama3:8b", "curated"]),
        ("spare,curated , spare", ["spare", "curated"]),
    ],
)
def test_an_order_is_read_as_it_is_written_and_each_engine_once(text, engines):
    assert order.read_order(text) == engines
    assert order.read_order(order.written(engines)) == engines


def test_a_models_name_may_hold_colons():
    assert order.name_of("spare:llama3:8b") == "spare"
    assert order.model_name_of("spare:llama3:8b") == "llama3:8b"
    assert (order.name_of("curated"), order.model_name_of("curated")) == ("curated", "")
