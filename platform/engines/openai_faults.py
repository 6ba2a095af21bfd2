"""Name the faults of an OpenAI-compatible server: statuses, error objects, Retry-After."""

import json
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from engines.base import EngineBusy, EngineError, EngineFailed, EngineRefused

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
    "context_length_exceeded",
    "exceed_context_size_error",
    "content_filter",
}


def fault_of_status(
    status: int, body: bytes = b"", *, retry_after: str | None = None, max_retry_after: float = 60
) -> EngineError:
    """Return the fault that a status other than 200 means; ``body`` only adds its code."""
    codes = _codes(_error_of(body))
    detail = " ".join([f"status {status}", *codes])
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
    return answer.get("error") if isinstance(answer, dict) else None


def _codes(error: object) -> list[str]:
    """Return an error's ``code`` and ``type``, where they are single harmless words."""
    if not isinstance(error, dict):
        return []
    words = (str(error.get(key)) for key in ("code", "type") if error.get(key) is not None)
    return list(dict.fromkeys(word for word in words if CODE.fullmatch(word)))
