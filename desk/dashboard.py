"""The admin's first page: what waits for somebody, what is weak, what visitors ask for, and what has been going on."""

import datetime as dt
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone

from characters.models import Character, Edition, Schedule
from chat.grounded import unanswered
from desk.models import Job, ReviewNote
from desk.shown import minute

ROWS = 5
# How far back: conversations are counted, failures are news.
TALK_DAYS, NEWS_DAYS = 30, 7
State = Job.State
# Counted first, from an index alone, and named after that: grouped by names too, it takes five times as long.
MOST_TALKED_TO = """
SELECT c.id, c.name, talks.num FROM (
    SELECT character_id, count(*) AS num FROM chat_conversation
    WHERE NOT is_trial AND created_at >= %(since)s
    GROUP BY character_id ORDER BY num DESC, character_id LIMIT %(limit)s
) AS talks JOIN characters_character c ON c.id = talks.character_id
ORDER BY talks.num DESC, c.id
"""


@dataclass(frozen=True)
class Row:
    """One line of a box: where it leads, what it says, and ``meta`` in a smaller voice."""

    text: str
    url: str
    meta: str = ""
    is_bad: bool = False
    num: int | None = None


@dataclass(frozen=True)
class Box:
    """A box of the dashboard: ``all_url`` leads to all of it, ``empty`` is said when it has no row."""

    name: str
    title: str
    rows: list[Row]
    empty: str
    all_url: str = ""
    all_label: str = "All"
    note: str = ""
    num: int | None = None


@dataclass(frozen=True)
class Figure:
    """How many characters are in a state, with the list that shows them."""

    label: str
    num: int
    url: str
    is_wanting: bool = field(default=False)


def dashboard(request, context: dict) -> dict:
    """Called by the theme for the admin's first page."""
    context["title"] = "Dashboard"
    user = request.user
    if not user.has_perm("characters.view_character"):
        return context
    counts = _counts(user)
    context["figures"] = _figures(counts)
    context["is_empty"] = not counts["all"]
    context["boxes"] = [
        _in_review(counts),
        _mine(user, counts),
        _scheduled(),
        _unanswered(),
        _weak(counts),
        _notes(),
        _most_talked_to(),
        _untouched(),
        _jobs(user),
        _published_lately(),
    ]
    return context


def _list(query: str = "") -> str:
    return reverse("admin:characters_character_changelist") + (f"?{query}" if query else "")


def _form(pk) -> str:
    return reverse("admin:characters_character_change", args=[pk])


def _ago(moment) -> str:
    """As “today”, “3 days ago”."""
    days = (timezone.localdate() - timezone.localtime(moment).date()).days
    return "today" if days < 1 else "yesterday" if days == 1 else f"{days} days ago"


def _by(moment, user) -> str:
    return f"{_ago(moment)} by {user}" if user else _ago(moment)


# --- The numbers of the catalog ---


def _counts(user) -> dict[str, int]:
    """All in one query."""
    is_live, is_in_review = Q(live_edition__isnull=False), Q(submitted_at__isnull=False)
    neither = Q(live_edition=None, submitted_at=None)
    return Character.objects.with_status().aggregate(
        all=Count("pk"),
        published=Count("pk", filter=is_live),
        in_review=Count("pk", filter=is_in_review),
        withdrawn=Count("pk", filter=neither & Q(was_published=True)),
        draft=Count("pk", filter=neither & Q(was_published=False)),
        weak=Count("pk", filter=Q(num_blocking__gt=0) | Q(num_warnings__gt=0)),
        mine=Count("pk", filter=Q(assigned_to=user)),
    )


def _figures(counts) -> list[Figure]:
    return [
        Figure("Published", counts["published"], _list("status=published")),
        Figure("In review", counts["in_review"], _list("status=in-review"), bool(counts["in_review"])),
        Figure("Drafts", counts["draft"], _list("status=draft")),
        Figure("Withdrawn", counts["withdrawn"], _list("status=withdrawn")),
    ]


# --- What waits for somebody ---


def _in_review(counts) -> Box:
    rows = Character.objects.in_review().select_related("submitted_by").order_by("submitted_at", "id")
    rows = rows.only("name", "submitted_at", "submitted_by__email")
    return Box(
        "review",
        "Waiting for review",
        [Row(c.name, _form(c.pk), f"submitted {_by(c.submitted_at, c.submitted_by)}") for c in rows[:ROWS]],
        "Nothing waits. What a writer submits stands here until somebody publishes it or sends it back.",
        _list("status=in-review"),
        num=counts["in_review"],
    )


def _mine(user, counts) -> Box:
    rows = Character.objects.filter(assigned_to=user).order_by("changed_at", "id").only("name", "changed_at")
    return Box(
        "mine",
        "Yours to look after",
        [Row(c.name, _form(c.pk), f"last change {_ago(c.changed_at)}") for c in rows[:ROWS]],
        "No character is assigned to you. In the list, tick some and choose “Assign”.",
        _list("assigned=me"),
        num=counts["mine"],
    )


def _scheduled() -> Box:
    news = timezone.now() - dt.timedelta(days=NEWS_DAYS)
    failed = Q(state=Schedule.State.FAILED, ended_at__gte=news)
    rows = Schedule.objects.filter(Q(state=Schedule.State.PENDING) | failed)
    rows = rows.select_related("character").only("character__name", "kind", "due_at", "state", "failure")
    # Failed ones are due longer ago than any that waits, and so come first.
    return Box(
        "scheduled",
        "Scheduled next",
        [_schedule_row(each) for each in rows.order_by("due_at", "id")[:ROWS]],
        "Nothing is scheduled to go live or away.",
        _list("status=scheduled"),
    )


def _schedule_row(schedule) -> Row:
    what = "goes live" if schedule.kind == Schedule.Kind.PUBLISH else "goes away"
    when = f"{what} {minute(schedule.due_at)}"
    is_failed = schedule.state == Schedule.State.FAILED
    meta = f"Failed: {schedule.failure or 'no reason was given'}" if is_failed else when
    return Row(schedule.character.name, _form(schedule.character_id), meta, is_bad=is_failed)


def _notes() -> Box:
    rows = (
        ReviewNote.objects.filter(resolved_at=None)
        .values("character", name=F("character__name"))
        .annotate(num=Count("pk"))
        .order_by("-num", "name")[:ROWS]
    )
    return Box(
        "notes",
        "Unresolved review notes",
        [Row(row["name"], _form(row["character"]), num=row["num"]) for row in rows],
        "No note waits for an answer.",
    )


# --- What is weak, and what visitors miss ---


def _unanswered() -> Box:
    rows = unanswered.asked_by_several(limit=ROWS)
    return Box(
        "unanswered",
        "Asked, and answered by no page",
        [
            Row(
                f"“{row['question']}”",
                reverse("desk:unanswered", args=[row["character"]]),
                f"to {row['name']}",
                num=row["num_users"],
            )
            for row in rows
        ],
        "None in the last months.",
        note=f"Only what at least {unanswered.FEWEST_USERS} different people asked the same character in "
        f"{unanswered.DAYS} days. Nothing else of what people write is shown.",
    )


def _weak(counts) -> Box:
    rows = Character.objects.filter(Q(num_blocking__gt=0) | Q(num_warnings__gt=0))
    rows = rows.order_by("-num_blocking", "-num_warnings", "id").only("name", "num_blocking", "num_warnings")
    return Box(
        "weak",
        "Weak pages",
        [Row(c.name, _form(c.pk), _missing(c), is_bad=c.num_blocking > 0) for c in rows[:ROWS]],
        "The checklist finds nothing to mend.",
        _list("weak=any"),
        num=counts["weak"],
    )


def _missing(character) -> str:
    parts = ((character.num_blocking, "missing"), (character.num_warnings, "weak"))
    return ", ".join(f"{num} {word}" for num, word in parts if num)


def _most_talked_to() -> Box:
    since = timezone.now() - dt.timedelta(days=TALK_DAYS)
    with connection.cursor() as cursor:
        cursor.execute(MOST_TALKED_TO, {"since": since, "limit": ROWS})
        rows = cursor.fetchall()
    return Box(
        "talked",
        "Most talked to",
        [Row(name, _form(pk), num=num) for pk, name, num in rows],
        "Nobody has begun a conversation yet.",
        note=f"Conversations begun in the last {TALK_DAYS} days.",
    )


def _untouched() -> Box:
    rows = Character.objects.order_by("changed_at", "id").only("name", "changed_at")[:ROWS]
    return Box(
        "untouched",
        "Longest untouched",
        [Row(c.name, _form(c.pk), f"last change {_ago(c.changed_at)}") for c in rows],
        "There is no character yet.",
        _list("o=8"),
    )


# --- What has been going on ---


def _jobs(user) -> Box:
    news = timezone.now() - dt.timedelta(days=NEWS_DAYS)
    failed = Q(state=State.FAILED, ended_at__gte=news)
    rows = (
        Job.objects.filter(Q(state__in=(State.QUEUED, State.RUNNING)) | failed)
        if user.has_perm("desk.view_job")
        else Job.objects.none()
    )
    rows = rows.defer("options", "report")[:ROWS]
    return Box(
        "jobs",
        "Jobs running or failed",
        [
            Row(job.label, reverse("desk:job", args=[job.pk]), _progress(job), job.state == State.FAILED)
            for job in rows
        ],
        "No job is running, and none has failed this week.",
    )


def _progress(job) -> str:
    if job.state == State.FAILED:
        return f"Failed: {job.failure}"
    done = f": {job.num_done} of {job.num_all}" if job.num_all else ""
    return f"{job.get_state_display()}{done}"


def _published_lately() -> Box:
    rows = Edition.objects.public().select_related("published_by").order_by("-published_at", "-id")
    rows = rows.only("name", "number", "character", "published_at", "published_by__email")[:ROWS]
    return Box(
        "published",
        "Published lately",
        [
            Row(f"{e.name}, edition {e.number}", _form(e.character_id), _by(e.published_at, e.published_by))
            for e in rows
        ],
        "Nothing has been published yet.",
        reverse("admin:characters_edition_changelist"),
        "All editions",
    )
