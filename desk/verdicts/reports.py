"""Replies that users report: the one thing of a conversation that editors read, and only while it is reported."""

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from chat.models import Citation, Report
from desk.auditing import audit
from desk.models import AuditEntry


def reports() -> QuerySet[Report]:
    """Those that may be read: what a user deletes, editors do not find any more."""
    rows = Report.objects.filter(reply__conversation__deleted_at=None, reply__conversation__is_trial=False)
    return rows.order_by("-reported_at", "-pk")


def waiting() -> QuerySet[Report]:
    """The open ones for the list: without a word of what was said."""
    return _listed(reports().filter(resolved_at=None))


def resolved() -> QuerySet[Report]:
    return _listed(reports().filter(resolved_at__isnull=False).order_by("-resolved_at", "-pk"))


def _listed(rows):
    rows = rows.select_related("reply__conversation__character", "reply__generation", "resolved_by")
    return rows.only(
        "reason", "reported_at", "resolved_at", "resolved_by__email", "reply__conversation__character__name",
        "reply__generation__engine",
    )  # fmt: skip


def opened(pk: int, *, by) -> Report:
    """A report with the reply, the message before it, edition and passages; the audit keeps who read it.

    :raises Report.DoesNotExist: also for one that its user has withdrawn.
    """
    cited = Citation.objects.select_related("passage").defer(
        "passage__embedding", "passage__question_embedding"
    )
    rows = reports().select_related(
        "reply__answers",
        "reply__conversation__character__live_edition",
        "reply__generation__edition",
        "resolved_by",
    )
    found = rows.prefetch_related(Prefetch("reply__generation__citations", cited)).get(pk=pk)
    _recorded(AuditEntry.Did.LOOKED_AT, found, by)
    return found


def resolve(pk: int, *, by) -> Report:
    """Close a report: its user reads that editors have looked at it. One that is closed stays as it was closed.

    :raises Report.DoesNotExist:
    """
    found = reports().select_related("reply__conversation__character").get(pk=pk)
    is_closed = Report.objects.filter(pk=pk, resolved_at=None).update(
        resolved_at=timezone.now(), resolved_by=by
    )
    if is_closed:
        _recorded(AuditEntry.Did.CHANGED, found, by, changes={"report": ["open", "resolved"]})
    return found


def _recorded(did, report, by, **more):
    character = report.reply.conversation.character
    audit.recorded(did, character, by, page="report", report=report.pk, **more)
