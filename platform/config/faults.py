"""Write an exception into the log as its type and where it was raised, never what it says.

What it says may hold what people wrote: PostgreSQL's DETAIL quotes whole rows, a traceback's locals are messages.
"""

import sys
from pathlib import Path

# Of a recursion without end, the beginning and the end are enough.
FIRST, LAST = 10, 30
_ROOT = str(Path(__file__).resolve().parent.parent.parent) + "/"


def without_words(logger, method_name, event: dict) -> dict:
    """A structlog processor: ``exc_info`` becomes ``exception``, a line a frame, and a type for each exception.

    Other people's log lines often quote the exception itself: there, too, its type stands in its place.
    """
    error, trace = _raised(event.pop("exc_info", None))
    if error is None:
        return event
    chain = list(_chain(error, trace))
    event["exception"] = "\n".join(line for error, trace in chain for line in _told(error, trace))
    for error, _ in chain:
        event["event"] = _unquoted(str(event.get("event", "")), error)
    return event


def _raised(exc_info):
    """The exception and its traceback, of whatever ``exc_info`` may be; both None when there is none."""
    if isinstance(exc_info, BaseException):
        return exc_info, exc_info.__traceback__
    if exc_info and not isinstance(exc_info, tuple):
        exc_info = sys.exc_info()
    return exc_info[1:] if exc_info else (None, None)


def _chain(error, trace):
    """What led to it first, as Python tells it."""
    told, found = set(), []
    while error is not None and id(error) not in told:
        told.add(id(error))
        found.append((error, trace))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        trace = error and error.__traceback__
    for error, trace in reversed(found):
        for part in getattr(error, "exceptions", ()):
            yield from _chain(part, part.__traceback__)
        yield error, trace


def _told(error, trace):
    frames = []
    # By hand: Celery hands over likenesses of tracebacks.
    while trace is not None:
        code = trace.tb_frame.f_code
        frames.append(f"  {_short(code.co_filename)}:{trace.tb_lineno} in {code.co_name}")
        trace = trace.tb_next
    if len(frames) > FIRST + LAST:
        frames[FIRST:-LAST] = [f"  … {len(frames) - FIRST - LAST} more"]
    return [*frames, _name(error)]


def _short(filename: str) -> str:
    return filename.rpartition("/site-packages/")[2].removeprefix(_ROOT)


def _name(error) -> str:
    kind = type(error)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def _unquoted(line: str, error) -> str:
    for words in (repr(error), str(error)):
        # A word as short as "0" is no quotation, and would be found in every number.
        if len(words) > 3:
            line = line.replace(words, _name(error))
    return line
