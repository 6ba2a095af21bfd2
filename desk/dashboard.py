"""The admin's first page: what waits for somebody, what is weak, what visitors ask for, and what has been going on."""

import datetime as dt
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from characters.languages import name_of
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
    all_label: str = ""
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
    context["title"] = _("Dashboard")
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
    if days < 1:
        return _("today")
    return _("yesterday") if days == 1 else _("%(num)d days ago") % {"num": days}


def _by(moment, user) -> str:
    return _("%(when)s by %(who)s") % {"when": _ago(moment), "who": user} if user else _ago(moment)


def _last_change(character) -> str:
    return _("last change %(when)s") % {"when": _ago(character.changed_at)}


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
        Figure(_("Published"), counts["published"], _list("status=published")),
        Figure(_("In review"), counts["in_review"], _list("status=in-review"), bool(counts["in_review"])),
        Figure(_("Drafts"), counts["draft"], _list("status=draft")),
        Figure(_("Withdrawn"), counts["withdrawn"], _list("status=withdrawn")),
    ]


# --- What waits for somebody ---


def _in_review(counts) -> Box:
    rows = Character.objects.in_review().select_related("submitted_by").order_by("submitted_at", "id")
    rows = rows.only("name", "submitted_at", "submitted_by__email")
    return Box(
        "review",
        _("Waiting for review"),
        [Row(c.name, _form(c.pk), _submitted(c)) for c in rows[:ROWS]],
        _("Nothing waits. What a writer submits stands here until somebody publishes it or sends it back."),
        _list("status=in-review"),
        num=counts["in_review"],
    )


def _submitted(character) -> str:
    return _("submitted %(when)s") % {"when": _by(character.submitted_at, character.submitted_by)}


def _mine(user, counts) -> Box:
    rows = Character.objects.filter(assigned_to=user).order_by("changed_at", "id").only("name", "changed_at")
    return Box(
        "mine",
        _("Yours to look after"),
        [Row(c.name, _form(c.pk), _last_change(c)) for c in rows[:ROWS]],
        _("No character is assigned to you. In the list, tick some and choose “Assign”."),
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
        _("Scheduled next"),
        [_schedule_row(each) for each in rows.order_by("due_at", "id")[:ROWS]],
        _("Nothing is scheduled to go live or away."),
        _list("status=scheduled"),
    )


def _schedule_row(schedule) -> Row:
    is_failed = schedule.state == Schedule.State.FAILED
    if is_failed:
        meta = _("Failed: %(why)s") % {"why": schedule.why or _("no reason was given")}
    elif schedule.kind == Schedule.Kind.PUBLISH:
        meta = _("goes live %(when)s") % {"when": minute(schedule.due_at)}
    else:
        meta = _("goes away %(when)s") % {"when": minute(schedule.due_at)}
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
        _("Unresolved review notes"),
        [Row(row["name"], _form(row["character"]), num=row["num"]) for row in rows],
        _("No note waits for an answer."),
    )


# --- What is weak, and what visitors miss ---


def _unanswered() -> Box:
    rows = unanswered.asked_by_several(limit=ROWS)
    return Box(
        "unanswered",
        _("Asked, and answered by no page"),
        [
            Row(
                _("“%(question)s”") % {"question": row["question"]},
                reverse("desk:unanswered", args=[row["character"]]),
                _("to %(name)s") % {"name": row["name"]},
                num=row["num_users"],
            )
            for row in rows
        ],
        _("None in the last months."),
        note=_(
            "Only what at least %(fewest)d different people asked the same character in %(days)d days. "
            "Nothing else of what people write is shown."
        )
        % {"fewest": unanswered.FEWEST_USERS, "days": unanswered.DAYS},
    )


def _weak(counts) -> Box:
    rows = Character.objects.filter(Q(num_blocking__gt=0) | Q(num_warnings__gt=0))
    rows = rows.order_by("-num_blocking", "-num_warnings", "id").only("name", "num_blocking", "num_warnings")
    return Box(
        "weak",
        _("Weak pages"),
        [Row(c.name, _form(c.pk), _missing(c), is_bad=c.num_blocking > 0) for c in rows[:ROWS]],
        _("The checklist finds nothing to mend."),
        _list("weak=any"),
        num=counts["weak"],
    )


def _missing(character) -> str:
    missing = ngettext("%(num)d missing", "%(num)d missing", character.num_blocking)
    weak = ngettext("%(num)d weak", "%(num)d weak", character.num_warnings)
    parts = ((character.num_blocking, missing), (character.num_warnings, weak))
    return ", ".join(said % {"num": num} for num, said in parts if num)


def _most_talked_to() -> Box:
    since = timezone.now() - dt.timedelta(days=TALK_DAYS)
    with connection.cursor() as cursor:
        cursor.execute(MOST_TALKED_TO, {"since": since, "limit": ROWS})
        rows = cursor.fetchall()
    return Box(
        "talked",
        _("Most talked to"),
        [Row(name, _form(pk), num=num) for pk, name, num in rows],
        _("Nobody has begun a conversation yet."),
        note=_("Conversations begun in the last %(num)d days.") % {"num": TALK_DAYS},
    )


def _untouched() -> Box:
    rows = Character.objects.order_by("changed_at", "id").only("name", "changed_at")[:ROWS]
    return Box(
        "untouched",
        _("Longest untouched"),
        [Row(c.name, _form(c.pk), _last_change(c)) for c in rows],
        _("There is no character yet."),
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
        _("Jobs running or failed"),
        [
            Row(job.label, reverse("desk:job", args=[job.pk]), _progress(job), job.state == State.FAILED)
            for job in rows
        ],
        _("No job is running, and none has failed this week."),
    )


def _progress(job) -> str:
    if job.state == State.FAILED:
        return _("Failed: %(why)s") % {"why": job.why}
    if not job.num_all:
        return job.get_state_display()
    said = _("%(state)s: %(done)d of %(all)d")
    return said % {"state": job.get_state_display(), "done": job.num_done, "all": job.num_all}


def _published_lately() -> Box:
    rows = Edition.objects.public().select_related("published_by").order_by("-published_at", "-id")
    columns = (
        "name", "number", "character", "language", "translation_of", "published_at", "published_by__email",
    )  # fmt: skip
    rows = rows.only(*columns)[:ROWS]
    return Box(
        "published",
        _("Published lately"),
        [
            Row(_named(edition), _form(edition.character_id), _by(edition.published_at, edition.published_by))
            for edition in rows
        ],
        _("Nothing has been published yet."),
        reverse("admin:characters_edition_changelist"),
        _("All editions"),
    )


def _named(edition) -> str:
    name = f"{edition.name} ({name_of(edition.language)})" if edition.translation_of_id else edition.name
    return _("%(name)s, edition %(number)d") % {"name": name, "number": edition.number}
