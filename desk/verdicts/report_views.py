"""What users report and how they rate: a list of reports, a page for each, and counts of ratings."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from chat import verdicts
from chat.models import Rating, Report
from desk.pages import desk_page, page
from desk.verdicts import reports
from web.markdown import render

PAGE_SIZE, MOST_RATED = 50, 200
MAY_READ, MAY_RESOLVE = "chat.view_report", "chat.change_report"


@desk_page(MAY_READ)
@require_safe
def report_list(request):
    """The open reports, or those that were resolved. What was said stands on the page of each."""
    is_resolved = request.GET.get("state") == "resolved"
    rows = reports.resolved() if is_resolved else reports.waiting()
    found = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"reports": found, "is_resolved": is_resolved}
    return page(request, "desk/reports.html", context, title=_("Reported replies"))


@desk_page(MAY_READ)
@require_safe
def report(request, pk):
    try:
        found = reports.opened(pk, by=request.user)
    except Report.DoesNotExist:
        raise Http404 from None
    reply = found.reply
    generation = reply.generation
    context = {
        "report": found,
        "character": reply.conversation.character,
        "edition": generation.edition,
        "generation": generation,
        "asked": reply.answers.text,
        # With the numbers of its citations as they stand: the passages follow under the same ones.
        "html": render(reply.text),
        "citations": generation.citations.all(),
        "may_resolve": request.user.has_perm(MAY_RESOLVE),
    }
    title = _("Reported: %(name)s") % {"name": generation.edition.name}
    return page(request, "desk/report.html", context, title=title)


@desk_page(MAY_RESOLVE)
@require_POST
def resolve_report(request, pk):
    try:
        reports.resolve(pk, by=request.user)
    except Report.DoesNotExist:
        sentence = _("The report is gone: its user has withdrawn it, or deleted the conversation.")
        messages.error(request, sentence)
    else:
        sentence = _("The report is resolved. Its user reads that editors have looked at it.")
        messages.success(request, sentence)
    return redirect("desk:reports")


@desk_page()
@require_safe
def ratings(request):
    """Numbers alone: what users remark is theirs."""
    reasons = Rating.Reason.labels
    rows = verdicts.counted(limit=MOST_RATED)
    context = {
        "rows": [{**row, "reasons": list(zip(reasons, row["reasons"], strict=True))} for row in rows],
        "reasons": reasons,
        "fewest": verdicts.FEWEST_RATERS,
        "most": MOST_RATED,
    }
    return page(request, "desk/ratings.html", context, title=_("Ratings"))
