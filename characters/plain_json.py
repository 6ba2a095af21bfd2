"""Read JSON that strangers wrote, bounded and strict, and write it so that equal values are equal bytes.

What passes is what PostgreSQL's ``jsonb`` gives back unchanged: no NUL, no lone surrogates, no number that it would
spell differently.
"""

import json
import re
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from engines.text import REPLACEMENT, SURROGATES, clean

MAX_BYTES = 2_000_000
# What of it may be kept beside our fields, so that a card that we write is one that we can read.
MAX_KEPT = 1_500_000
MAX_DEPTH = 64
MAX_DIGITS = 400
# PostgreSQL writes out all the digits of numbers that JSON may write with an exponent.
_LARGEST, _SMALLEST = 1e60, 1e-60
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
        raise BadJson(larger_than(MAX_BYTES))
    try:
        text = data if isinstance(data, str) else data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadJson(_("is not UTF-8 (byte %(number)s)") % {"number": error.start + 1}) from error
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_constant,
            parse_int=_whole,
            parse_float=_number,
        )
    except json.JSONDecodeError as error:
        said = _("is not JSON: %(error)s, line %(line)s, column %(column)s")
        values = {"error": error.msg, "line": error.lineno, "column": error.colno}
        raise BadJson(said % values) from error
    except RecursionError as error:
        raise BadJson(_too_deep()) from error


def larger_than(num: int) -> str:
    """What is said of too large a text, as the end of a sentence."""
    return _("is larger than %(number)s bytes") % {"number": number_format(num, force_grouping=True)}


def _too_deep() -> str:
    return _("is nested deeper than %(number)s levels") % {"number": MAX_DEPTH}


def settled(value) -> tuple[object, list[str]]:
    """The value without what cannot be stored, and the places where something was taken out.

    :raises BadJson: when it is nested too deep, or two keys become one.
    """
    _check_depth(value)
    text = dense(value)
    # Nearly always there is nothing to take out, and whoever means harm sends a million places.
    if "\\u0000" not in text and not SURROGATES.search(text):
        return value, []
    places = []
    return _settled(value, "", places), places


def _check_depth(value):
    level, depth = [value], 0
    while level := [each for each in level if isinstance(each, list | dict)]:
        depth += 1
        if depth > MAX_DEPTH:
            raise BadJson(_too_deep())
        level = [inner for each in level for inner in (each.values() if isinstance(each, dict) else each)]


def written(value) -> str:
    """The one way in which this value is written for people: keys sorted, indented unless that swells it too much."""
    short, long = dense(value), _dumped(value, indent=2)
    return long if len(long) <= min(2 * len(short) + 100, MAX_BYTES) else short


def dense(value) -> str:
    """The one way in which this value is written in a line: keys sorted, no blanks."""
    return _dumped(value, separators=(",", ":"))


def _dumped(value, **options):
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, allow_nan=False, **options)
    return _UNPRINTABLE.sub(_escaped, text)


def _object(pairs):
    row = dict(pairs)
    if len(row) != len(pairs):
        for key, value in pairs:
            # json.dumps tells 1 from true, which == does not.
            if json.dumps(row[key], sort_keys=True) != json.dumps(value, sort_keys=True):
                said = _("says “%(key)s” twice, with different values")
                raise BadJson(said % {"key": clean(key)[:80]})
    return row


def _constant(word):
    raise BadJson(_("holds %(word)s, which is no number of JSON") % {"word": word})


def _whole(digits):
    if len(digits) > MAX_DIGITS:
        raise BadJson(_("holds a number of more than %(number)s digits") % {"number": MAX_DIGITS})
    return int(digits)


def _number(digits):
    number = float(digits)
    if number == 0:
        return 0.0  # also for -0.0
    if not _SMALLEST < abs(number) < _LARGEST:
        said = _("holds a number that is too large or too small: %(digits)s")
        raise BadJson(said % {"digits": digits[:40]})
    return int(Decimal(repr(number))) if abs(number) >= _WIDE else number


def _settled(value, place, places):
    if isinstance(value, str):
        return _storable(value, place, places)
    if isinstance(value, list):
        return [_settled(each, f"{place}[{n}]", places) for n, each in enumerate(value)]
    if isinstance(value, dict):
        row = {}
        for raw, each in value.items():
            below = f"{place}.{clean(raw)[:40]}".lstrip(".")
            key = _storable(raw, below, places)
            if key in row:
                said = _("has two keys that become “%(key)s” without their control characters")
                raise BadJson(said % {"key": key[:80]})
            row[key] = _settled(each, below, places)
        return row
    return value


def _storable(text, place, places):
    """Only what no database keeps is taken out; a control character may mean something to another program."""
    kept = text.replace("\x00", "")
    if SURROGATES.search(kept):
        kept = SURROGATES.sub(REPLACEMENT, kept)
    if kept != text:
        places.append(place or _("the text"))
    return kept


def _escaped(match):
    return f"\\u{ord(match.group()):04x}"
