"""Read JSON that strangers wrote, bounded and strict, and write it so that equal values are equal bytes.

What passes is what PostgreSQL's ``jsonb`` gives back unchanged: no NUL, no lone surrogates, no number that it would
spell differently.
"""

import json
import math
import re
from decimal import Decimal

from engines.text import REPLACEMENT, SURROGATES, clean

MAX_BYTES = 2_000_000
MAX_DEPTH = 64
MAX_DIGITS = 400
# From here on Python writes floats as 1e+16, and PostgreSQL writes out the digits.
_WIDE = 1e16
# What YAML does not print, and what it takes for the end of a line.
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


class BadJson(Exception):
    """This is not JSON that can be kept; the message says why, as the end of a sentence."""


def parsed(data: bytes | str):
    """The value of a JSON text, in UTF-8 if it comes as bytes.

    :raises BadJson: also for a key with two different values, a number without end, and what is too large.
    """
    if len(data) > MAX_BYTES:
        raise BadJson(f"is larger than {MAX_BYTES:,} bytes")
    try:
        text = data if isinstance(data, str) else data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadJson(f"is not UTF-8 (byte {error.start + 1})") from error
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_constant,
            parse_int=_whole,
            parse_float=_number,
        )
    except json.JSONDecodeError as error:
        raise BadJson(f"is not JSON: {error.msg}, line {error.lineno}, column {error.colno}") from error
    except RecursionError as error:
        raise BadJson(f"is nested deeper than {MAX_DEPTH} levels") from error


def settled(value, *, place: str = "") -> tuple[object, list[str]]:
    """The value without what cannot be stored, and the places where something was taken out.

    :raises BadJson: when it is nested too deep, or two keys become one.
    """
    places = []
    return _settled(value, place, 0, places), places


def written(value) -> str:
    """The one way in which this value is written: keys sorted, indented unless that more than doubles it."""
    dense = json.dumps(value, ensure_ascii=False, sort_keys=True, allow_nan=False)
    open_ = json.dumps(value, ensure_ascii=False, sort_keys=True, allow_nan=False, indent=2)
    return _UNPRINTABLE.sub(_escaped, open_ if len(open_) <= 2 * len(dense) + 100 else dense)


def _object(pairs):
    row = dict(pairs)
    if len(row) != len(pairs):
        for key, value in pairs:
            # json.dumps tells 1 from true, which == does not.
            if json.dumps(row[key], sort_keys=True) != json.dumps(value, sort_keys=True):
                raise BadJson(f"says “{clean(key)[:80]}” twice, with different values")
    return row


def _constant(word):
    raise BadJson(f"holds {word}, which is no number of JSON")


def _whole(digits):
    if len(digits) > MAX_DIGITS:
        raise BadJson(f"holds a number of more than {MAX_DIGITS} digits")
    return int(digits)


def _number(digits):
    number = float(digits)
    if math.isinf(number):
        raise BadJson(f"holds a number that is too large: {digits[:40]}")
    if number == 0:
        return 0.0  # also for -0.0
    return int(Decimal(repr(number))) if abs(number) >= _WIDE else number


def _settled(value, place, depth, places):
    if depth > MAX_DEPTH:
        raise BadJson(f"is nested deeper than {MAX_DEPTH} levels")
    if isinstance(value, str):
        return _storable(value, place, places)
    if isinstance(value, list):
        return [_settled(each, f"{place}[{n}]", depth + 1, places) for n, each in enumerate(value)]
    if isinstance(value, dict):
        row = {}
        for raw, each in value.items():
            key = _storable(raw, f"{place}.{clean(raw)[:40]}".lstrip("."), places)
            if key in row:
                raise BadJson(f"has two keys that become “{key[:80]}” without their control characters")
            row[key] = _settled(each, f"{place}.{key[:40]}".lstrip("."), depth + 1, places)
        return row
    return value


def _storable(text, place, places):
    """Only what no database keeps is taken out; a control character may mean something to another program."""
    kept = text.replace("\x00", "")
    if SURROGATES.search(kept):
        kept = SURROGATES.sub(REPLACEMENT, kept)
    if kept != text:
        places.append(place or "the text")
    return kept


def _escaped(match):
    return f"\\u{ord(match.group()):04x}"
