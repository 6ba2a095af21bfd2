"""Get an engine by its name, built from the settings."""

from engines.base import Engine
from engines.limits import Limits

CURATED, OPENAI_COMPATIBLE, SCRIPTED = "curated", "openai_compatible", "scripted"
ENGINE_NAMES = (CURATED, OPENAI_COMPATIBLE, SCRIPTED)


class UnknownEngine(LookupError):
    """There is no engine of this name."""


def get_engine(name: str) -> Engine:
    """Return the engine of this name, cheap to ask for; an empty name means the ENGINE of the settings.

    :raises UnknownEngine: for a name that is not in ENGINE_NAMES.
    """
    match name or _settings().ENGINE:
        case "curated":
            from engines.curated import CuratedEngine

            return CuratedEngine(words_per_second=_settings().CURATED_WORDS_PER_SECOND)
        case "openai_compatible":
            return _openai_compatible()
        case "scripted":
            from engines.scripted import ScriptedEngine

            return ScriptedEngine(limits=_limits())
        case other:
            raise UnknownEngine(f"{other!r} is no engine: choose one of {', '.join(ENGINE_NAMES)}")


def _openai_compatible() -> Engine:
    from engines.openai_compatible import OpenAICompatibleEngine

    settings = _settings()
    return OpenAICompatibleEngine(
        base_url=settings.OPENAI_BASE_URL,
        api_key=settings.OPENAI_API_KEY,
        model_name=settings.OPENAI_MODEL,
        context_tokens=settings.OPENAI_CONTEXT_TOKENS,
        max_tokens=settings.OPENAI_MAX_TOKENS,
        temperature=settings.OPENAI_TEMPERATURE,
        limits=_limits(),
    )


def _limits() -> Limits:
    settings = _settings()
    return Limits(
        connect_seconds=settings.ENGINE_CONNECT_SECONDS,
        first_piece_seconds=settings.ENGINE_FIRST_PIECE_SECONDS,
        piece_seconds=settings.ENGINE_PIECE_SECONDS,
        # Who asked for the reply ends it first, and keeps its text: see chat.writing.
        reply_seconds=settings.ENGINE_REPLY_SECONDS + 10,
        max_characters=settings.ENGINE_MAX_CHARACTERS,
    )


def _settings():
    # Engines stand below the configuration and work without Django; only this door asks for it.
    from django.conf import settings

    return settings
