"""What became of each turn when the storm is over, and the tables that show it."""

import os
import time
from collections import Counter
from dataclasses import dataclass

from tables import number, percentile, table

GOAL_SECONDS = 40
TERMINAL = ("COMPLETE", "FAILED", "CANCELLED")


@dataclass
class Fate:
    """One turn, in the database and on its user's page. ``after``: seconds from each kill in its life to its end."""

    turn: object
    num_messages: int
    num_replies: int
    state: str
    fault: str
    attempt: int
    text: str
    expected: str
    finished_at: float
    after: dict

    @property
    def is_lost(self) -> bool:
        return self.num_messages == 0 or self.num_replies == 0

    @property
    def is_doubled(self) -> bool:
        return self.num_messages > 1 or self.num_replies > 1

    @property
    def is_terminal(self) -> bool:
        return self.state in TERMINAL

    @property
    def is_whole(self) -> bool:
        return self.state == "COMPLETE" and self.text == self.expected

    @property
    def is_as_shown(self) -> bool:
        """The page says what the database says. A page that was sent whole has no text of its own."""
        page = self.turn.page
        return not self.turn.error and (page is None or (page.state, page.text) == (self.state, self.text))

    def problems(self) -> list[str]:
        found = [name for name in ("is_lost", "is_doubled") if getattr(self, name)]
        return found + [
            name for name in ("is_terminal", "is_whole", "is_as_shown") if not getattr(self, name)
        ]


def fates_of(turns, kills) -> list[Fate]:
    from chat.models import Message
    from engines.scripts import said

    ids = {turn.conversation_id for turn in turns}
    asked, replies = {}, {}
    for row in Message.objects.filter(conversation__in=ids).select_related("generation"):
        if row.role == Message.Role.USER:
            asked.setdefault((row.conversation_id, row.text), []).append(row)
        else:
            replies.setdefault(row.answers_id, []).append(row)
    found = []
    for turn in turns:
        messages = asked.get((turn.conversation_id, turn.text), [])
        answers = [reply for message in messages for reply in replies.get(message.pk, [])]
        one = answers[0].generation if answers else None
        ended = one.finished_at.timestamp() if one and one.finished_at else 0.0
        struck = {kill: ended - kill.at for kill in kills if turn.posted_at <= kill.at <= ended}
        found.append(
            Fate(
                turn, len(messages), len(answers), one.state if one else "", one.fault if one else "",
                one.attempt if one else 0, answers[0].text if answers else "", said(turn.pieces), ended, struck,
            )
        )  # fmt: skip
    return found


def num_rows_too_many(turns) -> int:
    """Messages in these conversations beyond one and its reply for each turn."""
    from chat.models import Message

    ids = {turn.conversation_id for turn in turns}
    return Message.objects.filter(conversation__in=ids).count() - 2 * len(turns)


def summary(fates) -> dict:
    struck = [fate for fate in fates if fate.after]
    once = [seconds for fate in struck if len(fate.after) == 1 for seconds in fate.after.values()]
    return {
        "turns": len(fates),
        "whole": sum(fate.is_whole for fate in fates),
        "lost": sum(fate.is_lost for fate in fates),
        "doubled": sum(fate.is_doubled for fate in fates),
        "not terminal": sum(not fate.is_terminal for fate in fates),
        "failed": sum(fate.state == "FAILED" for fate in fates),
        "page as database": sum(fate.is_as_shown for fate in fates),
        "struck": len(struck),
        "slowest, struck once": max(once, default=0.0),
        "slowest after the last": max((min(fate.after.values()) for fate in struck), default=0.0),
        "slowest after the first": max((max(fate.after.values()) for fate in struck), default=0.0),
    }


def report(options, fates, kills, seconds) -> str:
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    head = (
        f"{time.strftime('%Y-%m-%d')}, seed {options.seed}, {os.cpu_count()} cores, load {load}; "
        f"{options.users} users, {options.workers} workers, {len(kills)} kills in {seconds:.0f} s."
    )
    return "\n\n".join([head, _whole(fates), _by_kind(fates, kills), _attempts(fates)])


def _whole(fates):
    found = summary(fates)
    return table(
        list(found), [[number(value) if isinstance(value, float) else value for value in found.values()]]
    )


def _by_kind(fates, kills):
    times = Counter(kill.kind for kill in kills)
    rows = []
    for kind in sorted(times):
        waited = [seconds for fate in fates for kill, seconds in fate.after.items() if kill.kind == kind]
        once = [seconds for fate in fates if len(fate.after) == 1
                for kill, seconds in fate.after.items() if kill.kind == kind]  # fmt: skip
        cells = [
            number(percentile(waited, 50)),
            number(percentile(waited, 95)),
            number(max(once, default=0.0)),
        ]
        rows.append([kind, times[kind], len(waited), *cells])
    heads = [
        "killed",
        "times",
        "replies under way",
        "s to their end p50",
        "p95",
        "slowest, struck by nothing else",
    ]
    return table(heads, rows)


def _attempts(fates):
    counts = Counter(fate.attempt for fate in fates)
    posts = Counter(min(fate.turn.num_posts, 4) for fate in fates)
    connections = sorted(fate.turn.num_connections for fate in fates)
    again = sum(count for number_of, count in posts.items() if number_of > 1)
    return table(
        ["attempts", *map(str, sorted(counts)), "sent more than once", "connections a page, median", "most"],
        [
            [
                "turns",
                *(counts[at] for at in sorted(counts)),
                again,
                percentile(connections, 50),
                connections[-1],
            ]
        ],
    )
