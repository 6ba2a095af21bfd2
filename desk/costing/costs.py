"""What replies and notes cost and how they fare: by day, engine, model and character; never what they say."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection
from django.utils.translation import gettext as _

from characters.models import Character
from web import dates

# Characters that are told of, those with the most replies first.
MOST_CHARACTERS = 50

# One pass over the rows for all the tables. A fault is an engine's that another followed, or the last of a reply.
SUMS = """
SELECT GROUPING(day, engine, model_name, character_id), day, engine, model_name, character_id,
    COUNT(*), COUNT(*) FILTER (WHERE state = 'FAILED'), SUM(num_faults),
    PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY waited), PERCENTILE_CONT(0.95) WITHIN GROUP (ORDER BY waited),
    SUM(prompt_tokens), SUM(reply_tokens), SUM(num_pieces), SUM(cost)
FROM (
    SELECT (g.finished_at AT TIME ZONE 'UTC')::date AS day, split_part(g.engine, ':', 1) AS engine, g.model_name,
        c.character_id, g.state, jsonb_array_length(g.tried) + (g.state = 'FAILED')::int AS num_faults,
        EXTRACT(EPOCH FROM g.first_piece_at - g.queued_at)::float8 AS waited,
        g.prompt_tokens, g.reply_tokens, g.num_pieces, g.cost
    FROM chat_generation g JOIN chat_conversation c ON c.id = g.conversation_id
    WHERE g.finished_at >= %(since)s AND g.finished_at < %(until)s
        -- What was copied from a shared conversation was written, and is told of, where it was said first.
        AND g.queued_at >= c.created_at
) ended
GROUP BY GROUPING SETS ((), (day), (engine), (engine, model_name), (character_id))
"""
# Which of the four columns a row is not grouped by, as PostgreSQL's GROUPING tells it, in bits.
TOTAL, DAY, ENGINE, MODEL, CHARACTER = 0b1111, 0b0111, 0b1011, 0b1001, 0b1110
# Of old turns: engines write them as they write replies, and nobody waits for them.
NOTES = """
SELECT GROUPING(engine, model_name), engine, model_name, COUNT(*), SUM(prompt_tokens), SUM(reply_tokens), SUM(cost)
FROM (
    SELECT split_part(asked_engine, ':', 1) AS engine, model_name, prompt_tokens, reply_tokens, cost
    FROM chat_note WHERE made_at >= %(since)s AND made_at < %(until)s AND asked_engine <> ''
) asked
GROUP BY GROUPING SETS ((), (engine, model_name))
ORDER BY 1, 4 DESC, engine, model_name
"""


@dataclass(frozen=True)
class Line:
    """``what`` is the day, the engine, the model or the character; seconds are those to the first piece of text."""

    what: str
    num_replies: int
    num_failed: int
    num_faults: int
    median_seconds: float | None
    most_seconds: float | None
    prompt_tokens: int | None
    reply_tokens: int | None
    num_pieces: int
    cost: Decimal | None


@dataclass(frozen=True)
class NoteLine:
    """``what`` is the model that was asked for so many notes, or all of them."""

    what: str
    num_notes: int
    prompt_tokens: int | None
    reply_tokens: int | None
    cost: Decimal | None


@dataclass(frozen=True)
class Costs:
    """``notes`` are in no other line; ``notes_total`` is None without any."""

    total: Line | None
    days: list[Line]
    engines: list[Line]
    models: list[Line]
    characters: list[Line]
    notes: list[NoteLine]
    notes_total: NoteLine | None


def costs(*, since: dt.date, until: dt.date) -> Costs:
    """Of all replies that ended on these days (UTC), both among them, and of the notes last written on them."""
    rows = _rows(SUMS, since, until)
    *notes, total_of_notes = _rows(NOTES, since, until)
    of = {kind: [row for row in rows if row[0] == kind] for kind in (TOTAL, DAY, ENGINE, MODEL, CHARACTER)}
    by_number = {kind: sorted(of[kind], key=lambda row: -row[5]) for kind in (ENGINE, MODEL, CHARACTER)}
    characters = by_number[CHARACTER][:MOST_CHARACTERS]
    names = dict(Character.objects.filter(pk__in=[row[4] for row in characters]).values_list("pk", "name"))
    return Costs(
        total=Line(_("All"), *of[TOTAL][0][5:]) if rows and of[TOTAL][0][5] else None,
        days=[Line(_day(row[1]), *row[5:]) for row in sorted(of[DAY], key=lambda row: row[1], reverse=True)],
        engines=[Line(row[2], *row[5:]) for row in by_number[ENGINE]],
        models=[Line(_model_name(row[2], row[3]), *row[5:]) for row in by_number[MODEL]],
        characters=[Line(names.get(row[4], "–"), *row[5:]) for row in characters],
        notes=[NoteLine(_model_name(row[1], row[2]), *row[3:]) for row in notes],
        notes_total=NoteLine(_("All"), *total_of_notes[3:]) if notes else None,
    )


def _rows(sql, since, until) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"since": _midnight(since), "until": _midnight(until + dt.timedelta(days=1))})
        return cursor.fetchall()


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), dt.UTC)


def _day(day: dt.date) -> str:
    return dates.short_day(day).replace(" ", "\N{NO-BREAK SPACE}")


def _model_name(engine: str, name: str) -> str:
    if name == engine:
        return engine
    name = name or _("none named")
    return f"{name} ({engine})"
