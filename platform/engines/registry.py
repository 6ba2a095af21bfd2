"""Get an engine by its name, built from the settings, and the order in which a site asks its engines."""

from engines import order
from engines.base import Engine
from engines.breaker import Permit, breaker_of
from engines.limits import Limits
from engines.prices import Prices

CURATED, OPENAI_COMPATIBLE, SCRIPTED = "curated", "openai_compatible", "scripted"
ENGINE_NAMES = (CURATED, OPENAI_COMPATIBLE, SCRIPTED)


class UnknownEngine(LookupError):
    """There is no engine of this name."""

    code = "unknown"


def engine_names() -> tuple[str, ...]:
    """The engines of every site, and the servers that this one has names for."""
    return (*ENGINE_NAMES, *_settings().ENGINE_SERVERS)


def order_for(text: str) -> list[str]:
    """Return whom to ask, best first: as ``text`` says, else as the ENGINE of the settings does; never empty."""
    return order.read_order(text) or order.read_order(_settings().ENGINE) or [CURATED]


def permit_for(engine: str) -> Permit:
    """Return the right to ask this engine (name and model) once.

    :raises EngineResting: while it is left alone after faults.
    """
    settings = _settings()
    breaker = breaker_of(engine, faults=settings.ENGINE_FAULTS_TO_REST, seconds=settings.ENGINE_REST_SECONDS)
    return breaker.ask()


def get_engine(name: str) -> Engine:
    """Return the engine of this name, cheap to ask for; an empty name means the first ENGINE of the settings.

    :raises UnknownEngine: for a name that is not in ``engine_names()``.
    """
    match name or order.name_of(order_for("")[0]):
        case "curated":
            from engines.curated import CuratedEngine

            return CuratedEngine(words_per_second=_settings().CURATED_WORDS_PER_SECOND)
        case "openai_compatible":
            return _openai_compatible()
        case "scripted":
            from engines.scripted import ScriptedEngine

            return ScriptedEngine(limits=_limits())
        case server if server in _settings().ENGINE_SERVERS:
            return _server(server, **_settings().ENGINE_SERVERS[server])
        case other:
            raise UnknownEngine(f"{other!r} is no engine: choose one of {', '.join(engine_names())}")


def _openai_compatible() -> Engine:
    settings = _settings()
    return _server(
        OPENAI_COMPATIBLE,
        base_url=settings.OPENAI_BASE_URL,
        api_key=settings.OPENAI_API_KEY,
        model_name=settings.OPENAI_MODEL,
        context_tokens=settings.OPENAI_CONTEXT_TOKENS,
        max_tokens=settings.OPENAI_MAX_TOKENS,
        temperature=settings.OPENAI_TEMPERATURE,
        tokenizer=settings.OPENAI_TOKENIZER,
        price_in=settings.OPENAI_PRICE_IN,
        price_out=settings.OPENAI_PRICE_OUT,
    )


def _server(name, *, price_in, price_out, **told) -> Engine:
    from engines.openai_compatible import OpenAICompatibleEngine

    return OpenAICompatibleEngine(name=name, limits=_limits(), prices=Prices(price_in, price_out), **told)


def _limits() -> Limits:
    settings = _settings()
    return Limits(
        connect_seconds=settings.ENGINE_CONNECT_SECONDS,
        first_piece_seconds=settings.ENGINE_FIRST_PIECE_SECONDS,
        piece_seconds=settings.ENGINE_PIECE_SECONDS,
        # Who asked for the reply ends it first, and keeps its text: see chat.replies.writing.
        reply_seconds=settings.ENGINE_REPLY_SECONDS + 10,
        max_characters=settings.ENGINE_MAX_CHARACTERS,
    )


def _settings():
    # Engines stand below the configuration and work without Django; only this door asks for it.
    from django.conf import settings

    return settings
