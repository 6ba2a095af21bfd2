"""Name the faults of an OpenAI-compatible server: statuses, error objects, Retry-After."""

import json
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from engines.base import EngineBusy, EngineError, EngineFailed, EngineOverflow, EngineRefused

# Only such a word is repeated in logs: an error's message may quote what people wrote, or a key.
CODE = re.compile(r"[A-Za-z0-9_.-]{1,60}")
BUSY_STATUSES = {429, 503}
RETRYABLE_4XX = {408, 409, 425}
BUSY_CODES = {
    "rate_limit_exceeded",
    "rate_limit_error",
    "overloaded",
    "overloaded_error",
    "unavailable_error",
}
# A used-up quota comes as 429 too, but no waiting brings it back.
REFUSED_CODES = {
    "insufficient_quota",
    "invalid_request_error",
    "authentication_error",
    "permission_error",
    "not_found_error",
    "content_filter",
}
# The words that OpenAI, llama.cpp and LiteLLM have for a request longer than the context.
OVERFLOW_CODES = {"context_length_exceeded", "exceed_context_size_error", "ContextWindowExceededError"}
# vLLM, older llama.cpp and others say it only in a sentence.
OVERFLOW_SENTENCE = re.compile(
    r"maximum context length|exceeds? the (?:available )?context|context length is only|maximum model length"
    r"|exceeds? (?:the )?context window|prompt is too long|max_tokens must be at least 1, got -",
    re.IGNORECASE,
)
OVERFLOW_STATUSES = {400, 413, 422, 500}
# "maximum context length is 4096 tokens", "available context size (512 tokens)", "context length is only 2048".
MOST_TOKENS = re.compile(
    r"(?:context length is(?: only)?|context size \(|model length of|context window of) ?(\d{2,8})",
    re.IGNORECASE,
)


def fault_of_status(
    status: int, body: bytes = b"", *, retry_after: str | None = None, max_retry_after: float = 60
) -> EngineError:
    """Return the fault that a status other than 200 means; ``body`` only adds its code."""
    error = _error_of(body)
    codes = _codes(error)
    detail = " ".join([f"status {status}", *codes])
    if _is_overflow(error, codes, is_likely=status in OVERFLOW_STATUSES):
        return EngineOverflow(detail, most_tokens=_most_tokens(error))
    if status in BUSY_STATUSES and not REFUSED_CODES.intersection(codes):
        return EngineBusy(detail, retry_after=parse_retry_after(retry_after, at_most=max_retry_after))
    if status >= 500 or status in RETRYABLE_4XX:
        return EngineFailed(detail)
    return EngineRefused(detail)


def fault_of_error(error: object) -> EngineError:
    """Return the fault that an ``error`` in the midst of a stream means."""
    codes = _codes(error)
    if statuses := [int(code) for code in codes if re.fullmatch(r"[45]\d\d", code)]:
        return fault_of_status(statuses[0], json.dumps({"error": error}).encode())
    detail = " ".join(["error in the stream", *codes])
    if _is_overflow(error, codes, is_likely=True):
        return EngineOverflow(detail, most_tokens=_most_tokens(error))
    if REFUSED_CODES.intersection(codes):
        return EngineRefused(detail)
    return EngineBusy(detail) if BUSY_CODES.intersection(codes) else EngineFailed(detail)


def parse_retry_after(value: str | None, *, at_most: float) -> float | None:
    """Return the seconds that a Retry-After header asks for, in seconds or by a date; None if neither."""
    if not value:
        return None
    try:
        seconds = float(value)
    except ValueError:
        seconds = _seconds_until(value)
    # NaN compares false with everything, and so ends here too.
    if seconds is None or not seconds >= 0:
        return None
    return min(seconds, at_most)


def _seconds_until(date: str) -> float | None:
    try:
        moment = parsedate_to_datetime(date)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _error_of(body: bytes) -> object:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(answer, dict):
        return None
    # Older vLLM answers with the error itself.
    return answer if answer.get("object") == "error" else answer.get("error")


def _codes(error: object) -> list[str]:
    """Return an error's ``code`` and ``type``, where they are single harmless words."""
    if not isinstance(error, dict):
        return []
    words = (str(error.get(key)) for key in ("code", "type") if error.get(key) is not None)
    return list(dict.fromkeys(word for word in words if CODE.fullmatch(word)))


def _is_overflow(error: object, codes: list[str], *, is_likely: bool) -> bool:
    if OVERFLOW_CODES.intersection(codes):
        return True
    return is_likely and bool(OVERFLOW_SENTENCE.search(_sentence(error)))


def _most_tokens(error: object) -> int | None:
    """Return how many tokens the server says it takes, in a field (llama.cpp) or in its sentence."""
    if isinstance(error, dict) and type(most := error.get("n_ctx")) is int and most > 0:
        return most
    found = MOST_TOKENS.search(_sentence(error))
    return int(found[1]) if found else None


def _sentence(error: object) -> str:
    sentence = error.get("message") if isinstance(error, dict) else error
    return sentence if isinstance(sentence, str) else ""
