"""Do one thing to many characters: publish, withdraw, tag, assign. A few at once, many as a job with a report."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import CharField, F, Func, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from characters import publishing
from characters.checklist import check_many
from characters.editions import content_of, drafts_of
from characters.models import Character
from desk import jobs
from desk.auditing import audit
from desk.models import Job
from users.models import User

# So many are published while the editor waits; more are a job.
AT_ONCE = 50
# What an editor may choose at all.
MAX_CHOSEN = 50_000
PUBLISHED, WITHDRAWN, UNCHANGED, REFUSED = "published", "withdrawn", "unchanged", "refused"


class AlreadyUndone(Exception):
    """What was to be undone was undone before."""


@dataclass(frozen=True)
class Forecast:
    """What will happen to one character: ``will`` is a sentence, ``missing`` says what keeps it from happening."""

    character: Character
    will: str
    missing: tuple[str, ...] = ()
    is_idle: bool = False


# --- What would happen ---


def forecast_publishing(ids: list[int]) -> list[Forecast]:
    """For the first AT_ONCE of them, in the order of the list."""
    characters = list(
        Character.objects.with_status().filter(pk__in=ids).order_by("sort_name", "id")[:AT_ONCE]
    )
    drafts, found = drafts_of(characters), check_many(characters)
    return [_publishing(row, drafts[row.pk], found[row.pk].missing) for row in characters]


def _publishing(character, draft, missing) -> Forecast:
    if missing:
        return Forecast(character, _("Will not be published."), tuple(missing))
    live = character.live_edition
    if live is None:
        return Forecast(character, _("Gets a page that the public can read."))
    if content_of(live) == draft:
        said = _("Stays as it is: nothing has changed since edition %(number)s.")
        return Forecast(character, said % {"number": live.number}, is_idle=True)
    return Forecast(character, _("The draft replaces edition %(number)s.") % {"number": live.number})


def forecast_withdrawing(ids: list[int]) -> list[Forecast]:
    """For the first AT_ONCE of them, in the order of the list."""
    characters = Character.objects.with_status().filter(pk__in=ids).order_by("sort_name", "id")[:AT_ONCE]
    return [_withdrawing(character) for character in characters]


def _withdrawing(character) -> Forecast:
    if not character.live_edition_id:
        return Forecast(character, _("Has no page to withdraw."), is_idle=True)
    said = _("%(address)s will be “not found”; conversations cannot go on.")
    return Forecast(character, said % {"address": f"/characters/{character.live_slug}/"})


# --- Publishing and withdrawing ---


def ask(kind: str, ids: list[int], *, by) -> Job:
    """Do it now, when they are few, else let a worker do it. Either way the job's report says what became of each."""
    if len(ids) > AT_ONCE:
        return jobs.start(kind, by=by, ids=ids)
    job = jobs.asked(kind, by=by, ids=ids)
    jobs.run(job.pk)
    job.refresh_from_db()
    return job


def publish_job(run) -> dict:
    """The work of a job “publish_many”."""
    return _each(run, _publish)


def withdraw_job(run) -> dict:
    """The work of a job “withdraw_many”."""
    return _each(run, _withdraw)


def _each(run, do) -> dict:
    ids, by = run.options["ids"], run.job.asked_by
    run.expect(len(ids))
    rows = []
    names = dict(Character.objects.filter(pk__in=ids).values_list("pk", "name"))
    for number, pk in enumerate(sorted(ids, key=lambda pk: names.get(pk, "")), 1):
        rows.append({"id": pk, "name": names.get(pk, ""), **_outcome(do, pk, by)})
        run.count(number)
    return {"rows": rows}


def _outcome(do, pk, by) -> dict:
    character = Character.objects.select_related("live_edition").filter(pk=pk).first()
    if character is None:
        return {"did": REFUSED, "said": [_("The character has been deleted meanwhile.")]}
    did, said = do(character, by)
    return {"did": did, "said": said}


def _publish(character, by):
    before = character.live_edition_id
    try:
        edition = publishing.publish(character, by=by)
    except publishing.Incomplete as incomplete:
        return REFUSED, incomplete.missing
    if edition.pk == before:
        return UNCHANGED, [_("Nothing has changed since edition %(number)s.") % {"number": edition.number}]
    return PUBLISHED, [_("Edition %(number)s is live.") % {"number": edition.number}]


def _withdraw(character, by):
    try:
        publishing.withdraw(character, by=by)
    except publishing.NothingToWithdraw:
        return UNCHANGED, [_("There was no page to withdraw.")]
    return WITHDRAWN, [_("The page is gone; its editions stay.")]


# --- Tags and who looks after whom: labels of the editors', no part of any draft ---


@transaction.atomic
def tag(ids: list[int], *, add: list[str], remove: list[str], by) -> Job:
    """Give and take tags. The job, over at once, keeps what was changed, so that it can be undone."""
    before = _tags(ids)
    report = {
        "added": {tag: _change_tag(ids, tag, is_given=True) for tag in add},
        "removed": {tag: _change_tag(ids, tag, is_given=False) for tag in remove},
    }
    _record("tags", before, _tags(ids), by)
    return _over("tag_many", by, {"ids": ids, "add": add, "remove": remove}, report)


def _tags(ids) -> dict[int, list[str]]:
    return dict(Character.objects.select_for_update().filter(pk__in=ids).values_list("pk", "tags"))


def _change_tag(ids, tag, *, is_given) -> list[int]:
    """By ``update``: saving would count as a change to the draft. The ids of those that changed."""
    rows = Character.objects.filter(pk__in=ids)
    has_it = {"tags__contains": [tag]}
    rows = rows.exclude(**has_it) if is_given else rows.filter(**has_it)
    changed = list(rows.values_list("pk", flat=True))
    function = "array_append" if is_given else "array_remove"
    text = Cast(Value(tag), CharField())
    Character.objects.filter(pk__in=changed).update(tags=Func(F("tags"), text, function=function))
    return changed


@transaction.atomic
def assign(ids: list[int], *, to: User | None, by) -> Job:
    """Say who looks after these characters; nobody when None. Can be undone as tagging can."""
    before = _assigned(ids)
    changed = [pk for pk, user in before.items() if user != (to and to.pk)]
    Character.objects.filter(pk__in=changed).update(assigned_to=to)
    _record("assigned_to", before, _assigned(ids), by)
    report = {
        "to": to and to.pk,
        "to_email": to and to.email,
        "before": {str(pk): before[pk] for pk in changed},
    }
    return _over("assign_many", by, {"ids": ids}, report)


def _assigned(ids) -> dict[int, int | None]:
    rows = Character.objects.select_for_update(of=("self",)).filter(pk__in=ids)
    return dict(rows.values_list("pk", "assigned_to"))


def _record(field, before, after, by):
    changed = [pk for pk, value in after.items() if before[pk] != value]
    characters = Character.objects.only("name").in_bulk(changed)
    shown = _emails(before, after) if field == "assigned_to" else lambda value: value
    audit.recorded_at_once(
        [
            audit.entry(
                audit.Did.CHANGED, characters[pk], by, changes={field: [shown(before[pk]), shown(after[pk])]}
            )
            for pk in changed
        ]
    )


def _emails(*values):
    people = {pk for each in values for pk in each.values() if pk}
    return dict(User.objects.filter(pk__in=people).values_list("pk", "email")).get


def _over(kind, by, options, report) -> Job:
    done = Job.objects.create(kind=kind, options=options, asked_by=by, report=report, state=Job.State.DONE)
    Job.objects.filter(pk=done.pk).update(ended_at=F("asked_at"))
    return done


@transaction.atomic
def undo(job_id: int, *, by) -> Job:
    """Take back what ``tag`` or ``assign`` did, but not what others have done to the same characters since.

    :raises AlreadyUndone: the second time.
    """
    job = Job.objects.select_for_update(of=("self",)).get(pk=job_id, kind__in=("tag_many", "assign_many"))
    if job.report.get("undone"):
        raise AlreadyUndone
    (_untag if job.kind == "tag_many" else _unassign)(job, by)
    job.report["undone"] = True
    job.save(update_fields=["report"])
    return job


def _untag(job, by):
    ids = job.options["ids"]
    before = _tags(ids)
    for given, tags in ((False, job.report["added"]), (True, job.report["removed"])):
        for tag, changed in tags.items():
            _change_tag(changed, tag, is_given=given)
    _record("tags", before, _tags(ids), by)


def _unassign(job, by):
    back = {int(pk): user for pk, user in job.report["before"].items()}
    before = _assigned(list(back))
    still = [pk for pk, user in before.items() if user == job.report["to"]]
    there = set(User.objects.filter(pk__in=set(back.values()) - {None}).values_list("pk", flat=True))
    for user in {back[pk] for pk in still}:
        theirs = [pk for pk in still if back[pk] == user]
        Character.objects.filter(pk__in=theirs).update(assigned_to=user if user in there else None)
    _record("assigned_to", before, _assigned(list(back)), by)
