"""In which order engines are asked, as editors and the settings write it: “openai_compatible:llama3, curated”."""

from collections.abc import Iterable

SEPARATOR = ","


def read_order(text: str) -> list[str]:
    """Return the engines, best first, each once; a model's name may follow an engine's after a colon."""
    engines = (engine.strip() for engine in text.split(SEPARATOR))
    return list(dict.fromkeys(engine for engine in engines if engine))


def written(engines: Iterable[str]) -> str:
    """Return the order as it is written."""
    return f"{SEPARATOR} ".join(engines)


def name_of(engine: str) -> str:
    """Return the name of an engine without its model's."""
    return engine.partition(":")[0].strip()


def model_name_of(engine: str) -> str:
    """Return the model's name, empty where none is chosen."""
    return engine.partition(":")[2].strip()
