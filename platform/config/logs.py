"""What is logged and how it looks: events with ids, never what people wrote."""

import structlog

from config.faults import without_words


def log_settings(*, level: str, as_json: bool, has_clock: bool) -> dict:
    """The value of the setting LOGGING; structlog is told the same. ``has_clock``: each line says when it was."""
    shared = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        *([structlog.processors.TimeStamper(fmt="iso", utc=True)] if has_clock else []),
        without_words,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    readable = structlog.dev.ConsoleRenderer(
        colors=False, pad_event_to=0, exception_formatter=structlog.dev.plain_traceback
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processor": structlog.processors.JSONRenderer() if as_json else readable,
                "foreign_pre_chain": shared,
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            # Without handlers of their own, which would write exceptions with all they say.
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.request": {"level": "ERROR"},
            "uvicorn": {"handlers": [], "level": "INFO", "propagate": True},
            # Addresses hold what people search for, and the keys that reset passwords.
            "uvicorn.access": {"handlers": [], "propagate": False},
            "celery": {"level": "INFO"},
            "markdown_it": {"level": "WARNING"},
            "aiohttp": {"level": "WARNING"},
        },
    }
