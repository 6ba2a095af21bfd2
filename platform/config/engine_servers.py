"""Servers that write replies beside the first: ENGINE_SERVERS names them, ENGINE_<NAME>_… says how to reach each."""

import re
from decimal import Decimal

from django.core.exceptions import ImproperlyConfigured

from config.env import env
from engines.tokenizers import NAMES

_NAME = re.compile(r"[a-z][a-z0-9_]{0,30}")
# The engines that every site has; engines.registry knows them too.
_TAKEN = {"curated", "openai_compatible", "scripted"}


def named_servers(names: list[str]) -> dict[str, dict]:
    """By name, what engines.registry builds an engine from.

    :raises ImproperlyConfigured: for a name that is none, or a server without an address.
    """
    return {name: _server(name) for name in map(str.strip, names) if name}


def _server(name: str) -> dict:
    if not _NAME.fullmatch(name) or name in _TAKEN:
        raise ImproperlyConfigured(
            f"ENGINE_SERVERS: {name!r} cannot be a server's name. Take small letters, digits and _, "
            f"and none of {', '.join(sorted(_TAKEN))}."
        )
    prefix = f"ENGINE_{name.upper()}"
    base_url = env.str(f"{prefix}_BASE_URL", "")
    if not base_url:
        raise ImproperlyConfigured(f"ENGINE_SERVERS names {name!r}, but {prefix}_BASE_URL is not set.")
    return {
        "base_url": base_url,
        "api_key": env.str(f"{prefix}_API_KEY", ""),
        "model_name": env.str(f"{prefix}_MODEL", ""),
        "context_tokens": env.int(f"{prefix}_CONTEXT_TOKENS", 8192),
        "max_tokens": env.int(f"{prefix}_MAX_TOKENS", 700),
        "temperature": env.float(f"{prefix}_TEMPERATURE", 0.7),
        "tokenizer": tokenizer(f"{prefix}_TOKENIZER"),
        "price_in": env.decimal(f"{prefix}_PRICE_IN", Decimal(0)),
        "price_out": env.decimal(f"{prefix}_PRICE_OUT", Decimal(0)),
    }


def tokenizer(setting: str) -> str:
    """In which way a server counts tokens, or nothing.

    :raises ImproperlyConfigured: for a way that is none.
    """
    way = env.str(setting, "")
    if way and way not in NAMES:
        raise ImproperlyConfigured(f"{setting} is {way!r}: leave it empty or take one of {', '.join(NAMES)}.")
    return way
