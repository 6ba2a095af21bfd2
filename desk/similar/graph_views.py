"""The page of the whole graph of links: its numbers, what is out of order in it, and the best suggestions."""

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from characters.models import Character, Edition, SimilaritySuggestion
from desk import jobs
from desk.pages import desk_page, page
from desk.similar import rebuilding
from desk.similar.overview import Offer

# How many of each list stand on the first page, and on the pages of one list alone.
FEW, MANY = 8, 50
# Pages of suggestions: nobody decides on the worst of a thousand before the best.
LAST = 40
# How many of the best are looked at: of each pair both directions, and some that are linked or not live by now.
LOOKED_AT = 3_000
LISTS = ("islands", "orphans", "one_way")


@desk_page()
@require_safe
def graph(request):
    job = rebuilding.last_measured()
    only = request.GET.get("show", "")
    report = job.report if job else {}
    names = _lists(report, only, request.GET.get("page"))
    context = {
        "job": job,
        "running": rebuilding.running(),
        "report": report,
        "lists": names,
        "only": only,
        "num_since": _published_since(job),
        "may_change": request.user.has_perm("characters.change_character"),
    }
    if only not in LISTS:
        context |= _suggestions(request, only == "suggestions")
    return page(request, "desk/graph.html", context, title=_("Similarity"))


def _published_since(job) -> int:
    return Edition.objects.filter(published_at__gt=job.ended_at).count() if job else 0


def _lists(report, only, number) -> dict:
    """Of each list the page of it that is shown, with characters in the place of ids: one query for all."""
    wanted = [only] if only in LISTS else [] if only == "suggestions" else LISTS
    size = MANY if only in LISTS else FEW
    pages = {name: Paginator(report.get(name, []), size).get_page(number if only else 1) for name in wanted}
    ids = {
        pk
        for found in pages.values()
        for row in found
        for pk in (row[:FEW] if isinstance(row, list) else [row])
    }
    characters = Character.objects.only("name", "live_edition").in_bulk(ids)
    for name, found in pages.items():
        found.rows = [_row(name, row, characters) for row in found]
        found.total = report.get("num_one_way") if name == "one_way" else len(report.get(name, []))
    return pages


def _row(name, row, characters):
    """Who was deleted meanwhile is left out."""
    if name == "orphans":
        return characters.get(row)
    members = [characters[pk] for pk in row[:FEW] if pk in characters]
    return {"members": members, "num_more": len(row) - len(row[:FEW])}


def _suggestions(request, is_alone) -> dict:
    """The best of the whole catalog, each pair once; counted only as far as the next page."""
    size = MANY // 2 if is_alone else FEW
    number = request.GET.get("page", "1")
    number = int(number) if is_alone and number.isdecimal() and len(number) < 5 else 1
    number = min(max(number, 1), LAST)
    same_pair = SimilaritySuggestion.objects.waiting().filter(
        character=OuterRef("similar"), similar=OuterRef("character"), id__lt=OuterRef("id")
    )
    # First by the index of open ones, or the database sorts a hundred thousand to show eight.
    best = SimilaritySuggestion.objects.filter(state=SimilaritySuggestion.State.OPEN).order_by("-score", "id")
    rows = (
        SimilaritySuggestion.objects.waiting()
        .filter(pk__in=best.values("pk")[:LOOKED_AT], character__live_edition__isnull=False)
        .exclude(Exists(same_pair))
        .select_related("character", "similar")
        .only(
            "score", "reasons", "character__name", "character__live_edition", "similar__name",
            "similar__live_edition",
        )
        .order_by("-score", "id")[(number - 1) * size : number * size + 1]
    )  # fmt: skip
    rows = list(rows)
    return {
        "offers": [
            Offer(row.character, row.similar, row.score, row.reasons, place="graph") for row in rows[:size]
        ],
        "number": number,
        "has_more": len(rows) > size and number < LAST,
    }


@desk_page("characters.change_character")
@require_POST
def rebuild(request):
    """One at a time: who asks while it runs is shown how far it is."""
    job = rebuilding.running() or jobs.start(rebuilding.KIND, by=request.user)
    return redirect("desk:job", job.pk)
