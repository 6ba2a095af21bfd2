"""Rate a reply, report it, and take either back; the plain text of a message, to be copied."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chat import verdicts
from chat.grounded import citing
from chat.models import Message, Rating, Report
from chat.pages import threads
from chat.pages.refusals import number
from chat.sharing import exporting
from web.markdown import plain
from web.markdown import render as markdown_html

EXCERPT_CHARACTERS = 300
GOOD, BAD, NONE = "good", "bad", "none"
REFUSED = (
    verdicts.NothingToJudge,
    verdicts.NoSuchReason,
    verdicts.RemarkTooLong,
    verdicts.AlreadyReported,
    verdicts.AlreadyResolved,
)


def _words(error) -> tuple[str, int]:
    """The sentence and the HTTP status for one of REFUSED."""
    if isinstance(error, verdicts.RemarkTooLong):
        words = _("Remark: %(most)s characters is the most. Shorten it, then send it again.")
        return words % {"most": number(error.most)}, 422
    return {
        verdicts.NothingToJudge: (
            _("This reply is not finished, or came without a word: come back when it is."),
            409,
        ),
        verdicts.NoSuchReason: (_("Reason: choose one from the list."), 422),
        verdicts.AlreadyReported: (_("You have reported this reply already."), 409),
        verdicts.AlreadyResolved: (_("The editors have looked at this report and closed it."), 409),
    }[type(error)]


def _reply_or_404(request, pk) -> Message:
    try:
        return verdicts.reply_of(request.user, pk)
    except Message.DoesNotExist:
        raise Http404 from None


def _back(reply):
    return redirect(f"{reply.conversation.get_absolute_url()}#message-{reply.pk}")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def rating(request, pk):
    """A page with the whole form; posted from there or from under the reply."""
    reply = _reply_or_404(request, pk)
    if request.method != "POST":
        return _rating_page(request, reply)
    verdict = request.POST.get("verdict", "")
    if verdict not in (GOOD, BAD, NONE):
        return _rating_page(request, reply, error=_("Say whether the reply was good or bad."), status=400)
    try:
        _rate(request, pk, verdict)
    except REFUSED as error:
        words, status = _words(error)
        return _rating_page(request, reply, error=words, status=status)
    except Message.DoesNotExist:
        # Cleared in another tab meanwhile.
        raise Http404 from None
    if request.htmx:
        # With thanks once a reason is given: until then there is something to fill in.
        has_reason = verdict == BAD and "reason" in request.POST
        context = {
            "message": _reply_or_404(request, pk),
            "is_thanked": has_reason,
            "is_asked": verdict == BAD,
        }
        return render(request, "chat/_verdict.html", context)
    return redirect("chat:rating", pk) if verdict == BAD and "reason" not in request.POST else _back(reply)


def _rate(request, pk, verdict):
    if verdict == NONE:
        verdicts.unrate(user=request.user, reply_id=pk)
        return
    reason, remark = request.POST.get("reason", ""), request.POST.get("remark", "")
    verdicts.rate(user=request.user, reply_id=pk, is_good=verdict == GOOD, reason=reason, remark=remark)


def _rating_page(request, reply, *, error="", status=200):
    """What was typed stays, also where a field was emptied.

    For htmx as 200, which alone it swaps, and in place of what stands under the reply.
    """
    rating = getattr(reply, "rating", None)
    stored = {"reason": rating.reason, "remark": rating.remark} if rating else {}
    context = {
        "message": reply,
        "rating": rating,
        "reasons": Rating.Reason.choices,
        "verdict_error": error,
        "typed": {name: request.POST.get(name, stored.get(name, "")) for name in ("reason", "remark")},
    }
    if request.htmx:
        return render(request, "chat/_verdict.html", {**context, "is_asked": True})
    context["excerpt"] = Truncator(plain(citing.uncited(reply.text))).chars(EXCERPT_CHARACTERS)
    return render(request, "chat/rate.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def report(request, pk):
    """What a report lets editors read, and the form to send one; or what has become of it."""
    reply = _reply_or_404(request, pk)
    if request.method != "POST":
        return _report_page(request, reply)
    reason, remark = request.POST.get("reason", ""), request.POST.get("remark", "")
    try:
        verdicts.report(user=request.user, reply_id=pk, reason=reason, remark=remark)
    except REFUSED as error:
        words, status = _words(error)
        return _report_page(request, _reply_or_404(request, pk), error=words, status=status)
    except Message.DoesNotExist:
        raise Http404 from None
    return redirect("chat:report", pk)


def _report_page(request, reply, *, error="", status=200):
    context = {
        "message": reply,
        "report": getattr(reply, "report", None),
        "html": markdown_html(citing.uncited(reply.text)),
        "reasons": Report.Reason.choices,
        "error": error,
        "reason": request.POST.get("reason", ""),
        "remark": request.POST.get("remark", ""),
    }
    return render(request, "chat/report.html", context, status=status)


@require_POST
@never_cache
@login_required
def withdraw_report(request, pk):
    try:
        verdicts.withdraw_report(user=request.user, reply_id=pk)
    except Message.DoesNotExist:
        raise Http404 from None
    except verdicts.AlreadyResolved as error:
        words, status = _words(error)
        return _report_page(request, _reply_or_404(request, pk), error=words, status=status)
    return redirect("chat:report", pk)


@require_safe
@never_cache
@login_required
def text(request, pk):
    """One message as Markdown, its citations as links: what Copy puts on the clipboard."""
    message = threads.message_or_404(request.user, pk)
    return HttpResponse(exporting.text_of(message), content_type="text/plain; charset=utf-8")
